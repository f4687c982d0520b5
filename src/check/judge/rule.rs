//! Every rule on operators' files. One rule, one name: code here, heading in `docs/check.md`.

use crate::diag::Severity;

macro_rules! rules {
    ($($name:ident = $text:literal, $severity:ident, $summary:literal;)+) => {
        /// The stable name of a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $summary] $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name as shown and documented, in kebab case.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// One line that says what the rule finds.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary,)+ }
            }

            /// How bad a finding is. Only [`Rule::Unread`] knows worse: what the component cannot read either.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

rules! {
    // The component does not start.
    UnknownGate = "unknown-gate", Error, "no version of Kubernetes has a gate of this name";
    RemovedGate = "removed-gate", Error, "the gate no longer exists in the target version";
    NotYetGate = "not-yet-gate", Error, "the gate does not exist yet in the target version";
    LockedGate = "locked-gate", Error, "the gate is locked, and set to the other value";
    MalformedValue = "malformed-value", Error, "a gate has no value, or one that the place does not take";
    MixedPrefix = "mixed-prefix", Error, "gates with and without the prefix `kube:` stand in one list";
    UnknownKubeadmGate = "unknown-kubeadm-gate", Error, "kubeadm has no gate of this name in the target version";
    // The component starts, but somebody should look.
    UnconfirmedGate = "unconfirmed-gate", Warning, "the sources leave open what the target version does with the gate";
    RemovalExpected = "removal-expected", Warning, "a version soon after the target has the gate no more";
    LockedRedundant = "locked-redundant", Warning, "the gate is locked to the value that it is set to";
    DeprecatedGate = "deprecated-gate", Warning, "the gate is deprecated and still set";
    StableGate = "stable-gate", Warning, "the gate is stable and still set";
    SameAsDefault = "same-as-default", Warning, "the gate is set to what it is by default";
    SetDifferently = "set-differently", Warning, "two components have different values for one gate";
    SetTwice = "set-twice", Warning, "a component gets the gate twice";
    WholeStage = "whole-stage", Warning, "AllAlpha or AllBeta sets every gate of a stage";
    BlocksUpgrades = "blocks-upgrades", Warning, "an OpenShift feature set keeps the cluster from being upgraded";
    Unread = "unread", Warning, "a part of a file cannot be read";
    UnusedIgnore = "unused-ignore", Warning, "a finding was accepted that is not found";
    // Worth knowing.
    NotReadByComponent = "not-read-by-component", Info, "the component does not read the gate";
    FlipsOn = "flips-on", Info, "a gate that nobody sets turns on by itself";
    FlipsOff = "flips-off", Info, "a gate that nobody sets turns off by itself";
    OwnNameSpace = "own-name-space", Info, "a gate of another program, which kepdb does not judge";
    NeedsFrom = "needs-from", Info, "metrics list every gate, so only --from tells which somebody set";
}

impl Rule {
    /// The rule of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == name)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_lead_back() {
        let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.as_str()), Some(*rule));
        }
    }

    #[test]
    fn the_worst_comes_first() {
        assert!(Rule::ALL.is_sorted_by_key(|rule| rule.severity()));
    }
}
