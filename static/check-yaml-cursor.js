// A place in operators' YAML and what stands there: the characters, the lines, the white space.
//
// Every search goes forwards, so every character is looked at a bounded number of times.

/** Why a text is not read: where, and what is wrong there. */
export class Broken {
  constructor(at, reason) {
    Object.assign(this, { at, reason });
  }
}

export const [TAB, LF, CR, SPACE, HASH, QUOTE, APOSTROPHE, DASH, COLON, BACKSLASH, MARK] =
  [..."\t\n\r #\"'-:\\\ufeff"].map((c) => c.charCodeAt(0));
export const isBlank = (c) => c === SPACE || c === TAB;
export const isBreak = (c) => c === LF || c === CR;
/** The end of a line or of the text. */
export const isEnd = (c) => isBreak(c) || c === 0;
export const isGap = (c) => isBlank(c) || isEnd(c);
export const isFlow = (c) => c === 0x2c || c === 0x5b || c === 0x5d || c === 0x7b || c === 0x7d;
export const isDigit = (c) => c >= 0x30 && c <= 0x39;
export const isWord = (c) => isDigit(c) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === DASH || c === 0x5f;

const BLANKS = /[^ \t]/g;
export const SPACES = /[^ ]/g;
export const LINE = /[\r\n\0\ufeff]/g;

/** A place in a text. */
export class Cursor {
  constructor(text) {
    // `leading`: only white space so far on this line.
    Object.assign(this, { text, i: 0, line: 1, lineStart: 0, leading: true });
  }

  /** The character here or a few further on; 0 behind the end. */
  at(k = 0) {
    return this.text.charCodeAt(this.i + k) || 0;
  }

  get column() {
    return this.i - this.lineStart;
  }

  fail(reason, place = this.i) {
    throw new Broken(place, reason);
  }

  /** Where a pattern is next. */
  until(stop, from = this.i) {
    stop.lastIndex = from;
    return stop.exec(this.text)?.index ?? this.text.length;
  }

  /** Goes on over what is no white space. */
  step(count = 1) {
    this.i += count;
    this.leading = false;
  }

  newline() {
    this.i += this.at() === CR && this.at(1) === LF ? 2 : 1;
    this.line++;
    this.lineStart = this.i;
    this.leading = true;
  }

  /** The text from here to `end`, where the cursor goes. */
  take(end) {
    const taken = this.text.slice(this.i, end);
    this.i = end;
    return taken;
  }

  /** Whether a line `---` or `...` starts here. */
  atMarker() {
    const c = this.at();
    return this.column === 0 && (c === DASH || c === 0x2e) && this.at(1) === c && this.at(2) === c && isGap(this.at(3));
  }

  /** Goes over white space to the end of the line, and a comment there. */
  blanks() {
    const gap = isBlank(this.at()) ? this.take(this.until(BLANKS)) : "";
    if (this.at() === HASH) {
      if (!gap) this.fail("a comment needs white space before its #");
      this.i = this.until(LINE);
    }
    if (this.at() === MARK && this.column > 0) this.fail("a byte order mark stands inside a document");
    return { tabs: gap.includes("\t"), spaces: gap.includes(" ") };
  }

  /** Whether text without quotes may go on with what is here. */
  continuesPlain(inFlow) {
    const c = this.at();
    if (c === COLON && (isGap(this.at(1)) || (inFlow && isFlow(this.at(1))))) return false;
    return c !== MARK && !(inFlow && isFlow(c));
  }
}
