#!/usr/bin/env node
// Queries that nobody means, for the browser's engine: `benches/search_storm.mjs SITE [COUNT]`, where SITE is a built site and
// COUNT is 100,000 if not given. Any Unicode, halves of pairs, control characters, patterns, broken conditions, ten thousand
// letters. None may raise an error or give marks that are outside of their text. Prints how long they took.

import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { dice } from "../site-tests/search-queries.mjs";

const [site, count = "100000"] = process.argv.slice(2);
if (!site) {
  console.error("usage: benches/search_storm.mjs SITE [COUNT]");
  process.exit(2);
}
const assets = join(resolve(site), "assets");
const asset = (name) => join(assets, readdirSync(assets).find((file) => file.startsWith(`${name}.`)));
const folder = mkdtempSync(join(tmpdir(), "kepdb-"));
const load = async (name) => {
  // Node.js takes a file for a module by its ending.
  const module = join(folder, `${name}.mjs`);
  copyFileSync(asset(name), module);
  return import(pathToFileURL(module));
};
const bytes = (name) => {
  const { buffer, byteOffset, length } = readFileSync(asset(name));
  return buffer.slice(byteOffset, byteOffset + length);
};

const { analyse, createEngine, unpack } = await load("search-engine");
const { marks, useAnalysis } = await load("search-box");
const { snippet, withCondition } = await load("search-page");
rmSync(folder, { recursive: true });
const engine = createEngine();
useAnalysis(analyse);
await engine.readCore(await unpack(bytes("search-core")));
await engine.readBody(await unpack(bytes("search-body")));

const below = dice(753);
const one = (list) => list[below(list.length)];
const PATTERNS = [..."\\^$.|?*+()[]{}<>&\"'`/:,;=!@#%~-_ \t\r\n\f\v\0"];
const WORDS = ["stage:", "sig:auth", "kind:", "stage:beta,,alpha", ":", "1.35", "v1.", "KEP-", "#", "pod", "certificate", "toString", "__proto__", "constructor"];
const letter = () => String.fromCharCode(97 + below(26));
const KINDS = [
  () => String.fromCodePoint(below(0x110000)),
  () => String.fromCharCode(below(0x10000)),
  () => String.fromCharCode(below(0x80)),
  () => one(PATTERNS),
  () => letter() + letter() + letter() + letter() + letter(),
  () => `${one(WORDS)} `,
];

function wild() {
  const length = below(200) ? below(60) : 10_000;
  const kinds = [one(KINDS), one(KINDS), one(KINDS)];
  let text = "";
  while (text.length < length) text += one(kinds)();
  return text;
}

const check = (is, what, text) => {
  if (!is) throw new Error(`${what}: ${JSON.stringify(text)}`);
};
const times = [];
for (let done = 0; done < Number(count); done += 1) {
  const text = wild();
  const start = performance.now();
  const { rows, total, terms, problem, facets } = engine.search(text);
  times.push(performance.now() - start);
  check(rows.length <= Math.min(20, total), "more rows than results", text);
  check(!problem || (problem.word && text.includes(problem.word)), "a problem that is not in the text", text);
  check(Object.values(facets ?? {}).every((values) => Object.values(values).every(Number.isInteger)), "a count that is none", text);
  for (const { name, title, about } of rows) {
    for (const shown of [name, title, snippet(about, marks(about, terms))]) {
      let last = 0;
      for (const [from, to] of marks(shown, terms)) {
        check(last <= from && from < to && to <= shown.length, "a mark outside of its text", text);
        last = to;
      }
    }
  }
  check(typeof withCondition(text, "stage", ["beta"]) === "string", "no condition can be added", text);
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2);
console.log(`${times.length} queries without an error; a search: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
