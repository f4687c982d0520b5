// The page of results: what was found, and how to narrow it down. The text in the box is all that decides what is shown:
// ticking a value writes a condition there, and the address holds the text.
//
// site.js loads this on the search page and calls `start` with what search-box.js exports, and with what its `start` gave.

const STEP = 20;
const GROUPS = { kind: "Kind", stage: "Stage", sig: "SIG", topic: "Topic", component: "Component", version: "Version" };
const OPEN = ["kind", "stage"];

const newestFirst = (a, b) => b.localeCompare(a, "en", { numeric: true });

/** `text` with `values` as its only condition on `key`. */
export function withCondition(text, key, values) {
  const isOfKey = (word) => /^([a-z]+):(?!\/)./i.exec(word)?.[1].toLowerCase() === key;
  const others = text.split(/[ \t\n\f\r]+/).filter((word) => word && !isOfKey(word));
  return [...(values.length ? [`${key}:${values}`] : []), ...others].join(" ");
}

/** The address of the results for `text`, readable where an address may be. */
export function addressOf(text) {
  const words = encodeURIComponent(text).replace(/%20|%3A|%2C/g, (code) => ({ "%20": "+", "%3A": ":" })[code] ?? ",");
  return text.trim() ? `?q=${words}` : location.pathname;
}

/** The part of `text` around the first of `places`. */
export function snippet(text, places, length = 160) {
  const first = places[0]?.[0] ?? 0;
  const start = first > 60 ? text.lastIndexOf(" ", first - 40) + 1 : 0;
  const before = start ? "…" : "";
  if (start + length >= text.length) return before + text.slice(start);
  const end = Math.max(text.lastIndexOf(" ", start + length), start + length / 2);
  return `${before}${text.slice(start, end)}…`;
}

export function start(
  { badge, counted, excuse, highlight, make, makeRow, makeStatus, marks, nameOf, otherTexts },
  { index, failure, analyse },
) {
  const { engine } = index;
  const [results, everything, input] = ["results", "everything", "q"].map((id) => document.getElementById(id));
  const [heading, clear, note, facets, list, more] = ["h2", ".clear", ".results-note", ".facets", "ol", ".more"].map((part) =>
    results.querySelector(part));
  const base = input.form.getAttribute("action").replace(/search\/$/, "");
  const title = document.title;
  const say = makeStatus(input.form);
  const rows = [], groups = new Map();
  let answer, limit = STEP, broken = "", frame;
  // Whether the last change was typed, and whether the one before was: a word is one step back, not each of its letters.
  let isTyped = false, goesOn = false;

  // The rows.

  function sigOf(slug) {
    const [, name] = engine.named("sig").find(([known]) => known === slug);
    return /^(wg|committee)-/.test(slug) ? name : `SIG ${name}`;
  }

  function newRow() {
    const row = makeRow();
    const link = make("a", "", row.name);
    const text = make("span", "hit-text");
    const sigs = make("span", "hit-more");
    const line = make("span", "hit-line", row.more, sigs);
    const item = make("li", "hit", row.kind, make("span", "hit-words", link, line, text), row.stages);
    const show = (result) => {
      const { terms } = answer;
      const about = result.about ?? "";
      row.show(result, terms);
      const owners = result.kind === "sig" ? "" : (result.sig ?? []).map(sigOf).join(", ");
      sigs.textContent = owners && row.more.textContent ? ` · ${owners}` : owners;
      link.href = base + result.href;
      highlight(text, snippet(about, marks(analyse(about), terms)), terms);
    };
    return { item, link, show };
  }

  function showRows() {
    const { length } = answer.rows;
    answer.rows.forEach((result, i) => (rows[i] ??= newRow()).show(result));
    while (list.children.length > length) list.lastChild.remove();
    list.append(...rows.slice(list.children.length, length).map(({ item }) => item));
    const left = answer.total - length;
    more.hidden = left < 1;
    more.textContent = `Show ${Math.min(left, STEP)} more`;
  }

  /** A text to look for instead. */
  function other(text) {
    const link = make("a", "chip", text);
    link.href = addressOf(text);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      input.focus();
      ask(text);
    });
    return link;
  }

  function render() {
    const text = input.value;
    const isAsked = text.trim() !== "";
    answer = isAsked && index.parts ? engine.search(text, limit) : { rows: [], total: 0, nearest: [], facets: {}, conditions: {} };
    const others = answer.total ? [] : otherTexts(engine, text, answer);
    const words = answer.total ? counted(answer.total) : excuse(answer, others);
    // While there is no engine, the list of everything is the next best thing.
    everything.hidden = isAsked && (index.parts > 0 || !broken);
    results.hidden = !isAsked;
    document.documentElement.classList.remove("asks");
    heading.textContent = index.parts ? words : broken ? "No search" : "Loading…";
    note.hidden = !broken && !others.length;
    note.replaceChildren(broken, ...others.map(other));
    showRows();
    if (index.parts) say(isAsked ? [words, ...others].join(" ") : "");
    // What need not be seen together with the rows waits until they are.
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => setTimeout(finish));
  }

  function finish() {
    const text = input.value;
    // A space that only waits for the next word is no part of the address.
    const address = addressOf(text.replace(/(:\S+)\s+$/, "$1"));
    document.title = text.trim() ? `${text.trim()} · ${title}` : title;
    if (address !== (location.search || location.pathname)) {
      try {
        history[isTyped && goesOn ? "replaceState" : "pushState"]({ limit }, "", address);
      } catch {
        // Too many in too short a time for this browser: the next one will do.
      }
      goesOn = isTyped;
    }
    showFacets();
  }

  // The values to narrow down by.

  function labelOf(key, value) {
    if (key === "stage") return badge(value);
    if (key === "kind") return nameOf(value);
    return (engine.named(key).find(([known]) => known === value) ?? [])[1] ?? value;
  }

  function newValue(key, group, value) {
    const box = make("input");
    const count = make("span", "count");
    const label = make("label", "", box, make("span", "", labelOf(key, value)), count);
    box.type = "checkbox";
    box.value = value;
    box.addEventListener("change", () => {
      const chosen = new Set(answer.conditions[key]);
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      ask(withCondition(input.value, key, [...chosen]));
    });
    group.body.append(label);
    group.values.set(value, { label, box, count });
  }

  function newGroup(key) {
    const chosen = make("span", "facet-chosen");
    const body = make("div", "facet-values");
    const element = make("details", "facet", make("summary", "", GROUPS[key], chosen), body);
    body.setAttribute("role", "group");
    body.setAttribute("aria-label", GROUPS[key]);
    element.open = OPEN.includes(key);
    facets.append(element);
    groups.set(key, { element, chosen, body, values: new Map() });
    return groups.get(key);
  }

  function showFacets() {
    facets.hidden = index.parts < 2 || Boolean(answer.problem);
    if (facets.hidden) return;
    const counts = answer.facets;
    for (const key in GROUPS) {
      const group = groups.get(key) ?? newGroup(key);
      const chosen = answer.conditions[key] ?? new Set();
      const known = key === "version" ? Object.keys(counts[key] ?? {}).sort(newestFirst) : engine.named(key).map(([value]) => value);
      for (const value of known) if (!group.values.has(value)) newValue(key, group, value);
      if (key === "version") {
        const ordered = [...group.values].sort(([a], [b]) => newestFirst(a, b)).map(([, { label }]) => label);
        if (ordered.some((label, i) => group.body.children[i] !== label)) group.body.append(...ordered);
      }
      let shown = 0;
      for (const [value, { label, box, count }] of group.values) {
        const number = counts[key]?.[value] ?? 0;
        const isThere = number > 0 || chosen.has(value);
        shown += isThere;
        // What stays as it is costs nothing.
        if (label.hidden === isThere) label.hidden = !isThere;
        if (box.checked !== chosen.has(value)) box.checked = !box.checked;
        if (count.textContent !== `${number}`) count.textContent = number;
      }
      group.element.hidden = !shown;
      group.chosen.textContent = [...chosen].join(", ");
    }
    clear.hidden = !Object.keys(answer.conditions).length;
  }

  // What the reader does.

  /** Shows the results for `text`, as a step of its own in the history. */
  function ask(text) {
    // With a space behind a condition, one can go on to type.
    input.value = /:\S+$/.test(text) ? `${text} ` : text;
    [isTyped, limit] = [false, STEP];
    render();
  }

  function readAddress() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    limit = history.state?.limit ?? STEP;
    goesOn = false;
    render();
  }

  input.addEventListener("input", () => {
    [isTyped, limit] = [true, STEP];
    render();
  });
  input.addEventListener("change", () => (goesOn = false));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    goesOn = false;
    // On a screen that is touched, this puts the keyboard away.
    if (matchMedia("(pointer: coarse)").matches) input.blur();
  });
  clear.addEventListener("click", () => {
    input.focus();
    ask(Object.keys(GROUPS).reduce((text, key) => withCondition(text, key, []), input.value));
  });
  more.addEventListener("click", () => {
    const first = answer.rows.length;
    limit = first + STEP;
    history.replaceState({ limit }, "");
    render();
    rows[first].link.focus();
  });
  // From the box down to the results, through them, and up again.
  for (const area of [input, list]) {
    area.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const links = rows.slice(0, answer.rows.length).map(({ link }) => link);
      const next = links.indexOf(document.activeElement) + step;
      if (!step || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || next < -1 || next >= links.length) return;
      event.preventDefault();
      (links[next] ?? input).focus();
    });
  }
  addEventListener("popstate", readAddress);
  const isWide = matchMedia("(min-width: 60rem)");
  const unfold = () => (facets.parentElement.open = isWide.matches);
  isWide.addEventListener("change", unfold);
  unfold();
  index.watch(() => {
    broken = index.failure && failure(index.failure, () => {
      input.focus();
      broken = "";
      index.load();
      render();
    });
    render();
  });
  if (input.value) render();
  else readAddress();
}
