// One page of every kind, and those records that stretch a page the most. `ready` is what a script adds last.

import { readdirSync } from "node:fs";
import { join } from "node:path";

const longest = (folder) =>
  readdirSync(join(process.env.SITE_DIR, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .reduce((a, b) => (b.length > a.length ? b : a));

export const PAGES = [
  { name: "home", path: "" },
  { name: "releases", path: "releases/" },
  { name: "a release", path: "releases/1.36/" },
  { name: "a planned release", path: "releases/1.38/" },
  { name: "the oldest release", path: "releases/1.0/" },
  { name: "KEPs", path: "keps/" },
  { name: "a KEP with one gate", path: "keps/4317/" },
  { name: "a KEP with a long history", path: "keps/753/" },
  { name: "a KEP that took nineteen releases", path: "keps/127/" },
  { name: "a KEP with many gates", path: "keps/4381/" },
  { name: "a KEP without gates", path: "keps/0-kep-process/" },
  { name: "a number that two KEPs share", path: "keps/2133/" },
  { name: "a KEP that shares its number", path: "keps/2133-kubelet-credential-providers/" },
  { name: "gates", path: "gates/" },
  { name: "a removed gate", path: "gates/AppArmor/" },
  { name: "a gate", path: "gates/PodCertificateRequest/" },
  { name: "the gate with the longest name", path: `gates/${longest("gates")}/` },
  { name: "a gate with several KEPs", path: "gates/DynamicResourceAllocation/" },
  { name: "SIGs", path: "sigs/" },
  { name: "a SIG", path: "sigs/auth/" },
  { name: "topics", path: "topics/" },
  { name: "a topic", path: "topics/security/" },
  { name: "components", path: "components/" },
  { name: "a component", path: "components/kubelet/" },
  { name: "collections", path: "collections/" },
  { name: "a collection about the past", path: "collections/security-stable-2025/" },
  { name: "a collection about the future", path: "collections/security-expected-2026/" },
  { name: "the matrix", path: "matrix/", big: true },
  { name: "compare", path: "compare/" },
  { name: "a comparison", path: "compare/?from=1.33&to=1.36", ready: "#result h2" },
  { name: "a comparison of neighbours", path: "compare/1.34-to-1.35/" },
  { name: "check", path: "check/" },
  { name: "check with versions", path: "check/?target=1.36&from=1.34" },
  { name: "drift", path: "drift/" },
  { name: "search", path: "search/" },
  { name: "about", path: "about/" },
  { name: "about the API", path: "about/api/" },
  { name: "not found", path: "404.html" },
];

/** A file name for the page: `gates-AppArmor`. */
export const slug = ({ path }) => path.replace(/\.html$/, "").replace(/[^\w.]+/g, "-").replace(/^-|-$/g, "") || "home";
