// YAML as a tree of nodes that know where they stand.
//
// A node is `{ kind: "scalar" | "list" | "map", start, end, number }`, positions in the text of its document: a scalar has
// `value` and `style`, a list `items`, a map `entries` of keys and values. An alias is the very node that it leads to, never a
// copy, so a text that blows up when aliases are expanded costs no more than its size. Depth and number of nodes are
// limited, and so is what is handed out when aliases lead to the same lists again and again.
// src/check/read/yaml/ is the other half.

import { mapOf, outwards } from "./check-layer.js";
import { Broken } from "./check-yaml-cursor.js";
import { MAX_DEPTH, scanner } from "./check-yaml-scan.js";

export { Broken };

/** Most values of one document. */
const MAX_NODES = 2_000_000;
/** Largest document that is parsed, in characters. */
const MAX_LENGTH = 64 << 20;

const CORE = "tag:yaml.org,2002:";
const NOTHING = ["", "~", "null", "Null", "NULL"];

/** Reads a document: `{ source, roots, budget }`. Throws `Broken` where it is broken, too deep or too large. */
export function parse(source) {
  if (source.length > MAX_LENGTH) throw new Broken(0, `it is larger than ${MAX_LENGTH >> 20} MiB`);
  const document = { source, roots: [], budget: 0 };
  const nodes = readStream(document, scanner(source));
  document.budget = nodes * 100 + 100_000;
  return document;
}

function readStream(document, { peek, next }) {
  const anchors = new Map();
  // `ended`: where the value that was read last ends; an alias ends where it stands.
  let count = 0, level = 0, ended = 0, tags = new Map();

  const is = (...types) => types.includes(peek().type);
  const fail = (reason, at = peek().start) => { throw new Broken(at, reason); };

  function add(node, name) {
    if (count === MAX_NODES) fail(`it holds more than ${MAX_NODES} values`, node.start);
    node.number = count++;
    ended = node.end;
    node.document = document;
    if (name !== undefined) anchors.set(name, node);
    return node;
  }

  const scalar = (start, end, value = "", style = "plain", { name, tagged = false } = {}) =>
    add({ kind: "scalar", start, end, value, style, string: tagged || style !== "plain" }, name);
  const nothing = ({ start, end }) => scalar(start, end);

  /** A list or a mapping; `fill` reads what is in it and gives its end, if it has one of its own. */
  function collection(node, name, fill) {
    if (level === MAX_DEPTH) fail(`it is nested deeper than ${MAX_DEPTH} levels`, node.start);
    level++;
    add(node, name);
    // A bracket ends where it stands; a block ends with its last item, not with the blank lines behind.
    ended = node.end = Math.max(fill() ?? ended, node.start);
    level--;
    return node;
  }

  function stream() {
    let implicit = true;
    for (;;) {
      while (is("document end", "mark")) next();
      if (is("end")) return;
      anchors.clear();
      if (!implicit || is("directive", "document start")) {
        directives();
        if (!is("document start")) fail("a document or its end is expected here");
        next();
      }
      document.roots.push(is("directive", "document start", "document end", "mark", "end") ? nothing(peek()) : node(true));
      if (is("mark")) {
        const { start } = peek();
        while (is("mark")) next();
        if (!is("document start", "document end", "end")) fail("a byte order mark stands inside a document", start);
      }
      tags = new Map();
      implicit = is("document end");
      if (!implicit && !is("document start", "end")) fail("this does not belong to the document before it");
    }
  }

  function directives() {
    const known = new Map();
    for (let version = false; is("directive");) {
      const { start, version: isVersion, handle, prefix } = next();
      if ((isVersion && version) || known.has(handle)) fail("a directive is repeated", start);
      version ||= isVersion;
      if (handle) known.set(handle, prefix);
    }
    tags = known;
  }

  /** Whether a tag says that a scalar is text. */
  function isText({ start, handle, suffix }) {
    const prefix = tags.get(handle) ?? (handle === "!!" ? CORE : undefined);
    if (prefix === undefined && handle.length > 2) fail("a tag begins with a handle that no %TAG line explains", start);
    return prefix === CORE && suffix === "str";
  }

  function node(block, indentless) {
    const { start } = peek();
    if (is("alias")) {
      const { name, end } = next();
      ended = end;
      return anchors.get(name) ?? fail("an alias (`*name`) leads to no anchor (`&name`)", start);
    }
    const more = {};
    let end = null;
    for (const type of is("tag") ? ["tag", "anchor"] : ["anchor", "tag"]) {
      if (!is(type)) continue;
      const token = next();
      if (type === "tag") more.tagged = isText(token);
      else more.name = token.name;
      ({ end } = token);
    }
    const { type } = peek(), { name } = more;
    const list = (fill) => {
      const items = [];
      return collection({ kind: "list", start, end: start, items }, name, () => fill(items));
    };
    const map = (fill) => {
      const entries = [];
      return collection({ kind: "map", start, end: start, entries }, name, () => fill(entries));
    };
    if (type === "-" && indentless) return list(indentlessItems);
    if (type === "scalar") {
      const token = next();
      return scalar(start, token.end, token.value, token.style, more);
    }
    if (type === "[") return list(flowItems);
    if (type === "{") return map(flowEntries);
    if (type === "block list" && block) return list(blockItems);
    if (type === "block map" && block) return map(blockEntries);
    if (end !== null) return scalar(start, end, "", "plain", more);
    return fail("a value is expected here");
  }

  function blockItems(items) {
    next();
    while (is("-")) {
      const dash = next();
      items.push(is("-", "block end") ? nothing(dash) : node(true));
    }
    if (!is("block end")) fail("a list goes on here without `-`");
    next();
  }

  function indentlessItems(items) {
    while (is("-")) {
      const dash = next();
      items.push(is("-", "key", ":", "block end") ? nothing(dash) : node(true));
    }
  }

  function blockEntries(entries) {
    next();
    while (!is("block end")) {
      let key, value;
      if (is("key")) {
        next();
        key = is("key", ":", "block end") ? nothing(peek()) : node(true, true);
      } else if (is(":")) {
        key = nothing(peek());
      } else {
        fail("it is indented unlike the lines of its mapping");
      }
      if (is(":")) {
        const colon = next();
        value = is("key", ":", "block end") ? nothing(colon) : node(true, true);
      } else {
        value = nothing(peek());
      }
      entries.push([key, value]);
    }
    next();
  }

  function flowEntries(entries) {
    next();
    for (let first = true; !is("}"); first = false) {
      if (!first) {
        if (!is(",")) fail("`,` or `}` is expected here");
        next();
      }
      if (is("}")) break;
      let key;
      if (is("key")) {
        next();
        key = is(":", ",", "}") ? nothing(peek()) : node();
      } else if (is(":")) {
        key = nothing(peek());
      } else {
        key = node();
        entries.push([key, scalar(key.end, key.end)]);
        continue;
      }
      entries.push([key, flowValue(key, "}")]);
    }
    return bracketEnd();
  }

  function flowValue(key, close) {
    if (!is(":")) return scalar(key.end, key.end);
    const colon = next();
    return is(",", close) ? nothing(colon) : node();
  }

  function flowItems(items) {
    next();
    for (let first = true; !is("]"); first = false) {
      if (!first) {
        if (!is(",")) fail("`,` or `]` is expected here");
        next();
      }
      if (is("]")) break;
      items.push(is("key") ? singlePair() : node());
    }
    return bracketEnd();
  }

  /** Where the closing bracket ends; nothing if none is written, behind a pair in a list. */
  function bracketEnd() {
    const { start, end } = next();
    return end > start ? end : undefined;
  }

  /** `? key: value` in a list in brackets is a mapping of one. */
  function singlePair() {
    const { start } = next();
    const entries = [];
    return collection({ kind: "map", start, end: start, entries }, undefined, () => {
      const bare = is(":", ",", "]"), key = bare ? nothing(next()) : node();
      // A pair without a key has no value either.
      if (bare && !is(",", "]")) fail("`,` or `]` is expected here");
      const value = flowValue(key, "]");
      entries.push([key, value]);
    });
  }

  stream();
  return count;
}

// What readers ask of a node.

/** Whether a node is nothing: an empty plain value, `~` or `null`. */
export const isNull = (node) => node.kind === "scalar" && !node.string && NOTHING.includes(node.value);

/** The value of a scalar; nothing for any other node. */
export const textOf = (node) => node?.kind === "scalar" ? node.value : undefined;

/** Where the characters of a scalar's value stand in its document. */
export const positions = (node) => node.kind === "scalar" ? mapOf(node.document.source, node) : { whole: [node.start, node.end] };

/** The range of a scalar's value in its document, without quotes. */
export const inSource = (node) => outwards(positions(node), 0, textOf(node)?.length ?? 0);

/** The items of a list; of anything else, none. */
export const items = (node) => node.kind === "list" && spend(node.document, node.items.length) ? node.items : [];

/** Keys and values as they are written, merge keys (`<<`) left as keys. */
export const writtenEntries = (node) => node.kind === "map" && spend(node.document, node.entries.length) ? node.entries : [];

function spend(document, count) {
  document.budget = Math.max(0, document.budget - count);
  return document.budget > 0;
}

const isMerge = (key) => key.kind === "scalar" && !key.string && key.value === "<<";

/** Keys and values of a mapping. A merge key gives those of its mappings that are not written here. */
export function entries(node) {
  const all = [], known = new Set();
  mergeInto(node, all, known, 0);
  return all;
}

function mergeInto(node, all, known, depth) {
  const MOST_MERGES = 10, merged = [];
  for (const [key, value] of writtenEntries(node)) {
    if (isMerge(key)) {
      merged.push(value);
      continue;
    }
    const name = textOf(key);
    // A key that is written twice in the mapping itself stays twice.
    if (name === undefined || !known.has(name) || depth === 0) all.push([key, value]);
    if (name !== undefined) known.add(name);
  }
  if (depth === MOST_MERGES) return;
  for (const value of merged) {
    if (value.kind === "map") mergeInto(value, all, known, depth + 1);
    else for (const item of items(value)) mergeInto(item, all, known, depth + 1);
  }
}

/** The value of a key of a mapping, merged ones included. Of a key that is written twice, the last counts. */
export function get(node, name) {
  let found, merges = false;
  if (!node) return undefined;
  for (const [key, value] of writtenEntries(node)) {
    if (textOf(key) === name) found = value;
    else merges ||= isMerge(key);
  }
  return found ?? (merges ? entries(node).find(([key]) => textOf(key) === name)?.[1] : undefined);
}

/** The value at the end of a path of keys. */
export const atPath = (node, path) => path.reduce(get, node);

// A stream of documents, cut at its `---` lines before any of them is parsed. Such a line ends a document even inside a
// block scalar, so the cut needs no parser; a broken document costs none of the others.

/** The documents of a text as ranges `[start, end]`. The marker line belongs to the document behind it. */
export function documents(text) {
  const MARKER = /\n---(?=[ \t\r\n]|$)/g, found = [];
  let start = 0, piece = 0;
  for (let match; (match = MARKER.exec(text));) {
    const next = match.index + 1;
    if (hasContent(text, piece, next)) {
      found.push([start, next]);
      start = next;
    }
    piece = next;
  }
  if (start < text.length) found.push([start, text.length]);
  return found;
}

/** Whether a piece has a line that is neither blank, nor a comment, nor a directive, nor the marker it starts with. */
function hasContent(text, from, to) {
  while (from < to) {
    const stop = text.indexOf("\n", from), end = stop < 0 || stop > to ? to : stop;
    let at = text.startsWith("---", from) ? from + 3 : from;
    while (at < end && /\s/.test(text[at])) at++;
    if (at < end && text[at] !== "#" && text[at] !== "%") return true;
    from = end + 1;
  }
  return false;
}
