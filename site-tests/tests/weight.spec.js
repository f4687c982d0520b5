// What a page weighs: everything that the browser asks for, as a host sends it with gzip.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "../site.js";

const keps = join(process.env.SITE_DIR, "keps");
const size = (key) => statSync(join(keps, key, "index.html")).size;
const largest = readdirSync(keps, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .reduce((a, b) => (size(b) > size(a) ? b : a));

const KEPS = [...new Set(["4317", "753", "127", "4381", largest])];

for (const [path, most] of [["", 30_000], ...KEPS.map((key) => [`keps/${key}/`, 30_000]), ["matrix/", 120_000]]) {
  test(`/${path} weighs at most ${most / 1000} kB`, async ({ page }) => {
    const parts = [];
    page.on("response", (response) => {
      if (["document", "stylesheet", "script", "fetch", "font"].includes(response.request().resourceType())) {
        parts.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body, { level: 6 }).length]));
      }
    });
    await page.goto(path, { waitUntil: "networkidle" });
    const sizes = await Promise.all(parts);
    const sum = sizes.reduce((total, [, bytes]) => total + bytes, 0);
    test.info().annotations.push({ type: "weight", description: String(sum) });
    expect(sizes.length, "the page, its style sheet and its scripts").toBeGreaterThanOrEqual(4);
    expect(sum, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(most);
  });
}
