// The places that gates are read from, and the walk over what no place knows. src/check/read/places/ is the other half.

import { fileOf } from "./check-collect.js";
import { argumentList } from "./check-flags.js";
import { ANOTHER, UNKNOWN, component, program } from "./check-read-words.js";
import { get, items, textOf, writtenEntries } from "./check-yaml.js";

/** Reads a document, whose name is that of its file or of the key that holds it. */
export function readPlaces(reading, root, name) {
  const text = (key) => textOf(get(root, key)) ?? "", api = text("apiVersion"), slash = api.lastIndexOf("/");
  const object = { root, name, kind: text("kind"), group: api.slice(0, Math.max(slash, 0)), version: api.slice(slash + 1) };
  kubelet(reading, object);
  visit(reading, object, root, name);
}

function kubelet(reading, { root, kind, name }) {
  if (kind !== "KubeletConfiguration") return;
  const place = name.endsWith(".conf") ? "kubelet-drop-in" : "kubelet-config", gates = get(root, "featureGates");
  reading.out.recognised(place);
  if (gates) reading.gateMap(gates, fileOf(component("kubelet"), place));
}

// The walk: every node is visited once, in the first place that leads to it.

/** The object once more, as it was when it was last applied. */
const REPEATED = ["kubectl.kubernetes.io/last-applied-configuration", "managedFields"];

function visit(reading, object, node, key) {
  if (reading.isClaimed(node)) return;
  reading.claim(node);
  if (node.kind === "map") {
    container(reading, object, node);
    for (const [key, value] of writtenEntries(node)) {
      const name = textOf(key) ?? "";
      if (!REPEATED.includes(name)) visit(reading, object, value, name);
    }
  } else if (node.kind === "list") {
    const left = items(node).filter((item) => !reading.isClaimed(item));
    if (left.some(speaksOfGates)) argumentList(reading, { items: left, who: UNKNOWN, place: "text" });
    for (const item of items(node)) visit(reading, object, item, key);
  } else if (mentionsGates(node.value)) {
    reading.embedded(node, key);
  }
}

/** A container: `command` and `args`, and an image. */
function container(reading, { kind }, node) {
  const image = textOf(get(node, "image"));
  if (image === undefined) return;
  const list = ["command", "args"].map((key) => get(node, key)).flatMap((each) => each ? items(each) : []);
  if (!list.some(speaksOfGates)) return;
  const who = program(image) ?? program(textOf(get(node, "name")) ?? "") ?? ANOTHER;
  argumentList(reading, { items: list, who, place: kind === "Pod" ? "pod" : "workload" });
}

/** Whether a text speaks of feature gates at all: `featureGates`, `feature-gates`, `kube_feature_gates`, `FeatureGate`. */
export const mentionsGates = (text) => /eature[-_ ]?[gG][aA][tT][eE]/.test(text);
const speaksOfGates = (node) => mentionsGates(textOf(node) ?? "");
