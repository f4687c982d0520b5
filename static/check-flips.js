// What turns on or off by itself between two versions: src/check/judge/flips.rs, step by step.

import { previous, reads, shownVersion, stateAt } from "./check-facts.js";
import { stageOf } from "./check-state.js";
import * as words from "./check-words.js";

/** The components whose gates are those of the records. */
export const CORE = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

/** What the files set, as far as flips are concerned. */
function givenBy(judge) {
  const given = { present: new Set(), set: new Set(), stages: new Map() };
  let isForAll = false;
  for (const setting of judge.settings.flat()) {
    const { who } = setting;
    const whom = CORE.includes(who.component) ? who.component : null;
    if ((!whom && who !== "everyone" && who !== "unknown") || judge.owner(setting) !== null) continue;
    if (whom) given.present.add(whom);
    else isForAll = true;
    const value = words.valueOf(setting);
    if (value === null || (setting.carrier === "live" && !judge.isSetBySomebody(setting))) continue;
    const stage = stageOf(setting.gate);
    if (stage) given.stages.set(`${stage} ${whom}`, value);
    else given.set.add(`${setting.gate} ${whom}`);
  }
  const present = isForAll || !given.present.size ? CORE : [...given.present];
  return { ...given, present: [...present].sort() };
}

const isSet = ({ set }, gate, component) => set.has(`${gate.name} null`) || set.has(`${gate.name} ${component}`);

/** What is set for every gate of the stage. */
const wholeStage = ({ stages }, stage, component) => stages.get(`${stage} ${component}`) ?? stages.get(`${stage} null`);

/** Whether the gate is on for the component, when nobody sets it by name; `null` where it is not known or gone. */
function isOn(given, gate, component, at) {
  const { kind, setting } = stateAt(gate, at);
  if (kind === "not-yet") return gate.priorDefault ?? false;
  return kind === "present" ? (wholeStage(given, setting.stage, component) ?? setting.default) : null;
}

/** Whether the gate turns on (`true`) or off (`false`) by itself, else `null`. */
function flipsTo(judge, given, gate, component) {
  if (isSet(given, gate, component)) return null;
  const before = isOn(given, gate, component, judge.from);
  const after = isOn(given, gate, component, judge.target);
  if (before === null || after === null || before === after) return null;
  // What a whole stage brings is listed where the stage is set.
  const state = stateAt(gate, judge.target).setting;
  return state && wholeStage(given, state.stage, component) === after ? null : after;
}

/** The version on the way that turned it: going up the last one, going down the one that is undone. */
function flipVersion(judge, given, gate, component, direction) {
  const { from, target } = judge;
  const wanted = from <= target ? direction : !direction;
  let found = Math.max(from, target);
  for (let at = Math.min(from, target) + 1; at <= Math.max(from, target); at += 1) {
    const before = previous(at) === null ? null : isOn(given, gate, component, previous(at));
    if (isOn(given, gate, component, at) === wanted && before === !wanted) found = at;
  }
  return found;
}

function flip(judge, gate, on, since, components) {
  const { from, target } = judge;
  const state = stateAt(gate, target).setting;
  const [way, there, here] = [words.onOff(on), shownVersion(target), shownVersion(from)];
  const stage = state ? `, ${state.stage} in ${there}` : "";
  const readers = gate.components.length ? ` for ${words.listed(components, CORE.length)}` : "";
  const when = `${from <= target ? "with" : "before"} ${shownVersion(since)}`;
  let help = `\`${gate.name}=${words.boolWord(!on)}\` keeps what ${here} does`;
  if (!state) help = `${there} does not have it: it cannot be set`;
  else if (state.locked === true) help = `it is locked ${way} in ${there}: it cannot be kept as it is in ${here}`;
  const message = `\`${gate.name}\` turns ${way} by itself ${when}${readers}${stage}`;
  const reached = gate.components.length ? components : [];
  const more = { since, help, gate: gate.name, keps: gate.keps, components: reached };
  return judge.finding(on ? "flips-on" : "flips-off", message, more);
}

/** All flips between the version one comes from and the target. */
export function flips(judge) {
  if (judge.from === null) return;
  const given = givenBy(judge);
  for (const gate of judge.facts.gates) {
    const found = given.present
      .filter((component) => reads(gate, component))
      .map((component) => [component, flipsTo(judge, given, gate, component)]);
    for (const direction of [true, false]) {
      const components = found.filter(([, to]) => to === direction).map(([component]) => component);
      if (!components.length) continue;
      const since = flipVersion(judge, given, gate, components[0], direction);
      judge.push(flip(judge, gate, direction, since, components));
    }
  }
}
