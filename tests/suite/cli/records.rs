//! The records that these tests ask about: few, but with every shape that matters.

use crate::support::{Kepdb, Project, kepdb};

/// A day on which 1.35 to 1.37 are supported.
pub const TODAY: &str = "2026-11-23";

const TAXONOMY: &str = r#"
[[sigs]]
slug = "auth"
name = "Auth"
[[sigs]]
slug = "node"
name = "Node"
[[components]]
slug = "kube-apiserver"
name = "kube-apiserver"
[[components]]
slug = "kubelet"
name = "kubelet"
[[topics]]
slug = "identity"
name = "Identity"
"#;

const RELEASES: &str = r#"
[[releases]]
version = "1.29"
[[releases]]
version = "1.30"
[[releases]]
version = "1.31"
[[releases]]
version = "1.32"
[[releases]]
version = "1.33"
released = 2025-04-23
end-of-life = 2026-06-28
[[releases]]
version = "1.34"
released = 2025-08-27
end-of-life = 2026-10-27
[[releases]]
version = "1.35"
released = 2025-12-17
maintenance = 2026-12-28
end-of-life = 2027-02-28
[[releases]]
version = "1.36"
released = 2026-04-22
[[releases]]
version = "1.37"
planned = 2026-08-26
[[releases]]
version = "1.38"
"#;

const SOURCES: &str = r#"
[[sources]]
kind = "code"
repository = "https://github.com/kubernetes/kubernetes"
commit = "8739a1e42445c03d10d9d97e65681d9f5db90913"
date = 2026-07-30
describes = "1.37"
note = "The code freeze of 1.37."
[[sources]]
kind = "kep"
repository = "https://github.com/kubernetes/enhancements"
commit = "64765b4b02389318f2113119dd9e491479f978a0"
"#;

const CERTIFICATES: &str = r#"
number = 4317
slug = "pod-certificates"
title = "Pod Certificates"
summary = "Pods get X.509 certificates of their own."
topics = ["identity"]
aka = ["PCR"]
[risk]
level = "medium"
reviewed = 2026-11-01
enable = "Signers must exist, or pods do not start."
[[links]]
kind = "docs"
title = "Certificates"
url = "https://kubernetes.io/docs/certificates/"
[facts]
sig = "auth"
participating = ["node"]
status = "implementable"
stages = { alpha = "1.34", beta = "1.35", stable = "1.36" }
gates = ["PodCertificateRequest"]
components = ["kube-apiserver"]
[facts.source]
path = "keps/sig-auth/4317-pod-certificates/kep.yaml"
"#;

const GATE: &str = r#"
name = "PodCertificateRequest"
components = ["kube-apiserver", "kubelet"]
history = [
  { since = "1.34", stage = "alpha", default = false, locked = false, source = "code" },
  { since = "1.35", stage = "beta", default = false, locked = false, source = "code" },
  { since = "1.37", stage = "stable", default = true, locked = false, source = "code" },
]
[source.code]
path = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml"
"#;

/// A title that tries to steer the terminal, the spreadsheet and the page it is shown in.
const HOSTILE: &str = r#"
number = 100
slug = "growing"
title = "=Evil \u001B[31m \u202E | <b>x</b>, \"y\""
[facts]
sig = "node"
status = "implemented"
stages = { stable = "1.35", removed = "1.38" }
gates = ["GrownUp"]
"#;

const GROWN_UP: &str = r#"
name = "GrownUp"
former-names = ["GrowingUp"]
history = [
  { since = "1.32", stage = "beta", default = false, source = "docs" },
  { since = "1.34", stage = "beta", default = true, source = "docs" },
  { since = "1.35", stage = "stable", default = true, locked = true, source = "docs" },
]
[pinned.components]
value = ["kubelet"]
reason = "The docs forget the kubelet."
"#;

/// A folder `content` with the records, and nothing else.
pub fn project() -> Project {
    Project::new()
        .file("content/taxonomy.toml", TAXONOMY)
        .file("content/releases.toml", RELEASES)
        .file("content/sources.toml", SOURCES)
        .file("content/aliases.toml", "[[gates]]\nwritten = \"GrwonUp\"\nmeans = \"GrownUp\"\n")
        .file("content/keps/4317-pod-certificates.toml", CERTIFICATES)
        .file("content/keps/100-growing.toml", HOSTILE)
        .file(
            "content/keps/4872-serving.toml",
            "number = 4872\nslug = \"serving\"\ntitle = \"Kubelet Serving Certificates\"\n[facts]\nsig = \"auth\"\n\
             stages = { alpha = \"1.37\", beta = \"1.38\" }\nunknown-gates = [\"KubeletCertCNValidation\"]\n",
        )
        .file(
            "content/keps/2133-first.toml",
            "number = 2133\nslug = \"first\"\ntitle = \"First\"\n[facts]\nshares-number = true\n",
        )
        .file(
            "content/keps/2133-second.toml",
            "number = 2133\nslug = \"second\"\ntitle = \"Second\"\n[facts]\nshares-number = true\n",
        )
        .file("content/gates/PodCertificateRequest.toml", GATE)
        .file("content/gates/GrownUp.toml", GROWN_UP)
        .file(
            "content/gates/OldTimer.toml",
            "name = \"OldTimer\"\nhistory = [{ since = \"1.29\", stage = \"stable\", default = true, locked = true, \
             source = \"docs\" }]\nremoved = \"1.35\"\n",
        )
        .file(
            "content/gates/Vanishing.toml",
            "name = \"Vanishing\"\nhistory = [{ since = \"1.30\", stage = \"beta\", default = true, source = \"docs\" }]\n\
             removed = { after = \"1.35\", by = \"1.37\" }\n",
        )
        .file(
            "content/gates/Newcomer.toml",
            "name = \"Newcomer\"\nhistory = [{ since = \"1.35\", stage = \"alpha\", default = false, source = \"code\" }]\n",
        )
        .file(
            "content/drift.toml",
            "[[drift]]\nclass = \"milestone\"\nrecord = \"4317-pod-certificates\"\nfield = \"stable\"\ncode = \"1.37\"\n\
             kep = \"1.36\"\n\n[[drift]]\nclass = \"default\"\ngate = \"GrownUp\"\nfield = \"default at 1.34\"\n\
             code = \"off\"\ndocs = \"on\"\n",
        )
        .file(
            "content/waivers.toml",
            "[[waivers]]\nclass = \"default\"\nsubject = \"GrownUp\"\nreason = \"The docs are right.\"\n",
        )
        .file(
            "content/collections/security.toml",
            "slug = \"security\"\ntitle = \"Security\"\nintroduction = \"What somebody claimed.\"\n\
             [[entries]]\nkep = 4317\nclaim = { stage = \"stable\", version = \"1.35\" }\nwhy = \"It matters.\"\n",
        )
}

/// The binary on these records, on [`TODAY`].
pub(super) fn on(project: &Project, args: &[&str]) -> Kepdb {
    kepdb(args)
        .arg("--content")
        .arg("content")
        .current_dir(project.path())
        .env("SOURCE_DATE_EPOCH", "1795435200")
}

/// What the binary prints, without an error.
#[track_caller]
pub(super) fn ask(args: &[&str]) -> String {
    on(&project(), args).run().success()
}
