// What is known about gates, made ready for judging: versions, states, timelines, names.
//
// Pure. Follows src/model/gate.rs, src/kb and src/diag/suggest.rs; takes api/v1/states.json and api/v1/check.json.

const MINORS = 65536;

/** `1.36` as a number that orders and that one can be added to; `null` for anything else. */
export function version(text) {
  const found = /^v?(\d+)\.(\d+)/.exec(text ?? "");
  return found && +found[2] < MINORS ? found[1] * MINORS + +found[2] : null;
}

/** The number of a version as text. */
export const shownVersion = (number) => `${Math.floor(number / MINORS)}.${number % MINORS}`;

/** The version before, if there is one of the same major version. */
export const previous = (number) => (number % MINORS ? number - 1 : null);

const rows = (history) =>
  history.map(([since, stage, on, locked]) => ({ since: version(since), stage, default: on, locked }));

/** The facts: gates by name, KEPs, kubeadm's gates, rules and places. */
export function createFacts(states, check) {
  const keps = (keys) => keys.map((key) => ({ key, ...check.keps[key] }));
  const gates = states.gates.map((gate) => ({
    name: gate.name,
    formerNames: gate.former_names,
    components: gate.components,
    keps: keps(gate.keps),
    history: rows(gate.history),
    priorDefault: gate.prior_default,
    removed: gate.removed && { after: version(gate.removed.after), by: version(gate.removed.by) },
  }));
  // Real names go in first: an alias or a former name never hides a gate that exists.
  const byName = new Map();
  const enter = (name, gate) => gate && !byName.has(name.toLowerCase()) && byName.set(name.toLowerCase(), gate);
  for (const gate of gates) enter(gate.name, gate);
  for (const gate of gates) for (const name of gate.formerNames) enter(name, gate);
  for (const [written, real] of Object.entries(check.aliases)) enter(written, byName.get(real.toLowerCase()));
  return {
    gates,
    byName,
    versions: states.versions.map(version),
    horizon: version(states.horizon),
    kubeadm: check.kubeadm.map((gate) => ({
      name: gate.name,
      history: rows(gate.history),
      removed: null,
      last: version(gate.last),
      gone: version(gate.gone),
    })),
    rules: new Map(check.rules.map(({ rule, severity, summary }, order) => [rule, { severity, summary, order }])),
    places: new Map(check.places.map(({ place, title }) => [place, title])),
  };
}

/** The gate of that name, former name or other spelling, whatever the case of its letters. */
export const gateNamed = (facts, name) => facts.byName.get(name.toLowerCase());

/** The gate of exactly that name: components compare letter by letter. */
export function gateOf(facts, name) {
  const gate = gateNamed(facts, name);
  return gate?.name === name ? gate : undefined;
}

/** What a gate is at a version: `kind`, and `setting` where it exists or is not known to be gone. */
export function stateAt(gate, at) {
  const setting = gate.history.findLast((row) => row.since <= at);
  if (!setting) return { kind: "not-yet", setting: null };
  if (gate.removed && at >= gate.removed.by) return { kind: "removed", setting: null };
  if (gate.removed && at > gate.removed.after) return { kind: "unconfirmed", setting };
  return { kind: "present", setting };
}

/** The same for a gate of kubeadm. */
export function kubeadmStateAt(gate, at) {
  const setting = gate.history.findLast((row) => row.since <= at);
  if (!setting) return { kind: "not-yet", setting: null };
  if (gate.gone !== null && at >= gate.gone) return { kind: "removed", setting: null };
  return { kind: gate.last !== null && at > gate.last ? "unconfirmed" : "present", setting };
}

/** The last change of a column (`stage`, `default`, `locked`) up to a version: since when, and to what. */
export function lastStep(gate, column, at) {
  let found = null;
  for (const row of gate.history) {
    if (row.since > at) break;
    if (row[column] !== null && row[column] !== found?.value) found = { since: row.since, value: row[column] };
  }
  return found;
}

/** Since when the gate is locked at a version. */
export function lockedSince(gate, at) {
  const step = lastStep(gate, "locked", at);
  return step?.value ? step.since : null;
}

/** `removed in 1.36`, `removed in 1.36 or 1.37`, or `removed between 1.34 and 1.37`. */
export function removalWords({ after, by }) {
  const first = after + 1;
  if (first >= by) return `removed in ${shownVersion(by)}`;
  if (first + 1 === by) return `removed in ${shownVersion(first)} or ${shownVersion(by)}`;
  return `removed between ${shownVersion(first)} and ${shownVersion(by)}`;
}

/** Whether the component reads the gate. Where no source says who does, everybody may. */
export const reads = (gate, component) => !gate.components.length || gate.components.includes(component);

/** The word that is nearest to what is written, where it is near enough to be meant. Ties go to the first word. */
export function nearest(written, words) {
  if (!written || new TextEncoder().encode(written).length > 128) return undefined;
  const lower = [...written.toLowerCase()];
  const allowed = Math.min(Math.max(Math.floor(lower.length / 4), 1), 4);
  let best;
  let least = allowed + 1;
  for (const word of words) {
    const letters = [...word];
    if (Math.abs(letters.length - lower.length) > allowed) continue;
    const distance = osaDistance(lower, [...word.toLowerCase()]);
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** How many insertions, deletions, replacements and swaps of neighbours lead from one to the other. */
function osaDistance(a, b) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
