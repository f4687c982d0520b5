// What running components tell of themselves as text: metrics, and `/flagz`. src/check/read/{metrics,flagz}.rs are the
// other half, with the sources.

import { liveOf } from "./check-collect.js";
import { gates, versionIn } from "./check-flags.js";
import { UNKNOWN, component, shortened, trim, trimEnd, trimStart } from "./check-read-words.js";

/** The lines of a text, each with where it starts. */
function* lines(text) {
  for (let at = 0; at < text.length;) {
    const stop = text.indexOf("\n", at), end = stop < 0 ? text.length : stop;
    yield [text.slice(at, end), at];
    at = end + 1;
  }
}

const METRIC = "kubernetes_feature_enabled{";

/** Metrics that only one component has. */
const TELL_TALES = new Map([
  ["kubelet_running_pods", "kubelet"], ["kubelet_node_name", "kubelet"], ["scheduler_schedule_attempts_total", "kube-scheduler"],
  ["kubeproxy_sync_proxy_rules", "kube-proxy"], ["node_collector_", "kube-controller-manager"], ["apiserver_storage_objects", "kube-apiserver"],
]);
const TELL_TALE = new RegExp(`(?:^|\\n)(${[...TELL_TALES.keys()].join("|")})`);

/** Whether a text holds metrics of gates. */
export const isMetrics = (text) => text.startsWith(METRIC) || text.includes(`\n${METRIC}`);

/** Reads them. `named` is the component that the file is named after. */
export function readMetrics(out, layer, named) {
  const told = TELL_TALE.exec(layer.text)?.[1];
  const target = liveOf(told ? component(TELL_TALES.get(told)) : named ?? UNKNOWN, "metrics"), list = out.newList();
  out.recognised("metrics");
  for (const [line, at] of lines(layer.text)) {
    if (line.startsWith(METRIC)) metric(out, layer, at, trimEnd(line), target, list);
  }
}

function metric(out, layer, at, line, target, list) {
  const close = line.lastIndexOf("}"), labels = line.slice(METRIC.length, Math.max(close, METRIC.length));
  const [found, before] = /(^|[, ])name="/.exec(labels) ?? [], start = found && labels.indexOf(found) + found.length;
  const end = found === undefined ? -1 : labels.indexOf('"', start);
  if (close < METRIC.length || end < 0 || before === undefined) return;
  // A time stamp may stand behind the value.
  const [, number] = /^[ \t\n\f\r]*([^ \t\n\f\r]*)/.exec(line.slice(close + 1));
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number) ? { 0: "off", 1: "on" }[Number(number)] : undefined;
  const name = labels.slice(start, end), nameStart = at + METRIC.length + start;
  const span = { start: at, end: at + line.length, nameStart, nameEnd: nameStart + name.length };
  out.gate(layer, { name, value: value ?? { invalid: shortened(number) }, ...span }, target, list);
}

/** The component that a text says it is the flags of; nothing when it is no such text. */
function flagzTitle(text) {
  let title;
  for (const [line] of lines(text)) {
    const words = trim(line);
    if (!words) continue;
    if (title === undefined) [, title] = /^(.*) (?:flagz|flags)$/.exec(words) ?? [];
    else return words.startsWith("Warning: This endpoint is not meant to be machine parseable") ? title : undefined;
    if (title === undefined) return undefined;
  }
  return undefined;
}

/** Whether a text is the answer of `/flagz`. */
export const isFlagz = (text) => flagzTitle(text) !== undefined;

/** Reads it: a flag a line, with `:`, `=` or a space behind the name. */
export function readFlagz(out, layer, named) {
  const target = liveOf(component(flagzTitle(layer.text)) ?? named ?? UNKNOWN, "flagz"), first = out.count();
  let emulated;
  out.recognised("flagz");
  for (const [line, at] of lines(layer.text)) {
    const end = at + trimEnd(line).length, [, name, rest] = /^(feature-gates|emulated-version)[:= ](.*)$/s.exec(trimEnd(line)) ?? [];
    const value = trimStart(rest ?? "");
    if (name === "feature-gates") gates(out, layer, end - value.length, end, target, out.newList());
    else if (name) emulated = versionIn(value) ?? emulated;
  }
  if (emulated) out.emulate(first, emulated);
}
