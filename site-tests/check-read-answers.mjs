// What the browser's reader finds in texts, for the test that compares it with the terminal's.
//
//   node check-read-answers.mjs MODULES CASES    CASES is a JSON file: [{ name, text }, …]
//
// Prints `[{ found, milliseconds }, …]`, or `{ thrown }` where the reader threw. MODULES is a folder with copies of
// static/check-*.js and a package.json that says they are modules, which Node.js needs to know.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, cases] = process.argv.slice(2);
const { read } = await import(pathToFileURL(join(modules, "check-read.js")));

const answers = JSON.parse(readFileSync(cases, "utf8")).map(({ name, text }) => {
  try {
    return { found: read(name, text) };
  } catch (error) {
    return { thrown: `${error.stack ?? error}` };
  }
});
process.stdout.write(JSON.stringify(answers));
