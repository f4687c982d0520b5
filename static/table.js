// Tables that sort, and the filters above them. Without this module a table is complete and in its own order.
//
// <form class="filters" data-filter="ID" hidden>: each control's name is a column of the rows' data (`data-stage="beta"`,
// several values divided by spaces); `q` looks at the row's text. ID is a table, or an element around several of them:
// what is marked `data-filter-part` in it goes away while all its rows are filtered out.
// <th data-sort="text|number|version">: sorts by the cell's text, or by its `data-value`.

const number = (text) => {
  const value = parseFloat(text.replace(/[^\d.-]/g, ""));
  return Number.isNaN(value) ? Infinity : value;
};
const version = (text) => {
  const found = /(\d+)\.(\d+)/.exec(text);
  return found ? found[1] * 1000 + +found[2] : Infinity;
};
const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const KINDS = {
  text: (a, b) => (a && b ? words.compare(a, b) : !a - !b),
  number: (a, b) => number(a) - number(b) || 0,
  version: (a, b) => version(a) - version(b) || 0,
};

function makeSortable(table) {
  const rows = [...table.tBodies].map((body) => [body, [...body.rows]]);
  const heads = [...table.querySelectorAll("thead th[data-sort]")];
  const sort = (head) => {
    const was = head.getAttribute("aria-sort");
    for (const other of heads) other.removeAttribute("aria-sort");
    // Up, down, and back to the order of the page.
    const next = was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
    if (next) head.setAttribute("aria-sort", next);
    const compare = KINDS[head.dataset.sort] ?? KINDS.text;
    const sign = next === "descending" ? -1 : 1;
    for (const [body, original] of rows) {
      const keyed = original.map((row) => {
        const cell = row.cells[head.cellIndex];
        return [(cell?.dataset.value ?? cell?.textContent ?? "").trim(), row];
      });
      // What has no value stays at the end either way.
      if (next) keyed.sort(([a], [b]) => (a && b ? sign * compare(a, b) : !a - !b));
      body.append(...keyed.map(([, row]) => row));
    }
  };
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
}

function makeFilter(form) {
  const area = document.getElementById(form.dataset.filter);
  if (!area) return;
  form.hidden = false;
  const output = form.querySelector("output") ?? area.parentElement.querySelector("output.count");
  const fields = [...form.elements].filter((field) => field.name);
  const initial = new Map(fields.map((field) => [field.name, field.value]));
  const rows = [...area.querySelectorAll("tbody tr")];
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const apply = () => {
    const asked = fields.filter((field) => field.name !== "q" && field.value);
    const terms = (form.elements.q?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits =
        asked.every((field) => (row.dataset[field.name] ?? "").split(" ").includes(field.value)) &&
        terms.every((term) => text(row).includes(term));
      row.hidden = !fits;
      shown += fits;
    }
    for (const part of area.querySelectorAll("[data-filter-part]")) {
      part.hidden = !part.querySelector("tbody tr:not([hidden])");
    }
    if (output) output.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
  };
  const read = () => {
    const params = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = params.get(field.name) ?? initial.get(field.name);
      // A select that has no such choice shows everything.
      if (field.selectedIndex === -1) field.value = initial.get(field.name);
    }
    apply();
  };
  let typing = false;
  const write = (event) => {
    apply();
    const url = new URL(location.href);
    for (const field of fields) {
      if (field.value && field.value !== initial.get(field.name)) url.searchParams.set(field.name, field.value);
      else url.searchParams.delete(field.name);
    }
    if (url.href === location.href) return;
    // One step back for a whole word, not for each letter.
    const types = event.target.name === "q";
    const goesOn = typing && types;
    typing = types;
    history[goesOn ? "replaceState" : "pushState"](null, "", url);
  };
  form.addEventListener("input", write);
  form.addEventListener("change", () => (typing = false));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", read);
  read();
}

for (const table of document.querySelectorAll("table.data")) {
  if (table.querySelector("th[data-sort]")) makeSortable(table);
}
for (const form of document.querySelectorAll("form.filters[data-filter]")) makeFilter(form);
