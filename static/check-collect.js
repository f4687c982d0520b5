// What readers report to: settings, the unread, and the limits on both. src/check/read/collect.rs is the other half.

import { locate } from "./check-layer.js";
import { trim, trimStart } from "./check-read-words.js";

/** Most settings of one file. A cluster has a few dozen; its metrics a few hundred. */
const MAX_SETTINGS = 100_000;
/** Most problems of one file that are told one by one. */
const MAX_UNREAD = 100;

/** Every kind of place, in the order in which they are told. */
export const PLACES = [
  "text", "env-file", "systemd-unit", "pod", "workload", "kubelet-config", "kubelet-drop-in", "kube-proxy-config",
  "kubeadm-v1beta3", "kubeadm-v1beta4", "kubeadm-own", "kind", "minikube", "k3s", "talos", "kops", "cluster-api", "k0s",
  "gardener", "openshift", "kubespray", "eks-anywhere", "deckhouse", "values", "other-kind", "metrics", "flagz", "configz",
];

/** Who reads a list of gates, where it stands, and how it gets there: by a flag, by the configuration file, or live. */
export const flagOf = (who, place) => ({ who, place, carrier: "flag" });
export const fileOf = (who, place) => ({ who, place, carrier: "file" });
export const liveOf = (who, place) => ({ who, place, carrier: "live" });

/** What is found in a file, while it is read. */
export function collector() {
  const settings = [], unread = [], sets = [], recognised = new Set();
  let lists = 0, leftOut = 0, full = false;

  /** Adds a problem; `fatal` if the component has it as well and would not start. */
  function problem(layer, start, end, message, help = null, fatal = false) {
    if (unread.length >= MAX_UNREAD) {
      leftOut++;
      return;
    }
    [start, end] = layer ? locate(layer, start, end) : [start, end];
    // A message may quote the file.
    message = message.replace(/\p{Cc}/gu, " ");
    unread.push({ start, end, message, help, fatal });
  }

  /** Adds a gate of a list. Positions are those of the layer, those of the name with its prefix. */
  function gate(layer, { name, value, start, end, nameStart, nameEnd }, target, list) {
    if (settings.length === MAX_SETTINGS) {
      if (!full) {
        full = true;
        const [from, to] = locate(layer, start, end);
        unread.push({ start: from, end: to, message: `the file sets more than ${MAX_SETTINGS} gates; those from here on are left out`, help: null, fatal: false });
      }
      return;
    }
    recognised.add(target.place);
    const colon = name.indexOf(":"), prefix = colon < 0 ? "" : trim(name.slice(0, colon)), written = name.slice(colon + 1);
    const gate = trim(written), from = nameStart + colon + 1 + written.length - trimStart(written).length;
    // Escapes and folds move what is behind them, so only a name that is written as it is can be cut.
    const asWritten = nameEnd - nameStart === name.length;
    const [name_start, name_end] = asWritten ? locate(layer, from, from + gate.length) : locate(layer, nameStart, nameEnd);
    [start, end] = locate(layer, start, end);
    settings.push({ gate, value, prefix: prefix || null, ...target, list, emulated: null, start, end, name_start, name_end });
  }

  /** Everything, in the order of the file. */
  function finish() {
    const byStart = (a, b) => a.start - b.start;
    for (const list of [settings, unread, sets]) list.sort(byStart);
    if (leftOut) {
      const end = unread.at(-1).end;
      unread.push({ start: end, end, message: `${leftOut} further problems of this file are not shown`, help: null, fatal: false });
    }
    return { settings, unread, feature_sets: sets, recognised: PLACES.filter((place) => recognised.has(place)) };
  }

  return {
    gate,
    problem,
    finish,
    newList: () => ++lists,
    /** How many settings there are. With `emulate`: those of one command. */
    count: () => settings.length,
    emulate: (first, version) => { for (const setting of settings.slice(first)) setting.emulated = version; },
    toldEnough: () => unread.length >= MAX_UNREAD,
    recognised: (place) => recognised.add(place),
    featureSet(layer, name, from, to) {
      const [start, end] = locate(layer, from, to);
      sets.push({ name, start, end });
    },
  };
}
