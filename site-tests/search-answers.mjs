// Answers of the browser's engine, for the test that compares them with the terminal's.
//
//   node search-answers.mjs FOLDER    reads search-core.bin, search-body.bin, texts.json and queries.json there, and
//                                     writes the terms of each text and the first 20 documents of each query

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, engineFile] = process.argv.slice(2);
const { analyse, createEngine, unpack } = await import(pathToFileURL(engineFile));
const file = (name) => { const bytes = readFileSync(join(folder, name)); return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length); };
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

const engine = createEngine();
await engine.readCore(await unpack(file("search-core.bin")));
const early = engine.search("pod certificates", { limit: 3 }).rows.map((row) => `${row.kind}:${row.id}`);
await engine.readBody(await unpack(file("search-body.bin")));

const terms = json("texts.json").map((text) => analyse(text).map(({ term, kind }) => ["", "part ", "pair "][kind] + term));
const answers = json("queries.json").map((query) => {
  const { rows, total, problem } = engine.search(query, { limit: 20 });
  return { rows: rows.map((row) => `${row.kind}:${row.id}`), total, problem: problem?.word ?? null };
});
for (const text of json("wild.json")) {
  for (const row of engine.search(text, { limit: 5 }).rows) {
    for (const [start, end] of [...row.titleMarks, ...row.nameMarks, ...row.snippet.marks]) if (!(start < end)) throw new Error(`empty mark for ${JSON.stringify(text)}`);
  }
}
const damaged = [];
for (const at of [0, 5, 9, 4000]) {
  const bytes = new Uint8Array(file("search-core.bin"));
  bytes[at] ^= 0x55;
  damaged.push(await unpack(bytes.buffer).then(() => "accepted", () => "refused"));
}
process.stdout.write(JSON.stringify({ early, terms, answers, damaged }));
