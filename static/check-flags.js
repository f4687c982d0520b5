// Command-line flags: in argument lists of YAML and in any text. src/check/read/flags/ is the other half.
//
// A text is not parsed as a shell would, because it may be anything. The rules are those of scan.rs there: a command is
// a line with the lines joined to it; `;`, `|` and `&` end it; the last word before the flag that names a program, or a
// variable or flag that holds a component's arguments, says who reads it; the flag takes the value behind its `=`, or
// the next word if that looks like a gate. Every character is looked at a bounded number of times.

import { flagOf } from "./check-collect.js";
import {
  EVERYONE, K0S, KUBEADM, UNKNOWN, component, componentKey, hyperkube, isSpace, parseBool, program, splitOnce, trim, trimEnd, trimStart,
} from "./check-read-words.js";
import { positions, textOf } from "./check-yaml.js";

const isGatesFlag = (name) => name === "feature-gates" || name === "feature_gates";
const isVersionFlag = (name) => name === "emulated-version" || name === "emulated_version";

/** Where a text names the flag next, at `from` or later; -1 if nowhere. */
function nextMention(text, from = 0) {
  const MENTION = /feature[-_]gates/g;
  MENTION.lastIndex = from;
  return MENTION.exec(text)?.index ?? -1;
}

// The value of the flag: `A=true,kube:B=false`, taken apart as Kubernetes does it.

/** Reads the gates of a value, which is a range of the layer's text. */
export function gates(out, layer, from, to, target, list) {
  let start = from, told = false;
  for (const item of layer.text.slice(from, to).split(",")) {
    const at = start;
    start += item.length + 1;
    if (!trim(item)) continue;
    if (/[$<]|\{\{|\}\}/.test(item)) {
      if (!told) filledIn(out, layer, at, at + item.length);
      told = true;
      continue;
    }
    const [written, behind] = splitOnce(item, "=") ?? [item];
    const value = behind === undefined ? "missing" : parseBool(trim(behind));
    const first = at + item.length - trimStart(item).length, nameStart = at + written.length - trimStart(written).length;
    const name = trim(written), nameEnd = nameStart + name.length;
    out.gate(layer, { name, value, start: first, end: first + trim(item).length, nameStart, nameEnd }, target, list);
  }
}

/** Reports a value that is filled in later. */
export function filledIn(out, layer, start, end) {
  out.problem(layer, start, end, "the value is filled in later, so the gates in it are not seen",
    "check what it becomes: the rendered file or the running component");
}

// A list of arguments, as YAML gives it: each item is one argument, exactly.

/** Reads the flags of a command. `who` reads them when no argument names a program; nobody may be known to. */
export function argumentList(reading, { items, who, place }) {
  const { out } = reading, first = out.count();
  let named = false, list, emulated, last = "";
  for (let k = 0; k < items.length; k++) {
    const item = items[k], text = textOf(item);
    if (text === undefined) continue;
    const [name, value] = text.startsWith("--") ? splitOnce(text.slice(2), "=") ?? [text.slice(2), ""] : [];
    if (isGatesFlag(name)) {
      const target = flagOf(who ?? UNKNOWN, ownPlace(who, place));
      list ??= out.newList();
      if (text.includes("=")) {
        reading.gateText(item, "--feature-gates=".length, target, list);
      } else {
        reading.claim(item, null);
        const next = textOf(items[k + 1]);
        if (next !== undefined && !next.startsWith("--")) {
          reading.gateText(items[++k], 0, target, list);
        } else {
          out.problem(reading.layer, item.start, item.end, "`--feature-gates` has no value",
            "write `--feature-gates=Name=true`, or leave the flag out", true);
        }
      }
      continue;
    }
    if (isVersionFlag(name)) {
      emulated = versionIn((text.includes("=") ? value : textOf(items[k + 1])) ?? "") ?? emulated;
    } else if (name?.endsWith("-arg") && gatesBehind(value) !== undefined) {
      const reader = componentKey(name);
      if (reader) {
        reading.gateText(item, text.length - gatesBehind(value), flagOf(reader, "k3s"), out.newList());
        continue;
      }
    } else if (name === undefined && !named) {
      const found = last.slice(last.lastIndexOf("/") + 1) === "hyperkube" ? hyperkube(text) : program(text);
      if (found) [who, named] = [found, true];
    }
    if (nextMention(text) >= 0 && !reading.isClaimed(item, null)) {
      const known = who === UNKNOWN || who?.other ? null : who;
      reading.embedded(item, "", { who: known, place });
    }
    last = text;
  }
  if (emulated) out.emulate(first, emulated);
}

/** How much of `feature-gates=A=true` is the list; nothing when it is another argument. */
export function gatesBehind(argument) {
  const [name, list] = splitOnce(argument, "=") ?? [];
  return isGatesFlag(name) ? list.length : undefined;
}

/** The kind of place of a program's flags: kubeadm's and k0s' own gates are places of their own. */
const ownPlace = (who, place) => who === KUBEADM ? "kubeadm-own" : who === K0S ? "k0s" : place;

const VERSION = /^[vV]?(0|[1-9]\d*)\.(0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** The Kubernetes version in a value of `--emulated-version`: `1.34`, `kube=1.34`, `wardle=1.2,kube:1.34`. */
export function versionIn(value) {
  for (const item of value.split(",")) {
    const cut = Math.max(item.lastIndexOf("="), item.lastIndexOf(":"));
    const name = cut < 0 ? "kube" : trim(item.slice(0, cut));
    const [, major, minor] = VERSION.exec(trim(item.slice(cut + 1))) ?? [];
    if ((name === "kube" || !name) && major <= 0xffff && minor <= 0xffff) return `${major}.${minor}`;
  }
  return undefined;
}

// Flags in any text.

/** How far before the flag its command is looked for, and how far behind it its value when that is the next word. */
const LOOK_BACK = 64 << 10, LOOK_AHEAD = 200;
/** Longest value in quotes; a longer one means that the quotes are no pair. Longest placeholder: `{{ .Values.gates }}`. */
const MOST_QUOTED = 64 << 10, MOST_PLACEHOLDER = 400;

/** Reads the flags in a range of a layer's text. The hint says who reads flags with no command before them, and where. */
export function scan(out, layer, from, to, hint) {
  const text = to < layer.text.length ? layer.text.slice(0, to) : layer.text;
  let done = from;
  for (let mention; (mention = nextMention(text, done)) >= 0;) {
    const [start, end] = joinedLines(text, done, mention);
    scanCommand(out, layer, text, start, end, hint);
    done = Math.max(end, mention + 1);
  }
}

/** The line around `at` with the lines that are joined to it, not before `from`. */
function joinedLines(text, from, at) {
  const floor = Math.max(from, at - LOOK_BACK);
  const lineStart = (at) => at > floor ? Math.max(text.lastIndexOf("\n", at - 1) + 1, floor) : floor;
  const lineEnd = (at) => (text.indexOf("\n", at) + 1) || text.length;
  let start = lineStart(at), line = start, end = lineEnd(at);
  for (let next = end; start > floor;) {
    const before = lineStart(start - 1);
    if (!joins(text, before, start, next)) break;
    [start, next] = [before, start];
  }
  while (end < text.length) {
    const next = lineEnd(end);
    if (!joins(text, line, end, next)) break;
    [line, end] = [end, next];
  }
  return [start, end];
}

/** Whether a line and the next, `start` to `middle` to `end`, belong to one command. */
function joins(text, start, middle, end) {
  let last = middle - 1;
  while (last >= start && "\r\n \t".includes(text[last])) last--;
  return (last >= start && text[last] === "\\") || (isItem(text, middle, end) && (isItem(text, start, middle) || opensList(text, start, middle)));
}

/** Whether a line ends inside a list in brackets: `command: ["kubelet",`. */
function opensList(text, start, end) {
  while (end > start && isSpace(text[end - 1])) end--;
  return end > start && (text[end - 1] === "[" || text[end - 1] === ",");
}

/** Whether a line is an item of a list: `- item`, or in quotes. */
function isItem(text, at, end) {
  while (at < end && isSpace(text[at])) at++;
  return at < end && (text[at] === '"' || text[at] === "'" || text.startsWith("- ", at));
}

const WORD = /[^ \t\n\f\r"'`,[\](){}=\\<>|;&]+/y;
const GATES_WORD = /[0-9A-Za-z.:_-]+(?==)/y, VERSION_WORD = /[0-9A-Za-z.:=]+/y;
const BEFORE_VALUE = /(?:[ \t\r\n"',\\]|- )+/y;

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** One run over a command. */
function scanCommand(out, layer, text, start, end, hint) {
  const NOBODY = { name: "", dashes: 0, joined: false };
  // `last`: the word before, and whether an `=` joins it to this one.
  let at = start, quote = "", command = { first: out.count(), lists: new Map() }, last = NOBODY, lineStart = true;

  function endCommand() {
    if (command.emulated) out.emulate(command.first, command.emulated);
    command = { first: out.count(), lists: new Map() };
    last = NOBODY;
  }

  function skipLine() {
    const found = text.indexOf("\n", at);
    at = found < 0 || found > end ? end : found;
  }

  function word() {
    const whole = matchAt(WORD, text, at).slice(0, end - at), name = trimStart(whole, (c) => c === "-");
    at += whole.length;
    // `ExecStart=-/usr/bin/kubelet`: a unit that may fail, and no flag.
    const dashes = name.startsWith("/") ? 0 : whole.length - name.length;
    const before = last, current = { name, dashes, joined: false };
    last = current;
    const target = gatesTarget(current, before);
    if (target) {
      readGates(target);
    } else if (current.dashes === 2 && isVersionFlag(name)) {
      const range = valueOf(VERSION_WORD);
      if (range) {
        command.emulated = versionIn(text.slice(...range)) ?? command.emulated;
        at = range[1];
      }
    } else {
      command.who = namesWho(current, before) ?? command.who;
    }
  }

  /** Who a word says the command is for. */
  function namesWho({ name, dashes }, before) {
    if (dashes) return /args?$/.test(name) ? componentKey(name) : undefined;
    if (before.joined && before.dashes) return undefined;
    if (text[at] === "=") return componentKey(name);
    if (before.name.slice(before.name.lastIndexOf("/") + 1) === "hyperkube") return hyperkube(name);
    return /^\/(?:var|etc)\//.test(name) ? undefined : program(name);
  }

  /** Who reads the list of gates that this word starts, if it starts one. */
  function gatesTarget({ name, dashes }, before) {
    const { who } = command;
    if (isGatesFlag(name)) {
      if (!dashes && before.dashes && before.name.endsWith("-arg")) {
        const reader = componentKey(before.name);
        return reader && flagOf(reader, "k3s");
      }
      const minikube = !dashes && before.name === "set" && who === EVERYONE;
      if (!minikube && dashes !== 2) return undefined;
      const place = who === EVERYONE ? "minikube" : ownPlace(who, hint.place);
      return flagOf(who ?? hint.who ?? UNKNOWN, place);
    }
    const parts = splitOnce(name, ".");
    const reader = parts && isGatesFlag(parts[1]) && before.name === "extra-config" && hyperkube(parts[0]);
    return reader ? flagOf(reader, "minikube") : undefined;
  }

  function readGates(target) {
    const range = valueOf(GATES_WORD);
    if (!range) return;
    [, at] = range;
    const value = text.slice(...range);
    if (!/[=$<]|\{\{/.test(value) && !/^[A-Z]/.test(trimStart(value))) return;
    // Flags add up, but only for the same reader.
    if (!command.lists.has(target.who)) command.lists.set(target.who, out.newList());
    gates(out, layer, ...range, target, command.lists.get(target.who));
  }

  /** The value of the flag whose name ends here; as the next word only if it looks as it should. */
  function valueOf(looks) {
    if (text[at] === "=" && at < end) return valueRange(text, at + 1, end, quote);
    const gap = matchAt(BEFORE_VALUE, text.slice(at, Math.min(end, at + LOOK_AHEAD)), 0).length;
    const from = at + gap, opened = gap && (text[from - 1] === '"' || text[from - 1] === "'");
    if (!gap || from >= end || text[from] === "-" || !matchAt(looks, text, from)) return undefined;
    return valueRange(text, opened ? from - 1 : from, end, quote);
  }

  while (at < end) {
    const c = text[at], before = at ? text[at - 1] : "\n";
    if (c === "\n") {
      // A quote does not outlive its line unless the line goes on.
      if (before !== "\\") quote = "";
      lineStart = true;
      at++;
      continue;
    }
    if (c === "#" && " \t\n\f\r".includes(before) && !quote) skipLine();
    else if (c === ";" && lineStart) skipLine();
    else if (c === ";" || c === "|" || c === "&") {
      endCommand();
      at++;
    } else if (c === '"' || c === "'") {
      // An apostrophe inside a word (`don't`) opens nothing.
      if (quote === c) quote = "";
      else if (!quote && !/[0-9A-Za-z]/.test(before)) quote = c;
      at++;
    } else if (c === "=") {
      last = { ...last, joined: true };
      at++;
    } else if (" \t\r\f`,[](){}\\<>".includes(c)) at++;
    else word();
    lineStart &&= c === " " || c === "\t";
  }
  endCommand();
}

/**
 * The range of the value that starts at `at`, behind the `=` or at the next word. It may be in quotes, also in escaped
 * ones, which are not part of it. In quotes that opened before, white space behind a comma belongs to it.
 */
function valueRange(text, at, end, quoted) {
  const start = text[at] === "\\" && (text[at + 1] === '"' || text[at + 1] === "'") ? at + 1 : at;
  const quote = start < end ? text[start] : "";
  if (quote !== '"' && quote !== "'") return [at, bareEnd(text, at, end, quoted)];
  const inside = Math.min(start + 1, end), most = Math.min(end, inside + MOST_QUOTED);
  for (let close = inside; close < most && text[close] !== "\n"; close++) {
    if (text[close] === quote || text[close] === "\\") return [inside, close];
  }
  return [inside, bareEnd(text, inside, end, "")];
}

/** Where a value without quotes of its own ends. */
function bareEnd(text, start, end, quoted) {
  let at = start;
  while (at < end) {
    const c = text[at];
    if (c === "{" || c === "$") at = placeholder(text, at, end) ?? at + 1;
    else if ((c === " " || c === "\t") && quoted) {
      const behind = behindComma(text, start, at, end);
      if (behind < 0) break;
      at = behind;
    } else if (" \t\r\n\"'`\\;|&)]}>@".includes(c)) break;
    else at++;
  }
  // In running text a sentence may end here; no gate and no value ends in a full stop.
  return start + trimEnd(text.slice(start, at), (c) => ".,:*".includes(c)).length;
}

/** The end of the white space at `at` if a comma stands before or behind it, and -1 if none does. */
function behindComma(text, start, at, end) {
  let behind = at;
  while (behind < end && (text[behind] === " " || text[behind] === "\t")) behind++;
  return (at > start && text[at - 1] === ",") || (behind < end && text[behind] === ",") ? behind : -1;
}

const CLOSES = new Map([["{{", "}}"], ["${", "}"], ["$(", ")"]]);

/** The end of a placeholder that starts here: `{{ … }}`, `${…}`, `$(…)`. */
function placeholder(text, at, end) {
  const close = CLOSES.get(text.slice(at, at + 2));
  const rest = close && text.slice(at, Math.min(end, at + MOST_PLACEHOLDER)), found = close ? rest.indexOf(close) : -1;
  return found < 0 ? undefined : at + found + close.length;
}

/** What the name and the looks of a text say about the flags in it. */
export function hintOf(name, text) {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const ending = endingOf(name);
  let place = "text";
  if ((ending === "service" || ending === "conf") && text.includes("[Service]")) place = "systemd-unit";
  else if (ending === "env" || name.includes("/default/") || name.includes("/sysconfig/")) place = "env-file";
  return { who: component(base.split(".", 1)[0]), place };
}

/** What stands behind the last dot of a name. */
export const endingOf = (name) => name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : "";

/** The layer of a scalar's value, inside that of its document. */
export const layerOf = (reading, node) => ({ text: node.value, map: positions(node), outer: reading.layer });
