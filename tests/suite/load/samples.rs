//! One valid file of each kind, with every key of the format.

/// Path and text of each file.
pub const FILES: &[(&str, &str)] = &[
    ("content/aliases.toml", ALIASES),
    ("content/collections/secure-by-default.toml", COLLECTION),
    ("content/drift.toml", DRIFT),
    ("content/gates/BrighterPods.toml", GATE),
    ("content/keps/4242-brighter-pods.toml", KEP),
    ("content/releases.toml", RELEASES),
    ("content/sources.toml", SOURCES),
    ("content/taxonomy.toml", TAXONOMY),
    ("content/waivers.toml", WAIVERS),
];

pub const KEP: &str = r##"number = 4242
slug = "brighter-pods"
title = "Brighter Pods"

summary = """
Pods glow.

They glow *brightly*.
"""
topics = ["identity", "observability"]
aka = ["glowing pods"]

[risk]
level = "medium"
reviewed = 2026-11-23
enable = "Nodes need lamps."
disable = "It gets dark."
upgrade = "On by default in 1.36."
mitigation = "Wear sunglasses."

[[links]]
kind = "docs"
title = "How to glow"
url = "https://kubernetes.io/docs/glow/"

[[links]]
kind = "cve"
title = "Too bright"
url = "https://www.cve.org/CVERecord?id=CVE-2024-0000"

[facts]
sig = "node"
participating = ["auth"]
status = "implementable"
stage = "beta"
latest = "1.36"
created = 2023-10-29
updated = 2024-02-29
stages = { stable = "1.38", alpha = "1.34", beta = "1.36", deprecated = "1.40", disabled = "1.41", removed = "1.42" }
gates = ["BrighterPods"]
unknown-gates = ["HTTP3 glow"]
components = ["kubelet", "kube-apiserver"]
metrics = ["pod_brightness_lumen"]
disable-supported = true
see-also = [1, 2]
replaces = [3]
superseded-by = [4]
shares-number = true

[facts.source]
path = "keps/sig-node/4242-brighter-pods/kep.yaml"
commit = "0123456789abcdef0123456789abcdef01234567"

[pinned.status]
value = "implemented"
reason = "It shipped."
url = "https://github.com/kubernetes/enhancements/issues/4242"
"##;

pub const GATE: &str = r#"name = "BrighterPods"
components = ["kubelet"]
former-names = ["BrightPods"]
history = [
  { since = "1.34", stage = "alpha", default = false, locked = false, source = "code" },
  { since = "1.36", stage = "beta", source = "docs" },
]
prior-default = true
removed = "1.40"
summary = "Makes pods glow."
topics = ["identity"]
aka = ["the lamp"]

[[links]]
kind = "code"
title = "The lamp"
url = "https://github.com/kubernetes/kubernetes"

[source.code]
path = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml"
commit = "0123456789abcdef0123456789abcdef01234567"

[source.docs]
path = "content/en/docs/feature-gates/BrighterPods.md"
commit = "89abcdef0123456789abcdef0123456789abcdef"

[pinned.removed]
value = { after = "1.38", by = "1.40" }
reason = "Nobody knows about 1.39."
url = "https://github.com/kubernetes/kubernetes/pull/1"
"#;

pub const COLLECTION: &str = r#"slug = "secure-by-default"
title = "Secure by default"
introduction = "What an article said."
related = ["darker-pods"]

[[links]]
kind = "blog"
title = "The article"
url = "https://kubernetes.io/blog/"

[[entries]]
kep = 4242
claim = { stage = "beta", version = "1.36", new = true, default = true }
why = "Burglars stay away."

[[entries]]
kep = 1
claim = { stage = "stable", version = "1.30" }
why = "It is the first."

[[entries]]
kep = 2
why = "Nobody claims anything."
"#;

pub const RELEASES: &str = r#"[[releases]]
version = "1.31"
released = 2024-08-13
maintenance = 2025-08-28
end-of-life = 2025-10-28
final-patch = "1.31.14"

[[releases]]
version = "1.37"
planned = 2026-08-26
"#;

pub const TAXONOMY: &str = r#"[[sigs]]
slug = "node"
name = "Node"
about = "What runs on a node."

[[components]]
slug = "kubelet"
name = "kubelet"
about = "The node's agent."

[[topics]]
slug = "identity"
name = "Identity"
about = "Who is who."
"#;

pub const ALIASES: &str = r#"[[gates]]
written = "BrigterPods"
means = "BrighterPods"

[[components]]
written = "the lamp"
means = ["kubelet", "kube-apiserver"]

[[components]]
written = "none"
means = []

[[statuses]]
written = "imlpemented"
means = "implemented"

[[unlisted]]
gate = "GlowClient"
reason = "A gate of client-go."
"#;

pub const SOURCES: &str = r#"[[sources]]
kind = "code"
repository = "https://github.com/kubernetes/kubernetes"
commit = "0123456789abcdef0123456789abcdef01234567"
date = 2026-07-30
describes = "1.37"
note = "At code freeze."
"#;

pub const DRIFT: &str = r#"[[drift]]
class = "default"
gate = "BrighterPods"
field = "default at 1.36"
code = "off"
docs = "on"
hand = "off"

[[drift]]
class = "unknown-gate"
record = "4242-brighter-pods"
field = "gate"
kep = "BrigterPods"
nearest = "BrighterPods"
"#;

pub const WAIVERS: &str = r#"[[waivers]]
class = "shared-gate"
subject = "BrighterPods"
field = "default at 1.36"
reason = "Known and accepted."
"#;
