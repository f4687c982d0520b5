// Search in the browser: reads the copy of the index that the build wrote, and ranks as the terminal does.
// The rules are in docs/search.md. src/search/ is the other half, and a test holds both to the same answers.
//
//   const engine = createEngine();
//   await engine.loadCore(url);     // names and titles: enough for first rows
//   await engine.loadBody(url);     // summaries, conditions, facets
//   engine.search("pod certificate", { limit: 20, filters: { sig: ["auth"] } });
//   // → { rows, total, facets, nearest, problem }

const BOOSTS = [1.3, 1.4, 0.9, 0.6, 0.6].map(Math.fround);
const PRESENT = 4, VERSION = 2;
const [EXACT, OPEN_PREFIX, PREFIX, JOINED, TYPO, TYPOS, OPEN_TYPO] = [1, 0.8, 0.4, 0.9, 0.7, 0.5, 0.4].map(Math.fround);

const KINDS = ["sig", "topic", "collection", "release", "kep", "gate"];
const STAGES = ["alpha", "beta", "stable", "deprecated", "removed", "planned"];
const KEYS = ["stage", "sig", "topic", "component", "kind", "version"];
const f = Math.fround;

// ---- analysis: from text to terms

const LATIN = "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty";
const STOP = new Set(("a about an and are as at be been but by can did do does for from had has have how i if in into is it its kep keps may " +
  "of on or such than that the their them then there these they this to was were what when where which while who why will with").split(" "));
const W = "[0-9A-Za-z\\u0100-\\u1FFF\\u2C00-\\u2DFF\\u3040-\\uD7FF\\uF900-\\uFDFF\\uFE70-\\uFEFE\\uFF10-\\uFFEF\\u{10000}-\\u{1EFFF}\\u{20000}-\\u{3FFFF}]";
const sticky = (source) => new RegExp(source.replaceAll("W", W), "uy");
const VERSIONS = sticky("[vV]?(\\d{1,2})\\.(\\d{1,3})(?:\\.\\d+(?:[-+]W(?:W|[.+-])*)?)?(?!W|\\.\\d)");
const NUMBERS = sticky("[kK][eE][pP][- #:]{0,2}(\\d+)(?!W|\\.\\d)");
const RUN = sticky("W+"), GAP = sticky("[^]"), OWNER = sticky("(?<=W)['\u2019]s(?!W)"), JOINT = sticky("[-_](?=W)");
const UNIT = /IPv4|IPv6|SELinux|vSphere/y;
const WHOLE = 0, PART = 1, PAIR = 2;

const at = (pattern, text, i) => { pattern.lastIndex = i; return pattern.exec(text); };
const small = (text) => text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
const squeeze = (text) => text.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
const number = (digits) => digits.replace(/^0+(?=\d)/, "").slice(0, 64);
const versionAt = (text, i) => (text[i - 1] === "." ? null : at(VERSIONS, text, i));

export function analyse(original) {
  const text = original.replace(/[\u00C0-\u00FF]/g, (c) => LATIN[c.charCodeAt(0) - 0xC0]);
  const tokens = [];
  const push = (term, start, end, kind) => tokens.push({ term, start, end, kind });
  for (let i = 0; i < text.length;) {
    let found;
    if ((found = versionAt(text, i))) {
      push(`${number(found[1])}.${number(found[2])}`, i, i += found[0].length, WHOLE);
    } else if ((found = at(NUMBERS, text, i))) {
      push(number(found[1]), i, i += found[0].length, WHOLE);
    } else if ((found = at(RUN, text, i))) {
      const parts = [];
      for (;;) {
        split(text, i, i += found[0].length, parts);
        if (!at(JOINT, text, i) || versionAt(text, i + 1)) break;
        found = at(RUN, text, ++i);
      }
      const add = (range, kind) => {
        const word = range.map(([start, end]) => small(text.slice(start, end))).join("");
        if (kind === PAIR || range.length > 1 || !STOP.has(word)) push(term(word), range[0][0], range.at(-1)[1], kind);
      };
      add(parts, WHOLE);
      if (parts.length > 1) parts.forEach((part) => add([part], PART));
      if (parts.length > 2) parts.slice(1).forEach((part, k) => add([parts[k], part], PAIR));
    } else {
      i += (at(OWNER, text, i) ?? at(GAP, text, i))[0].length;
    }
  }
  return tokens;
}

function split(text, start, end, parts) {
  const upper = (i) => i < end && text[i] >= "A" && text[i] <= "Z";
  const digit = (i) => i < end && text[i] >= "0" && text[i] <= "9";
  const lower = (i) => i < end && !upper(i) && !digit(i);
  let from = start;
  for (let i = start; i < end; i++) {
    const unit = at(UNIT, text, i)?.[0];
    if (unit && i + unit.length <= end) {
      if (i > from) parts.push([from, i]);
      parts.push([i, from = i + unit.length]);
      i = from - 1;
    } else if (i > from) {
      const next = text[i + 1];
      const goesOn = next === "s" ? !lower(i + 2) : next === "v" ? digit(i + 2) : !lower(i + 1);
      const startsWord = upper(i) && (!upper(i - 1) || !goesOn);
      const startsVersion = (text[i] === "v" || text[i] === "V") && upper(i - 1) && digit(i + 1);
      if (startsWord || startsVersion) parts.push([from, from = i]);
    }
  }
  if (end > from) parts.push([from, end]);
}

const cut = (word, count) => word.slice(0, word.length - count);
const term = (word) => (/^\d+$/.test(word) ? number(word) : stem(word.length > 64 ? [...word].slice(0, 64).join("") : word));

function stem(word) {
  if (!/^[a-z]+$/.test(word)) return word;
  const spoken = (count) => /[aeiouy]/.test(cut(word, count));
  if (word.length > 4 && word.endsWith("ies")) word = cut(word, 3) + "y";
  else if (word.length > 3 && /[^s]s$/.test(word) && !(word.length > 4 && /[ui]s$/.test(word))) word = cut(word, 1);
  if (word.length > 5 && word.endsWith("ing") && spoken(3)) word = cut(word, 3);
  else if (word.length > 4 && /[^e]ed$/.test(word) && spoken(2)) word = cut(word, 2);
  else if (word.length > 7 && /[ts]ion$/.test(word)) word = cut(word, 3);
  if (word.length > 3 && word.endsWith("e")) word = cut(word, 1);
  if (word.length > 3 && /([^aeiouys])\1$/.test(word)) word = cut(word, 1);
  return word;
}

// ---- distance: letters put in, left out, changed, or swapped with their neighbour

function distance(a, b, limit, open) {
  if (a.length > b.length + limit || (!open && b.length > a.length + limit)) return Infinity;
  let before, last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j - 1] + (a[i - 1] !== b[j - 1]), last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit + 1) return Infinity;
    before = last;
    last = row;
  }
  const found = open ? Math.min(...last) : last.at(-1);
  return found <= limit ? found : Infinity;
}

function nearestOf(written, known) {
  let best, least = Math.min(4, Math.max(1, written.length >> 2)) + 1;
  for (const word of written.length < 129 ? known : []) {
    const apart = distance(written, word, least - 1);
    if (apart < least) [best, least] = [word, apart];
  }
  return best;
}

// ---- reading

class Reader {
  constructor(bytes) { this.bytes = bytes; this.i = 0; }
  number() {
    for (let number = 0, scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.i++];
      if (byte === undefined) throw new RangeError("the index ends too early");
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
  }
  take() { const count = this.number(); return this.bytes.subarray(this.i, this.i += count); }
  lines() { return new TextDecoder().decode(this.take()).split("\n"); }
  many(read) { return Array.from({ length: this.number() }, read); }
  rising() { let last = 0; return this.many(() => (last += this.number())); }
}

const checksum = (bytes) => bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811C9DC5 | 0) >>> 0;

/** The content of a downloaded file, when its length and checksum are those of its head. */
export async function unpack(packed) {
  const head = new DataView(packed, 0, 8);
  const stream = new Blob([packed.slice(8)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (bytes.length !== head.getUint32(0, true) || checksum(bytes) !== head.getUint32(4, true)) throw new Error("the index is damaged");
  return bytes;
}

const download = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return unpack(await response.arrayBuffer());
};

// Gives the page time to paint when a step has taken as long as half a frame.
const pause = () => new Promise((resume) => setTimeout(resume));

const denorm = (id) => (id < 40 ? id : (8 | ((id - 24) & 7)) * 2 ** (((id - 24) >> 3) - 1) + 24);

export function createEngine() {
  let cards = [], lists = {}, fields = [], sorted = [], hasBody = false, sum, roots;
  const dictionary = new Map();

  function post(field, term, document, frequency) {
    let entry = dictionary.get(term);
    if (!entry) dictionary.set(term, (entry = []));
    const list = (entry[field] ??= []);
    if (list.at(-2) === document) list[list.length - 1] += frequency;
    else list.push(document, frequency);
  }

  function close(field, norms, tokens) {
    const average = f(f(tokens) / f(cards.length)), K1 = f(1.2), B = f(0.75);
    const factors = Float32Array.from({ length: 256 }, (_, id) => f(K1 * f(f(1 - B) + f(f(B * f(denorm(id))) / average))));
    fields[field] = { norms, factors };
    sorted = [...dictionary.keys()].sort();
  }

  const texts = [
    (card) => [card.name],
    (card) => [card.ownTitle],
    (card) => [...card.aka, ...card.keps.flatMap((kep) => [cards[kep].name, cards[kep].ownTitle]), ...card.gates.map((gate) => cards[gate].name)],
  ];

  async function readCore(bytes) {
    const core = new Reader(bytes);
    if (core.number() !== 1) throw new Error("the index is of another version");
    sum = checksum(bytes);
    const kinds = KINDS.flatMap((kind) => Array(core.number()).fill(kind));
    roots = core.lines();
    const names = core.lines(), numbers = core.rising(), titles = core.lines();
    const aka = core.lines(), ids = core.lines();
    let n = 0, k = 0, t = 0;
    cards = kinds.map((kind) => {
      const name = kind === "kep" ? `${numbers[k++]}` : names[n++];
      return { kind, name, id: name, ownTitle: kind === "gate" ? "" : titles[t++], aka: [], keps: [], gates: [],
        sig: [], topic: [], component: [], version: [], about: "" };
    });
    for (const line of aka.filter(Boolean)) { const [i, ...names] = line.split("\t"); cards[i].aka = names; }
    for (const line of ids.filter(Boolean)) { const [i, id] = line.split("\t"); cards[i].id = id; }
    const first = kinds.indexOf("kep");
    cards.forEach((card, i) => {
      if (card.kind !== "gate") return;
      card.keps = core.many(() => first + core.number());
      for (const kep of card.keps) cards[kep].gates.push(i);
    });
    for (const card of cards) {
      const bits = core.bytes[core.i++];
      card.stage = STAGES.filter((_, bit) => (bits >> bit) & 1);
      card.title = card.ownTitle || cards[card.keps[0]]?.ownTitle || "";
      card.keys = [card.title && card.ownTitle, card.id, ...card.aka].map(squeeze);
    }
    let start = performance.now();
    for (let field = 0; field < texts.length; field++) {
      const norms = new Uint8Array(cards.length);
      let tokens = 0;
      for (let i = 0; i < cards.length; i++) {
        const terms = texts[field](cards[i]).flatMap((text) => analyse(text));
        for (const { term } of terms) post(field, term, i, 1);
        tokens += terms.length;
        let id = Math.min(terms.length, 39);
        while (id < 255 && denorm(id + 1) <= terms.length) id++;
        norms[i] = id;
        if (i % 32 === 0 && performance.now() - start > 8) { await pause(); start = performance.now(); }
      }
      close(field, norms, tokens);
    }
  }

  async function readBody(bytes) {
    const body = new Reader(bytes);
    if (body.number() !== 1 || body.number() !== sum) throw new Error("the parts of the index do not belong together");
    for (const key of ["sig", "topic", "component"]) lists[key] = body.lines().map((line) => line.split("\t"));
    for (const key of ["sig", "topic", "component"]) for (const card of cards) card[key] = body.rising().map((place) => lists[key][place]?.[0]);
    for (const card of cards) card.version = body.rising().map((version) => `${version >> 16}.${version & 65535}`);
    body.lines().forEach((about, i) => (cards[i].about = about));
    for (const field of [3, 4]) {
      await pause();
      const tokens = body.number();
      const shared = body.many(() => body.number());
      let last = "";
      const terms = body.lines().slice(0, shared.length).map((ending, i) => (last = last.slice(0, shared[i]) + ending));
      for (const term of terms) {
        let document = 0;
        for (let count = body.number(); count > 0; count--) {
          const step = body.number();
          post(field, term, (document += step >> 1), step & 1 ? body.number() : 1);
        }
      }
      close(field, body.take(), tokens);
    }
    hasBody = true;
  }

  // ---- the dictionary

  function seek(word) {
    let low = 0, high = sorted.length;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < word) low = middle + 1; else high = middle; }
    return low;
  }

  function meanings(words, i) {
    const { term: word, open } = words[i], letters = [...word], found = new Map();
    for (let k = seek(word); k < sorted.length && sorted[k].startsWith(word); k++) {
      if (sorted[k] === word) found.set(word, EXACT);
      else if (open || letters.length > 2) found.set(sorted[k], open ? OPEN_PREFIX : PREFIX);
    }
    if (!found.size && letters.length > 3 && /^[0-9A-Za-z]*$/.test(word) && !/^\d*$/.test(word)) {
      const begun = [];
      for (const other of sorted) {
        if (letters.length < 7 && other[0] !== word[0]) continue;
        const apart = distance(word, other, word.length < 8 ? 1 : 2);
        if (apart < 3) found.set(other, apart < 2 ? TYPO : TYPOS);
        else if (open && letters.length > 4 && distance(word, other, 1, true) < 2) begun.push(other);
      }
      if (!found.size) for (const other of begun) found.set(other, OPEN_TYPO);
    }
    for (const joined of [i > 0 && words[i - 1].term + word, i + 1 < words.length && word + words[i + 1].term]) {
      if (joined && dictionary.has(joined) && !found.has(joined)) found.set(joined, JOINED);
    }
    return found;
  }

  // ---- what a query says

  function parse(text) {
    text = [...text].slice(0, 2000).join("");
    const query = { conditions: {}, versions: [], words: [], names: [] };
    let free = "";
    for (const piece of text.match(/[^ \t\n\f\r]*[ \t\n\f\r]?/g)) {
      const word = piece.replace(/[ \t\n\f\r]$/, ""), [, written, values] = /^([A-Za-z]+):(?!\/)([^]+)$/.exec(word) ?? [];
      const key = written && nearestOf(written.toLowerCase(), KEYS);
      if (!key) free += piece;
      else if (key !== written.toLowerCase()) return { problem: { word, instead: `${key}:${values}` } };
      else {
        for (const value of values.split(",").filter(Boolean)) {
          const known = valueOf(key, value.toLowerCase());
          if (!known) return { problem: { word, instead: hint(key, value) } };
          (query.conditions[key] ??= new Set()).add(known);
        }
      }
    }
    for (const { term, start, end, kind } of analyse(free).filter((token) => token.kind !== PAIR).slice(0, 32)) {
      const version = /^\d+\.\d+$/.test(term);
      if (version) { if (!query.versions.includes(term)) query.versions.push(term); continue; }
      if (kind === WHOLE) query.names.push(/^\d+$/.test(term) ? term : squeeze(free.slice(start, end)));
      if (!query.words.some((word) => word.term === term)) query.words.push({ term, open: end === free.length });
    }
    query.whole = squeeze(free);
    query.empty = !query.words.length && !query.versions.length && !Object.keys(query.conditions).length;
    return query;
  }

  const known = (key) => ({ stage: STAGES, kind: KINDS }[key] ?? (lists[key] ?? []).map(([slug]) => slug));
  const hint = (key, value) => { const near = nearestOf(value.toLowerCase(), known(key)); return near && `${key}:${near}`; };

  function valueOf(key, value) {
    if (key === "version") { const found = analyse(value); return found.length === 1 && /^\d+\.\d+$/.test(found[0].term) && found[0].term; }
    if (key === "stage") return STAGES.includes(value) ? value : value === "ga" && "stable";
    if (key === "kind") return KINDS.find((kind) => kind === value || `${kind}s` === value);
    const wanted = squeeze(key === "sig" ? value.replace(/^sig-/, "") : value);
    return wanted && lists[key]?.find((entry) => entry.some((word) => squeeze(word) === wanted))?.[0];
  }

  const valuesOf = (card, key) => (key === "kind" ? [card.kind] : card[key]);
  const meets = (card, conditions, aside) => KEYS.every((key) =>
    key === aside || !conditions[key] || valuesOf(card, key).some((value) => conditions[key].has(value)));

  // ---- ranking

  function tier(query, card) {
    const name = squeeze(card.name), feature = card.kind === "kep" || card.kind === "gate";
    if (card.kind === "release" && query.versions.length === 1 && !query.words.length && card.name === query.versions[0]) return 3;
    if (feature && query.names.includes(name)) return query.names.length === 1 ? 3 : 1;
    if (!query.whole) return 0;
    if (name === query.whole || card.keys.includes(query.whole)) return 2;
    return card.kind === "gate" && card.aka.some((aka) => query.names.includes(squeeze(aka))) ? 1 : 0;
  }

  function score(query) {
    const count = cards.length, scores = new Float32Array(count), matched = new Uint8Array(count), terms = new Set();
    const sums = new Float32Array(count);
    query.words.forEach((_, i) => {
      const best = new Float32Array(count);
      for (const [term, share] of meanings(query.words, i)) {
        terms.add(term);
        const touched = [];
        dictionary.get(term).forEach((list, field) => {
          const { norms, factors } = fields[field], size = list.length / 2;
          const idf = f(Math.log(f(1 + f(f(f(count - size) + 0.5) / f(size + 0.5)))));
          const weight = f(idf * f(1 + f(1.2)));
          for (let k = 0; k < list.length; k += 2) {
            const document = list[k], frequency = list[k + 1];
            if (sums[document] === 0) touched.push(document);
            sums[document] += f(f(weight * f(frequency / f(frequency + factors[norms[document]]))) * BOOSTS[field]);
          }
        });
        for (const document of touched) {
          const value = f(f(sums[document] + PRESENT) * share);
          if (value > best[document]) best[document] = value;
          sums[document] = 0;
        }
      }
      best.forEach((value, document) => { if (value > 0) { scores[document] += value; matched[document]++; } });
    });
    const dated = (card) => query.versions.some((version) => version === card.name && card.kind === "release" || card.version.includes(version));
    cards.forEach((card, document) => { if (dated(card)) scores[document] += VERSION; });
    return { scores, matched, terms, dated, tiers: cards.map((card) => tier(query, card)) };
  }

  function nearest(query) {
    const found = new Set();
    for (const { term: word } of query.words) {
      if (word.length < 3) continue;
      let best, least = Math.min(4, Math.max(1, word.length >> 1)) + 1;
      for (const card of cards) for (const text of [card.name, card.ownTitle]) for (const token of analyse(text)) {
        const apart = token.kind === PAIR ? Infinity : distance(word, token.term, least - 1);
        if (apart < least) [best, least] = [text.slice(token.start, token.end).toLowerCase(), apart];
      }
      if (best) found.add(best);
    }
    return [...found].slice(0, 3);
  }

  function search(text, { limit = 20, filters = {} } = {}) {
    const chosen = Object.entries(filters).filter(([, values]) => values.length).map(([key, values]) => `${key}:${values.join(",")} `);
    const query = parse(chosen.join("") + text);
    const nothing = { rows: [], total: 0, facets: {}, nearest: [], problem: query.problem ?? null };
    if (query.problem || query.empty) return nothing;
    const { scores, matched, tiers, terms, dated } = score(query);
    const all = [...cards.keys()].filter((i) => !query.words.length || matched[i] || tiers[i]);
    const held = (aside) => all.filter((i) => meets(cards[i], query.conditions, aside));
    let allowed = () => true;
    if (query.versions.length) {
      const most = (some) => some.reduce((most, i) => Math.max(most, matched[i]), -1), here = held();
      const strict = !query.words.length || most(here.filter((i) => dated(cards[i]))) >= most(here);
      if (strict) allowed = (i) => dated(cards[i]) || tiers[i];
    }
    const found = held().filter(allowed).sort((a, b) => tiers[b] - tiers[a] || scores[b] - scores[a] || a - b);
    return {
      rows: found.slice(0, limit).map((i) => row(cards[i], terms)),
      total: found.length,
      facets: hasBody ? Object.fromEntries(KEYS.map((key) => [key, counts(held(key).filter(allowed), key)])) : {},
      nearest: found.length ? [] : nearest(query),
      problem: null,
    };
  }

  function counts(documents, key) {
    const counts = {};
    for (const i of documents) for (const value of valuesOf(cards[i], key)) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  }

  const row = (card, terms) => ({
    kind: card.kind, name: card.name, id: card.id, title: card.title, stages: card.stage,
    href: `${roots[KINDS.indexOf(card.kind)]}${card.id}/`,
    nameMarks: marks(card.name, terms), titleMarks: marks(card.title, terms), snippet: snippet(card.about, terms),
  });

  return {
    search,
    loadCore: async (url) => readCore(await download(url)),
    loadBody: async (url) => readBody(await download(url)),
    readCore, readBody,
    get labels() { return lists; },
  };
}

/** The places of `terms` in `text`, in order, none inside another: [[start, end], …]. */
export function marks(text, terms) {
  const found = [];
  for (const { term, start, end, kind } of analyse(text)) {
    if (kind === PAIR || !terms.has(term)) continue;
    const last = found.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** A part of `text` around the first of `terms`, with its marks. */
export function snippet(text, terms, length = 160) {
  const first = marks(text, terms)[0]?.[0] ?? 0;
  let start = first > 60 ? text.lastIndexOf(" ", first - 40) + 1 : 0;
  let end = start + length < text.length ? text.lastIndexOf(" ", start + length) : text.length;
  if (end <= start) end = Math.min(text.length, start + length);
  const part = text.slice(start, end);
  return { text: part, marks: marks(part, terms), cut: [start > 0, end < text.length] };
}
