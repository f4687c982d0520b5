// Words that formats share: names of components, spellings of true and false, and white space as Rust counts it.
// src/check/read/words.rs is the other half.

const SPACES = new Set("\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000");

/** Whether a character is white space. */
export const isSpace = (c) => SPACES.has(c);

const startOf = (text, drop) => { let at = 0; while (at < text.length && drop(text[at])) at++; return at; };
const endOf = (text, drop) => { let at = text.length; while (at > 0 && drop(text[at - 1])) at--; return at; };

/** A text without what `drop` says at its start, at its end, or both; white space unless told. */
export const trimStart = (text, drop = isSpace) => text.slice(startOf(text, drop));
export const trimEnd = (text, drop = isSpace) => text.slice(0, endOf(text, drop));
export const trim = (text, drop = isSpace) => trimStart(trimEnd(text, drop), drop);

/** What stands before and behind the first `mark`; nothing if it is not there. */
export function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? null : [text.slice(0, at), text.slice(at + mark.length)];
}

const isIn = (...words) => (word) => words.includes(word);
const [flagTrue, flagFalse] = [isIn("1", "t", "T", "TRUE", "true", "True"), isIn("0", "f", "F", "FALSE", "false", "False")];
const yamlTrue = isIn("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
const yamlFalse = isIn("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");

/** What a text sets a gate to, by the words of Go's `strconv.ParseBool`. */
export const parseBool = (word) => flagTrue(word) ? "on" : flagFalse(word) ? "off" : { invalid: shortened(word) };

/** What an unquoted YAML scalar sets a gate to where a boolean is wanted; nothing if it is none. */
export const yamlBool = (word) => yamlTrue(word) ? "on" : yamlFalse(word) ? "off" : undefined;

/** A text as it may stand in a message. */
export function shortened(text) {
  const MOST = 80;
  if (text.length <= MOST) return text;
  const characters = [...text.slice(0, 2 * MOST + 2)];
  return characters.length > MOST ? `${characters.slice(0, MOST).join("")}…` : text;
}

// Who reads a setting: `{ component }` by its slug, `{ other }` for a program with gates of its own, or one of these.

export const EVERYONE = "everyone", UNKNOWN = "unknown", KUBEADM = "kubeadm";
const KNOWN = Object.fromEntries(["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet",
  "cloud-controller-manager", "cluster-autoscaler"].map((component) => [component, { component }]));
export const K0S = { other: "k0s" }, ANOTHER = { other: "another program" };

/** A component by the name of its program. */
export const component = (name) => Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;

const PROGRAMS = new Map([["kubeadm", KUBEADM], ["minikube", EVERYONE], ["k0s", K0S]]);

/** Who a command is, by its name: `kubelet`, `/usr/local/bin/kube-scheduler`, `registry.k8s.io/kube-proxy:v1.35.0`. */
export function program(word) {
  const [base] = word.slice(word.lastIndexOf("/") + 1).split(/[@:]/, 1);
  return component(base) ?? PROGRAMS.get(base);
}

/** A component by the name that `hyperkube` knew it by. */
export const hyperkube = (name) =>
  component(name) ?? (isIn("apiserver", "controller-manager", "scheduler", "proxy")(name) ? component(`kube-${name}`) : undefined);

const STARTS = [
  ["let", "kubelet"], ["apiserver", "kube-apiserver"], ["api", "kube-apiserver"],
  ["controllermanager", "kube-controller-manager"], ["controller", "kube-controller-manager"],
  ["scheduler", "kube-scheduler"], ["proxy", "kube-proxy"], ["cloudcontrollermanager", "cloud-controller-manager"],
];
const ENDS = isIn("", "arg", "args", "config", "configuration", "opts", "options", "flags", "featuregates");

/** A component by a key or a variable that stands for it: `kubeAPIServer`, `kubelet-arg`, `KUBELET_EXTRA_ARGS`. */
export function componentKey(key) {
  const name = /^(?:kubernetes|kube)(.*)/.exec(keyLetters(key) ?? "")?.[1];
  const [start, slug] = STARTS.find(([start]) => name?.startsWith(start)) ?? [];
  return slug && ENDS(name.slice(start.length).replace(/^(?:kubeadm|extra)/, "")) ? component(slug) : undefined;
}

const VAGUE = isIn("apiserver", "controllermanager", "scheduler", "proxy");

/** Whether a key may mean a component, but as well a part of another program: `apiServer`, `scheduler`, `proxy`. */
export const vagueKey = (key) => VAGUE(keyLetters(key));

/** The letters and digits of a key in lower case; nothing for a key too long to be one of these. */
function keyLetters(key) {
  const MOST = 64;
  return key.length <= MOST ? key.replace(/[^0-9A-Za-z]/g, "").toLowerCase() : undefined;
}
