// Operators' YAML as tokens, each with its place. check-yaml.js makes a tree of them.
//
// The rules are those of YAML 1.2 as the terminal's parser applies them: the same texts are read and the same ones are
// refused, at the same place.

import {
  Cursor, DASH, HASH, LINE, MARK, SPACE, TAB, isBlank, isBreak, isEnd, isFlow, isGap, isWord,
} from "./check-yaml-cursor.js";
import { blockScalar, plainScalar, quotedScalar } from "./check-yaml-scalar.js";

/** Deepest nesting that is read. No real configuration goes deeper than about twenty. */
export const MAX_DEPTH = 100;
/** How far a key may be from its `:`, if nothing else says that it is one. */
const LONGEST_KEY = 1024;

const NAME = /[ \t\r\n\0\ufeff,[\]{}]/g;
const URI = "(?:%[0-9a-fA-F]{2}|[-0-9A-Za-z#;/?:@&=+$_.~*'()])";
const ANY_URI = "(?:%[0-9a-fA-F]{2}|[-0-9A-Za-z#;/?:@&=+$_.~*'(),!\\[\\]])";
const TAG = new RegExp(`!(?:<${ANY_URI}*>|([-0-9A-Za-z_]*!)?(${URI}*))`, "y");
const DIRECTIVE = new RegExp(
  `%(?:(YAML)[ \\t]+\\d{1,9}\\.\\d{1,9}|TAG[ \\t]+(![-0-9A-Za-z_]+!|!!?)[ \\t]+((?:!|${URI})${ANY_URI}*)`
  + "|(?!(?:YAML|TAG)(?:[ \\t\\r\\n\\0]|$))[^ \\t\\r\\n\\0\\ufeff][^\\r\\n\\0\\ufeff]*)(?=[ \\t\\r\\n\\0]|$)", "y");

/** The tokens of a text, one after the other: `peek()` and `next()` give `{ type, start, end, … }` or throw `Broken`. */
export function scanner(text) {
  const cursor = new Cursor(text), tokens = [], indents = [], keys = [{}], pairs = [];
  // `indent`: the column of the innermost block collection. `head`: how many of `tokens` are taken; `taken`: of all.
  let indent = -1, flow = 0, taken = 0, head = 0, keyAllowed = true, adjacent = -1, interrupted = null;

  const fail = (reason, place) => cursor.fail(reason, place);
  const push = (type, start, end = cursor.i, more = {}) => tokens.push({ type, start, end, ...more });

  function skipToToken() {
    for (;;) {
      const c = cursor.at();
      if (c === TAB && cursor.leading && indents.length && cursor.column < indent) {
        cursor.blanks();
        if (!isEnd(cursor.at())) fail("a tab indents it, and YAML takes only spaces");
      } else if (isBlank(c)) {
        cursor.i++;
      } else if (isBreak(c)) {
        cursor.newline();
        if (!flow) keyAllowed = true;
      } else if (c === HASH) {
        cursor.i = cursor.until(LINE);
      } else {
        break;
      }
    }
    const comment = interrupted;
    interrupted = null;
    if (!comment || flow || cursor.line !== comment.line + 1 || cursor.column <= indent) return;
    if (cursor.at() && !cursor.atMarker() && cursor.continuesPlain()) fail("a comment stands inside a text of several lines", comment.at);
  }

  // Keys without a `?` are seen as such only at their `:`, so each possible one is remembered: the last one for the block
  // and for each pair of brackets that is open.

  function dropStaleKey() {
    const key = keys.at(-1);
    if (flow || !key.possible || !(key.line < cursor.line || key.at + LONGEST_KEY < cursor.i)) return;
    dropKey();
  }

  function dropKey(key = keys.at(-1)) {
    if (key.possible && key.required) fail("a key has no `:` behind it");
    key.possible = false;
  }

  function saveKey() {
    if (!keyAllowed) return;
    const { i, line, column } = cursor, required = !flow && indent === column && indents.at(-1).block;
    keys[keys.length - 1] = { possible: true, required, number: taken + tokens.length - head, at: i, line, column };
  }

  const insert = (number, type, place) => tokens.splice(head + number - taken, 0, { type, start: place, end: place });

  /** Opens a block collection at a column. */
  function roll(to, type, place, number) {
    if (flow) return;
    if (indent <= to && indents.length && !indents.at(-1).block) indent = indents.pop().before;
    if (indent >= to) return;
    indents.push({ before: indent, block: true });
    indent = to;
    if (number === undefined) push(type, place, place);
    else insert(number, type, place);
  }

  /** Closes the block collections that are indented further than a column. */
  function unroll(to) {
    while (!flow && indent > to) {
      const { before, block } = indents.pop();
      indent = before;
      if (block) push("block end", cursor.i);
    }
  }

  /** Indents what follows by one column at least, without a collection. */
  function rollOne() {
    if (flow || !indents.at(-1)?.block) return;
    indents.push({ before: indent, block: false });
    indent++;
  }

  function unrollOnes() {
    while (indents.length && !indents.at(-1).block) indent = indents.pop().before;
  }

  function fetch() {
    skipToToken();
    dropStaleKey();
    unroll(cursor.column);
    const c = cursor.at(), next = cursor.at(1);
    if (c === 0) return cursor.i < text.length ? fail("a NUL character stands here") : fetchEnd();
    if (c === MARK) return fetchMark();
    if (cursor.column === 0 && c === 0x25) return fetchDirective();
    if (cursor.atMarker()) return fetchMarker(c === DASH);
    if (cursor.column < indent) fail("the indentation fits no line above");
    switch (text[cursor.i]) {
      case "[": case "{": return openFlow();
      case "]": case "}": return closeFlow();
      case ",": return fetchComma();
      case "*": case "&": return fetchName();
      case "!": return fetchTag();
      case "'": case '"': return fetchQuoted();
      case "|": case ">": return flow ? fetchPlain() : fetchBlock();
      case "-": return isGap(next) ? fetchItem() : fetchPlain();
      case "?": return isGap(next) ? fetchKey() : fetchPlain();
      case ":":
        if (isGap(next)) return fetchValue();
        if (!flow || !(isFlow(next) || cursor.i === adjacent)) return fetchPlain();
        if (cursor.i !== adjacent && (next === 0x5b || next === 0x7b)) fail("a `:` needs a space behind it here");
        return fetchValue();
      case "%": case "@": case "`": return fail(`no value may start with ${text[cursor.i]}`);
      default: return fetchPlain();
    }
  }

  function fetchEnd() {
    keys.forEach(dropKey);
    unroll(-1);
    keyAllowed = false;
    push("end", cursor.i);
  }

  function fetchMark() {
    if (cursor.column > 0 || flow) fail("a byte order mark stands inside a document");
    unroll(-1);
    dropKey();
    cursor.lineStart = ++cursor.i;
    keyAllowed = true;
    push("mark", cursor.i - 1);
  }

  function fetchMarker(isStart) {
    unroll(-1);
    dropKey();
    keyAllowed = false;
    cursor.step(3);
    push(isStart ? "document start" : "document end", cursor.i - 3);
    if (isStart) return;
    cursor.blanks();
    if (!isEnd(cursor.at())) fail("something stands behind the end of the document");
  }

  function fetchDirective() {
    const from = cursor.i;
    unroll(-1);
    dropKey();
    keyAllowed = false;
    DIRECTIVE.lastIndex = from;
    const found = DIRECTIVE.exec(text) ?? fail("this directive cannot be read", /%(?:YAML|TAG)/.test(text.slice(from, from + 5)) ? from : from + 1);
    cursor.step(found[0].length);
    cursor.blanks();
    if (!isEnd(cursor.at())) fail("this directive cannot be read", from);
    push("directive", from, cursor.i, { version: !!found[1], handle: found[2], prefix: found[3] });
    if (cursor.at()) cursor.newline();
  }

  function openFlow() {
    const from = cursor.i, map = text[from] === "{";
    saveKey();
    rollOne();
    keys.push({});
    flow++;
    keyAllowed = true;
    cursor.step();
    // Of a list, whether `key: value` stands in it without brackets; of a mapping, nothing.
    pairs.push({ map, started: map, inside: false });
    cursor.blanks();
    push(map ? "{" : "[", from, from + 1);
    // Deeper than anything is read: the tree refuses the bracket, so nothing behind it is looked at first.
    if (flow > MAX_DEPTH) for (const key of keys) key.possible = false;
  }

  function endPair() {
    const pair = pairs.at(-1);
    if (!pair?.inside) return;
    pair.started = pair.inside = false;
    push("}", cursor.i);
  }

  function closeFlow() {
    const from = cursor.i, list = text[from] === "]";
    if (!flow) fail("this bracket closes nothing");
    dropKey();
    flow--;
    keys.pop();
    keyAllowed = false;
    if (list) endPair();
    pairs.pop();
    cursor.step();
    cursor.blanks();
    if (flow) adjacent = cursor.i;
    push(list ? "]" : "}", from, from + 1);
  }

  function fetchComma() {
    const from = cursor.i;
    dropKey();
    keyAllowed = true;
    endPair();
    cursor.step();
    cursor.blanks();
    push(",", from, from + 1);
  }

  function fetchItem() {
    const { i: from, column } = cursor, before = tokens.length > head ? tokens.at(-1) : null;
    if (flow) fail("`- ` stands inside brackets");
    if (!keyAllowed) fail("a list may not start here");
    const loose = (before?.type === "anchor" || before?.type === "tag") && before.column === 0;
    if (loose && column === 0 && indent > -1) fail("an anchor or a tag is indented too little", before.start);
    cursor.step();
    roll(column, "block list", from);
    const { tabs } = cursor.blanks();
    if (tabs && cursor.at() === DASH && isGap(cursor.at(1))) fail("a tab stands behind `-`");
    if (isBreak(cursor.at()) || isFlow(cursor.at())) rollOne();
    dropKey();
    keyAllowed = true;
    push("-", cursor.i);
  }

  function fetchKey() {
    const from = cursor.i;
    if (flow) {
      pairs.at(-1).started = true;
    } else {
      if (!keyAllowed) fail("a key may not start here");
      roll(cursor.column, "block map", from);
    }
    dropKey();
    keyAllowed = !flow;
    cursor.step();
    if (cursor.at() !== SPACE && !isBreak(cursor.at())) fail("`?` needs a space behind it");
    for (let c; (c = cursor.at()) === SPACE || c === HASH || isBreak(c);) {
      if (c === SPACE) {
        cursor.i++;
      } else if (c === HASH) {
        cursor.i = cursor.until(LINE);
      } else {
        cursor.newline();
        if (!flow) keyAllowed = true;
      }
    }
    if (cursor.at() === TAB) fail("a tab stands where only spaces may indent");
    push("key", from);
  }

  function fetchValue() {
    const key = keys.at(-1), { i: from, line, column } = cursor, pair = pairs.at(-1), bare = pair && !pair.map && !pair.started;
    if (bare) pair.inside = true;
    cursor.step();
    if (cursor.at() === TAB && !cursor.blanks().spaces && isWord(cursor.at())) fail("a tab stands behind `:`");
    if (key.possible) {
      insert(key.number, "key", key.at);
      if (bare) {
        if (key.line < line) fail("a `:` stands on another line than its key", from);
        insert(key.number, "{", key.at);
      }
      roll(key.column, "block map", key.at, key.number);
      rollOne();
      key.possible = false;
      keyAllowed = false;
    } else {
      if (bare) push("{", from, from);
      if (!flow) {
        if (!keyAllowed) fail("a `:` makes a key where none can be; put quotes around the text", from);
        roll(column, "block map", from);
      }
      rollOne();
      keyAllowed = !flow;
    }
    push(":", from, from);
  }

  function fetchName() {
    const { i: from, column } = cursor;
    saveKey();
    keyAllowed = false;
    cursor.step();
    const name = cursor.take(cursor.until(NAME));
    if (!name) fail("an anchor or an alias has no name", from);
    push(text[from] === "*" ? "alias" : "anchor", from, cursor.i, { name, column });
  }

  function fetchTag() {
    const { i: from, column } = cursor;
    saveKey();
    keyAllowed = false;
    TAG.lastIndex = from;
    const [written, handle, suffix] = TAG.exec(text);
    cursor.step(written.length);
    const ends = isGap(cursor.at()) || (flow && isFlow(cursor.at()));
    if (!ends || (handle !== undefined && !suffix)) fail("this tag cannot be read", from);
    push("tag", from, cursor.i, { handle: handle === undefined ? "" : `!${handle}`, suffix, column });
  }

  function fetchBlock() {
    saveKey();
    keyAllowed = true;
    unrollOnes();
    const { value, start, end } = blockScalar(cursor, indent);
    push("scalar", start, end, { value, style: "block" });
  }

  function fetchQuoted() {
    const from = cursor.i;
    saveKey();
    keyAllowed = false;
    const { value, style, end } = quotedScalar(cursor, indent, flow > 0);
    skipToToken();
    adjacent = cursor.i;
    push("scalar", from, end, { value, style });
  }

  function fetchPlain() {
    const from = cursor.i;
    saveKey();
    keyAllowed = false;
    unrollOnes();
    const { value, end, comment } = plainScalar(cursor, indent, flow > 0);
    interrupted = comment;
    if (cursor.leading) keyAllowed = true;
    push("scalar", from, end, { value, style: "plain" });
  }

  /** The next token. A token that may turn out to start a key waits until that is known. */
  function peek() {
    for (;;) {
      if (tokens.length > head) {
        dropStaleKey();
        if (!keys.some((key) => key.possible && key.number === taken)) return tokens[head];
      }
      fetch();
    }
  }

  function next() {
    const token = peek();
    taken++;
    if (++head > 1000 && head * 2 > tokens.length) {
      tokens.splice(0, head);
      head = 0;
    }
    return token;
  }

  return { peek, next };
}
