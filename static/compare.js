// Any two versions: the state of the page is its address, `?from=1.33&to=1.36&component=kubelet`.

import { heading, markdown, number, report, summary } from "./upgrade-report.js";

const form = document.getElementById("picker");
const place = document.getElementById("result");
const fields = ["from", "to", "component"].map((name) => form.elements[name]);
const said = document.getElementById("said");
const swap = form.querySelector(".swap");
const title = document.title;
let states;

/** An element with children; text is text. */
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function stateView({ kind, setting }) {
  if (kind !== "present") {
    const words = { absent: "not there yet", removed: "removed", unconfirmed: "perhaps removed" };
    return element("span", { className: "gone" }, words[kind]);
  }
  const letter = element("b", { ariaHidden: "true" }, setting.stage[0].toUpperCase());
  const key = setting.default === null ? "unknown" : setting.default ? "on" : "off";
  const view = element(
    "span",
    { className: "setting" },
    element("span", { className: `stage stage-${setting.stage}` }, letter, setting.stage),
    " ",
    element("span", { className: `default default-${key}` }, key === "unknown" ? "default not recorded" : key),
  );
  if (setting.locked) view.append(" ", element("span", { className: "locked" }, "locked"));
  return view;
}

function rowView(row) {
  const { gates, keps } = place.dataset;
  const links = row.keps.flatMap((key, at) => [
    at ? ", " : "",
    element("a", { href: `${keps}${encodeURIComponent(key)}/` }, key),
  ]);
  const gate = element("a", { className: "gate-name", href: `${gates}${encodeURIComponent(row.gate)}/` }, row.gate);
  const cell = (...children) => element("td", {}, ...children);
  const head = element("th", { scope: "row" }, gate);
  return element("tr", {}, head, cell(row.words), cell(stateView(row.before)), cell(stateView(row.after)), cell(...links));
}

function sectionView({ id, title, rows }, from, to) {
  const head = element("h3", { id }, `${title} `, element("span", { className: "count" }, String(rows.length)));
  const names = ["Gate", "What changes", `In ${from}`, `In ${to}`, "KEP"];
  const heads = names.map((name) => element("th", { scope: "col" }, name));
  const table = element(
    "table",
    { className: "data compared" },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows.map(rowView)),
  );
  const wrap = element("div", { className: "table-wrap", tabIndex: 0, role: "region", ariaLabel: title }, table);
  return element("section", {}, head, wrap);
}

function copyButton(found) {
  const button = element("button", { type: "button", className: "copy" }, "Copy as Markdown");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(markdown(found));
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser did not allow it";
    }
    setTimeout(() => (button.textContent = "Copy as Markdown"), 2000);
  });
  return button;
}

function show({ from, to, component }) {
  const found = report(states, from, to, { component });
  const views = [element("h2", {}, heading(found)), element("p", {}, summary(found))];
  if (found.total) views.push(element("p", {}, copyButton(found)));
  views.push(...found.sections.map((section) => sectionView(section, from, to)));
  place.replaceChildren(...views);
  document.title = `${heading(found)} · kepdb`;
  said.textContent = `${heading(found)}: ${summary(found)}`;
}

/** What the address asks for; `null` where it asks for nothing, a sentence where it asks for what is not known. */
function asked() {
  const params = new URLSearchParams(location.search);
  if (!params.has("from") || !params.has("to")) return null;
  const component = params.get("component") ?? "";
  const known = (name) => states.versions.find((version) => number(version) === number(params.get(name)));
  for (const name of ["from", "to"]) {
    if (number(known(name)) <= number(states.horizon)) continue;
    return `The gates of ${params.get(name).slice(0, 20)} are not known. Known are ${states.versions[0]} to ${states.horizon}.`;
  }
  return { from: known("from"), to: known("to"), component };
}

async function load() {
  if (states) return;
  place.ariaBusy = "true";
  try {
    const answer = await fetch(place.dataset.src);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    states = await answer.json();
  } finally {
    place.ariaBusy = "false";
  }
}

async function update() {
  if (!location.search) {
    place.replaceChildren();
    document.title = title;
    return;
  }
  try {
    await load();
    const found = asked();
    if (typeof found === "string") {
      place.replaceChildren(element("p", { className: "warn" }, found));
    } else if (found) {
      for (const field of fields) field.value = found[field.name];
      show(found);
    }
  } catch (error) {
    place.replaceChildren(element("p", { className: "warn" }, `The versions could not be loaded: ${error.message}`));
  }
}

function go() {
  const url = new URL(form.action);
  for (const field of fields) if (field.value) url.searchParams.set(field.name, field.value);
  if (url.href !== location.href) history.pushState(null, "", url);
  update();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
form.addEventListener("change", go);
swap.hidden = false;
swap.addEventListener("click", () => {
  const { from, to } = form.elements;
  [from.value, to.value] = [to.value, from.value];
  go();
});
addEventListener("popstate", update);
update();
