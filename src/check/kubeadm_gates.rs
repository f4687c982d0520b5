//! kubeadm's own feature gates, which share nothing with those of the components but the word.
//!
//! Facts from the page of `kubeadm init` for 1.35
//! (<https://v1-35.docs.kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/#feature-gates>) and, where a gate
//! names them, from changes to `cmd/kubeadm/app/features/features.go` of Kubernetes. That page leaves out gates that were
//! gone before 1.24.

use crate::model::{GateState, MinorVersion, Removal, Setting, Stage};

/// One gate of kubeadm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KubeadmGate {
    /// The name.
    pub name: &'static str,
    /// Since when it has which stage, default and lock; the oldest first.
    pub history: &'static [(MinorVersion, Setting)],
    /// The last version that is known to have it, where it is not known to be there still.
    pub last: Option<MinorVersion>,
    /// The first version that is known not to have it.
    pub gone: Option<MinorVersion>,
    /// What tells more than the page above.
    pub sources: &'static [&'static str],
}

const fn version(minor: u16) -> MinorVersion {
    MinorVersion::new(1, minor)
}

const fn row(minor: u16, stage: Stage, default: bool, locked: bool) -> (MinorVersion, Setting) {
    (version(minor), Setting { stage, default: Some(default), locked: Some(locked) })
}

/// Every gate of kubeadm since 1.24, by name.
pub const KUBEADM_GATES: &[KubeadmGate] = &[
    KubeadmGate {
        name: "ControlPlaneKubeletLocalMode",
        history: &[
            row(31, Stage::Alpha, false, false),
            row(33, Stage::Beta, true, false),
            row(35, Stage::Stable, true, true),
        ],
        last: Some(version(35)),
        gone: Some(version(36)),
        sources: &["https://github.com/kubernetes/kubernetes/pull/135773"],
    },
    KubeadmGate {
        name: "EtcdLearnerMode",
        history: &[
            row(27, Stage::Alpha, false, false),
            row(29, Stage::Beta, true, false),
            row(32, Stage::Stable, true, true),
        ],
        last: Some(version(32)),
        gone: Some(version(33)),
        sources: &[],
    },
    KubeadmGate {
        name: "IPv6DualStack",
        history: &[
            row(16, Stage::Alpha, false, false),
            row(21, Stage::Beta, true, false),
            row(23, Stage::Stable, true, true),
        ],
        last: Some(version(23)),
        gone: Some(version(24)),
        sources: &[],
    },
    KubeadmGate {
        name: "NodeLocalCRISocket",
        history: &[
            row(32, Stage::Alpha, false, false),
            row(34, Stage::Beta, true, false),
            row(36, Stage::Stable, true, true),
        ],
        last: Some(version(36)),
        gone: Some(version(37)),
        sources: &[
            "https://github.com/kubernetes/kubernetes/pull/135742",
            "https://github.com/kubernetes/kubernetes/pull/138645",
        ],
    },
    KubeadmGate {
        name: "PublicKeysECDSA",
        history: &[row(19, Stage::Alpha, false, false), row(31, Stage::Deprecated, false, false)],
        // Deprecated in 1.35; nothing that was read tells of later versions.
        last: Some(version(35)),
        gone: None,
        sources: &[],
    },
    KubeadmGate {
        name: "RootlessControlPlane",
        history: &[row(22, Stage::Alpha, false, false), row(31, Stage::Deprecated, false, false)],
        // The change that removes it was merged while 1.35 was made or after it, and the page for 1.35 still has it.
        last: Some(version(34)),
        gone: Some(version(37)),
        sources: &["https://github.com/kubernetes/kubernetes/pull/134178"],
    },
    KubeadmGate {
        name: "UnversionedKubeletConfigMap",
        history: &[
            row(22, Stage::Alpha, false, false),
            row(23, Stage::Beta, true, false),
            row(25, Stage::Stable, true, true),
        ],
        last: Some(version(25)),
        gone: Some(version(26)),
        sources: &[],
    },
    KubeadmGate {
        name: "UpgradeAddonsBeforeControlPlane",
        history: &[row(28, Stage::Deprecated, false, false)],
        last: Some(version(30)),
        gone: Some(version(31)),
        sources: &[],
    },
    KubeadmGate {
        name: "WaitForAllControlPlaneComponents",
        history: &[
            row(30, Stage::Alpha, false, false),
            row(33, Stage::Beta, true, false),
            row(34, Stage::Stable, true, true),
        ],
        last: Some(version(34)),
        gone: Some(version(35)),
        sources: &[],
    },
];

impl KubeadmGate {
    /// The gate of exactly that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        KUBEADM_GATES.iter().find(|gate| gate.name == name)
    }

    /// What the gate is in `version` of kubeadm.
    #[must_use]
    pub fn state_at(&self, version: MinorVersion) -> GateState {
        let row = self.history.iter().rev().find(|(since, _)| *since <= version);
        let Some((_, setting)) = row else { return GateState::NotYet };
        if self.gone.is_some_and(|gone| version >= gone) {
            GateState::Removed
        } else if self.last.is_some_and(|last| version > last) {
            GateState::Unconfirmed(*setting)
        } else {
            GateState::Present(*setting)
        }
    }

    /// When it was removed, where both ends are known.
    #[must_use]
    pub fn removal(&self) -> Option<Removal> {
        Some(Removal { after: self.last?, by: self.gone? })
    }

    /// Since when it is what it is in `version`.
    #[must_use]
    pub fn since(&self, version: MinorVersion) -> Option<MinorVersion> {
        self.history.iter().rev().map(|(since, _)| *since).find(|since| *since <= version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(KUBEADM_GATES.is_sorted_by_key(|gate| gate.name));
        for gate in KUBEADM_GATES {
            assert!(gate.history.is_sorted_by_key(|(since, _)| *since), "{}", gate.name);
            let last = gate.history.last().expect("a history").0;
            assert!(gate.last.is_none_or(|after| last <= after), "{}", gate.name);
            assert!(gate.gone.is_none() || gate.last < gate.gone, "{}", gate.name);
        }
    }
}
