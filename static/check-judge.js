// From settings to findings: what the gates that files set mean at a version of Kubernetes.
//
// Pure, and the twin of src/check/judge: the same rules, words and order. A test runs both on the same settings and wants
// the same findings. `files` are what check-read.js gives, one for each file; places are offsets into their texts.

import { gateOf, reads, stateAt, version } from "./check-facts.js";
import { CORE, flips } from "./check-flips.js";
import { judgeKubeadm, judgeState, judgeUnknown, judgeWholeStage, stageOf } from "./check-state.js";
import * as words from "./check-words.js";

/** Settings of one file that are judged: far more than any configuration has. */
const MOST_SETTINGS = 20_000;
/** Other places that are listed with a finding. */
const MOST_RELATED = 6;

/** Who reads a setting, as a key. */
export const whoKey = (who) => (typeof who === "string" ? who : `${Object.keys(who)[0]} ${Object.values(who)[0]}`);

const isLive = (setting) => setting.carrier === "live";

/** The question in numbers, or the words that refuse it. */
export function question(facts, target, from = null) {
  const oldest = facts.versions[0];
  const asked = [target, from].filter((text) => text !== null && text !== "");
  for (const text of asked) {
    const at = version(text);
    if (at === null || at < oldest || at > facts.horizon) return { problem: String(text).slice(0, 20) };
  }
  return { target: version(target), from: from ? version(from) : null };
}

/** Judges `files`, whose order is that of the answer: `{target, from, findings, coverage}`. */
export function judge(facts, files, { target, from }) {
  const work = new Judge(facts, files, target, from);
  files.forEach((found, file) => work.file(file, found));
  work.across();
  flips(work);
  const findings = sorted(facts, work.findings);
  return { target, from, findings, coverage: coverage(facts, files) };
}

function coverage(facts, files) {
  const places = new Map([...facts.places.keys()].map((place) => [place, 0]));
  let [settings, withGates] = [0, 0];
  for (const found of files) {
    settings += found.settings.length;
    withGates += found.settings.length ? 1 : 0;
    for (const place of new Set(found.settings.map((setting) => setting.place))) places.set(place, places.get(place) + 1);
  }
  return { files: withGates, settings, places: [...places].filter(([, count]) => count) };
}

/** The order of texts by their characters, as UTF-8 has it. */
function compare(a, b) {
  if (a === b) return 0;
  let at = 0;
  while (a[at] === b[at] && at < a.length) at += 1;
  const code = (text) => {
    const unit = text.charCodeAt(at);
    return Number.isNaN(unit) ? -1 : unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
  };
  return code(a) - code(b);
}

function compareLists(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compare(a[at], b[at]);
    if (order) return order;
  }
  return a.length - b.length;
}

/** By file and place, what no file says last. */
function sorted(facts, findings) {
  const rule = (finding) => facts.rules.get(finding.rule).order;
  const file = ({ spot }) => spot?.file ?? Infinity;
  const gate = (finding) => finding.gate ?? "";
  return findings.sort(
    (a, b) =>
      (file(a) === file(b) ? 0 : file(a) - file(b)) ||
      (a.spot?.start ?? 0) - (b.spot?.start ?? 0) ||
      rule(a) - rule(b) ||
      (a.gate !== null) - (b.gate !== null) ||
      compare(gate(a), gate(b)) ||
      compareLists(a.components, b.components) ||
      compare(a.message, b.message),
  );
}

/** The work on one question. */
class Judge {
  constructor(facts, files, target, from) {
    Object.assign(this, { facts, files, target, from, findings: [], near: new Map(), names: new Map(), stages: new Map() });
    this.settings = files.map((found) => found.settings.slice(0, MOST_SETTINGS));
  }

  file(file, found) {
    for (const unread of found.unread) {
      const finding = this.finding("unread", unread.message, { help: unread.help ?? null });
      if (unread.fatal) finding.severity = "error";
      this.push(this.at(finding, file, unread));
    }
    this.tooMany(file, found);
    this.featureSets(file, found);
    this.metricsWithoutFrom(file, found);
    for (const setting of this.settings[file]) this.setting(file, setting);
    this.lists(file);
    this.foreign(file);
  }

  /** A finding that stands nowhere and concerns nobody yet. */
  finding(rule, message, more = {}) {
    const { severity } = this.facts.rules.get(rule);
    const empty = { gate: null, components: [], place: null, spot: null, label: "", prints: null, since: null };
    return { rule, severity, message, ...empty, keps: [], gates: [], help: null, related: [], ...more };
  }

  at(finding, file, { start, end }) {
    finding.spot = { file, start, end };
    return finding;
  }

  /** A finding about one setting and its gate. */
  about(finding, file, setting, gate) {
    finding.gate = words.shown(setting.gate);
    finding.components = this.readers(setting, gate);
    finding.place = setting.place;
    finding.keps = gate?.keps ?? [];
    return this.at(finding, file, setting);
  }

  /** The components that a setting reaches. */
  readers({ who }, gate) {
    if (who.component) return [who.component];
    if (who === "kubeadm") return ["kubeadm"];
    return gate && (who === "everyone" || who === "unknown") ? gate.components : [];
  }

  related(finding, file, { start, end }, text) {
    finding.related.push({ spot: { file, start, end }, text });
  }

  push(finding) {
    this.findings.push(finding);
  }

  /** The version whose rules hold for a setting: the emulated one, where the command names it. */
  versionFor(setting) {
    const emulated = version(setting.emulated);
    return emulated === null ? this.target : Math.min(emulated, this.target);
  }

  /** One setting by itself. */
  setting(file, setting) {
    if (setting.who === "kubeadm") return judgeKubeadm(this, file, setting);
    if (this.owner(setting) !== null || !this.isSetBySomebody(setting)) return undefined;
    this.value(file, setting);
    if (!setting.gate) return undefined;
    if (this.prefixIsPartOfTheName(setting)) return this.prefixed(file, setting);
    if (stageOf(setting.gate)) return judgeWholeStage(this, file, setting);
    const gate = gateOf(this.facts, setting.gate);
    return gate ? judgeState(this, file, setting, gate) : judgeUnknown(this, file, setting);
  }

  /** Metrics list every gate: there only a value that is not the default of the version one comes from tells. */
  isSetBySomebody(setting) {
    if (setting.place !== "metrics") return true;
    const gate = this.from === null ? null : gateOf(this.facts, setting.gate);
    const on = gate ? (stateAt(gate, this.from).setting?.default ?? null) : null;
    const is = words.valueOf(setting);
    return on !== null && is !== null && is !== on;
  }

  /** More than anybody sets. */
  tooMany(file, { settings }) {
    if (settings.length <= MOST_SETTINGS) return;
    const message = `the file sets ${settings.length} gates: the first ${MOST_SETTINGS} are judged`;
    this.push(this.at(this.finding("unread", message, { label: "from here on" }), file, settings[MOST_SETTINGS]));
  }

  /** OpenShift's feature sets other than the default one. */
  featureSets(file, found) {
    for (const set of found.feature_sets) {
      if (set.name === "" || set.name === "Default") continue;
      const message = `the feature set \`${words.shown(set.name)}\` keeps OpenShift from being upgraded`;
      const more = { label: "cannot be taken back", help: "use it on clusters that may be thrown away", place: "openshift" };
      this.push(this.at(this.finding("blocks-upgrades", message, more), file, set));
    }
  }

  metricsWithoutFrom(file, found) {
    const first = this.from === null && found.settings.find((setting) => setting.place === "metrics");
    if (!first) return;
    const message = "metrics list every gate, set or not: they are not judged without --from";
    const help = "say which version runs now with --from: what differs from its defaults was set by somebody";
    this.push(this.at(this.finding("needs-from", message, { help, place: "metrics" }), file, first));
  }

  /** The value of one setting. */
  value(file, setting) {
    const { value, carrier } = setting;
    const name = words.shown(setting.gate);
    let found;
    if (!setting.gate) {
      found = ["a gate has no name", "nothing before the value", words.printsUnrecognized("")];
    } else if (value === "missing") {
      found = [`\`${name}\` has no value`, "no value", words.printsMissing(setting.gate)];
    } else if (typeof value === "object") {
      const message = `\`${name}\` has the value \`${words.shown(value.invalid)}\`, which is neither true nor false`;
      found = [message, "not true or false", words.printsInvalid(setting.gate, value.invalid)];
    } else return;
    const [message, label, prints] = found;
    const help = carrier === "flag" ? "write `true` or `false` behind `=`" : "write `true` or `false`";
    const isKubeadm = setting.who === "kubeadm";
    const more = { label, help, prints: carrier === "flag" && !isKubeadm ? prints : null };
    const gate = isKubeadm ? null : gateOf(this.facts, setting.gate);
    this.push(this.about(this.finding("malformed-value", message, more), file, setting, gate));
  }

  /** Kubelet and kube-proxy read no prefix: they take it for a part of the name. */
  prefixIsPartOfTheName({ prefix, who }) {
    return prefix !== null && (who.component === "kubelet" || who.component === "kube-proxy");
  }

  prefixed(file, setting) {
    const name = `${words.shown(setting.prefix)}:${words.shown(setting.gate)}`;
    const message = `${setting.who.component} reads no prefix: no gate is called \`${name}\``;
    const more = { prints: words.printsUnrecognized(name), help: `write \`${words.shown(setting.gate)}\`` };
    this.push(this.about(this.finding("unknown-gate", message, more), file, setting, null));
  }

  /** What only a whole list shows. */
  lists(file) {
    const written = this.settings[file].filter((one) => !isLive(one));
    for (const list of grouped(written, (one) => `${one.list} ${whoKey(one.who)}`).values()) {
      this.mixedPrefix(file, list);
      this.twice(file, list);
    }
  }

  mixedPrefix(file, list) {
    const bare = list.find((setting) => setting.prefix === null);
    const prefixed = list.find((setting) => setting.prefix === "kube");
    if (!bare || !prefixed || this.prefixIsPartOfTheName(prefixed) || prefixed.who === "kubeadm") return;
    const [first, second] = bare.start < prefixed.start ? [bare, prefixed] : [prefixed, bare];
    const how = (setting) => (setting.prefix === null ? "without prefix" : "with prefix");
    const message = "gates stand in one list with and without the prefix `kube:`";
    const help = "write `kube:` before all of them, or before none";
    const more = { label: how(second), prints: words.PRINTS_MIXED, help };
    const finding = this.about(this.finding("mixed-prefix", message, more), file, second, null);
    this.related(finding, file, first, how(first));
    this.push(finding);
  }

  /** One list says a gate twice and does not agree with itself. */
  twice(file, list) {
    const isOurs = ({ prefix }) => prefix === null || prefix === "kube";
    const written = list.filter((setting) => words.valueOf(setting) !== null && isOurs(setting));
    for (const settings of grouped(written, (setting) => setting.gate).values()) {
      const last = settings.at(-1);
      const value = words.valueOf(last);
      const other = settings.find((setting) => words.valueOf(setting) !== value);
      if (!other) continue;
      const [word, otherWord] = [words.boolWord(value), words.boolWord(!value)];
      const message = `\`${words.shown(last.gate)}\` is set to ${otherWord} and to ${word} in one list`;
      const more = { label: "the last one wins", help: `keep one of them: ${word} is what counts now` };
      const finding = this.about(this.finding("set-twice", message, more), file, last, gateOf(this.facts, last.gate));
      this.related(finding, file, other, "has no effect");
      this.push(finding);
    }
  }

  /** Whose gate it is, where it is none of Kubernetes' own components'; else `null`. */
  owner(setting) {
    const { prefix, who } = setting;
    if (prefix !== null && prefix !== "kube") {
      return this.prefixIsPartOfTheName(setting) ? null : `\`${words.shown(prefix)}\``;
    }
    if (who.other) return who.other;
    if (who.component && !CORE.includes(who.component)) {
      return gateOf(this.facts, setting.gate)?.components.includes(who.component) ? null : who.component;
    }
    return setting.place === "openshift" && !gateOf(this.facts, setting.gate) ? "OpenShift" : null;
  }

  /** One finding for each list and owner. */
  foreign(file) {
    const theirs = this.settings[file].filter((setting) => this.owner(setting) !== null);
    for (const [first, ...rest] of grouped(theirs, (one) => `${one.list} ${this.owner(one)}`).values()) {
      const name = words.shown(first.gate);
      const what = rest.length ? `\`${name}\` and ${rest.length} more are gates` : `\`${name}\` is a gate`;
      const message = `${what} of ${this.owner(first)}: kepdb judges those of Kubernetes itself`;
      const more = { label: "not judged", gates: rest.map((setting) => words.shown(setting.gate)) };
      this.push(this.about(this.finding("own-name-space", message, more), file, first, null));
    }
  }

  /** Settings against each other: two components that differ, and a component that gets a gate on two ways. */
  across() {
    const all = this.settings.flatMap((settings, file) =>
      settings.flatMap((setting) => {
        const { component } = setting.who;
        const value = words.valueOf(setting);
        const counts = component && value !== null && !isLive(setting) && CORE.includes(component);
        return counts && this.owner(setting) === null ? [{ file, setting, component, value }] : [];
      }),
    );
    for (const sets of grouped(all, (set) => set.setting.gate).values()) {
      this.setDifferently(sets);
      for (const component of CORE) this.flagAndFile(sets.filter((set) => set.component === component));
    }
  }

  /** The first pair of components that read the gate and get different values. */
  setDifferently(sets) {
    const gate = gateOf(this.facts, sets[0].setting.gate);
    const read = sets.filter((set) => !gate || reads(gate, set.component));
    const first = read[0];
    const second = read.find((set) => set.component !== first.component && set.value !== first.value);
    if (!second) return;
    const side = (set) => `${words.onOff(set.value)} for ${set.component}`;
    const message = `\`${words.shown(first.setting.gate)}\` is ${side(first)} and ${side(second)}`;
    const help = "give both the same value, unless the notes on the gate say otherwise";
    const finding = this.finding("set-differently", message, { label: side(second), help });
    this.about(finding, second.file, second.setting, gate);
    finding.components = [first.component, second.component];
    const others = read.filter((set) => set !== second).slice(0, MOST_RELATED);
    for (const set of others) this.related(finding, set.file, set.setting, side(set));
    this.push(finding);
  }

  /** A flag and the configuration file of one component set the same gate. */
  flagAndFile(sets) {
    const of = (carrier) => sets.find((set) => set.setting.carrier === carrier);
    const [flag, inFile] = [of("flag"), of("file")];
    if (!flag || !inFile) return;
    const [winner, why] =
      flag.component === "kube-proxy"
        ? [inFile, "kube-proxy ignores the flag where it has a configuration file"]
        : [flag, "the flag wins over the file"];
    const [byFlag, byFile] = [words.boolWord(flag.value), words.boolWord(inFile.value)];
    const values = byFlag === byFile ? `to ${byFlag} in both` : `to ${byFlag} by the flag and to ${byFile} by the file`;
    const message = `${flag.component} gets \`${words.shown(flag.setting.gate)}\` twice, ${values}`;
    const help = `keep it in the file alone: ${why}, so it is ${words.onOff(winner.value)} now`;
    const finding = this.finding("set-twice", message, { label: "in the file", help });
    this.about(finding, inFile.file, inFile.setting, gateOf(this.facts, flag.setting.gate));
    this.related(finding, flag.file, flag.setting, "by the flag");
    this.push(finding);
  }

  /** Whether the same file sets the whole stage to the other value: then the setting is an exception from that. */
  stageIsSetOtherwise(file, setting, stage, value) {
    if (!this.stages.has(file)) {
      this.stages.set(file, this.settings[file].filter((one) => stageOf(one.gate)));
    }
    const isOther = (one) => words.valueOf(one) === !value;
    const who = whoKey(setting.who);
    return this.stages.get(file).some((one) => whoKey(one.who) === who && stageOf(one.gate) === stage && isOther(one));
  }

  /** The gates that the file sets by name for whoever reads `setting`. */
  namesSet(file, setting) {
    const key = `${file} ${whoKey(setting.who)}`;
    if (!this.names.has(key)) {
      const theirs = this.settings[file].filter((one) => `${file} ${whoKey(one.who)}` === key);
      this.names.set(key, new Set(theirs.map((one) => one.gate)));
    }
    return this.names.get(key);
  }
}

/** The items by key, in the order of their first ones. */
function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const at = key(item);
    if (groups.has(at)) groups.get(at).push(item);
    else groups.set(at, [item]);
  }
  return groups;
}
