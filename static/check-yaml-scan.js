// Operators' YAML as tokens, each with its place. check-yaml.js makes a tree of them.
//
// The rules are those of YAML 1.2 as the terminal's parser applies them: the same texts are read and the same ones are
// refused, at the same place. Every character is looked at a bounded number of times.

/** Deepest nesting that is read. No real configuration goes deeper than about twenty. */
export const MAX_DEPTH = 100;

/** Why a text is not read: where, and what is wrong there. */
export class Broken {
  constructor(at, reason) {
    Object.assign(this, { at, reason });
  }
}

const [TAB, LF, CR, SPACE, HASH, QUOTE, APOSTROPHE, DASH, COLON, BACKSLASH, MARK] =
  [..."\t\n\r #\"'-:\\\ufeff"].map((c) => c.charCodeAt(0));
const isBlank = (c) => c === SPACE || c === TAB;
const isBreak = (c) => c === LF || c === CR;
const isEnd = (c) => isBreak(c) || c === 0;
const isGap = (c) => isBlank(c) || isEnd(c);
const isFlow = (c) => c === 0x2c || c === 0x5b || c === 0x5d || c === 0x7b || c === 0x7d;
const isDigit = (c) => c >= 0x30 && c <= 0x39;
const isWord = (c) => isDigit(c) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === DASH || c === 0x5f;

const SINGLE = /[ \t\r\n\0']/g, DOUBLE = /[ \t\r\n\0"\\]/g, ANY_QUOTED = /[\r\n\0"'\\]/g;
const PLAIN = /[ \t\r\n\0:\ufeff]/g, PLAIN_IN_FLOW = /[ \t\r\n\0:\ufeff,[\]{}]/g;
const LINE = /[\r\n\0\ufeff]/g;
const BLANKS = /[^ \t]/g, SPACES = /[^ ]/g;
const NAME = /[ \t\r\n\0\ufeff,[\]{}]/g;
const URI = "(?:%[0-9a-fA-F]{2}|[-0-9A-Za-z#;/?:@&=+$_.~*'()])*";
const TAG = new RegExp(`!(?:<(?:%[0-9a-fA-F]{2}|[-0-9A-Za-z#;/?:@&=+$_.~*'(),!\\[\\]])*>|([-0-9A-Za-z_]*!)?(${URI}))`, "y");
const DIRECTIVE = new RegExp(
  "%(?:(YAML)[ \\t]+\\d{1,9}\\.\\d{1,9}|TAG[ \\t]+(![-0-9A-Za-z_]+!|!!?)[ \\t]+((?:%[0-9a-fA-F]{2}|[-0-9A-Za-z#;/?:@&=+$,_.!~*'()\\[\\]])+)"
  + "|(?!(?:YAML|TAG)(?:[ \\t\\r\\n\\0]|$))[^ \\t\\r\\n\\0\\ufeff][^\\r\\n\\0\\ufeff]*)(?=[ \\t\\r\\n\\0]|$)", "y");

const ESCAPES = {
  0: "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", " ": " ",
  '"': '"', "/": "/", "\\": "\\", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029",
};

/** The tokens of a text, one after the other: `peek()` and `next()` give `{ type, start, end, … }` or throw `Broken`. */
export function scanner(text) {
  const tokens = [], indents = [], keys = [{}], pairs = [];
  // `leading`: only white space so far on this line. `indent`: the column of the innermost block collection.
  let i = 0, line = 1, lineStart = 0, leading = true, indent = -1, flow = 0, taken = 0, head = 0;
  let keyAllowed = true, adjacent = -1, interrupted = null;

  const at = (k = 0) => text.charCodeAt(i + k) || 0;
  const column = () => i - lineStart;
  const fail = (reason, place = i) => { throw new Broken(place, reason); };
  const push = (type, start, end = i, more) => tokens.push({ type, start, end, ...more });
  const until = (stop, from = i) => {
    stop.lastIndex = from;
    return stop.exec(text)?.index ?? text.length;
  };
  const step = (count = 1) => { i += count; leading = false; };
  function newline() {
    i += at() === CR && at(1) === LF ? 2 : 1;
    [line, lineStart, leading] = [line + 1, i, true];
  }
  const marker = () => {
    const c = at();
    return (c === DASH || c === 0x2e) && at(1) === c && at(2) === c && isGap(at(3));
  };

  /** White space to the end of the line, and a comment there. */
  function blanks() {
    const from = i;
    i = until(BLANKS);
    const gap = from === i ? "" : text.slice(from, i);
    if (at() === HASH) {
      if (from === i) fail("a comment needs white space before its #");
      i = until(LINE);
    }
    if (at() === MARK && column() > 0) fail("a byte order mark stands inside a document");
    return { tabs: gap.includes("\t"), spaces: gap.includes(" ") };
  }

  const continuesPlain = () => {
    const c = at();
    if (c === COLON && (isGap(at(1)) || (flow && isFlow(at(1))))) return false;
    return c !== MARK && !(flow && isFlow(c));
  };

  function skipToToken() {
    for (;;) {
      const c = at();
      if (c === TAB && leading && indents.length && column() < indent) {
        blanks();
        if (!isEnd(at())) fail("a tab indents it, and YAML takes only spaces");
      } else if (isBlank(c)) {
        i++;
      } else if (isBreak(c)) {
        newline();
        if (!flow) keyAllowed = true;
      } else if (c === HASH) {
        i = until(LINE);
      } else {
        break;
      }
    }
    const comment = interrupted;
    interrupted = null;
    const goesOn = comment && !flow && line === comment.line + 1 && column() > indent;
    if (goesOn && at() && !marker() && continuesPlain()) fail("a comment stands inside a text of several lines", comment.at);
  }

  // Keys without a `?` are seen as such only at their `:`, so each possible one is remembered.

  function dropStaleKey() {
    const key = keys.at(-1);
    if (flow || !key.possible || !(key.line < line || key.at + 1024 < i)) return;
    if (key.required) fail("a key has no `:` behind it");
    key.possible = false;
  }

  function saveKey() {
    if (!keyAllowed) return;
    const required = !flow && indent === column() && indents.at(-1).block;
    keys[keys.length - 1] = { possible: true, required, number: taken + tokens.length - head, at: i, line, column: column() };
  }

  function dropKey() {
    const key = keys.at(-1);
    if (key.possible && key.required) fail("a key has no `:` behind it");
    key.possible = false;
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
      if (block) push("block end", i);
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
    unroll(column());
    const c = at(), next = at(1);
    if (c === 0) return i < text.length ? fail("a NUL character stands here") : fetchEnd();
    if (c === MARK) {
      if (column() > 0 || flow) fail("a byte order mark stands inside a document");
      unroll(-1);
      dropKey();
      lineStart = ++i;
      keyAllowed = true;
      return push("mark", i - 1);
    }
    if (column() === 0) {
      if (c === 0x25) return fetchDirective();
      if (marker()) {
        unroll(-1);
        dropKey();
        keyAllowed = false;
        step(3);
        push(c === DASH ? "document start" : "document end", i - 3);
        if (c !== DASH && (blanks(), !isEnd(at()))) fail("something stands behind the end of the document");
        return undefined;
      }
    }
    if (column() < indent) fail("the indentation fits no line above");
    switch (text[i]) {
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
        if (!flow || !(isFlow(next) || i === adjacent)) return fetchPlain();
        if (i !== adjacent && (next === 0x5b || next === 0x7b)) fail("a `:` needs a space behind it here");
        return fetchValue();
      case "%": case "@": case "`": return fail(`no value may start with ${text[i]}`);
      default: return fetchPlain();
    }
  }

  function fetchEnd() {
    if (column()) [line, lineStart] = [line + 1, i];
    for (const key of keys) {
      if (key.possible && key.required) fail("a key has no `:` behind it");
      key.possible = false;
    }
    unroll(-1);
    keyAllowed = false;
    push("end", i);
  }

  function fetchDirective() {
    const from = i;
    unroll(-1);
    dropKey();
    keyAllowed = false;
    DIRECTIVE.lastIndex = i;
    const found = DIRECTIVE.exec(text) ?? fail("this directive cannot be read", /%(?:YAML|TAG)/.test(text.slice(i, i + 5)) ? i : i + 1);
    step(found[0].length);
    blanks();
    if (!isEnd(at())) fail("this directive cannot be read", from);
    push("directive", from, i, { version: !!found[1], handle: found[2], prefix: found[3] });
    if (at()) newline();
  }

  function openFlow() {
    const from = i, map = text[i] === "{";
    saveKey();
    rollOne();
    keys.push({});
    flow++;
    keyAllowed = true;
    step();
    // Of a list, whether `key: value` stands in it without brackets; of a mapping, nothing.
    pairs.push({ map, started: map, inside: false });
    blanks();
    push(map ? "{" : "[", from, from + 1);
    // Deeper than anything is read: the tree refuses the bracket, so nothing behind it is looked at first.
    if (flow > MAX_DEPTH) for (const key of keys) key.possible = false;
  }

  function endPair() {
    const pair = pairs.at(-1);
    if (pair?.inside) {
      pair.started = pair.inside = false;
      push("}", i);
    }
  }

  function closeFlow() {
    if (!flow) fail("this bracket closes nothing");
    const list = text[i] === "]";
    dropKey();
    flow--;
    keys.pop();
    keyAllowed = false;
    if (list) endPair();
    pairs.pop();
    const from = i;
    step();
    blanks();
    if (flow) adjacent = i;
    push(list ? "]" : "}", from, from + 1);
  }

  function fetchComma() {
    dropKey();
    keyAllowed = true;
    endPair();
    const from = i;
    step();
    blanks();
    push(",", from, from + 1);
  }

  function fetchItem() {
    if (flow) fail("`- ` stands inside brackets");
    if (!keyAllowed) fail("a list may not start here");
    const before = tokens.at(-1), from = i;
    const loose = tokens.length > head && (before.type === "anchor" || before.type === "tag") && before.column === 0;
    if (loose && column() === 0 && indent > -1) fail("an anchor or a tag is indented too little", before.start);
    step();
    roll(from - lineStart, "block list", from);
    const { tabs } = blanks();
    if (tabs && at() === DASH && isGap(at(1))) fail("a tab stands behind `-`");
    if (isBreak(at()) || isFlow(at())) rollOne();
    dropKey();
    keyAllowed = true;
    push("-", i);
  }

  function fetchKey() {
    const from = i;
    if (!flow) {
      if (!keyAllowed) fail("a key may not start here");
      roll(column(), "block map", from);
    } else {
      pairs.at(-1).started = true;
    }
    dropKey();
    keyAllowed = !flow;
    step();
    if (isBlank(at()) ? at() === TAB : !isBreak(at())) fail("`?` needs a space behind it");
    for (;;) {
      if (at() === SPACE) i++;
      else if (isBreak(at())) {
        newline();
        if (!flow) keyAllowed = true;
      } else if (at() === HASH) i = until(LINE);
      else break;
    }
    if (at() === TAB) fail("a tab stands where only spaces may indent");
    push("key", from);
  }

  function fetchValue() {
    const key = keys.at(-1), from = i, fromLine = line, pair = pairs.at(-1);
    const bare = pair && !pair.map && !pair.started;
    if (bare) pair.inside = true;
    step();
    if (at() === TAB && !blanks().spaces && isWord(at())) fail("a tab stands behind `:`");
    if (key.possible) {
      insert(key.number, "key", key.at);
      if (bare) {
        if (key.line < fromLine) fail("a `:` stands on another line than its key", from);
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
        roll(from - lineStart, "block map", from);
      }
      rollOne();
      keyAllowed = !flow;
    }
    push(":", from, from);
  }

  function fetchName() {
    const from = i, from_column = column();
    saveKey();
    keyAllowed = false;
    step();
    const name = text.slice(i, i = until(NAME));
    if (!name) fail("an anchor or an alias has no name", from);
    push(text[from] === "*" ? "alias" : "anchor", from, i, { name, column: from_column });
  }

  function fetchTag() {
    const from = i, from_column = column();
    saveKey();
    keyAllowed = false;
    TAG.lastIndex = i;
    const [written, handle, suffix] = TAG.exec(text);
    step(written.length);
    if (!isGap(at()) && !(flow && isFlow(at()))) fail("this tag cannot be read", from);
    if (handle !== undefined && !suffix) fail("this tag cannot be read", from);
    push("tag", from, i, { handle: handle === undefined ? "" : `!${handle}`, suffix, column: from_column });
  }

  function scalar(value, style, from, end = i) {
    push("scalar", from, end, { value, style });
  }

  function fetchBlock() {
    const header = i, headerLine = line, literal = text[i] === "|";
    saveKey();
    keyAllowed = true;
    step();
    unrollOnes();
    let chomp = "", increment = 0;
    for (let part = 0; part < 2; part++) {
      if (!chomp && (text[i] === "+" || text[i] === "-")) {
        chomp = text[i];
        step();
      } else if (!increment && isDigit(at())) {
        increment = at() - 0x30;
        if (!increment) fail("a block of text cannot be indented by 0", header);
        step();
      }
    }
    blanks();
    if (!isEnd(at())) fail("something stands behind the start of a block of text", header);
    if (at()) newline();
    if (at() === TAB) fail("a block of text starts with a tab", header);

    let deep = increment && Math.max(indent, 0) + increment, breaks = "";
    const skipIndent = (limit) => {
      for (;;) {
        i = Math.min(until(SPACES), lineStart + limit, text.length);
        if (!isBreak(at())) return;
        newline();
        breaks += "\n";
      }
    };
    if (deep) {
      skipIndent(deep);
    } else {
      for (;;) {
        i = until(SPACES);
        deep = Math.max(deep, column());
        if (!isBreak(at())) break;
        newline();
        breaks += "\n";
      }
      deep = Math.max(deep, indent + 1);
    }
    if (!at()) return scalar(chomp !== "+" ? "" : breaks || (line > headerLine && column() ? "\n" : ""), "block", header);
    if (column() < deep && column() > indent) fail("a line of a block of text is indented too little");

    const from = i, parts = [];
    let ending = "", wasBlank = false;
    while (column() === deep && !isEnd(at()) && at() !== MARK && !(deep === 0 && marker())) {
      const blank = isBlank(at());
      if (!literal && ending && !wasBlank && !blank) parts.push(breaks || " ");
      else parts.push(ending, breaks);
      ending = breaks = "";
      wasBlank = blank;
      parts.push(text.slice(i, i = until(LINE)));
      if (!isBreak(at())) break;
      newline();
      ending = "\n";
      skipIndent(deep);
    }
    if (chomp !== "-") {
      parts.push(ending);
      if (!at() && column() >= Math.max(deep, 1)) parts.push("\n");
    }
    if (chomp === "+") parts.push(breaks);
    return scalar(parts.join(""), "block", from);
  }

  function fetchQuoted() {
    const from = i, fromLine = line, quote = at();
    saveKey();
    keyAllowed = false;
    step();
    const stop = until(ANY_QUOTED);
    const value = text.charCodeAt(stop) === quote && (quote === QUOTE || text.charCodeAt(stop + 1) !== quote)
      ? text.slice(i, i = stop)
      : quoted(from, quote);
    step();
    const end = i;
    blanks();
    const behind = at();
    const fits = isEnd(behind) || (flow ? behind === COLON || (isFlow(behind) && behind !== 0x5b && behind !== 0x7b) : behind === COLON && fromLine === line);
    if (!fits) fail("something stands behind a text in quotes");
    skipToToken();
    adjacent = i;
    scalar(value, quote === QUOTE ? "double" : "single", from, end);
  }

  /** The value in quotes that holds escapes or several lines. Ends before the closing quote. */
  function quoted(from, quote) {
    const parts = [], single = quote === APOSTROPHE, stop = single ? SINGLE : DOUBLE;
    for (;;) {
      if (column() === 0 && marker()) fail("quotes are still open at the end of the document", from);
      if (!at()) fail("these quotes are never closed", from);
      if (column() < indent) fail("a text in quotes is indented too little", from);
      let folded = false, spaces = "", first = false, extra = "";
      for (let c; !isGap(c = at());) {
        if (c === quote) {
          if (!single || at(1) !== quote) return parts.join("");
          parts.push("'");
          step(2);
        } else if (c === BACKSLASH && !single) {
          if (isBreak(at(1))) {
            step();
            newline();
            folded = true;
            if (at() === quote) return parts.join("");
            break;
          }
          parts.push(escape(from));
        } else {
          const to = until(stop);
          parts.push(text.slice(i, to));
          step(to - i);
        }
      }
      for (let c; isBlank(c = at()) || isBreak(c);) {
        if (isBreak(c)) {
          newline();
          if (folded) extra += "\n";
          else folded = first = true;
        } else {
          if (folded && c === TAB && column() < indent) fail("a tab stands where only spaces may indent");
          if (!folded) spaces += text[i];
          i++;
        }
      }
      parts.push(folded ? extra || (first ? " " : "") : spaces);
    }
  }

  function escape(from) {
    const letter = text[i + 1], digits = { x: 2, u: 4, U: 8 }[letter];
    step(2);
    if (!digits) return Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : fail("a text in quotes holds an escape that does not exist", from);
    const code = text.slice(i, i + digits);
    if (code.length < digits || !/^[0-9A-Fa-f]+$/.test(code)) fail("an escape lacks its digits", from);
    const number = parseInt(code, 16);
    if (number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) fail("an escape stands for no character", from);
    step(digits);
    return String.fromCodePoint(number);
  }

  function fetchPlain() {
    saveKey();
    keyAllowed = false;
    unrollOnes();
    const least = indent + 1, from = i, parts = [];
    if (flow && column() < least) fail("text in brackets is indented too little");
    let end = i, spaces = "", first = false, extra = "";
    for (;;) {
      if ((column() === 0 && marker()) || at() === HASH) {
        if (at() === HASH && parts.length && spaces && !flow) interrupted = { at: i, line };
        break;
      }
      if (flow && at() === DASH && isFlow(at(1))) fail("`-` stands before a bracket or a comma");
      if (!isGap(at()) && continuesPlain()) {
        if (leading) {
          parts.push(first && !extra ? " " : extra);
          first = false;
          extra = "";
        } else {
          parts.push(spaces);
          spaces = "";
        }
        const start = i;
        do step(until(flow ? PLAIN_IN_FLOW : PLAIN, i + 1) - i); while (at() === COLON && continuesPlain());
        parts.push(text.slice(start, end = i));
      }
      if (!isBlank(at()) && !isBreak(at())) break;
      for (let c; isBlank(c = at()) || isBreak(c);) {
        if (isBreak(c)) {
          if (leading) extra += "\n";
          else [spaces, first] = ["", true];
          newline();
        } else if (!leading) {
          spaces += text[i++];
        } else if (column() < least && c === TAB) {
          blanks();
          if (!isEnd(at())) fail("a tab stands where only spaces may indent", from);
        } else {
          i++;
        }
      }
      if (!flow && column() < least) break;
    }
    if (leading) keyAllowed = true;
    if (end === from) fail("a value is expected here", from);
    scalar(parts.join(""), "plain", from, end);
  }

  function peek() {
    for (;;) {
      if (tokens.length > head) {
        dropStaleKey();
        if (!keys.some((key) => key.possible && key.number === taken)) break;
      }
      fetch();
    }
    return tokens[head];
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
