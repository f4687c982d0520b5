// What the browser's reader finds in the fixtures, as text, for the test that compares it with the terminal's.
//
//   node check-read-answers.mjs MODULES FOLDER    reads every file of FOLDER and prints what is in it
//
// MODULES holds copies of static/check-*.js; Node.js takes them for modules by a package.json beside them.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const { decode, read } = await import(pathToFileURL(join(modules, "check-read.js")));

const who = (reader) => `${typeof reader === "string" ? `(${reader})` : reader.component ?? `(${reader.other})`}`;
const value = (of) => of.invalid === undefined ? of : `invalid \`${of.invalid}\``;

function lineColumn(text, at) {
  const before = text.slice(0, at).split("\n");
  return `${before.length}:${[...before.at(-1)].length + 1}`;
}

function settingLine(text, { gate, value: set, prefix, who: reader, place, carrier, list, emulated, start, end, name_start }) {
  const name = (prefix ? `${prefix}:` : "") + gate, more = emulated ? `, emulated ${emulated}` : "";
  const source = text.slice(start, end).replaceAll("\n", "\\n");
  return `${lineColumn(text, name_start)} ${who(reader)} ${name}: ${value(set)} (${place}, ${carrier}, list ${list}${more}) \`${source}\``;
}

/** What was found, as text. */
function told(text, { settings, unread, feature_sets, recognised }) {
  const lines = [`recognised: ${recognised.join(", ")}`];
  for (const setting of settings) lines.push(settingLine(text, setting));
  for (const set of feature_sets) lines.push(`${lineColumn(text, set.start)} feature set ${set.name}`);
  for (const { start, message, help, fatal } of unread) {
    lines.push(`${lineColumn(text, start)} ${fatal ? "fatal" : "unread"}: ${message}`);
    if (help) lines.push(`  help: ${help}`);
  }
  return lines.map((line) => `  ${line}\n`).join("");
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"));
for (const name of files.sort()) {
  if (name === "expected.txt") continue;
  const text = decode(readFileSync(join(folder, name))).replaceAll("\r\n", "\n");
  process.stdout.write(`${name}\n${told(text, read(name, text))}`);
}
