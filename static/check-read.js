// Reading operators' files in the browser: which gates does this one set, and where exactly?
//
// `read` gives for a text what `check::read` gives for a file in the terminal, with positions in UTF-16 units of the
// text. The way of the data is that of src/check/read/mod.rs: the text is a stream of YAML documents or any other text
// (here), a document becomes a tree (check-yaml.js), the places take the nodes that they know and the walk the rest
// (check-places.js), a scalar that is a file itself goes the same way again, and flags are found in argument lists and
// in text (check-flags.js). Nothing here touches the page.

import { collector } from "./check-collect.js";
import { filledIn, gates, hintOf, endingOf, layerOf, scan } from "./check-flags.js";
import { depth, fileLine, locate } from "./check-layer.js";
import { isFlagz, isMetrics, readFlagz, readMetrics } from "./check-live.js";
import { objectOf, readPlaces } from "./check-places.js";
import { EVERYONE, KUBEADM, UNKNOWN, isSpace, parseBool, shortened, trim, yamlBool } from "./check-read-words.js";
import { mentionsGates } from "./check-walk.js";
import { Broken, documents, entries, inSource, isNull, parse, textOf } from "./check-yaml.js";

/** How many texts may stand inside each other. */
const MAX_LAYERS = 10;

/** How far the start of a file is looked at to tell UTF-16 without a byte order mark. */
const START = 512;

/** The text of a file. What is no UTF-8 becomes a `?`. */
export const decode = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).replaceAll("\ufffd", "?");

/**
 * Finds every gate that a text sets: `{ settings, unread, feature_sets, recognised }`. `name` is the path of the file as
 * people see it, or `-`; it only helps to tell formats apart.
 */
export function read(name, text) {
  const out = collector(), refusal = refuse(text);
  if (refusal) out.problem(null, 0, 0, ...refusal);
  else {
    const file = { text, map: { shift: 0 }, outer: null }, mark = text.startsWith("\ufeff") ? 1 : 0;
    readAny(out, { text: text.slice(mark), map: { shift: mark }, outer: file }, name);
  }
  return out.finish();
}

/** Why a text is none, when it is none: a message and what to do. */
function refuse(text) {
  if (!text.includes("\0")) return null;
  const start = text.slice(0, Math.min(text.length, START) & ~1);
  if (/^\?\?/.test(text) || /^(?:(?:\0[^\0]){2,}|(?:[^\0]\0){2,})$/.test(start)) {
    return ["the file is UTF-16", "store it as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`"];
  }
  return ["the file is binary: it holds NUL bytes", "leave it out, or give the text that it came from"];
}

/**
 * The text with every escaped surrogate (`\ud83d`, half a character) as an escaped question mark. JSON writes some
 * characters as two of those and YAML knows none. No gate holds one, and nothing moves.
 */
const withoutSurrogates = (text) => text.replace(/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/g, "\\u003f");

/** Reads a text by its name and its looks. */
function readAny(out, layer, name) {
  const named = ["yaml", "yml", "json"].includes(endingOf(name)), { text } = layer;
  const { who } = hintOf(name, "");
  if (isMetrics(text)) readMetrics(out, layer, who);
  else if (isFlagz(text)) readFlagz(out, layer, who);
  else if (named || looksLikeYaml(text)) readStream(out, layer, name, named);
  else scan(out, layer, 0, text.length, hintOf(name, text));
}

/** Reads a stream of YAML documents. One that cannot be parsed is searched for flags as any text. */
function readStream(out, layer, name, named) {
  for (const [from, to] of documents(layer.text)) {
    const text = layer.text.slice(from, to), inner = (text) => ({ text, map: { shift: from }, outer: layer });
    if (!mentionsGates(text)) continue;
    const broken = readDocument(out, inner(text), name), plain = broken ? withoutSurrogates(text) : text;
    // JSON may have escapes that YAML has not.
    if (!broken || (plain !== text && !readDocument(out, inner(plain), name))) continue;
    if (named || /(?:^|\n)(?:apiVersion|kind):/.test(text)) complain(out, inner(text), broken);
    scan(out, layer, from, to, hintOf(name, text));
  }
}

/** Reads one document. Gives what is wrong with it where it cannot be parsed. */
function readDocument(out, layer, name) {
  let document;
  try {
    document = parse(layer.text);
  } catch (broken) {
    if (broken instanceof Broken) return broken;
    throw broken;
  }
  const reading = readingOf(out, layer);
  for (const root of document.roots) reading.inner(root, name);
  if (!document.budget) {
    out.problem(layer, 0, 0, "aliases lead to the same values too often; some of the document is not read", "write out what the aliases stand for");
  }
  return null;
}

/** Tells what is wrong with a document. */
function complain(out, layer, { at, reason }) {
  if (out.toldEnough()) return;
  const { text } = layer, newline = text.indexOf("\n", at), end = newline < 0 ? text.length : newline;
  if (text.includes("{{")) {
    out.problem(layer, at, end, "this is a template, not YAML, so only flags in it are seen",
      "render it first, for example with `helm template`, and check what comes out");
    return;
  }
  const line = fileLine(layer, locate(layer, at, at)[0]);
  out.problem(layer, at, end, `line ${line} is no YAML that can be read: ${reason}; of this document only flags are seen`,
    "repair the document and check again");
}

/** Whether the first line with content is that of a mapping or a list. */
function looksLikeYaml(text) {
  for (let from = 0; from < text.length;) {
    const stop = text.indexOf("\n", from), end = stop < 0 ? text.length : stop;
    let at = from;
    while (at < end && isSpace(text[at])) at++;
    const line = text.slice(at, end), indented = at > from;
    from = end + 1;
    if (!line || (line[0] === "#" && !indented) || (!indented && trim(line) === "---")) continue;
    return /^(?:[{[%]|- |---)/.test(line) || isKey(line);
  }
  return false;
}

/** Whether a line starts with a key and a colon. */
function isKey(line) {
  const colon = line.indexOf(":");
  if (colon < 0 || !/^(?:[ \t\r]|$)/.test(line.slice(colon + 1, colon + 2))) return false;
  return /^[\p{Alphabetic}\p{N}._/+-]+$/u.test(trim(line.slice(0, colon), (c) => c === '"' || c === "'"));
}

/** One YAML document while it is read: what has been found, and which nodes are done with. */
function readingOf(out, layer) {
  // For each node, a bit for everyone whom it was read for, so that nobody reads it twice. An alias may lead two
  // components to the same gates, which count for both.
  const claimed = new Map();
  const claim = (node, who) => claimed.set(node, claimed.get(node) | bitOf(who));
  /** Whether a node has been read for `who`, or (without) for anybody. */
  const isClaimed = (node, who) => (claimed.get(node) & (who ? bitOf(who) : ~0)) !== 0;

  /** Reads a `featureGates` mapping. With `strings`, it takes the words of flags as text too, as `map[string]string` does. */
  function gateMap(node, target, { strings = false } = {}) {
    if (isClaimed(node, target.who)) return;
    claim(node, target.who);
    out.recognised(target.place);
    if (isNull(node)) return;
    if (node.kind !== "map") {
      out.problem(layer, node.start, node.end, `\`featureGates\` is ${kindOf(node)}, not a mapping of names to booleans`,
        "write each gate on a line of its own: `Name: true`", true);
      return;
    }
    const list = out.newList();
    for (const [key, value] of entries(node)) {
      const name = textOf(key);
      if (name === undefined) {
        out.problem(layer, key.start, key.end, "a template stands where a gate is expected", "check the rendered file");
      } else if (isTemplate(name) || isTemplate(textOf(value) ?? "")) {
        filledIn(out, layer, key.start, key.end);
      } else {
        if (isNull(value) && !strings) {
          out.problem(layer, key.start, key.end, `\`${shortened(name)}\` has no value, which counts as false`, "write `true` or `false` behind it");
        }
        // The value of an alias stands elsewhere.
        const end = value.start >= key.end ? value.end : key.end, [nameStart, nameEnd] = inSource(key);
        out.gate(layer, { name, value: mapValue(value, strings), start: key.start, end, nameStart, nameEnd }, target, list);
      }
    }
  }

  /** Reads a value of `--feature-gates` that a scalar holds from `from` on. */
  function gateText(node, from, target, list) {
    claim(node, target.who);
    out.recognised(target.place);
    const text = textOf(node);
    if (text !== undefined) gates(out, layerOf({ layer }, node), Math.min(from, text.length), text.length, target, list);
  }

  /** Reads a scalar as a file of its own, whose name is the key that holds it; `around` holds where it says no more. */
  function embedded(node, key, around) {
    claim(node, around.who);
    const inner = layerOf({ layer }, node);
    if (depth(inner) > MAX_LAYERS) out.problem(layer, node.start, node.end, "texts inside texts go too deep here");
    else if (looksLikeYaml(inner.text)) readStream(out, inner, key, false);
    else {
      const { who, place } = hintOf(key, inner.text);
      scan(out, inner, 0, inner.text.length, { who: who ?? around.who, place: place === "text" ? around.place : place });
    }
  }

  /** Reads an object inside the document. */
  const inner = (node, name) => readPlaces(reading, objectOf(node, name));
  const reading = { out, layer, claim, isClaimed, gateMap, gateText, embedded, inner };
  return reading;
}

const READERS = [EVERYONE, UNKNOWN, KUBEADM, "kubelet", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];

/** The bit that stands for a reader of gates. */
function bitOf(who) {
  if (!who) return 1;
  const place = READERS.indexOf(who.component ?? who);
  return 2 << (place < 0 ? READERS.length + (who.other ? 1 : 0) : place);
}

/** What a value of a map sets a gate to. */
function mapValue(node, strings) {
  // Go decodes nothing as the zero value of what it wants.
  if (isNull(node)) return strings ? "missing" : "off";
  if (node.kind !== "scalar") return { invalid: kindOf(node) };
  const { value, string } = node;
  if (!string) return yamlBool(value) ?? (strings ? parseBool(value) : { invalid: shortened(value) });
  return strings ? parseBool(value) : { invalid: `"${shortened(value)}"` };
}

/** What a message calls a node. */
function kindOf(node) {
  if (isNull(node)) return "nothing";
  return { scalar: "a text", list: "a list", map: "a mapping" }[node.kind];
}

const isTemplate = (text) => text.includes("{{") || text.includes("$");
