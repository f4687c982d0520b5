// The terminal and Chromium answer in the same order: the query set, and a thousand queries made of the records.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "../site.js";
import { generated, querySet } from "../search-queries.mjs";

const run = promisify(execFile);
const AT_ONCE = 4;

/** What `kepdb search` puts first, twenty at most: kind and last part of the address. */
async function terminal(query, cache) {
  const options = ["--content", "../content", "--now", "2026-11-23", "search", "--limit", "20", "--format", "json", "--", query];
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  // Nothing found is exit code 1, and an answer all the same.
  const { stdout } = await run(process.env.KEPDB, options, { env, maxBuffer: 1 << 24 }).catch((error) => {
    if (error.code === 1) return error;
    throw new Error(`${query}: ${error.stderr}`);
  });
  const { results, total } = JSON.parse(stdout);
  return { rows: results.map(({ kind, id }) => `${kind}s/${id}/`), total };
}

async function askTerminal(queries) {
  const cache = await mkdtemp(join(tmpdir(), "kepdb-"));
  const answers = [];
  // The first one makes the index, the others find it.
  answers[0] = await terminal(queries[0], cache);
  let next = 1;
  const work = async () => {
    while (next < queries.length) {
      const at = next;
      next += 1;
      answers[at] = await terminal(queries[at], cache);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await rm(cache, { recursive: true });
  return answers;
}

/** The same from the rows that the search page shows. */
const askPage = (page, queries) =>
  page.evaluate((all) => {
    const box = document.getElementById("q");
    const base = box.form.getAttribute("action").replace(/search\/$/, "");
    return all.map((query) => {
      box.value = query;
      box.dispatchEvent(new Event("input"));
      const links = [...document.querySelectorAll("#results .hit a")];
      return {
        rows: links.map((link) => decodeURI(link.getAttribute("href").slice(base.length))),
        total: Number.parseInt(document.querySelector("#results h2").textContent, 10) || 0,
      };
    });
  }, queries);

test("the first twenty are the same, and in the same order", async ({ page, request }) => {
  test.setTimeout(300_000);
  const { gates } = await (await request.get("api/v1/gates.json")).json();
  const { keps } = await (await request.get("api/v1/keps.json")).json();
  const words = [...gates.map(({ gate }) => gate), ...keps.flatMap(({ title, number }) => [title, `KEP-${number} ${title}`])];
  const set = querySet("../tests/fixtures/search/queries.toml");
  expect(set.length).toBeGreaterThan(120);
  const queries = [...set, ...generated(words, 1000)];
  expect(readdirSync(join(process.env.SITE_DIR, "assets")).filter((name) => name.startsWith("search-")).length).toBe(5);

  const wanted = await askTerminal(queries);
  await page.goto("search/?q=pod");
  await expect(page.locator(".facet").first(), "the whole index is there").toBeVisible();
  const got = await askPage(page, queries);
  const different = queries.map((query, i) => ({ query, wanted: wanted[i], got: got[i] })).filter(
    ({ wanted, got }) => JSON.stringify(wanted) !== JSON.stringify(got));
  expect(different.slice(0, 3), `${different.length} of ${queries.length} queries`).toEqual([]);
});
