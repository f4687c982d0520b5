// The search box: what was found stands in a list below it while somebody types.
//
// site.js loads this beside the engine when a box gets the focus for the first time, and calls `start`. It imports nothing, so
// that a module which did not arrive can be asked for again under another address.

const ROWS = 8;
const LETTERS = { alpha: "A", beta: "B", stable: "S", deprecated: "D", removed: "×", planned: "…" };
const NAMES = { kep: "KEP", sig: "SIG" };

let analyse;

export const nameOf = (kind) => NAMES[kind] ?? kind;
export const counted = (total) => `${total} ${total === 1 ? "result" : "results"}`;

export function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

// The index.

/** The engine and the two parts of its index: `parts` says how many are there, `failure` why one is not. */
function openIndex({ createEngine, unpack }, files, core) {
  const watchers = [];
  const index = { engine: createEngine(), parts: 0, failure: "", load, watch: (watcher) => watchers.push(watcher) };

  async function bytesOf(request) {
    let answer, bytes;
    try {
      answer = await request;
      bytes = answer.ok && (await answer.arrayBuffer());
    } catch {
      throw navigator.onLine ? "the connection broke off" : "there is no connection";
    }
    if (!bytes) throw `its host answered with ${answer.status}`;
    return bytes;
  }
  const unpacked = (bytes) => unpack(bytes).catch(() => { throw "what arrived is damaged"; });
  // The browser may have kept what was damaged.
  const askAgain = (file) => fetch(file, { cache: "reload" });

  async function load(first) {
    index.failure = "";
    let rest;
    try {
      if (!index.parts) {
        const bytes = await bytesOf(first ?? askAgain(files[0]));
        // Now, while the first part is read: earlier it would only make that wait.
        rest = fetch(files[1]);
        rest.catch(() => {});
        await index.engine.readCore(await unpacked(bytes));
        index.parts = 1;
        for (const watcher of watchers) watcher();
      }
      await index.engine.readBody(await unpacked(await bytesOf(rest ?? askAgain(files[1]))));
      index.parts = 2;
    } catch (reason) {
      index.failure = String(reason);
    }
    for (const watcher of watchers) watcher();
  }
  load(core);
  return index;
}

// What a result looks like.

/** The places of `terms` in a text that consists of `tokens`: [[start, end], …]. */
export function marks(tokens, terms) {
  const found = [];
  for (const { term, start, end, kind } of tokens) {
    const last = found.at(-1);
    if (kind > 1 || !terms.has(term)) continue;
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** Puts `text` into `element`, with <mark> around `terms`. */
export function highlight(element, text, terms, before = "") {
  const places = marks(analyse(text), terms);
  // While somebody types, much stays as it is.
  const key = `${places} ${before}${text}`;
  if (element.shown === key) return;
  element.shown = key;
  const parts = before ? [before] : [];
  let last = 0;
  for (const [start, end] of places) {
    parts.push(text.slice(last, start), make("mark", "", text.slice(start, end)));
    last = end;
  }
  element.replaceChildren(...parts, text.slice(last));
}

/** A stage by letter, shape and word. */
export function badge(stage, isShort) {
  const letter = make("b", "", LETTERS[stage]);
  letter.setAttribute("aria-hidden", "true");
  const shown = make("span", `stage stage-${stage}`, letter, isShort ? make("span", "sr-only", `${stage} `) : stage);
  if (isShort) shown.title = stage;
  return shown;
}

/** The parts of a row, made once, and a function that shows a result in them. */
export function makeRow() {
  const [kind, name, more, stages] = ["kind", "name", "more", "stages"].map((part) => make("span", `hit-${part}`));
  const show = (row, terms) => {
    const isKep = row.kind === "kep", isGate = row.kind === "gate";
    // Some KEPs have no number.
    const number = isKep && row.name !== "0" ? row.name : "";
    kind.textContent = nameOf(row.kind);
    name.classList.toggle("gate-name", isGate);
    highlight(name, isGate ? row.name : row.title, terms);
    highlight(more, isGate ? row.title : number, terms, number && "KEP-");
    if (stages.shown === `${row.stage}`) return;
    stages.shown = `${row.stage}`;
    stages.replaceChildren(...row.stage.map((stage) => badge(stage, row.stage.length > 1)));
  };
  return { kind, name, more, stages, show };
}

/** What the reader may have meant: words to look for instead of a text that finds nothing or cannot be understood. */
export function otherTexts(engine, text, { problem, nearest }) {
  if (!problem) return nearest;
  const [, key, begun] = /^(.*?):(?:.*,)?(.*)$/s.exec(problem.word.toLowerCase());
  const names = engine.named(key).map(([name]) => `${key}:${name}`).filter((name) => name.startsWith(`${key}:${begun}`));
  const all = new Set([problem.instead, ...names].filter(Boolean));
  // A function: `$` in the text means nothing.
  return [...all].slice(0, ROWS).map((other) => text.replace(problem.word, () => other));
}

/** What to say where there are no results. */
export function excuse({ problem }, others) {
  if (problem?.pending) return "Conditions are still on their way…";
  const what = problem ? `Search does not know “${problem.word}”.` : "Nothing found.";
  return others.length ? `${what} Did you mean:` : what;
}

/** Says `words` to screen readers, once typing pauses. */
export function makeStatus(parent) {
  const status = make("p", "sr-only");
  status.setAttribute("role", "status");
  parent.append(status);
  let timer;
  return (words) => {
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = words), 400);
  };
}

// The box.

function attach(form, { index, failure }) {
  const input = form.elements.q;
  const note = make("p", "suggest-note");
  const list = make("div", "hits");
  const panel = make("div", "suggest", note, list);
  const say = makeStatus(form);
  let selected = null, broken = "";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", false]]) input.setAttribute(name, value);
  panel.hidden = true;
  form.append(panel);
  // The focus stays in the box, so that the list stays open until the click is done.
  panel.addEventListener("mousedown", (event) => event.preventDefault());

  function newOption(name, ...content) {
    const option = make("a", name, ...content);
    option.id = `${list.id}-${list.children.length}`;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.hidden = true;
    list.append(option);
    return option;
  }
  // They are all there from the start; what is not needed is hidden.
  const rows = Array.from({ length: ROWS }, () => {
    const row = makeRow();
    return { show: row.show, option: newOption("hit", row.kind, make("span", "hit-words", row.name, row.more), row.stages) };
  });
  const all = newOption("hit-all");
  const others = Array.from({ length: ROWS }, () => newOption("hit-other"));
  const options = () => [...list.children].filter((option) => !option.hidden);

  function select(option) {
    selected?.setAttribute("aria-selected", "false");
    selected = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function setOpen(isOpen, hasOptions = isOpen) {
    if (selected) select(null);
    if (panel.hidden === isOpen) panel.hidden = !isOpen;
    if (list.hidden === hasOptions) list.hidden = !hasOptions;
    if (input.getAttribute("aria-expanded") !== `${hasOptions}`) input.setAttribute("aria-expanded", hasOptions);
  }

  const close = () => setOpen(false);

  /** Shows the option with what `fill` gives it, or hides it. */
  function show(option, fill) {
    if (option.hidden === Boolean(fill)) option.hidden = !fill;
    if (fill) fill(option);
  }

  const pageOf = (text) => `${form.getAttribute("action")}?q=${encodeURIComponent(text)}`;

  function update(isRefresh) {
    const text = input.value;
    if (!text.trim()) return close();
    const answer = index.parts ? index.engine.search(text, ROWS) : { rows: [], total: 0, nearest: [] };
    // What arrives late must not take away what somebody is about to open.
    const wanted = isRefresh && selected?.getAttribute("href");
    const place = answer.rows.findIndex((row) => base + row.href === wanted);
    if (wanted && place < 0) return;
    const texts = answer.total ? [] : otherTexts(index.engine, text, answer);
    rows.forEach((row, i) => show(row.option, i < answer.rows.length && ((option) => {
      row.show(answer.rows[i], answer.terms);
      option.href = base + answer.rows[i].href;
    })));
    show(all, answer.total > ROWS && (() => {
      all.textContent = `All ${answer.total} results`;
      all.href = pageOf(text);
    }));
    others.forEach((option, i) => show(option, i < texts.length && (() => {
      option.textContent = texts[i];
      option.href = pageOf(texts[i]);
    })));
    const words = answer.total ? "" : index.parts ? excuse(answer, texts) : broken ? "" : "Loading…";
    if (note.hidden === Boolean(words || broken)) note.hidden = !(words || broken);
    if (!note.hidden) note.replaceChildren(words, broken);
    setOpen(true, answer.total + texts.length > 0);
    if (wanted) select(rows[place].option);
    if (index.parts) say(answer.total ? counted(answer.total) : [words, ...texts].join(" "));
  }

  const isOpen = () => !panel.hidden;
  const base = form.getAttribute("action").replace(/search\/$/, "");

  // A text to look for instead is looked for here.
  list.addEventListener("click", (event) => {
    const option = event.target.closest(".hit-other");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    input.value = option.textContent;
    update();
  });
  input.addEventListener("input", () => update());
  input.addEventListener("focus", () => update());
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  addEventListener("pagehide", close);
  input.addEventListener("keydown", (event) => {
    const { key, isComposing, ctrlKey, altKey, metaKey } = event;
    if (isComposing || ctrlKey || altKey || metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) return update();
      // Behind the last one, and before the first, is the box itself.
      const round = [null, ...options()];
      select(round.at((round.indexOf(selected) + (key === "ArrowDown" ? 1 : -1)) % round.length));
    } else if (key === "Enter" && isOpen() && selected) {
      event.preventDefault();
      selected.click();
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  index.watch(() => {
    broken = index.failure && failure(index.failure, () => {
      input.focus();
      broken = "";
      index.load();
      update();
    });
    if (form.contains(document.activeElement)) update(true);
  });
  if (document.activeElement === input) update();
}

/** Gives every box of the page its list; what the page of results needs comes back. */
export function start(engine, files, core, failure) {
  analyse = engine.analyse;
  const search = { index: openIndex(engine, files, core), failure, analyse };
  for (const form of document.querySelectorAll("form[role=search]:not([data-page])")) attach(form, search);
  return search;
}
