// The work of the page check/, beside the page so that it stays responsive: loads the facts once, then reads and judges
// what it is given. Nothing is sent anywhere.

import { createFacts, gateOf, shownVersion, stateAt } from "./check-facts.js";
import { judge, question } from "./check-judge.js";
import { decode, read } from "./check-read.js";
import * as report from "./check-report.js";

/** Largest file that is read, in bytes, as the command has it. */
const MAX_BYTES = 32 * 1024 * 1024;
/** So far into a file of a folder a zero byte is looked for. */
const SNIFFED = 8 * 1024;

let facts;
/** What was read, by the identity of the source. */
let cache = new Map();

const nothing = () => ({ settings: [], unread: [], feature_sets: [], recognised: [] });
const unread = (message) => ({
  text: "",
  found: { ...nothing(), unread: [{ start: 0, end: 0, message, help: null, fatal: false }] },
});

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/** Reads one source: `{id, name, text}`, or `{id, name, file, isOfFolder}`; `null` for one of a folder without text. */
async function readSource({ name, text, file, isOfFolder }) {
  if (text !== undefined) return { text, found: read(name, text) };
  const isNoText = (bytes) => isOfFolder && !(bytes[0] >= 0xfe && bytes[1] >= 0xfe) && bytes.includes(0);
  try {
    if (isNoText(await bytesOf(file.slice(0, SNIFFED)))) return null;
    if (file.size > MAX_BYTES) return unread(`the file is larger than ${MAX_BYTES / 1024 / 1024} MiB and is not read`);
    const bytes = await bytesOf(file);
    if (isNoText(bytes)) return null;
    const decoded = decode(bytes);
    return { text: decoded, found: read(name, decoded) };
  } catch (error) {
    return unread(`the file cannot be read: ${error.message}`);
  }
}

const says = ({ settings, unread: problems, feature_sets: sets }) => settings.length || problems.length || sets.length;

/** A finding as the page shows it: numbers became words, places became lines. */
function view(finding, sources) {
  const where = (spot) => {
    const { name, places } = sources[spot.file];
    // What is said of a file as a whole needs none of its lines.
    const excerpt = spot.start || spot.end ? places.excerpt(spot) : null;
    return { file: spot.file, name, ...places.at(spot.start), excerpt };
  };
  const { spot, related, since, ...rest } = finding;
  return {
    ...rest,
    since: since === null ? null : { version: shownVersion(since), hasPage: facts.versions.includes(since) },
    said: report.printed(finding),
    spot: spot && where(spot),
    related: related.map((other) => ({ ...where(other.spot), text: other.text })),
    page: finding.gate !== null && gateOf(facts, finding.gate) ? finding.gate : null,
  };
}

async function check({ sources: given, target, from, skipped = 0 }) {
  const asked = question(facts, target, from);
  if (asked.problem) return { problem: asked.problem };
  const kept = new Map();
  let left = skipped;
  const all = [];
  for (const source of given) {
    const known = cache.has(source.id) ? cache.get(source.id) : await readSource(source);
    kept.set(source.id, known);
    if (known) all.push({ name: source.name, ...known });
    else left += 1;
  }
  cache = kept;
  const said = all.filter(({ found }) => says(found));
  const answer = judge(facts, said.map(({ found }) => found), asked);
  const places = said.map(({ name, text }) => ({ name, places: new report.Places(text) }));
  const views = answer.findings.map((finding) => view(finding, places));
  const state = (finding) => stateAt(gateOf(facts, finding.gate), answer.target).setting ?? null;
  return {
    target,
    from,
    result: report.resultWords(answer),
    read: report.readWords(facts, answer, all.length, left),
    counts: report.counts(answer),
    settings: answer.coverage.settings,
    gates: given.map((source) => kept.get(source.id)?.found.settings.length ?? null),
    findings: views.filter(({ rule }) => !rule.startsWith("flips-")),
    flips: report.flipGroups(answer).map(({ rule, title, findings }) => ({
      rule,
      title,
      rows: findings.map((finding) => ({ ...view(finding, places), state: state(finding) })),
    })),
    markdown: report.markdown(facts, answer, places, all.length, left),
  };
}

async function load({ states, check: more }) {
  const [first, second] = await Promise.all(
    [states, more].map(async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return answer.json();
    }),
  );
  facts = createFacts(first, second);
  return { oldest: shownVersion(facts.versions[0]), newest: shownVersion(facts.horizon) };
}

// One after the other: a question waits until the facts are there and the question before it is answered.
let last = Promise.resolve();
addEventListener("message", ({ data: { id, kind, ...task } }) => {
  last = last
    .then(() => (kind === "load" ? load(task) : check(task)))
    .then(
      (answer) => postMessage({ id, answer }),
      (error) => postMessage({ id, error: String(error?.message ?? error) }),
    );
});
