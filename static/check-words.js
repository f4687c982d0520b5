// The words of findings. src/check/judge/words.rs has the same templates under the same names.

import { shownVersion, version } from "./check-facts.js";

const LONGEST = 100;

/** What a file says, short enough for a message. */
export function shown(text) {
  if (text.length <= LONGEST) return text;
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : text;
}

export const boolWord = (value) => (value ? "true" : "false");
export const onOff = (value) => (value ? "on" : "off");

/** The value of a setting that has one, else `null`. */
export const valueOf = ({ value }) => (value === "on" ? true : value === "off" ? false : null);

/** The value as it is written, where it is none that the place takes. */
const invalid = ({ value }) => (typeof value === "object" ? value.invalid : null);

/** What to delete. */
export function remove(setting) {
  const gate = shown(setting.gate);
  const prefix = setting.prefix === null ? "" : `${shown(setting.prefix)}:`;
  if (setting.value === "missing") return `remove \`${prefix}${gate}\``;
  if (setting.carrier === "live") return `take \`${gate}\` out of the configuration of the component`;
  const value = valueOf(setting) === null ? shown(invalid(setting)) : boolWord(valueOf(setting));
  return `remove \`${prefix}${gate}${setting.carrier === "file" ? ": " : "="}${value}\``;
}

/** `A, B and C`; with more than `most` names `A, B and 12 more`. */
export function listed(names, most = Infinity) {
  if (names.length < 2) return names.join("");
  if (names.length > most) return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `1 alpha gate`, `2 alpha gates`. */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export const printsUnrecognized = (gate) => `unrecognized feature gate: ${shown(gate)}`;

export const printsLocked = (gate, value, lock) =>
  `cannot set feature gate ${gate} to ${boolWord(value)}, feature is locked to ${boolWord(lock)}`;

export const printsPreAlpha = (gate, value, emulated) =>
  `cannot set feature gate ${gate} to ${boolWord(value)}, feature is PreAlpha at emulated version ${shownVersion(emulated)}`;

export const printsMissing = (gate) => `missing bool value for ${shown(gate)}`;

/** `null` where Go would print the value otherwise than it stands there. */
export function printsInvalid(gate, value) {
  if (!/^[ -~]*$/.test(value) || /["\\]/.test(value) || value.length > LONGEST) return null;
  return `invalid value of ${shown(gate)}=${value}, err: strconv.ParseBool: parsing "${value}": invalid syntax`;
}

export const PRINTS_MIXED =
  "set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use";

/** What a component logs for a stable or a deprecated gate; which line 1.36 has is not known. */
export function printsWarning(kind, gate, value, at) {
  if (at <= version("1.35")) {
    return `Setting ${kind} feature gate ${gate}=${boolWord(value)}. It will be removed in a future release.`;
  }
  if (at < version("1.37")) return null;
  const text = `Warning: setting ${kind} feature gate. It will be removed in a future release.`;
  return `"${text}" featureGate="${gate}" value=${boolWord(value)}`;
}
