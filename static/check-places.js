// The places that gates are read from. src/check/read/places/ is the other half, one file a place, with what each looks
// like and the sources for it.

import { fileOf, flagOf, liveOf } from "./check-collect.js";
import { argumentList, versionIn } from "./check-flags.js";
import { EVERYONE, K0S, KUBEADM, UNKNOWN, component, hyperkube, parseBool } from "./check-read-words.js";
import { asFile, asFlags, gateItem, part, walk, withStrings } from "./check-walk.js";
import { atPath, get, items, textOf, writtenEntries } from "./check-yaml.js";

/** What an object says it is. `name` is that of the file or of the key that holds the document. */
export function objectOf(root, name) {
  const text = (key) => textOf(get(root, key)) ?? "", api = text("apiVersion"), slash = api.lastIndexOf("/");
  return { root, name, kind: text("kind"), group: api.slice(0, Math.max(slash, 0)), version: api.slice(slash + 1) };
}

/**
 * Reads an object. The readers take the nodes that they know, and only of objects that are theirs; the walk takes what
 * is left.
 */
export function readPlaces(reading, object) {
  for (const reader of READERS) reader(reading, object);
  walk(reading, object);
}

const READERS = [
  kubelet, kubeProxy, scheduler, kubeadm, kind, minikube, talos, kops, clusterApi, k0s, gardener, openshift, eksAnywhere,
  deckhouse, configz, flagz,
];

/** The items under a path of keys; none where there is no list. */
const itemsAt = (node, path) => { const list = atPath(node, path); return list ? items(list) : []; };

const CONTROL_PLANE = [["apiServer", "kube-apiserver"], ["controllerManager", "kube-controller-manager"], ["scheduler", "kube-scheduler"]];

function ownGates(reading, object, place, slug) {
  const gates = get(object.root, "featureGates");
  reading.out.recognised(place);
  if (gates) reading.gateMap(gates, fileOf(component(slug), place));
}

function kubelet(reading, object) {
  if (object.kind !== "KubeletConfiguration") return;
  ownGates(reading, object, object.name.endsWith(".conf") ? "kubelet-drop-in" : "kubelet-config", "kubelet");
}

function kubeProxy(reading, object) {
  if (object.kind === "KubeProxyConfiguration") ownGates(reading, object, "kube-proxy-config", "kube-proxy");
}

/** The scheduler's file has no `featureGates` and is decoded strictly. */
function scheduler(reading, { kind, root }) {
  if (kind !== "KubeSchedulerConfiguration") return;
  for (const [key, value] of writtenEntries(root)) {
    if (textOf(key) !== "featureGates") continue;
    reading.claim(value, null);
    reading.out.problem(reading.layer, key.start, key.end, "a KubeSchedulerConfiguration has no `featureGates`",
      "take the key out, and give kube-scheduler the flag `--feature-gates`", true);
  }
}

// kubeadm's configuration: arguments are a map up to v1beta3 and a list of names and values from v1beta4 on. Without
// `apiVersion`, as patches may be, their shape tells the version.

function kubeadm(reading, object) {
  const { root } = object;
  if (!["ClusterConfiguration", "InitConfiguration", "JoinConfiguration"].includes(object.kind)) return;
  if (object.group !== "" && object.group !== "kubeadm.k8s.io") return;
  const old = ["v1alpha3", "v1beta1", "v1beta2", "v1beta3"].includes(object.version) || !object.version;
  const place = old ? "kubeadm-v1beta3" : "kubeadm-v1beta4";
  const placeOf = (args) => object.version ? place : args.kind === "list" ? "kubeadm-v1beta4" : "kubeadm-v1beta3";
  clusterConfiguration(reading, object, root, placeOf);
  nodeConfiguration(reading, object, root, placeOf);
  if (!object.version) return;
  reading.out.recognised(place);
  for (const path of [...CONTROL_PLANE.map(([key]) => [key, "extraArgs"]), ["nodeRegistration", "kubeletExtraArgs"]]) {
    const args = atPath(root, path);
    if (args?.kind !== (old ? "list" : "map")) continue;
    const [message, help] = old
      ? ["is a list, which kubeadm takes only from v1beta4 on", "write a mapping, or let `kubeadm config migrate` bring the file to v1beta4"]
      : ["is a mapping, which kubeadm took only up to v1beta3", "write a list: `- name: feature-gates`, and `value:` under it"];
    reading.out.problem(reading.layer, args.start, args.end, `\`${path.join(".")}\` ${message}`, help, true);
  }
}

function clusterConfiguration(reading, object, configuration, placeOf) {
  for (const [key, slug] of CONTROL_PLANE) {
    const args = atPath(configuration, [key, "extraArgs"]);
    if (args) part(reading, object, args, asFlags(component(slug), placeOf(args)));
  }
  const gates = get(configuration, "featureGates");
  if (gates) reading.gateMap(gates, fileOf(KUBEADM, "kubeadm-own"));
}

function nodeConfiguration(reading, object, configuration, placeOf) {
  const args = atPath(configuration, ["nodeRegistration", "kubeletExtraArgs"]);
  if (args) part(reading, object, args, asFlags(component("kubelet"), placeOf(args)));
}

function kind(reading, { kind, group, root }) {
  if (kind !== "Cluster" || group !== "kind.x-k8s.io") return;
  reading.out.recognised("kind");
  const gates = get(root, "featureGates");
  if (gates) reading.gateMap(gates, flagOf(EVERYONE, "kind"));
}

/** What minikube stores: its settings, and a profile. */
function minikube(reading, { kind, name, root }) {
  if (kind) return;
  const { out } = reading, profile = get(root, "KubernetesConfig");
  const own = /(?:^|[/\\])config\.json$/.test(name) ? get(root, "feature-gates") : undefined;
  for (const gates of [own, get(profile, "FeatureGates")]) {
    if (gates) reading.gateText(gates, 0, flagOf(EVERYONE, "minikube"), out.newList());
  }
  for (const option of itemsAt(profile, ["ExtraOptions"])) {
    const who = hyperkube(textOf(get(option, "Component")) ?? ""), value = get(option, "Value");
    if (textOf(get(option, "Key")) !== "feature-gates" || !who || !value) continue;
    reading.gateText(value, 0, flagOf(who, "minikube"), out.newList());
  }
}

const TALOS_KINDS = new Map([
  ["KubeAPIServerConfig", "kube-apiserver"], ["KubeControllerManagerConfig", "kube-controller-manager"],
  ["KubeSchedulerConfig", "kube-scheduler"], ["KubeProxyConfig", "kube-proxy"], ["KubeletConfig", "kubelet"],
]);

function talos(reading, object) {
  const { root, kind } = object;
  const both = (slug, args, config) => {
    part(reading, object, args, asFlags(component(slug), "talos"));
    part(reading, object, config, asFile(component(slug), "talos"));
  };
  if (!object.group && object.version === "v1alpha1") {
    if (!TALOS_KINDS.has(kind)) return;
    reading.out.recognised("talos");
    both(TALOS_KINDS.get(kind), get(root, "extraArgs"), get(root, "config"));
    return;
  }
  if (kind) return;
  const kubelet = atPath(root, ["machine", "kubelet"]);
  if (kubelet) both("kubelet", get(kubelet, "extraArgs"), get(kubelet, "extraConfig"));
  for (const [key, slug] of [...CONTROL_PLANE, ["proxy", "kube-proxy"]]) both(slug, atPath(root, ["cluster", key, "extraArgs"]));
  if (textOf(get(root, "version")) === "v1alpha1" && get(root, "machine")) reading.out.recognised("talos");
}

const KOPS = [
  ["kubelet", "kubelet"], ["masterKubelet", "kubelet"], ["controlPlaneKubelet", "kubelet"], ["kubeAPIServer", "kube-apiserver"],
  ["kubeControllerManager", "kube-controller-manager"], ["kubeScheduler", "kube-scheduler"], ["kubeProxy", "kube-proxy"],
];

function kops(reading, object) {
  if (object.group !== "kops.k8s.io" || !["Cluster", "InstanceGroup"].includes(object.kind)) return;
  reading.out.recognised("kops");
  for (const [key, slug] of KOPS) part(reading, object, atPath(object.root, ["spec", key]), withStrings(asFlags(component(slug), "kops")));
}

const CLUSTER_API = new Map([
  ["KubeadmControlPlane", ["spec", "kubeadmConfigSpec"]],
  ["KubeadmControlPlaneTemplate", ["spec", "template", "spec", "kubeadmConfigSpec"]],
  ["KubeadmConfig", ["spec"]],
  ["KubeadmConfigTemplate", ["spec", "template", "spec"]],
]);

function clusterApi(reading, object) {
  const path = CLUSTER_API.get(object.kind), place = () => "cluster-api";
  if (!path || !object.group.endsWith("cluster.x-k8s.io")) return;
  reading.out.recognised("cluster-api");
  const configuration = atPath(object.root, path), cluster = get(configuration, "clusterConfiguration");
  if (cluster) clusterConfiguration(reading, object, cluster, place);
  for (const key of ["initConfiguration", "joinConfiguration"]) {
    const node = get(configuration, key);
    if (node) nodeConfiguration(reading, object, node, place);
  }
}

const K0S_PARTS = [
  [["api"], "kube-apiserver"], [["controllerManager"], "kube-controller-manager"], [["scheduler"], "kube-scheduler"],
  [["network", "kubeProxy"], "kube-proxy"],
];

function k0s(reading, object) {
  const { root, group } = object;
  if (group === "k0s.k0sproject.io" && object.kind === "ClusterConfig") {
    reading.out.recognised("k0s");
    k0sConfiguration(reading, object, root);
  }
  if (group !== "k0sctl.k0sproject.io") return;
  reading.out.recognised("k0s");
  // With a kind it is an object of its own, which the walk comes to.
  const config = atPath(root, ["spec", "k0s", "config"]);
  if (config && !get(config, "kind")) k0sConfiguration(reading, object, config);
  for (const host of itemsAt(root, ["spec", "hosts"])) {
    argumentList(reading, { items: itemsAt(host, ["installFlags"]), who: K0S, place: "k0s" });
  }
}

function k0sConfiguration(reading, object, config) {
  const spec = get(config, "spec"), gates = get(spec, "featureGates");
  if (gates) k0sGates(reading, gates);
  for (const [path, slug] of K0S_PARTS) {
    for (const key of ["extraArgs", "rawArgs"]) part(reading, object, atPath(spec, [...path, key]), asFlags(component(slug), "k0s"));
  }
  for (const profile of itemsAt(spec, ["workerProfiles"])) part(reading, object, get(profile, "values"), asFile(component("kubelet"), "k0s"));
}

function k0sGates(reading, gates) {
  // One list for each component: that is what k0s makes of it.
  const lists = new Map();
  reading.claim(gates, EVERYONE);
  for (const gate of items(gates)) {
    reading.claim(gate, EVERYONE);
    const name = get(gate, "name"), enabled = textOf(get(gate, "enabled"));
    if (!name) continue;
    const named = itemsAt(gate, ["components"]).map((item) => component(textOf(item) ?? "")).filter(Boolean);
    for (const who of named.length ? named : [EVERYONE]) {
      if (!lists.has(who)) lists.set(who, reading.out.newList());
      const target = who.component === "kubelet" ? fileOf(who, "k0s") : flagOf(who, "k0s");
      // Go decodes nothing as false.
      gateItem(reading, name, enabled === undefined ? "off" : parseBool(enabled), gate, target, lists.get(who));
    }
  }
}

const GARDENER = [["kubeAPIServer", "kube-apiserver"], ["kubeControllerManager", "kube-controller-manager"], ["kubeScheduler", "kube-scheduler"]];

function gardener(reading, object) {
  if (object.group !== "core.gardener.cloud" || object.kind !== "Shoot") return;
  reading.out.recognised("gardener");
  const spec = get(object.root, "spec"), below = (node, key, around) => part(reading, object, atPath(node, ["kubernetes", key]), around);
  for (const [key, slug] of GARDENER) below(spec, key, asFlags(component(slug), "gardener"));
  below(spec, "kubeProxy", asFile(component("kube-proxy"), "gardener"));
  for (const node of [spec, ...itemsAt(spec, ["provider", "workers"])]) below(node, "kubelet", asFile(component("kubelet"), "gardener"));
}

/** OpenShift's `FeatureGate`. Its `status` tells what is on at each version of OpenShift and sets nothing. */
function openshift(reading, { group, kind, root }) {
  if (group !== "config.openshift.io" || kind !== "FeatureGate") return;
  const { out, layer } = reading, spec = get(root, "spec"), set = get(spec, "featureSet");
  out.recognised("openshift");
  reading.claim(root, null);
  if (!spec) return;
  if (textOf(set)) out.featureSet(layer, set.value, set.start, set.end);
  const list = out.newList();
  for (const [key, value] of [["enabled", "on"], ["disabled", "off"]]) {
    for (const item of itemsAt(spec, ["customNoUpgrade", key])) gateItem(reading, item, value, item, fileOf(EVERYONE, "openshift"), list);
  }
}

function eksAnywhere(reading, object) {
  if (object.group !== "anywhere.eks.amazonaws.com" || object.kind !== "Cluster") return;
  reading.out.recognised("eks-anywhere");
  const spec = get(object.root, "spec"), controlPlane = get(spec, "controlPlaneConfiguration");
  part(reading, object, get(controlPlane, "apiServerExtraArgs"), asFlags(component("kube-apiserver"), "eks-anywhere"));
  for (const group of [controlPlane, ...itemsAt(spec, ["workerNodeGroupConfigurations"])]) {
    part(reading, object, get(group, "kubeletConfiguration"), asFile(component("kubelet"), "eks-anywhere"));
  }
}

/** Deckhouse's module `control-plane-manager` takes names, which it turns on wherever they are known. */
function deckhouse(reading, { group, kind, root }) {
  const gates = atPath(root, ["spec", "settings", "enabledFeatureGates"]);
  if (group !== "deckhouse.io" || kind !== "ModuleConfig" || !gates) return;
  reading.out.recognised("deckhouse");
  reading.claim(gates, null);
  const list = reading.out.newList();
  for (const gate of items(gates)) gateItem(reading, gate, "on", gate, flagOf(EVERYONE, "deckhouse"), list);
}

// What running components tell, as JSON. As text: check-live.js.

function configz(reading, { kind, root }) {
  if (kind) return;
  for (const [key, slug] of [["kubeletconfig", "kubelet"], ["kubeproxy.config.k8s.io", "kube-proxy"]]) {
    const configuration = get(root, key), gates = get(configuration, "featureGates");
    if (configuration) reading.out.recognised("configz");
    if (!gates) continue;
    reading.gateMap(gates, liveOf(component(slug), "configz"));
    // It says that it is a KubeletConfiguration, which it is not once more.
    reading.claim(configuration, null);
  }
}

function flagz(reading, { kind, group, root }) {
  if (kind !== "Flagz" || group !== "config.k8s.io") return;
  const { out } = reading, flags = get(root, "flags"), gates = get(flags, "feature-gates"), first = out.count();
  out.recognised("flagz");
  const who = component(textOf(atPath(root, ["metadata", "name"])) ?? "") ?? UNKNOWN;
  if (gates) reading.gateText(gates, 0, liveOf(who, "flagz"), out.newList());
  const emulated = versionIn(textOf(get(flags, "emulated-version")) ?? "");
  if (emulated) out.emulate(first, emulated);
}
