#!/usr/bin/env node
// How long somebody who edits waits for the page: from saving a file to the reloaded page's `load` event, in Chromium.
//
//   benches/serve_reload.mjs [RUNS] [KEPDB]
//
// Copies `content/` and `templates/` to a temporary folder, serves them with `kepdb serve`, opens the page of a KEP and
// saves its record, then a template, RUNS times each (21 unless told). Needs `npm ci` in site-tests/, and Chromium.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = Number(process.argv[2] ?? 21);
const kepdb = process.argv[3] ?? join(root, "target/release/kepdb");
const { chromium } = await import(join(root, "site-tests/node_modules/@playwright/test/index.mjs"));
const { FLAGS } = await import(join(root, "site-tests/browser.js"));

const folder = mkdtempSync(join(tmpdir(), "kepdb-serve-"));
for (const part of ["content", "templates", "static"]) cpSync(join(root, part), join(folder, part), { recursive: true });
const server = spawn(kepdb, ["--content", "content", "serve", "--port", "0", "--templates", "templates"], {
  cwd: folder,
  stdio: ["ignore", "pipe", "ignore"],
});
const address = await new Promise((resolve, reject) => {
  server.stdout.once("data", (line) => resolve(String(line).trim()));
  server.once("exit", (code) => reject(new Error(`kepdb serve ended with ${code}`)));
});
process.once("exit", () => {
  server.kill("SIGINT");
  rmSync(folder, { recursive: true, force: true });
});
const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
const page = await browser.newPage();
await page.goto(`${address}keps/4317/`);
await page.waitForTimeout(1000);

/** Saves `file` changed by `edit` and waits for the reloaded page: milliseconds. */
async function once(file, edit) {
  const path = join(folder, file);
  const text = edit(readFileSync(path, "utf8"));
  const loaded = page.waitForEvent("load");
  const start = performance.now();
  writeFileSync(path, text);
  await loaded;
  const took = performance.now() - start;
  await page.waitForTimeout(300);
  return took;
}

const count = (text) => Number(/Pod Certificates (\d+)/.exec(text)?.[1] ?? 0) + 1;
const edits = {
  record: ["content/keps/4317-pod-certificates.toml",
    (text) => text.replace(/^title = .*$/m, `title = "Pod Certificates ${count(text)}"`)],
  template: ["templates/kep.html", (text) => text.replace(/(<h1[^>]*>)x*/, (start) => `${start}x`)],
};
for (const [what, [file, edit]] of Object.entries(edits)) {
  const times = [];
  for (let run = 0; run < runs; run += 1) times.push(await once(file, edit));
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(0);
  console.log(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms, ${runs} runs`);
}
await browser.close();
process.exit();
