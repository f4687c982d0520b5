// What the browser finds in files, for the test that compares it with what the terminal finds.
//
//   node check-answers.mjs FOLDER    reads states.json, check.json and cases.json there, with the modules of static/ in
//                                    FOLDER/static, and writes one answer for each case
//
// A case has a target, perhaps from, and files: `{name, text}` to be read and judged, or `{found}`, which is only judged.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const module = (name) => import(pathToFileURL(join(folder, "static", name)));
const data = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const [{ createFacts }, { judge, question }, { Places, json, markdown }, { read }] = await Promise.all(
  ["check-facts.js", "check-judge.js", "check-report.js", "check-read.js"].map(module),
);

const facts = createFacts(data("states.json"), data("check.json"));
const says = ({ settings, unread, feature_sets: sets }) => settings.length || unread.length || sets.length;
const answers = data("cases.json").map(({ target, from, files }) => {
  const asked = question(facts, target, from);
  if (asked.problem) return { problem: asked.problem };
  const known = files.map(({ name = "-", text = "", found }) => ({ name, text, found: found ?? read(name, text) }));
  const said = known.filter(({ found }) => says(found));
  const sources = said.map(({ name, text }) => ({ name, places: new Places(text) }));
  const report = judge(facts, said.map(({ found }) => found), asked);
  const all = json(report, sources, files.length);
  const spots = report.findings.map(({ spot, related }) => [spot, ...related.map((one) => one.spot)]);
  return { json: all, spots, markdown: markdown(facts, report, sources, files.length) };
});
process.stdout.write(JSON.stringify(answers));
