// The walk over everything that no reader of a place has taken: containers, argument lists, keys that hold gates
// wherever they stand, and text in any scalar. src/check/read/places/{walk,around,gates,json_patch,kubespray}.rs are the
// other half.

import { argumentList, gatesBehind, versionIn } from "./check-flags.js";
import { ANOTHER, EVERYONE, KUBEADM, UNKNOWN, component, componentKey, parseBool, program, trim, trimStart, vagueKey } from "./check-read-words.js";
import { MAX_DEPTH } from "./check-yaml-scan.js";
import { entries, get, inSource, items, textOf, writtenEntries } from "./check-yaml.js";

// What is known at a node from what stands above it: who reads gates there (`who`), the kind of place, how a mapping of
// them gets to the component (`carrier`), whether it takes strings as values, whether a key above may mean a component
// but is not clear (`vague`), and how many nodes stand above (`depth`).

export const NOTHING = { who: null, place: null, carrier: "file", strings: true, vague: false, depth: 0 };

/** The configuration of `who` in a place, in which gates are flags; or go to its configuration file. */
export const asFlags = (who, place) => ({ ...NOTHING, who, place, carrier: "flag", strings: false });
export const asFile = (who, place) => ({ ...asFlags(who, place), carrier: "file" });
/** The same with gates as strings. */
export const withStrings = (around) => ({ ...around, strings: true });

/** Who reads flags in a text; nobody when the program has gates of its own. */
const known = (who) => who === UNKNOWN || who?.other ? null : who;

/** What is known below a key. A reader of a place knows better than a key. */
const below = (around, key) => ({
  ...around,
  who: around.place ? around.who : componentKey(key) ?? around.who,
  vague: around.vague || vagueKey(key),
  depth: around.depth + 1,
});

/** Who reads a list of gates here, and how. */
function targetOf({ who, place, vague }, { kind }, carrier) {
  const unclear = !kind || vague ? UNKNOWN : ANOTHER;
  return { who: who ?? unclear, place: place ?? (kind ? "other-kind" : "values"), carrier };
}

/** The kind of place of flags in a text here. */
const textPlace = (around, object) => around.who ? targetOf(around, object, "flag").place : around.place ?? "text";

/** Walks a document. */
export const walk = (reading, object) => visit(reading, object, object.root, object.name, NOTHING);

/** Walks a part of a document of which a reader knows what it is. */
export function part(reading, object, node, around) {
  if (node) visit(reading, object, node, "", around);
}

/** Walks a node that stands under `key`. Nothing is visited twice for the same reader of gates. */
function visit(reading, object, node, key, around) {
  // Only aliases that lead to aliases get deeper than the document itself.
  if (reading.isClaimed(node, around.who) || around.depth > MAX_DEPTH) return;
  if (node.kind === "map") {
    mapping(reading, object, node, around);
  } else if (node.kind === "list") {
    reading.claim(node, around.who);
    list(reading, object, node, key, around);
    for (const item of items(node)) visit(reading, object, item, key, { ...around, depth: around.depth + 1 });
  } else if (mentionsGates(node.value)) {
    const inside = { ...around, who: componentKey(key) ?? around.who };
    reading.embedded(node, key, { who: known(inside.who), place: textPlace(inside, object) });
  }
}

function mapping(reading, object, node, around) {
  const { out } = reading;
  // An object inside the document, such as an item of a `List`, is read as what it says it is.
  if (node !== object.root && textOf(get(node, "kind")) !== undefined && !around.place) {
    reading.inner(node, object.name);
    return;
  }
  namedArguments(reading, object, [node], around);
  reading.claim(node, around.who);
  container(reading, object, node);
  jsonPatch(reading, object, node);
  const first = out.count();
  let emulated;
  for (const [key, value] of entries(node)) {
    const name = textOf(key) ?? "", carrier = gatesKey(name, around), variable = KUBESPRAY.get(name);
    const who = carrier || variable ? undefined : k3sArgument(name);
    if (carrier) {
      if (!twice(reading, node, name, key)) readGates(reading, object, value, around, carrier);
    } else if (variable) {
      readGates(reading, object, value, variable, variable.carrier);
    } else if (who) {
      k3s(reading, object, value, who);
    } else if (name === "emulated-version") {
      emulated = versionIn(textOf(value) ?? "");
    } else if (!isCopy(name)) {
      visit(reading, object, value, name, below(around, name));
    }
  }
  if (emulated) out.emulate(first, emulated);
}

/** The object once more: as it was when it was last applied, and who owns which field. */
const isCopy = (key) => key === "kubectl.kubernetes.io/last-applied-configuration" || key === "managedFields";

/** Whether the same key stands in the mapping once more, further down. If so, reports this one, which does not count. */
function twice({ out, layer }, node, name, key) {
  const last = writtenEntries(node).findLast(([other]) => textOf(other) === name)?.[0], again = last?.number > key.number;
  if (again) {
    out.problem(layer, key.start, key.end, `\`${name}\` is written twice in this mapping, and only the last one counts`,
      "join the two: strict readers refuse the file");
  }
  return again;
}

/** Arguments in a list: of a command, or by name and value. */
function list(reading, object, node, key, around) {
  const left = items(node).filter((item) => !reading.isClaimed(item, around.who));
  if (!left.some((item) => speaksOfGates(item) || speaksOfGates(get(item, "name")))) return;
  namedArguments(reading, object, items(node), around);
  const inside = { ...around, who: componentKey(key) ?? around.who };
  argumentList(reading, { items: left, who: inside.who, place: textPlace(inside, object) });
}

/**
 * A container: an image, and `command` and `args`. Who it is, is told by the program in its arguments, else by its
 * image, else by its name. One of neither is another program, whose flags are its own, whatever they are called.
 */
function container(reading, { kind }, node) {
  const image = textOf(get(node, "image"));
  if (image === undefined) return;
  const all = ["command", "args"].map((key) => get(node, key)).flatMap((each) => each ? items(each) : []);
  if (!all.some(speaksOfGates)) return;
  const who = program(image) ?? program(textOf(get(node, "name")) ?? "") ?? ANOTHER;
  argumentList(reading, { items: all, who, place: kind === "Pod" ? "pod" : "workload" });
}

/** The component whose arguments a key of k3s or RKE2 holds: `kubelet-arg`, `kube-apiserver-arg+`. */
function k3sArgument(key) {
  const bare = key.endsWith("+") ? key.slice(0, -1) : key;
  return bare.endsWith("-arg") ? componentKey(bare) : undefined;
}

function k3s(reading, object, value, who) {
  const around = asFlags(who, "k3s"), text = textOf(value), length = gatesBehind(text ?? "");
  if (value.kind === "list") {
    namedArguments(reading, object, items(value), around);
  } else if (length !== undefined) {
    reading.gateText(value, text.length - length, targetOf(around, object, around.carrier), reading.out.newList());
  }
  visit(reading, object, value, "", around);
}

// Gates under a key that says so, in each shape that they come in.

/** How gates under a key get to the component; nothing if the key holds none. */
function gatesKey(key, around) {
  const name = trimStart(key, (c) => c === "-");
  const dashes = key.length - name.length;
  if (dashes % 2) return undefined;
  if (["featureGates", "FeatureGates", "featuregates"].includes(name)) return around.carrier;
  return name === "feature-gates" || name === "feature_gates" ? "flag" : undefined;
}

/** Whether a text says more than a word: gates with values, or something that is filled in later. */
const isGateText = (text) => /[=${]/.test(text);

/** Reads the value of such a key: a mapping, a text (`A=true`), a list of texts or of `{ name: A, enabled: true }`. */
function readGates(reading, object, value, around, carrier) {
  const { out } = reading, target = targetOf(around, object, carrier);
  if (reading.isClaimed(value, around.who)) return;
  // Where no reader knows better, a text is the value of a flag.
  const asText = targetOf(around, object, around.place ? carrier : "flag");
  if (value.kind === "map" && entries(value).some(([, gates]) => gates.kind === "map")) {
    // A mapping of components, each with gates.
    reading.claim(value, target.who);
    for (const [key, gates] of entries(value)) {
      const name = textOf(key) ?? "", inner = below(around, name);
      if (gates.kind === "map") reading.gateMap(gates, targetOf(inner, object, carrier), inner);
      else visit(reading, object, gates, name, inner);
    }
  } else if (value.kind === "map") {
    reading.gateMap(value, target, around);
  } else if (value.kind === "scalar") {
    const list = out.newList();
    if (isGateText(value.value) || around.place) reading.gateText(value, 0, asText, list);
  } else {
    reading.claim(value, target.who);
    const list = out.newList();
    for (const item of items(value)) {
      if (item.kind === "map") namedGate(reading, item, target, list);
      else if (item.kind === "scalar" && isGateText(item.value)) reading.gateText(item, 0, asText, list);
      else if (item.kind === "scalar") gateItem(reading, item, "on", item, target, list);
    }
  }
}

/** A gate as `{ name: A, enabled: true }`. */
function namedGate(reading, item, target, list) {
  const name = get(item, "name");
  if (!name) return;
  const word = ["enabled", "value", "state"].map((key) => textOf(get(item, key))).find((text) => text !== undefined);
  const value = { undefined: "on", enabled: "on", Enabled: "on", disabled: "off", Disabled: "off" }[word] ?? parseBool(word);
  reading.claim(item, target.who);
  gateItem(reading, name, value, item, target, list);
}

/** Adds a gate whose name is a scalar of its own; `whole` is the node that says it all. */
export function gateItem(reading, name, value, whole, target, list) {
  reading.claim(name, target.who);
  const text = trim(textOf(name) ?? "");
  if (!text) return;
  const [nameStart, nameEnd] = inSource(name), { start, end } = whole;
  reading.out.gate(reading.layer, { name: text, value, start, end, nameStart, nameEnd }, target, list);
}

/**
 * Reads arguments given one by one: `{ name: feature-gates, value: A=true }`, `feature-gates=A=true`. What a component is
 * given twice it adds up, so all gates of the items share the number of their list.
 */
function namedArguments(reading, object, all, around) {
  const { out } = reading, first = out.count(), target = targetOf(around, object, "flag");
  let number, emulated;
  for (const item of all) {
    const name = textOf(get(item, "name")), value = name === undefined ? undefined : get(item, "value"), text = textOf(item);
    if (value && gatesKey(name, around)) {
      if (reading.isClaimed(item, target.who)) continue;
      reading.claim(item, target.who);
      reading.gateText(value, 0, target, number ??= out.newList());
    } else if (value && name === "emulated-version") {
      emulated = versionIn(textOf(value) ?? "") ?? emulated;
    } else if (!value && text !== undefined && !text.startsWith("--")) {
      const length = gatesBehind(text);
      if (length !== undefined) reading.gateText(item, text.length - length, target, number ??= out.newList());
      else if (text.startsWith("emulated-version=")) emulated = versionIn(text.slice("emulated-version=".length)) ?? emulated;
    }
  }
  if (emulated) out.emulate(first, emulated);
}

// JSON patches whose path leads to arguments of a component; the path says who reads the value.

const IN_PATH = new Map([["apiServer", "kube-apiserver"], ["controllerManager", "kube-controller-manager"], ["scheduler", "kube-scheduler"]]);

function jsonPatch(reading, object, node) {
  const path = textOf(get(node, "path")), value = get(node, "value");
  if (!path?.startsWith("/") || !value || !get(node, "op")) return;
  const parts = path.split("/"), last = parts.at(-1), flag = path.includes("/feature-gates");
  const place = object.group.startsWith("cluster.x-k8s.io") ? "cluster-api" : flag ? "kubeadm-v1beta3" : "kubeadm-v1beta4";
  let who;
  for (const part of parts) who ??= IN_PATH.has(part) ? component(IN_PATH.get(part)) : componentKey(part);
  const own = path.includes("clusterConfiguration/featureGates") || path.startsWith("/featureGates");
  if (!who && !own) return;
  const around = who ? asFlags(who, place) : asFile(KUBEADM, "kubeadm-own"), carrier = gatesKey(last, around);
  if (carrier) readGates(reading, object, value, around, carrier);
  else visit(reading, object, value, last, around);
}

// Kubespray's variables: lists of `Name=value`. The kubelet and kube-proxy get theirs in configuration files.

const kubespray = (name, how, who) => [name, withStrings(how(typeof who === "string" && component(who) || who, "kubespray"))];
const KUBESPRAY = new Map([
  kubespray("kube_feature_gates", asFlags, EVERYONE),
  kubespray("kube_apiserver_feature_gates", asFlags, "kube-apiserver"),
  kubespray("kube_controller_feature_gates", asFlags, "kube-controller-manager"),
  kubespray("kube_scheduler_feature_gates", asFlags, "kube-scheduler"),
  kubespray("kube_proxy_feature_gates", asFile, "kube-proxy"),
  kubespray("kubelet_feature_gates", asFile, "kubelet"),
  kubespray("kubeadm_feature_gates", asFile, KUBEADM),
]);

/** Whether a text speaks of feature gates at all: `featureGates`, `feature-gates`, `kube_feature_gates`, `FeatureGate`. */
export function mentionsGates(text) {
  const WORD = /eature([-_ ]?[gG][aA][tT][eE])?/g;
  for (let found; (found = WORD.exec(text));) if (found[1]) return true;
  return false;
}

const speaksOfGates = (node) => mentionsGates(textOf(node) ?? "");
