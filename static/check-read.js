// A provisional reader: flags on one line, and featureGates maps in block style. The real readers take its place.

const COMPONENTS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];
const ON = ["true", "1", "t", "T", "True", "TRUE"];
const OFF = ["false", "0", "f", "F", "False", "FALSE"];
const FLAG = "--feature-gates=";

function setting(name, value, more, start, end) {
  const colon = name.indexOf(":");
  const known = ON.includes(value) ? "on" : OFF.includes(value) ? "off" : { invalid: value };
  return {
    gate: colon < 0 ? name : name.slice(colon + 1),
    value: value === null ? "missing" : known,
    prefix: colon < 0 ? null : name.slice(0, colon),
    emulated: null,
    ...more,
    start,
    end,
    name_start: start,
    name_end: start + name.length,
  };
}

/** The gates of one file. */
export function read(name, text) {
  const found = { settings: [], unread: [], feature_sets: [], recognised: [] };
  let [start, mapIndent, list, who] = [0, null, 0, "unknown"];
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    const body = line.trimEnd();
    const indent = body.length - body.trimStart().length;
    for (const component of COMPONENTS) if (body.includes(component)) who = { component };
    if (body.includes("KubeletConfiguration")) who = { component: "kubelet" };
    const at = body.indexOf(FLAG);
    if (at >= 0) {
      const from = at + FLAG.length;
      const end = body.slice(from).search(/[ "']/);
      list += 1;
      let item = from;
      for (const part of body.slice(from, end < 0 ? undefined : from + end).split(",")) {
        const equals = part.indexOf("=");
        const gate = equals < 0 ? part : part.slice(0, equals);
        const value = equals < 0 ? null : part.slice(equals + 1);
        const more = { who, place: "text", carrier: "flag", list };
        found.settings.push(setting(gate, value, more, start + item, start + item + part.length));
        item += part.length + 1;
      }
    } else if (body.trim() === "featureGates:") {
      mapIndent = indent;
      list += 1;
    } else if (mapIndent !== null) {
      const colon = body.indexOf(":");
      if (colon >= 0 && indent > mapIndent) {
        const more = { who, place: "kubelet-config", carrier: "file", list };
        const gate = body.slice(indent, colon).trim();
        found.settings.push(setting(gate, body.slice(colon + 1).trim(), more, start + indent, start + body.length));
      } else mapIndent = null;
    }
    start += line.length;
  }
  return found;
}
