// What changes for feature gates from one minor version to another: the answer of `kepdb diff`, in the browser.
//
// Pure: takes the states file (api/v1/states.json) and two versions, and gives plain data or Markdown. It follows
// src/kb/changes.rs and src/query/upgrade.rs, and says what src/query/upgrade_words.rs says; a browser test compares it
// with the pages that those make.

/** `1.35` as a number that orders: 1035. `NaN` for anything else. */
export const number = (version) => {
  const found = /^v?(\d+)\.(\d+)/.exec(version ?? "");
  return found ? found[1] * 1000 + +found[2] : NaN;
};
const text = (value) => `${Math.floor(value / 1000)}.${value % 1000}`;

/** The order of a report: what can hurt comes first. */
const KINDS = ["removed", "locked", "turned-on", "turned-off", "deprecated", "demoted", "unlocked", "graduated", "promoted", "introduced"];
const STAGES = ["alpha", "beta", "stable", "deprecated"];
/** Existence and stage, then default, then lock, then removal. */
const RANK = { introduced: 0, graduated: 1, promoted: 1, demoted: 1, deprecated: 1, "turned-on": 2, "turned-off": 2, locked: 3, unlocked: 3, removed: 4 };

/** What a gate is at a version: `kind`, and `setting` where it exists or is not known to be gone. */
export function stateAt(gate, version) {
  let row;
  for (const one of gate.history) if (number(one[0]) <= version) row = one;
  if (!row) return { kind: "absent", setting: null };
  const setting = { stage: row[1], default: row[2], locked: row[3] };
  if (gate.removed && version >= number(gate.removed.by)) return { kind: "removed", setting: null };
  if (gate.removed && version > number(gate.removed.after)) return { kind: "unconfirmed", setting };
  return { kind: "present", setting };
}

function appeared(after, prior) {
  const kinds = ["introduced"];
  if (after.stage === "stable") kinds.push("graduated");
  if (after.stage === "deprecated") kinds.push("deprecated");
  if (!prior && after.default === true) kinds.push("turned-on");
  if (prior && after.default === false) kinds.push("turned-off");
  if (after.locked === true) kinds.push("locked");
  return kinds;
}

function moved(before, after) {
  const kinds = [];
  if (after.stage !== before.stage) {
    if (after.stage === "deprecated") kinds.push("deprecated");
    else if (STAGES.indexOf(after.stage) < STAGES.indexOf(before.stage)) kinds.push("demoted");
    else kinds.push(after.stage === "stable" ? "graduated" : "promoted");
  }
  if (before.default === false && after.default === true) kinds.push("turned-on");
  if (before.default === true && after.default === false) kinds.push("turned-off");
  if (before.locked !== true && after.locked === true) kinds.push("locked");
  if (before.locked === true && after.locked === false) kinds.push("unlocked");
  return kinds;
}

function compare(gate, before, after) {
  if (!before.setting && !after.setting) return [];
  if (!after.setting) return ["removed"];
  const kinds = before.setting ? moved(before.setting, after.setting) : appeared(after.setting, gate.prior_default);
  kinds.sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
  if (before.kind === "present" && after.kind === "unconfirmed") kinds.unshift("removed");
  return kinds;
}

/** Each version at which the value in column `at` of the history became another one. */
function steps(gate, at) {
  const found = [];
  let last;
  for (const row of gate.history) {
    if (row[at] === null || row[at] === undefined || row[at] === last) continue;
    last = row[at];
    found.push([number(row[0]), last]);
  }
  return found;
}

/** The first and the last version that may have brought `kind`. */
function event(gate, kind, from, to) {
  const back = from > to;
  const at = (version) => ({ kind, earliest: version ?? Math.max(from, to), latest: version ?? Math.max(from, to) });
  const isBackAgain = back && !stateAt(gate, from).setting;
  if (kind === (back ? "introduced" : "removed") || isBackAgain) {
    return gate.removed ? { kind, earliest: number(gate.removed.after) + 1, latest: number(gate.removed.by) } : at();
  }
  if (kind === (back ? "removed" : "introduced")) return at(gate.history[0] && number(gate.history[0][0]));
  const column = kind.endsWith("locked") ? 3 : kind.startsWith("turned") ? 2 : 1;
  const versions = steps(gate, column).map(([version]) => version);
  return at(back ? versions.find((version) => version > to) : versions.findLast((version) => version <= to));
}

const UP = { removed: "removed", locked: "locked", "turned-on": "on", "turned-off": "off", deprecated: "deprecated", unlocked: "unlocked", graduated: "stable", promoted: "beta", introduced: "new" };
const BACK = { removed: "introduced it", introduced: "removed it", locked: "unlocked it", unlocked: "locked it", "turned-on": "turned it off", "turned-off": "turned it on" };

function word(kind, before, after, back) {
  if (!back) return kind === "demoted" ? `back to ${after.setting?.stage ?? ""}` : UP[kind];
  const was = before.setting?.stage;
  if (!was) return "removed it";
  return BACK[kind] ?? (was === "deprecated" ? "deprecated it" : `made it ${was}`);
}

function when({ earliest, latest }) {
  if (earliest === latest) return text(latest);
  return `${text(earliest)}${earliest + 1 === latest ? "/" : "–"}${text(latest)}`;
}

/** Everything that changes, and when: `1.34 on · 1.35 stable, locked`. */
function whatChanges(gate, kinds, before, after, from, to) {
  const back = from > to;
  let parts = kinds.map((kind) => {
    const found = event(gate, kind, from, to);
    return [found.latest, RANK[kind], when(found), word(kind, before, after, back)];
  });
  if (!back && kinds.includes("introduced")) {
    // A new gate: its stages on the way say more than that it is there.
    const stages = steps(gate, 1).filter(([since]) => since <= to);
    parts = parts
      .filter(([, rank]) => rank > 1)
      .concat(stages.map(([since, stage], position) => [since, 1, text(since), (position ? "" : "new ") + stage]));
  }
  parts.sort((a, b) => (back ? b[0] - a[0] : a[0] - b[0]) || a[1] - b[1]);
  const joined = [];
  for (const [, , at, said] of parts) {
    const last = joined.at(-1);
    if (last?.[0] !== at) joined.push([at, [said]]);
    else if (!last[1].includes(said)) last[1].push(said);
  }
  return joined.map(([at, said]) => `${at} ${said.join(", ")}`).join(" · ");
}

const TITLES = {
  removed: ["Removed", "Does not exist yet in"],
  locked: ["Locked", "Locked again"],
  "turned-on": ["Turned on by default", "On by default again"],
  "turned-off": ["Turned off by default", "Off by default again"],
  deprecated: ["Deprecated", "Deprecated again"],
  demoted: ["Back to an earlier stage", "Back to an earlier stage"],
  unlocked: ["Unlocked", "Unlocked"],
  graduated: ["Graduated to stable", "Stable again"],
  promoted: ["Promoted to beta", "Beta again"],
  introduced: ["New", "Exists again"],
};

/**
 * The report: `{from, to, direction, total, sections: [{id, title, rows}]}`, a row being `{gate, keps, components, before,
 * after, words}`. `component` leaves out what that component does not read.
 */
export function report(states, from, to, { component = "" } = {}) {
  const [a, b] = [number(from), number(to)];
  const back = a > b;
  const sections = new Map();
  let total = 0;
  for (const gate of states.gates) {
    if (component && !gate.components.includes(component)) continue;
    const [before, after] = [stateAt(gate, a), stateAt(gate, b)];
    const kinds = compare(gate, before, after);
    if (!kinds.length) continue;
    const open = after.kind === "unconfirmed" && kinds.includes("removed");
    const id = open ? "perhaps-removed" : kinds[0];
    const words = whatChanges(gate, kinds, before, after, a, b);
    if (!sections.has(id)) {
      const title = open
        ? `Perhaps removed: no source says whether ${to} still has them`
        : TITLES[kinds[0]][+back] + (back && kinds[0] === "removed" ? ` ${to}` : "");
      sections.set(id, { id, kind: kinds[0], open, title, rows: [] });
    }
    sections.get(id).rows.push({ gate: gate.name, keps: gate.keps, components: gate.components, before, after, words });
    total += 1;
  }
  const first = (row) => (row.keps.length ? parseInt(row.keps[0], 10) || 0 : Infinity);
  for (const section of sections.values()) section.rows.sort((x, y) => first(x) - first(y) || 0);
  const ordered = [...sections.values()].sort((x, y) => KINDS.indexOf(x.kind) - KINDS.indexOf(y.kind) || x.open - y.open);
  return { from, to, direction: a === b ? "same" : back ? "downgrade" : "upgrade", total, sections: ordered };
}

/** `beta, on, locked`. */
export function settingWords({ stage, default: on, locked }) {
  return `${stage}, ${on === null ? "not recorded" : on ? "on" : "off"}${locked ? ", locked" : ""}`;
}

/** How many gates differ, and what that means. */
export function summary({ direction, total }) {
  const count = `${total} ${total === 1 ? "gate differs" : "gates differ"}.`;
  if (direction === "upgrade") {
    return `${count} A component does not start with a gate that is removed, or with a locked one set to the other value.`;
  }
  if (direction === "downgrade") {
    return `${count} A component does not start with a gate that does not exist yet. The version named is the one whose change is undone.`;
  }
  return count;
}

const VERBS = { upgrade: "Upgrade", downgrade: "Downgrade", same: "No change" };
/** The heading of the whole report. */
export const heading = ({ direction, from, to }) => `${VERBS[direction]} from Kubernetes ${from} to ${to}`;

/** What the gate is in the end, or was. */
export function thenWords({ before, after }) {
  if (after.setting) return settingWords(after.setting);
  return before.setting ? `was ${settingWords(before.setting)}` : "";
}

/** The report as Markdown, to paste into an issue. */
export function markdown(found) {
  const lines = [`## ${heading(found)}`, "", summary(found), ""];
  for (const { title, rows } of found.sections) {
    lines.push(`### ${title} (${rows.length})`, "", "| KEP | Gate | What changes | Then |", "| --- | --- | --- | --- |");
    for (const row of rows) lines.push(`| ${row.keps.join(" ")} | ${row.gate} | ${row.words} | ${thenWords(row)} |`);
    lines.push("");
  }
  return lines.join("\n").trimEnd() + "\n";
}
