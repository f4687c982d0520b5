// Queries for comparisons of the terminal with the browser: those of the query set, and any number made of the records.

import { readFileSync } from "node:fs";

/** The queries of `tests/fixtures/search/queries.toml`: keys in quotes, one a line. */
export function querySet(file) {
  return [...readFileSync(file, "utf8").matchAll(/^("(?:[^"\\]|\\.)*") = /gm)].map(([, key]) => JSON.parse(key));
}

/** Numbers that are the same in every run: a function that gives one below its argument. */
export function dice(seed) {
  let state = BigInt(seed);
  return (limit) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(Math.max(1, limit)));
  };
}

const CONDITIONS = ["stage:beta", "stage:alpha,stable", "sig:node", "kind:gate", "kind:kep", "component:kubelet", "topic:security", "version:1.34", "1.35", "v1.36.1"];

/** `count` queries of words from `texts`: cut short, with errors, with conditions and versions. */
export function generated(texts, count, seed = 4317) {
  const below = dice(seed);
  const one = (list) => list[below(list.length)];
  const queries = [];
  while (queries.length < count) {
    // A word with a colon can look like a condition with an error.
    const words = one(texts).split(/\s+/).filter((word) => word && !word.includes(":"));
    if (!words.length) continue;
    const first = below(words.length);
    let query = words.slice(first, first + 1 + below(4)).join(" ");
    const at = below(query.length);
    query = [
      () => query,
      () => query.slice(0, 2 + at),
      () => query.slice(0, at) + query.slice(at + 1),
      () => query.slice(0, at) + (query[at + 1] ?? "") + (query[at] ?? "") + query.slice(at + 2),
      () => `${query.slice(0, at)}${"aeiorstn"[below(8)]}${query.slice(at)}`,
      () => `${one(CONDITIONS)} ${query}`,
      () => `${query} ${one(CONDITIONS)}`,
      () => `${query} `,
      () => query.toUpperCase(),
    ][below(9)]();
    // Half of a pair of surrogates is no text that a terminal could pass on.
    if (query.trim() && query.isWellFormed()) queries.push(query);
  }
  return queries;
}
