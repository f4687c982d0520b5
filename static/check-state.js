// One setting against the state of its gate: src/check/judge/{state,stages,kubeadm}.rs, step by step.

import {
  gateNamed,
  gateOf,
  kubeadmStateAt,
  lastStep,
  lockedSince,
  nearest,
  reads,
  removalWords,
  shownVersion,
  stateAt,
} from "./check-facts.js";
import * as words from "./check-words.js";

/** Kubernetes keeps a locked gate for three versions; before the second version, for two after it became stable. */
const KEPT_LOCKED = 3;
const BEFORE_EMULATION = 65536 + 31;
/** Versions after the target whose recorded removals are worth a warning. */
const SOON = 3;
/** Unknown names for which the nearest known one is looked up. */
const MOST_SUGGESTIONS = 1000;

const sinceWords = (since, text) => (since === null || since === undefined ? "" : `${text} ${shownVersion(since)}`);

/** The gate exists in the records; what about it at the version in question? */
export function judgeState(judge, file, setting, gate) {
  const now = stateAt(gate, judge.target);
  let finding = null;
  if (now.kind === "not-yet") finding = notYet(judge, setting, gate);
  else if (now.kind === "removed") finding = removed(judge, setting, gate);
  else if (now.kind === "unconfirmed") finding = unconfirmed(judge, setting, gate);
  else {
    const state = stateAt(gate, judge.versionFor(setting)).setting;
    const value = words.valueOf(setting);
    if (!state) finding = notEmulated(judge, setting, gate);
    else if (value !== null) {
      finding =
        lockedOtherwise(judge, setting, gate, state, value) ??
        removalExpected(judge, setting, gate, state) ??
        superfluous(judge, file, setting, gate, state, value);
    }
  }
  if (finding) judge.push(judge.about(finding, file, setting, gate));
  if (now.setting) notRead(judge, file, setting, gate);
}

function notYet(judge, setting, gate) {
  const since = gate.history[0]?.since ?? null;
  return judge.finding("not-yet-gate", `\`${gate.name}\` does not exist in ${shownVersion(judge.target)} yet`, {
    label: sinceWords(since, "it comes with"),
    prints: words.printsUnrecognized(gate.name),
    since,
    help: words.remove(setting),
  });
}

/** The binary has the gate, the version that it is told to emulate has not. */
function notEmulated(judge, setting, gate) {
  const emulated = judge.versionFor(setting);
  const since = gate.history[0]?.since ?? null;
  const value = words.valueOf(setting);
  const message = `\`${gate.name}\` does not exist in ${shownVersion(emulated)} yet, which the command emulates`;
  return judge.finding("not-yet-gate", message, {
    label: sinceWords(since, "it comes with"),
    since,
    help: words.remove(setting),
    prints: value === null ? null : words.printsPreAlpha(gate.name, value, emulated),
  });
}

function removed(judge, setting, gate) {
  const last = gate.history.at(-1);
  const staysOn = last?.stage === "stable" && last.default === true;
  const isOff = words.valueOf(setting) === false;
  let what = "";
  if (staysOn) what = `; the feature is stable and ${isOff ? "can no longer be turned off" : "always on"}`;
  return judge.finding("removed-gate", `\`${gate.name}\` does not exist in ${shownVersion(judge.target)} any more`, {
    label: gate.removed ? removalWords(gate.removed) : "",
    prints: words.printsUnrecognized(gate.name),
    since: gate.removed?.by ?? null,
    help: `${words.remove(setting)}${what}`,
  });
}

function unconfirmed(judge, setting, gate) {
  const message = `no source says whether ${shownVersion(judge.target)} still has \`${gate.name}\``;
  return judge.finding("unconfirmed-gate", message, {
    label: gate.removed ? removalWords(gate.removed) : "",
    prints: words.printsUnrecognized(gate.name),
    since: gate.removed?.by ?? null,
    help: words.remove(setting),
  });
}

function lockedOtherwise(judge, setting, gate, state, value) {
  if (state.locked !== true) return null;
  const at = judge.versionFor(setting);
  const since = lockedSince(gate, at);
  const label = sinceWords(since, "locked since");
  const lock = state.default;
  if (lock === null) {
    const message = `\`${gate.name}\` is locked in ${shownVersion(at)}, and no source says to which value`;
    return judge.finding("unconfirmed-gate", message, { label, since, help: words.remove(setting) });
  }
  if (lock === value) return null;
  const [word, lockWord] = [words.boolWord(value), words.boolWord(lock)];
  const message = `\`${gate.name}\` is locked to ${lockWord} in ${shownVersion(at)}, and set to ${word}`;
  return judge.finding("locked-gate", message, {
    label,
    prints: words.printsLocked(gate.name, value, lock),
    since,
    help: `${words.remove(setting)}; the feature stays ${words.onOff(lock)} either way`,
  });
}

function removalExpected(judge, setting, gate, state) {
  const expected = expectedRemoval(judge, gate, state);
  if (!expected) return null;
  const { earliest, isCertain, why } = expected;
  const from = shownVersion(earliest);
  const message = `\`${gate.name}\` ${isCertain ? "is" : "can be"} gone from ${from} on`;
  return judge.finding("removal-expected", message, {
    label: why,
    since: earliest,
    help: `${words.remove(setting)} before the upgrade to ${from}`,
  });
}

/** Whether the gate goes soon: because the records know it, or because it has been locked for long. */
function expectedRemoval(judge, gate, state) {
  if (gate.removed) {
    const earliest = gate.removed.after + 1;
    const isCertain = earliest === gate.removed.by;
    return earliest <= judge.target + SOON ? { earliest, isCertain, why: removalWords(gate.removed) } : null;
  }
  const earliest = earliestRemoval(judge, gate, state);
  if (earliest === null || earliest > judge.target + 1) return null;
  return { earliest, isCertain: false, why: `locked since ${shownVersion(lockedSince(gate, judge.target))}` };
}

/** The first version that may go without a locked gate of which no removal is recorded. */
function earliestRemoval(judge, gate, state) {
  const since = state.locked === true ? lockedSince(gate, judge.target) : null;
  if (since === null) return null;
  const stable = gate.history.find((row) => row.stage === "stable")?.since ?? since;
  const byRule = since > BEFORE_EMULATION ? since + KEPT_LOCKED : stable + 2;
  return Math.max(byRule, judge.facts.horizon === null ? judge.target : judge.facts.horizon + 1);
}

/** The component starts, and the setting is of no use, or soon will be. */
function superfluous(judge, file, setting, gate, state, value) {
  const at = judge.versionFor(setting);
  const [name, there] = [gate.name, shownVersion(at)];
  const [word, way] = [words.boolWord(value), words.onOff(value)];
  if (state.locked === true) {
    const since = lockedSince(gate, at);
    const until = earliestRemoval(judge, gate, state);
    const warning =
      until === null ? "" : `; a component that is started with it can fail from ${shownVersion(until)} on`;
    const message = `\`${name}\` is locked to ${word} in ${there}: setting it changes nothing`;
    return judge.finding("locked-redundant", message, {
      label: sinceWords(since, "locked since"),
      since,
      help: `${words.remove(setting)}${warning}`,
    });
  }
  if (state.stage === "alpha" || state.stage === "beta") {
    if (state.default !== value || judge.stageIsSetOtherwise(file, setting, state.stage, value)) return null;
    const since = lastStep(gate, "default", at)?.since ?? null;
    return judge.finding("same-as-default", `\`${name}\` is ${way} by default in ${there}: setting it changes nothing`, {
      label: sinceWords(since, `${way} by default since`),
      since,
      help: words.remove(setting),
    });
  }
  const isStable = state.stage === "stable";
  const since = lastStep(gate, "stage", at)?.since ?? null;
  const help =
    state.default === value
      ? `${words.remove(setting)}; it is ${way} by default`
      : `plan to live without it: the gate will be removed, and \`${name}=${word}\` with it`;
  const rule = isStable ? "stable-gate" : "deprecated-gate";
  return judge.finding(rule, `\`${name}\` is ${state.stage} in ${there} and still set`, {
    label: sinceWords(since, `${state.stage} since`),
    since,
    help,
    prints: words.printsWarning(isStable ? "GA" : "deprecated", name, value, judge.target),
  });
}

function notRead(judge, file, setting, gate) {
  const component = setting.who.component;
  if (!component || reads(gate, component)) return;
  const readers = words.listed(gate.components, 6);
  const finding = judge.finding("not-read-by-component", `${component} does not read \`${gate.name}\``, {
    label: `read by ${readers}`,
    help: `set it for ${readers}, or ${words.remove(setting)}`,
  });
  judge.push(judge.about(finding, file, setting, gate));
}

const asciiLower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** No version has a gate that is written like this. */
export function judgeUnknown(judge, file, setting) {
  const [written, name] = [setting.gate, words.shown(setting.gate)];
  const known = gateNamed(judge.facts, written);
  const isFormer = Boolean(known?.formerNames.includes(written));
  const prints = words.printsUnrecognized(written);
  let finding;
  if (isFormer) {
    const message = `\`${name}\` does not exist in ${shownVersion(judge.target)}: the gate is called \`${known.name}\` now`;
    finding = judge.finding("removed-gate", message, { label: "its former name", help: `write \`${known.name}\``, prints });
  } else if (known && asciiLower(known.name) === asciiLower(written)) {
    const more = { label: "letter case counts", help: `write \`${known.name}\``, prints };
    finding = judge.finding("unknown-gate", `no gate is called \`${name}\``, more);
  } else {
    const near = known?.name ?? nearestGate(judge, written);
    if (!near && setting.who === "unknown") {
      // Nobody says which program reads it, and it is like no gate of Kubernetes.
      const message = `Kubernetes has no gate \`${name}\`: another program may have one`;
      judge.push(judge.about(judge.finding("own-name-space", message, { label: "not judged" }), file, setting, null));
      return;
    }
    const help = near ? `did you mean \`${near}\`?` : "check the spelling, and that it is a gate of Kubernetes itself";
    finding = judge.finding("unknown-gate", `no gate is called \`${name}\``, { help, prints });
  }
  judge.about(finding, file, setting, known);
  if (known && !isFormer) finding.keps = [];
  judge.push(finding);
}

/** The gate of the target version whose name is nearest, else of any version. */
function nearestGate(judge, written) {
  if (!judge.near.has(written)) {
    if (judge.near.size >= MOST_SUGGESTIONS) return undefined;
    const { gates } = judge.facts;
    const there = gates.filter((gate) => stateAt(gate, judge.target).setting);
    const names = (list) => list.map((gate) => gate.name);
    judge.near.set(written, nearest(written, names(there)) ?? nearest(written, names(gates)));
  }
  return judge.near.get(written);
}

/** The stage that `AllAlpha` and `AllBeta` stand for. */
export const stageOf = (name) => ({ AllAlpha: "alpha", AllBeta: "beta" })[name];

/** What `AllAlpha` or `AllBeta` does. */
export function judgeWholeStage(judge, file, setting) {
  const [stage, value] = [stageOf(setting.gate), words.valueOf(setting)];
  if (value === null) return;
  const at = judge.versionFor(setting);
  const affected = affectedGates(judge, file, setting, stage, value, at);
  const [name, there, way] = [setting.gate, shownVersion(at), words.onOff(value)];
  if (!affected.length) {
    const message = `\`${name}\` set to ${words.boolWord(value)} changes nothing in ${there}`;
    const more = { label: `every ${stage} gate is ${way} anyway`, help: words.remove(setting) };
    judge.push(judge.about(judge.finding("same-as-default", message, more), file, setting, null));
    return;
  }
  const message = `\`${name}\` turns ${words.counted(affected.length, `${stage} gate`)} ${way} in ${there}`;
  const finding = judge.finding("whole-stage", message, {
    label: "another set of gates in every version",
    help: `set the gates that you need by name, and ${words.remove(setting)}`,
  });
  if (judge.from !== null) {
    const before = new Set(affectedGates(judge, file, setting, stage, value, judge.from));
    finding.gates = affected.filter((gate) => !before.has(gate)).map((gate) => gate.name);
    const from = shownVersion(judge.from);
    finding.label = finding.gates.length
      ? `not yet in ${from}: ${words.listed(finding.gates, 6)}`
      : `the same gates as in ${from}`;
  }
  judge.push(judge.about(finding, file, setting, null));
}

/** The gates whose value it changes, as far as the component reads them and nobody sets them by name. */
function affectedGates(judge, file, setting, stage, value, at) {
  const set = judge.namesSet(file, setting);
  const { component } = setting.who;
  return judge.facts.gates.filter((gate) => {
    const { kind, setting: state } = stateAt(gate, at);
    const isChanged = kind === "present" && state.stage === stage && state.default !== value;
    return isChanged && (!component || reads(gate, component)) && !set.has(gate.name);
  });
}

/** One setting of kubeadm's own list. */
export function judgeKubeadm(judge, file, setting) {
  judge.value(file, setting);
  if (!setting.gate) return;
  const gate = judge.facts.kubeadm.find((one) => one.name === setting.gate);
  const finding = gate ? kubeadmState(judge, setting, gate) : noKubeadmGate(judge, setting);
  if (finding) judge.push(judge.about(finding, file, setting, null));
}

function kubeadmPrints(setting) {
  const name = words.shown(setting.gate);
  return setting.carrier === "flag" ? `unrecognized feature-gate key: ${name}` : `${name} is not a valid feature name.`;
}

function noKubeadmGate(judge, setting) {
  let help;
  if (gateOf(judge.facts, setting.gate)) {
    help = "it is a gate of components: set it with `extraArgs`, or in a KubeletConfiguration";
  } else {
    const there = judge.facts.kubeadm.filter((gate) => kubeadmStateAt(gate, judge.target).setting);
    const near = nearest(setting.gate, there.map((gate) => gate.name));
    help = near ? `did you mean \`${near}\`?` : words.remove(setting);
  }
  const message = `kubeadm has no gate of its own called \`${words.shown(setting.gate)}\``;
  return judge.finding("unknown-kubeadm-gate", message, { prints: kubeadmPrints(setting), help });
}

function kubeadmState(judge, setting, gate) {
  const { name, last, gone } = gate;
  const target = shownVersion(judge.target);
  const { kind, setting: state } = kubeadmStateAt(gate, judge.target);
  const [prints, help] = [kubeadmPrints(setting), words.remove(setting)];
  if (kind === "not-yet") {
    const since = gate.history[0]?.since ?? null;
    const more = { label: sinceWords(since, "it comes with"), since, prints, help };
    return judge.finding("not-yet-gate", `kubeadm ${target} has no gate \`${name}\` yet`, more);
  }
  if (kind === "removed") {
    const removal = last !== null && gone !== null ? { after: last, by: gone } : null;
    const more = { label: removal ? removalWords(removal) : "", since: removal?.by ?? null, prints, help };
    return judge.finding("removed-gate", `kubeadm ${target} has no gate \`${name}\` any more`, more);
  }
  if (kind === "unconfirmed") {
    const message = `no source says whether kubeadm ${target} still has its gate \`${name}\``;
    const label = last === null ? "" : `${shownVersion(last)} has it`;
    return judge.finding("unconfirmed-gate", message, { label, prints, help });
  }
  const value = words.valueOf(setting);
  if (value === null) return null;
  const isDefault = state.default === value;
  const [word, way, lock] = [words.boolWord(value), words.onOff(value), words.boolWord(!value)];
  const [rule, what] = state.locked === true
    ? isDefault
      ? ["locked-redundant", `is locked to ${word} in ${target}: setting it changes nothing`]
      : ["locked-gate", `is locked to ${lock} in ${target}, and set to ${word}`]
    : state.stage === "deprecated"
      ? ["deprecated-gate", `is deprecated in ${target} and still set`]
      : ["same-as-default", `is ${way} by default in ${target}: setting it changes nothing`];
  if (rule === "same-as-default" && !isDefault) return null;
  const more = { label: `${state.stage} since ${shownVersion(state.since)}`, since: state.since, help };
  return judge.finding(rule, `kubeadm's \`${name}\` ${what}`, more);
}
