// Texts inside texts, and the way back from a place in one to the place in the file.
//
// A layer is `{ text, map, outer }`. Its map says where the characters of `text` stand in the text around it:
// `{ shift }`, every one that much further on; `{ pieces: [{ inner, outer, escape }], limit }`, piece by piece, where
// `escape` is how many characters an escape takes in the outer text, 0 for characters written as such, and `limit` is
// where the outer text of all of them ends; `{ whole: [start, end] }`, nobody can tell. src/check/read/layer.rs and yaml/scalar.rs are the other half.

import { isSpace, trimStart } from "./check-read-words.js";

/** The range of the file that a range of a layer's text stands for. */
export function locate(layer, start, end) {
  let file;
  for (let each = layer; each; each = each.outer) {
    [start, end] = outwards(each.map, start, end);
    file = each.text;
  }
  // A place inside white space of a folded text is not exact, and may fall between the halves of a character.
  return [start - isCut(file, start), end + isCut(file, end)];
}

const isCut = (text, at) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1)) ? 1 : 0;

/** The line of a place in the file, from 1. */
export function fileLine(layer, at) {
  while (layer.outer) layer = layer.outer;
  let line = 1;
  for (let from = 0; (from = layer.text.indexOf("\n", from) + 1) > 0 && from <= at;) line++;
  return line;
}

/** How many texts stand around this one. */
export const depth = ({ outer }) => outer ? 1 + depth(outer) : 0;

/** A range of the text around, by a map. */
export function outwards(map, start, end) {
  if (map.whole) return map.whole;
  if (!map.pieces) return [start + map.shift, end + map.shift];
  const from = Math.min(map.limit, placeOf(map.pieces, start, start, (piece) => piece.outer));
  const behind = () => placeOf(map.pieces, Math.max(0, end - 1), end, (piece) => piece.outer + piece.escape);
  const to = end > start ? Math.min(map.limit, behind()) : from;
  return [from, Math.max(from, to)];
}

function placeOf(pieces, holds, at, ofEscape) {
  let low = 0, high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].inner <= holds) low = middle + 1;
    else high = middle;
  }
  const holder = pieces[low - 1];
  if (!holder) return pieces[0]?.outer ?? 0;
  const outer = holder.escape ? ofEscape(holder) : holder.outer + at - holder.inner;
  return Math.min(outer, pieces[low]?.outer ?? Infinity);
}

const OPEN = { single: 1, double: 1 };

/** Where the characters of a scalar's value stand in the source of its document. */
export function mapOf(source, { value, style, start, end }) {
  const whole = { whole: [start, end] }, quotes = OPEN[style] ?? 0;
  const from = start + propertiesLength(source, start, end) + quotes, to = Math.max(end - quotes, from);
  if (to > source.length) return whole;
  if (to - from === value.length && source.startsWith(value, from)) return { shift: from };
  const pieces = walk(source, from, to, style, value);
  return pieces ? { pieces, limit: to } : whole;
}

/** How much of a scalar's source are its tag and its anchor: `!!str &a text`. */
function propertiesLength(source, start, end) {
  let at = start;
  while (at < end && (source[at] === "&" || source[at] === "!")) {
    while (at < end && !isSpace(source[at])) at++;
    while (at < end && isSpace(source[at])) at++;
  }
  return at - start;
}

/** Walks value and source side by side, white space aside. Nothing if they do not fit. */
function walk(source, from, to, style, value) {
  const pieces = [];
  let inner = 0, outer = from;
  while (outer < to) {
    let meant = source[outer], length = 1;
    if (style === "double" && meant === "\\") [meant, length] = escapeAt(source, outer);
    else if (style === "single" && meant === "'") length = 2;
    const at = outer;
    outer += length;
    if (outer > to || !meant) return null;
    if (isSpace(meant)) continue;
    while (inner < value.length && isSpace(value[inner])) inner++;
    if (!value.startsWith(meant, inner)) return null;
    const last = pieces.at(-1), escape = length === meant.length ? 0 : length;
    const follows = last && !escape && !last.escape && at - last.outer === inner - last.inner;
    if (!follows) pieces.push({ inner, outer: at, escape });
    inner += meant.length;
  }
  return trimStart(value.slice(inner)) ? null : pieces;
}

const HEX = { x: 2, u: 4, U: 8 };
const CONTROLS = { 0: "\0", a: "\x07", b: "\b", e: "\x1b" };

/** The character that an escape stands for and the escape's length. A folded line end is as good as white space. */
function escapeAt(source, at) {
  const letter = source[at + 1] ?? "", digits = HEX[letter];
  if (digits) {
    const code = parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return [code <= 0x10ffff ? String.fromCodePoint(code) : "", 2 + digits];
  }
  if ("tnvfrN_LP".includes(letter)) return [" ", 2];
  return [CONTROLS[letter] ?? letter, 2];
}
