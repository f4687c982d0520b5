// The page check/: files are pasted, chosen or dropped, a worker judges them, nothing leaves the page. The address holds
// the versions, `?target=1.36&from=1.34`, and never anything of the files.

import { chosen, dropped } from "./check-files.js";
import { element, showReport } from "./check-view.js";

/** Milliseconds after the last key until what is typed is judged. */
const PAUSE = 350;

const form = document.getElementById("checker");
const zone = document.getElementById("drop");
const pasted = document.getElementById("pasted");
const picker = document.getElementById("files");
const list = document.getElementById("file-list");
const place = document.getElementById("result");
const said = document.getElementById("said");
const sample = document.getElementById("sample");
const { target, from } = form.elements;
const failOn = form.elements["fail-on"];
const defaults = [target.value, from.value];

// Files by the order in which they came; the text is the source before them.
let files = [];
let ids = 0;
let textId = 0;
let answer = null;
let asked = 0;

const worker = new Worker(place.dataset.worker, { type: "module" });
const waiting = new Map();
worker.addEventListener("message", ({ data: { id, answer: found, error } }) => {
  const [resolve, reject] = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(found);
  else reject(new Error(error));
});
worker.addEventListener("error", () => problem("The part that checks did not start."));
function ask(kind, task) {
  const id = (ids += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, [resolve, reject]);
    worker.postMessage({ id, kind, ...task });
  });
}
const absolute = (address) => new URL(address, location.href).href;
const ready = ask("load", { states: absolute(place.dataset.states), check: absolute(place.dataset.check) });
ready.catch((error) => problem(`What is known about gates could not be loaded: ${error.message}`));

function problem(text) {
  place.replaceChildren(element("p", { className: "warn" }, text));
  place.ariaBusy = "false";
  said.textContent = text;
}

/** What is to be judged, in the order in which it is shown. */
function sources() {
  const text = pasted.value;
  const own = text.trim() ? [{ id: `text ${textId}`, name: "pasted text", text }] : [];
  return [...own, ...files];
}

const copy = element("button", { type: "button", className: "copy" }, "Copy report as Markdown");
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(answer.markdown);
    copy.textContent = "Copied";
  } catch {
    copy.textContent = "The browser did not allow it";
  }
  setTimeout(() => (copy.textContent = "Copy report as Markdown"), 2000);
});

/** Judges everything again. Only the newest question is answered. */
async function update() {
  clearTimeout(timer);
  const turn = (asked += 1);
  const given = sources();
  if (!given.length) {
    answer = null;
    place.replaceChildren();
    said.textContent = "";
    return;
  }
  place.ariaBusy = "true";
  let found;
  try {
    const known = await ready;
    found = await ask("check", { sources: given, target: wanted.target, from: wanted.from });
    if (turn !== asked) return;
    if (found.problem) {
      problem(`The gates of ${found.problem} are not known. Known are ${known.oldest} to ${known.newest}.`);
      return;
    }
  } catch (error) {
    if (turn === asked) problem(`This could not be checked: ${error.message}`);
    return;
  }
  answer = found;
  place.ariaBusy = "false";
  for (const [at, chip] of [...list.children].entries()) {
    const count = found.gates[given.length - files.length + at];
    chip.querySelector(".count").textContent = count === null ? "no text" : count === 1 ? "1 gate" : `${count} gates`;
  }
  showReport(place, found, failOn.value, copy);
  said.textContent = `${found.result}; ${found.read}`;
}

let timer;
function updateSoon() {
  clearTimeout(timer);
  timer = setTimeout(update, PAUSE);
}

function showFiles() {
  list.replaceChildren(
    ...files.map((source) => {
      const drop = element("button", { type: "button", className: "drop-file", ariaLabel: `Take ${source.name} out` }, "×");
      drop.addEventListener("click", () => {
        files = files.filter((one) => one !== source);
        showFiles();
        picker.focus();
        update();
      });
      return element("li", { className: "chip" }, element("span", { className: "file-name" }, source.name), " ", element("span", { className: "count" }, ""), drop);
    }),
  );
  list.hidden = !files.length;
  clear.hidden = !files.length && !pasted.value;
}

function add(found) {
  files.push(...found.map((source) => ({ id: `file ${(ids += 1)}`, ...source })));
  showFiles();
  update();
}

const clear = form.querySelector(".clear");
clear.addEventListener("click", () => {
  files = [];
  pasted.value = "";
  textId += 1;
  showFiles();
  pasted.focus();
  update();
});

pasted.addEventListener("input", () => {
  textId += 1;
  clear.hidden = !files.length && !pasted.value;
  updateSoon();
});
picker.addEventListener("change", () => {
  const found = chosen(picker.files);
  // The same file can be chosen again, after it was changed.
  picker.value = "";
  add(found);
});
form.querySelector(".example").addEventListener("click", () => {
  pasted.value = sample.content.textContent.trimStart();
  textId += 1;
  showFiles();
  update();
});

// Anywhere on the page a file may be dropped: a browser would open it instead.
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
let depth = 0;
const mark = (change) => zone.classList.toggle("is-over", (depth = Math.max(0, depth + change)) > 0);
addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
addEventListener("drop", async (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  mark(-depth);
  try {
    add(await dropped(event.dataTransfer));
  } catch (error) {
    problem(`What was dropped could not be read: ${error.message}`);
  }
});

// What the address asks for. A version that it names and nobody knows is told once there is something to judge.
let wanted;
function readAddress() {
  const params = new URLSearchParams(location.search);
  const number = (text) => /^v?\d+\.\d+/.exec(text ?? "")?.[0].replace("v", "");
  const chosenOf = (field, name, byDefault) => {
    const text = params.get(name);
    if (text === null) return (field.value = byDefault);
    const known = [...field.options].find((option) => option.value && option.value === number(text));
    field.value = known ? known.value : byDefault;
    return known ? known.value : text || byDefault;
  };
  wanted = { target: chosenOf(target, "target", defaults[0]), from: chosenOf(from, "from", defaults[1]) };
}

for (const field of [target, from]) {
  field.addEventListener("change", () => {
    wanted = { target: target.value, from: from.value };
    const url = new URL(form.action);
    for (const one of [target, from]) if (one.value) url.searchParams.set(one.name, one.value);
    history.pushState(null, "", url);
    update();
  });
}
failOn.addEventListener("change", () => answer && showReport(place, answer, failOn.value, copy));
addEventListener("popstate", () => {
  readAddress();
  update();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!sources().length) {
    said.textContent = "There is nothing to check yet.";
    pasted.focus();
    return;
  }
  await update();
  document.getElementById("answer")?.focus();
});

readAddress();
showFiles();
if (sources().length) update();
