// Answers of the browser's engine, for the test that compares them with the terminal's.
//
//   node search-answers.mjs FOLDER    reads search-core.bin, search-body.bin, texts.json, queries.json and wild.json there,
//                                     and writes the terms of each text and the first 20 documents of each query
//
// The modules are there too, as search-engine.mjs and search-box.mjs: Node.js takes a file for a module by its ending.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(folder, name)));
const { analyse, createEngine, unpack } = await load("search-engine.mjs");
const { marks } = await load("search-box.mjs");
const { snippet } = await load("search-page.mjs");

const file = (name) => {
  const { buffer, byteOffset, length } = readFileSync(join(folder, name));
  return buffer.slice(byteOffset, byteOffset + length);
};
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const named = ({ rows }) => rows.map(({ kind, id }) => `${kind}:${id}`);

const engine = createEngine();
await engine.readCore(await unpack(file("search-core.bin")));
const early = named(engine.search("pod certificates", 3));
await engine.readBody(await unpack(file("search-body.bin")));

const terms = json("texts.json").map((text) => analyse(text).map(({ term, kind }) => ["", "part ", "pair "][kind] + term));
const answers = json("queries.json").map((query) => {
  const answer = engine.search(query);
  const { total, nearest, problem } = answer;
  return { rows: named(answer), total, nearest, problem: problem?.word ?? null };
});

// No text is an accident, and what is marked is in the text.
for (const text of json("wild.json")) {
  const { rows, terms } = engine.search(text, 5);
  for (const { name, title, about } of rows) {
    for (const shown of [name, title, snippet(about, marks(analyse(about), terms))]) {
      let last = 0;
      for (const [start, end] of marks(analyse(shown), terms)) {
        if (start < last || start >= end || end > shown.length) throw new Error(`a mark that is none for ${JSON.stringify(text)}`);
        last = end;
      }
    }
  }
}

const damaged = [];
for (const at of [0, 5, 9, 4000]) {
  const bytes = new Uint8Array(file("search-core.bin"));
  bytes[at] ^= 0x55;
  damaged.push(await unpack(bytes.buffer).then(() => "accepted", () => "refused"));
}
process.stdout.write(JSON.stringify({ early, terms, answers, damaged }));
