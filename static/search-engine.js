// Search in the browser: reads the copy of the index that the build wrote, and ranks as the terminal does.
// docs/search.md has the rules and how to call this; src/search/ is the other half, and tests hold both to the same answers.

const f = Math.fround;
const BOOSTS = [1.25, 1.2, 0.7, 1, 0.6].map(f), ALONE = 1.5, PRESENT = 12, VERSION = 2, PHRASE = [[6, 4], [3, 2]];
const [OPEN_PREFIX, PREFIX, JOINED, TYPO, TYPOS, OPEN_TYPO] = [0.8, 0.4, 0.9, 0.7, 0.5, 0.4].map(f);
const LAYOUT = 2;
const KINDS = ["sig", "topic", "collection", "release", "kep", "gate"];
const STAGES = [["alpha"], ["beta"], ["stable"], ["deprecated"], ["removed"], ["planned"]];
const LISTS = ["sig", "topic", "component"];
const KEYS = ["stage", ...LISTS, "kind", "version"];

// From text to terms.

let stopWords = new Set();
const W = "[\\p{Alphabetic}\\p{N}]";
const sticky = (source) => new RegExp(source.replaceAll("W", W), "uy");
const VERSIONS = sticky("[vV]?(\\d{1,2})\\.(\\d{1,3})(?:\\.\\d+(?:[-+]W(?:W|[.+-])*)?)?(?!W|\\.\\d)");
const NUMBERS = sticky("[kK][eE][pP][- #:]{0,2}(\\d+)(?!W|\\.\\d)");
const RUN = sticky("W+");
const JOINT = sticky("[-_](?=W)");
const GAP = sticky("(?<=W)['\u2019]s(?!W)|[^]");
const CASES = /(IPv[46]|SELinux|vSphere)|(?<![A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?:s[^A-Z\d]|v(?!\d)|[^A-Z\dsv])|[vV]\d)/;

const at = (pattern, text, i) => { pattern.lastIndex = i; return pattern.exec(text); };
const small = (text) => /[^\0-\x7f]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text.toLowerCase();
const squeeze = (text) => small(text.replace(/[^0-9A-Za-z]/g, ""));
const number = (digits) => digits.replace(/^0+(?=\d)/, "").slice(0, 64);
const versionAt = (text, i) => text[i - 1] !== "." && at(VERSIONS, text, i);

/** The terms of a text: [{ term, start, end, kind }], kind 0 for whole words, 1 for parts, 2 for pairs of parts. */
export function analyse(text) {
  const tokens = [];
  const push = (term, start, end, kind) => tokens.push({ term, start, end, kind });
  for (let i = 0; i < text.length;) {
    let found;
    if ((found = versionAt(text, i))) push(`${number(found[1])}.${number(found[2])}`, i, i += found[0].length, 0);
    else if ((found = at(NUMBERS, text, i))) push(number(found[1]), i, i += found[0].length, 0);
    else if ((found = at(RUN, text, i))) {
      const parts = [];
      for (;;) {
        for (const part of found[0].split(CASES)) if (part) parts.push([i, i += part.length]);
        if (!at(JOINT, text, i) || versionAt(text, i + 1)) break;
        found = at(RUN, text, ++i);
      }
      const add = (range, kind) => {
        const word = range.map(([start, end]) => small(text.slice(start, end))).join("");
        if (range.length > 1 || !stopWords.has(word)) push(stem(word), range[0][0], range.at(-1)[1], kind);
      };
      add(parts, 0);
      if (parts.length > 1) parts.forEach((part) => add([part], 1));
      if (parts.length > 2) parts.slice(1).forEach((part, k) => add([parts[k], part], 2));
    } else i += at(GAP, text, i)[0].length;
  }
  return tokens;
}

function stem(word) {
  if (/^\d+$/.test(word)) return number(word);
  if (word.length > 64) word = [...word].slice(0, 64).join("");
  if (!/^[a-z]+$/.test(word)) return word;
  const cut = (length, ending, put = "") => word.length > length && ending.test(word) && (word = word.replace(ending, put), true);
  cut(4, /ies$/, "y") || (/..[ui]s$/.test(word) && word.length > 4) || cut(3, /(?<=[^s])s$/);
  cut(5, /(?<=[aeiouy].*)ing$/) || cut(4, /(?<=[aeiouy].*)(?<!e)ed$/) || cut(7, /(?<=[ts])ion$/);
  cut(3, /e$/);
  cut(3, /([^aeiouys])(?=\1$)/);
  return word;
}

// How far two words are apart, where it is at most `limit`; with an open end, a word and the nearest start of the other.

// One bit for each letter in the word. Two letters may share a bit: then it only tells less.
const letters = (word) => { let set = 0; for (let i = word.length; i--;) set |= 1 << word.charCodeAt(i); return set; };
const ones = (set) => { let count = 0; for (; set; set &= set - 1) count++; return count; };

function distance(a, b, limit, open) {
  const has = letters(a), other = letters(b);
  // Each letter that only one of them has takes an error of its own.
  if (a.length > b.length + limit || ones(has & ~other) > limit || (!open && (b.length > a.length + limit || ones(other & ~has) > limit))) return 99;
  let before = [], last = [], row = [], least = 0;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length && least <= limit + 1; i++) {
    row[0] = least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j - 1] + (a[i - 1] !== b[j - 1]), last[j] + 1, row[j - 1] + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && before[j - 2] < cost) cost = before[j - 2] + 1;
      row[j] = cost;
      if (cost < least) least = cost;
    }
    [before, last, row] = [last, row, before];
  }
  const found = open ? Math.min(...last) : last[b.length];
  return least > limit + 1 || found > limit ? 99 : found;
}

function nearestOf(word, known, limit) {
  let best;
  for (const other of known) {
    const apart = distance(word, other, limit);
    if (apart <= limit) [best, limit] = [other, apart - 1];
  }
  return best;
}

const near = (word, known) => nearestOf(word, known, Math.min(4, Math.max(1, word.length >> 2)));

// The files.

const damaged = () => { throw new Error("damaged index"); };
const checksum = (bytes) => bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811C9DC5) >>> 0;

/** The content of a file of the index, once its length and checksum are those of its head. */
export async function unpack(packed) {
  const head = new DataView(packed);
  const stream = new Blob([packed.slice(8)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (bytes.length !== head.getUint32(0, true) || checksum(bytes) !== head.getUint32(4, true)) damaged();
  return bytes;
}

function reader(bytes) {
  let i = 0;
  const next = () => { for (let sum = 0, scale = 1; ; scale *= 128) { const byte = bytes[i++] ?? damaged(); sum += (byte & 127) * scale; if (byte < 128) return sum; } };
  const take = (count = next()) => bytes.subarray(i, i += count);
  const many = (read) => Array.from({ length: next() }, read);
  return { next, take, many, lines: () => new TextDecoder().decode(take()).split("\n"), rising: () => { let last = 0; return many(() => last += next()); } };
}

// Reading gives way to the page every eight milliseconds.
let since = 0;
const isLate = () => performance.now() - since > 8;
const pause = () => new Promise((resume) => setTimeout(() => resume(since = performance.now())));

const denorm = (id) => id < 40 ? id : (8 | id & 7) * 2 ** ((id >> 3) - 4) + 24;

export function createEngine() {
  const lists = {}, fields = [], dictionary = new Map(), spelt = new Map();
  let cards = [], hasBody = false, sum, roots, short;

  const entry = (term) => dictionary.get(term) ?? dictionary.set(term, []).get(term);

  function close(field, norms, tokens) {
    const average = f(f(tokens) / f(cards.length));
    fields[field] = Float32Array.from(norms, (id) => f(1.2) * f(0.25 + f(f(0.75 * f(denorm(id))) / average)));
  }

  async function readCore(bytes) {
    const { next, take, many, lines, rising } = reader(bytes);
    if (next() !== LAYOUT) damaged();
    sum = checksum(bytes);
    const kinds = KINDS.slice(0, -1).flatMap((kind) => Array(next()).fill(kind)), gates = [];
    stopWords = new Set(lines());
    short = lines();
    roots = lines();
    const numbers = rising();
    const card = (kind, name, title, ...aka) => ({ kind, name, id: name, title, aka, keps: [], gates: [], version: kind === "release" ? [name] : [] });
    lines().forEach((line, i) => {
      const items = line.split("\t").map((item) => item.split("\v")), kind = kinds[i];
      const [name] = kind === "kep" ? [`${numbers.shift()}`] : items.shift();
      if (kind) cards.push(card(kind, name, ...items.shift()));
      for (const item of items) gates.push({ ...card("gate", item[0], "", ...item.slice(1)), keps: kind ? [i] : [] });
    });
    const order = ({ name }) => `${small(name)} ${name}`;
    gates.sort((a, b) => order(a) < order(b) ? -1 : 1);
    many(() => gates[next()].keps.push(next()));
    cards.push(...gates);
    for (const line of lines()) if (line) { const [i, id] = line.split("\t"); cards[i].id = id; }
    cards.forEach((card, i) => card.keps.forEach((kep) => cards[kep].gates.push(i)));
    take(cards.length).forEach((bits, i) => cards[i].stage = STAGES.flat().filter((_, bit) => bits >> bit & 1));
    const known = new Map();
    for (const field of [0, 1, 2]) {
      const norms = new Uint8Array(cards.length);
      let tokens = 0;
      for (const [i, card] of cards.entries()) {
        const { name, title, aka, keps, gates } = card;
        const texts = field === 0 ? [name] : field === 1 ? [title] : aka;
        const kin = field === 2 ? [...keps.flatMap((kep) => [cards[kep].name, cards[kep].title]), ...gates.map((gate) => cards[gate].name)] : [];
        let length = 0, id = 0;
        [...texts, ...kin].forEach((text, k) => {
          if (!known.has(text)) known.set(text, analyse(text));
          for (const { term, start, end, kind } of known.get(text)) {
            const list = entry(term)[field] ??= [];
            if (list.at(-2) === i) list[list.length - 1]++;
            else list.push(i, 1);
            length++;
            const word = k < texts.length && kind < 2 && small(text.slice(start, end));
            if (word && /^[a-z]+$/.test(word)) spelt.set(word, term);
          }
        });
        while (id < 255 && denorm(id + 1) <= length) id++;
        norms[i] = id;
        tokens += length;
        card.keys = [name, title, card.id, ...aka].map(squeeze);
        if (isLate()) await pause();
      }
      close(field, norms, tokens);
    }
  }

  async function readBody(bytes) {
    const { next, take, many, lines, rising } = reader(bytes), read = [], ends = [];
    if (next() !== LAYOUT || next() !== sum) damaged();
    for (const key of LISTS) lists[key] = lines().map((line) => line.split("\t"));
    for (const key of LISTS) for (const card of cards) card[key] = rising().map((place) => lists[key][place][0]);
    for (const card of cards) card.version = rising().map((version) => `${version >> 16}.${version & 65535}`);
    lines().forEach((about, i) => cards[i].about = about);
    for (const field of [3, 4]) {
      const tokens = next(), shared = many(next), endings = lines();
      let term = "";
      for (const [i, length] of shared.entries()) shared[i] = term = term.slice(0, length) + endings[i];
      for (const term of shared) {
        const list = [];
        let document = 0;
        many(() => { const step = next(); list.push(document += step >> 1, step & 1 ? next() : 1); });
        read.push([term, field, list]);
        if (isLate()) await pause();
      }
      ends.push([field, take(), tokens]);
    }
    // All at once: a search in between must not see half of it.
    for (const [term, field, list] of read) entry(term)[field] = list;
    for (const end of ends) close(...end);
    hasBody = true;
  }

  // What a query says.

  function parse(text) {
    const query = { conditions: {}, versions: [], words: [], names: [] };
    let free = "";
    for (const piece of [...text].slice(0, 2000).join("").match(/[^ \t\n\f\r]*[ \t\n\f\r]?/g)) {
      const [word, written, values] = /^([A-Za-z]+):(?!\/)([^ \t\n\f\r]+)/.exec(piece) ?? [];
      const key = word && near(small(written), KEYS);
      if (!key) { free += piece; continue; }
      if (key !== small(written)) return { problem: { word, instead: `${key}:${values}` } };
      for (const value of values.split(",").filter(Boolean).map(small)) {
        const known = valueOf(key, value), like = known || near(value, named(key).map(([name]) => name));
        if (!known) return { problem: { word, instead: like && `${key}:${like}`, pending: !hasBody } };
        (query.conditions[key] ??= new Set()).add(known);
      }
    }
    for (const { term, start, end, kind } of analyse(free).filter((token) => token.kind < 2).slice(0, 32)) {
      const word = free.slice(start, end), list = /^\d+\.\d+$/.test(term) ? query.versions : query.words;
      if (!kind && list === query.words) query.names.push(/^\d+$/.test(term) ? term : squeeze(word));
      if (list === query.versions) list.includes(term) || list.push(term);
      else if (!list.some((known) => known.term === term)) list.push({ term, spelt: small(word), open: end === free.length });
    }
    query.whole = squeeze(free);
    return query;
  }

  const named = (key) => ({ stage: [...STAGES, ["stable", "ga"]], kind: KINDS.map((kind) => [kind, `${kind}s`]) })[key] ?? lists[key] ?? [];

  function valueOf(key, value) {
    if (key === "version") return analyse(value).map(({ term }) => term).find((term, i, all) => !all[1] && /^\d+\.\d+$/.test(term));
    const wanted = squeeze(key === "sig" ? value.replace(/^sig-/, "") : value);
    return wanted && named(key).find((names) => names.some((name) => squeeze(name) === wanted))?.[0];
  }

  const valuesOf = (card, key) => key === "kind" ? [card.kind] : card[key] ?? [];
  const meets = (card, conditions, aside) => KEYS.every((key) => key === aside || !conditions[key] || valuesOf(card, key).some((value) => conditions[key].has(value)));

  // The ranking.

  function meanings(words, i) {
    const { term: word, spelt: typed, open } = words[i], found = new Map(), begun = new Map();
    for (const term of dictionary.keys()) {
      if (term.startsWith(word) && (open || term === word || word.length > 2)) found.set(term, term === word ? 1 : open ? OPEN_PREFIX : PREFIX);
    }
    if (open) for (const [other, term] of spelt) if (other.startsWith(typed) && !found.has(term)) found.set(term, OPEN_PREFIX);
    if (!found.size && word.length > 3 && /^[0-9A-Za-z]*[A-Za-z][0-9A-Za-z]*$/.test(word)) {
      const compare = (typed, other, term) => {
        if (typed.length < 7 && other[0] !== typed[0]) return;
        const apart = distance(typed, other, typed.length < 8 ? 1 : 2);
        if (apart < 3) found.set(term, Math.max(found.get(term) ?? 0, apart < 2 ? TYPO : TYPOS));
        else if (open && typed.length > 4 && distance(typed, other, 1, true) < 2) begun.set(term, OPEN_TYPO);
      };
      for (const term of dictionary.keys()) compare(word, term, term);
      for (const [other, term] of spelt) if (other !== term) compare(typed, other, term);
    }
    const all = found.size ? found : begun, long = short.findIndex((name, k) => k % 2 === 0 && name === typed);
    for (const other of [i > 0 && words[i - 1].term + word, words[i + 1] && word + words[i + 1].term, long >= 0 && short[long + 1]]) {
      if (dictionary.has(other) && !all.has(other)) all.set(other, JOINED);
    }
    return all;
  }

  function tier({ names, versions, words, whole }, { kind, name, keys }) {
    if (kind === "release" && versions.length === 1 && !words.length && name === versions[0]) return 3;
    if ((kind === "kep" || kind === "gate") && names.includes(keys[0])) return names.length === 1 ? 3 : 1;
    if (whole && keys.includes(whole)) return 2;
    return kind === "gate" && keys.slice(3).some((other) => names.includes(other)) ? 1 : 0;
  }

  function phrase({ whole, names }, { keys }) {
    const count = (text, i) => whole.length < 4 || !text.includes(whole) ? 0 : PHRASE[i][text.startsWith(whole) ? 0 : 1];
    const one = names.length < 2 ? 1 : 0;
    return Math.max(count(keys[1], one), count(keys[0], 1 - one));
  }

  function score(query) {
    const count = cards.length, scores = new Float32Array(count), matched = new Uint8Array(count), terms = new Set();
    query.words.forEach((_, i) => {
      const best = new Float32Array(count);
      for (const [term, share] of meanings(query.words, i)) {
        terms.add(term);
        dictionary.get(term).forEach((list, field) => {
          const boost = field === 0 && query.names.length < 2 ? ALONE : BOOSTS[field], size = list.length / 2;
          const weight = f(f(Math.log(f(1 + f(f(count - size + 0.5) / f(size + 0.5))))) * f(1 + f(1.2)));
          for (let k = 0; k < list.length; k += 2) {
            const value = f(f(f(f(weight * f(list[k + 1] / f(list[k + 1] + fields[field][list[k]]))) * boost) + PRESENT) * share);
            if (value > best[list[k]]) best[list[k]] = value;
          }
        });
      }
      best.forEach((value, document) => { scores[document] += value; matched[document] += value > 0; });
    });
    const dated = cards.map((card) => query.versions.some((version) => card.version.includes(version)));
    cards.forEach((card, i) => scores[i] += scores[i] && phrase(query, card));
    dated.forEach((is, i) => scores[i] += is ? VERSION : 0);
    return { scores, matched, terms, dated, tiers: cards.map((card) => tier(query, card)) };
  }

  /** See docs/search.md. */
  function search(text, limit = 20) {
    const query = parse(text), { problem, words, versions, conditions } = query;
    if (problem || !(words.length || versions.length || Object.keys(conditions).length)) return { rows: [], total: 0, facets: {}, nearest: [], problem, conditions: {} };
    const { scores, matched, tiers, terms, dated } = score(query);
    const all = [...cards.keys()].filter((i) => !words.length || matched[i] || tiers[i]);
    const held = (aside) => all.filter((i) => meets(cards[i], conditions, aside));
    const most = (some) => Math.max(-1, ...some.map((i) => matched[i]));
    const strict = versions.length && (!words.length || most(held().filter((i) => dated[i])) >= most(held()));
    const allowed = (i) => !strict || dated[i] || tiers[i];
    const found = held().filter(allowed).sort((a, b) => tiers[b] - tiers[a] || scores[b] - scores[a] || a - b);
    const lost = found.length ? [] : words.filter(({ spelt }) => spelt.length > 2), known = lost.length && [...spelt.keys()].sort();
    const nearest = new Set(lost.map(({ spelt: word }) => nearestOf(word, known, Math.min(4, word.length >> 1))).filter(Boolean));
    return {
      rows: found.slice(0, limit).map((i) => rowOf(cards[i])), total: found.length, terms, nearest: [...nearest].slice(0, 3), conditions,
      get facets() {
        const facets = {};
        for (const key of hasBody ? KEYS : []) {
          const counts = facets[key] = {};
          for (const i of held(key).filter(allowed)) for (const value of valuesOf(cards[i], key)) counts[value] = (counts[value] ?? 0) + 1;
        }
        return facets;
      },
    };
  }

  const rowOf = (card) => ({ ...card, title: card.title || cards[card.keps[0]]?.title || "", href: `${roots[KINDS.indexOf(card.kind)]}${card.id}/` });

  return { search, readCore, readBody, named };
}
