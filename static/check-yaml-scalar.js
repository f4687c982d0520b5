// Scalars of YAML in each of their styles: blocks, text in quotes, text without. Each function starts where the scalar
// does, leaves the cursor behind it, and gives its value and where it ends.

import {
  APOSTROPHE, BACKSLASH, COLON, DASH, HASH, LINE, MARK, QUOTE, SPACES, TAB, isBlank, isBreak, isDigit, isEnd, isFlow, isGap,
} from "./check-yaml-cursor.js";

const SINGLE = /[ \t\r\n\0']/g, DOUBLE = /[ \t\r\n\0"\\]/g, ANY_QUOTED = /[\r\n\0"'\\]/g;
const PLAIN = /[ \t\r\n\0:\ufeff]/g, PLAIN_IN_FLOW = /[ \t\r\n\0:\ufeff,[\]{}]/g;

const ESCAPES = {
  0: "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", " ": " ",
  '"': '"', "/": "/", "\\": "\\", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029",
};

/** A block, `|` or `>`, inside a collection at column `indent`: `{ value, start, end }`, from its first line of text. */
export function blockScalar(cursor, indent) {
  const start = cursor.i, { line } = cursor, literal = cursor.text[start] === "|";
  const { chomp, increment } = blockHeader(cursor);
  const breaks = { count: 0, take() { const taken = "\n".repeat(this.count); this.count = 0; return taken; } };
  const skipBreak = () => { cursor.newline(); breaks.count++; };
  const skipIndent = (limit) => {
    for (;;) {
      cursor.i = Math.min(cursor.until(SPACES), cursor.lineStart + limit, cursor.text.length);
      if (!isBreak(cursor.at())) return;
      skipBreak();
    }
  };
  let deep = increment && Math.max(indent, 0) + increment;
  if (deep) {
    skipIndent(deep);
  } else {
    for (;;) {
      cursor.i = cursor.until(SPACES);
      deep = Math.max(deep, cursor.column);
      if (!isBreak(cursor.at())) break;
      skipBreak();
    }
    deep = Math.max(deep, indent + 1);
  }
  if (!cursor.at()) {
    const kept = breaks.take() || (cursor.line > line && cursor.column ? "\n" : "");
    return { value: chomp === "+" ? kept : "", start, end: cursor.i };
  }
  if (cursor.column < deep && cursor.column > indent) cursor.fail("a line of a block of text is indented too little");

  const from = cursor.i, parts = [];
  let ending = "", wasBlank = false;
  while (cursor.column === deep && !isEnd(cursor.at()) && cursor.at() !== MARK && !cursor.atMarker()) {
    const blank = isBlank(cursor.at()), folds = !literal && ending && !wasBlank && !blank;
    parts.push(folds ? breaks.take() || " " : ending + breaks.take());
    ending = "";
    wasBlank = blank;
    parts.push(cursor.take(cursor.until(LINE)));
    if (!isBreak(cursor.at())) break;
    cursor.newline();
    ending = "\n";
    skipIndent(deep);
  }
  if (chomp !== "-") {
    parts.push(ending);
    if (!cursor.at() && cursor.column >= Math.max(deep, 1)) parts.push("\n");
  }
  if (chomp === "+") parts.push(breaks.take());
  return { value: parts.join(""), start: from, end: cursor.i };
}

/** `|`, `>-`, `|2+`: what to do with the line ends behind the text, and how far it is indented where that is said. */
function blockHeader(cursor) {
  const start = cursor.i;
  let chomp = "", increment = 0;
  cursor.step();
  for (let part = 0; part < 2; part++) {
    const c = cursor.text[cursor.i];
    if (!chomp && (c === "+" || c === "-")) {
      chomp = c;
      cursor.step();
    } else if (!increment && isDigit(cursor.at())) {
      increment = +c;
      if (!increment) cursor.fail("a block of text cannot be indented by 0", start);
      cursor.step();
    }
  }
  cursor.blanks();
  if (!isEnd(cursor.at())) cursor.fail("something stands behind the start of a block of text", start);
  if (cursor.at()) cursor.newline();
  if (cursor.at() === TAB) cursor.fail("a block of text starts with a tab", start);
  return { chomp, increment };
}

/** Text in quotes inside a collection at column `indent`: `{ value, end, style }`. */
export function quotedScalar(cursor, indent, inFlow) {
  const start = cursor.i, { line } = cursor, quote = cursor.at(), double = quote === QUOTE;
  cursor.step();
  const stop = cursor.until(ANY_QUOTED), { text } = cursor;
  const isWhole = text.charCodeAt(stop) === quote && (double || text.charCodeAt(stop + 1) !== quote);
  const value = isWhole ? cursor.take(stop) : foldedQuotes(cursor, indent, start, quote);
  cursor.step();
  const end = cursor.i;
  cursor.blanks();
  const behind = cursor.at(), isOpening = behind === 0x5b || behind === 0x7b;
  const fits = isEnd(behind) || (inFlow ? behind === COLON || (isFlow(behind) && !isOpening) : behind === COLON && line === cursor.line);
  if (!fits) cursor.fail("something stands behind a text in quotes");
  return { value, end, style: double ? "double" : "single" };
}

/** The value in quotes that holds escapes or goes over several lines. Ends before the closing quote. */
function foldedQuotes(cursor, indent, start, quote) {
  const parts = [], single = quote === APOSTROPHE, stop = single ? SINGLE : DOUBLE;
  for (;;) {
    if (cursor.atMarker()) cursor.fail("quotes are still open at the end of the document", start);
    if (!cursor.at()) cursor.fail("these quotes are never closed", start);
    if (cursor.column < indent) cursor.fail("a text in quotes is indented too little", start);
    let folded = false, spaces = "", first = false, extra = 0;
    for (let c; !isGap(c = cursor.at());) {
      if (c === quote) {
        if (!single || cursor.at(1) !== quote) return parts.join("");
        parts.push("'");
        cursor.step(2);
      } else if (c === BACKSLASH && !single) {
        if (isBreak(cursor.at(1))) {
          cursor.step();
          cursor.newline();
          folded = true;
          if (cursor.at() === quote) return parts.join("");
          break;
        }
        parts.push(escape(cursor, start));
      } else {
        parts.push(cursor.take(cursor.until(stop)));
        cursor.leading = false;
      }
    }
    for (let c; isBlank(c = cursor.at()) || isBreak(c);) {
      if (isBreak(c)) {
        cursor.newline();
        if (folded) extra++;
        else folded = first = true;
      } else {
        if (folded && c === TAB && cursor.column < indent) cursor.fail("a tab stands where only spaces may indent");
        if (!folded) spaces += cursor.text[cursor.i];
        cursor.i++;
      }
    }
    parts.push(folded ? "\n".repeat(extra) || (first ? " " : "") : spaces);
  }
}

function escape(cursor, start) {
  const letter = cursor.text[cursor.i + 1], digits = { x: 2, u: 4, U: 8 }[letter];
  cursor.step(2);
  if (!digits) {
    return Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : cursor.fail("a text in quotes holds an escape that does not exist", start);
  }
  const code = cursor.text.slice(cursor.i, cursor.i + digits), number = parseInt(code, 16);
  if (code.length < digits || !/^[0-9A-Fa-f]+$/.test(code)) cursor.fail("an escape lacks its digits", start);
  if (number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) cursor.fail("an escape stands for no character", start);
  cursor.step(digits);
  return String.fromCodePoint(number);
}

/**
 * Text without quotes inside a collection at column `indent`: `{ value, end, comment }`, where `comment` is the place of
 * one that keeps the text from going on.
 */
export function plainScalar(cursor, indent, inFlow) {
  const least = indent + 1, start = cursor.i, parts = [], stop = inFlow ? PLAIN_IN_FLOW : PLAIN;
  if (inFlow && cursor.column < least) cursor.fail("text in brackets is indented too little");
  let end = start, spaces = "", first = false, extra = 0, comment = null;
  for (;;) {
    if (cursor.atMarker()) break;
    if (cursor.at() === HASH) {
      if (parts.length && spaces && !inFlow) comment = { at: cursor.i, line: cursor.line };
      break;
    }
    if (inFlow && cursor.at() === DASH && isFlow(cursor.at(1))) cursor.fail("`-` stands before a bracket or a comma");
    if (!isGap(cursor.at()) && cursor.continuesPlain(inFlow)) {
      parts.push(cursor.leading ? "\n".repeat(extra) || (first ? " " : "") : spaces);
      if (cursor.leading) [first, extra] = [false, 0];
      else spaces = "";
      const from = cursor.i;
      do cursor.step(cursor.until(stop, cursor.i + 1) - cursor.i); while (cursor.at() === COLON && cursor.continuesPlain(inFlow));
      parts.push(cursor.text.slice(from, end = cursor.i));
    }
    if (!isBlank(cursor.at()) && !isBreak(cursor.at())) break;
    for (let c; isBlank(c = cursor.at()) || isBreak(c);) {
      if (isBreak(c)) {
        if (cursor.leading) extra++;
        else [spaces, first] = ["", true];
        cursor.newline();
      } else if (!cursor.leading) {
        spaces += cursor.text[cursor.i++];
      } else if (cursor.column < least && c === TAB) {
        cursor.blanks();
        if (!isEnd(cursor.at())) cursor.fail("a tab stands where only spaces may indent", start);
      } else {
        cursor.i++;
      }
    }
    if (!inFlow && cursor.column < least) break;
  }
  if (end === start) cursor.fail("a value is expected here", start);
  return { value: parts.join(""), end, comment };
}
