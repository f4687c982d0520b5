//! Which gates and KEPs an answer is about.
//!
//! The grammar is the same everywhere (options of the command line, parameters of an address): a filter is a set of
//! `key = value` pairs. Several values of one key mean *any of them*, different keys must *all* hold.
//!
//! | key | value | holds for a gate | holds for a KEP's target |
//! | --- | --- | --- | --- |
//! | `stage` | `alpha`, `beta`, `stable`, `deprecated` | at that stage (a removed gate: at its last one) | the stage it aims for |
//! | `default` | `on`, `off` | on or off by default (a removed gate: at the end) | never: a target says nothing about it |
//! | `sig` | slug of a SIG | a KEP of the SIG claims it | the SIG owns it |
//! | `topic` | slug of a topic | its own topics and those of its KEPs | its topics |
//! | `component` | slug of a component | the component reads it | the component is named in it |
//! | `kep` | number | that KEP claims it | it has that number |
//! | `gate` | name | it is that gate | the gate carries it |
//! | `change` | a [`ChangeKind`] | that is among what happened | that is what the target means |

use crate::kb::{ChangeKind, KepTarget, KnowledgeBase};
use crate::model::{Gate, KepNumber, Milestone, Setting, Stage};

/// A set of conditions. The empty filter lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these stages.
    pub stages: Vec<Stage>,
    /// Any of these defaults: `true` is on.
    pub defaults: Vec<bool>,
    /// Any of these SIGs, by slug.
    pub sigs: Vec<String>,
    /// Any of these topics, by slug.
    pub topics: Vec<String>,
    /// Any of these components, by slug.
    pub components: Vec<String>,
    /// Any of these KEPs.
    pub keps: Vec<KepNumber>,
    /// Any of these gates, by real name (aliases are resolved before they get here).
    pub gates: Vec<String>,
    /// Any of these changes. Holds for nothing where an answer is about a state and not about changes.
    pub changes: Vec<ChangeKind>,
}

/// What a filter is asked about.
#[derive(Debug, Clone, Copy)]
pub enum Candidate<'a> {
    /// A gate, with the setting that the answer shows (its last one when it was removed) and what happened to it.
    Gate {
        /// The gate.
        gate: &'a Gate,
        /// The setting that counts.
        setting: Option<Setting>,
        /// What happened; empty where the answer is about a state.
        changes: &'a [ChangeKind],
    },
    /// What a KEP plans.
    Target(KepTarget<'a>),
}

/// Nothing asked for, or one of what is asked for is there.
fn any<T, U: PartialEq<T>>(wanted: &[T], has: impl IntoIterator<Item = U>) -> bool {
    wanted.is_empty() || has.into_iter().any(|value| wanted.iter().any(|want| value == *want))
}

impl Filter {
    /// Whether the filter lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `candidate` meets every condition.
    #[must_use]
    pub fn matches(&self, kb: &KnowledgeBase, candidate: &Candidate<'_>) -> bool {
        match *candidate {
            Candidate::Gate { gate, setting, changes } => {
                any(&self.stages, setting.map(|setting| setting.stage))
                    && any(&self.defaults, setting.and_then(|setting| setting.default))
                    && any(&self.changes, changes.iter().copied())
                    && any(&self.gates, [gate.name.as_str()])
                    && any(&self.components, gate.components.iter().map(|slug| slug.as_str()))
                    && (self.keps.is_empty() || any(&self.keps, kb.keps_of(gate).map(|kep| kep.number.value)))
                    && (self.sigs.is_empty() || any(&self.sigs, kb.sigs_of(gate)))
                    && (self.topics.is_empty() || any(&self.topics, kb.topics_of(gate)))
            }
            Candidate::Target(KepTarget { kep, milestone }) => {
                any(&self.stages, milestone.stage())
                    && self.defaults.is_empty()
                    && any(&self.changes, [change_meant(milestone)])
                    && any(&self.keps, [kep.number.value])
                    && any(&self.sigs, kep.sig.as_ref().map(|slug| slug.as_str()))
                    && any(&self.topics, kep.topics.iter().map(|slug| slug.as_str()))
                    && any(&self.components, kep.components.iter().map(|slug| slug.as_str()))
                    && (self.gates.is_empty()
                        || any(&self.gates, kb.gates_of(kep).iter().map(|gate| gate.name.as_str())))
            }
        }
    }
}

/// The change that a gate of the KEP goes through when the milestone is reached.
fn change_meant(milestone: Milestone) -> ChangeKind {
    match milestone {
        Milestone::Alpha => ChangeKind::Introduced,
        Milestone::Beta => ChangeKind::Promoted,
        Milestone::Stable => ChangeKind::Graduated,
        Milestone::Deprecated => ChangeKind::Deprecated,
        Milestone::Disabled => ChangeKind::TurnedOff,
        Milestone::Removed => ChangeKind::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn names(filter: &Filter, version: &str) -> Vec<String> {
        let kb = sample::knowledge_base();
        let report = super::super::release_report(&kb, sample::minor(version), filter);
        report.groups.iter().flat_map(|(_, rows)| rows).map(|row| row.gate.name.to_string()).collect()
    }

    #[test]
    fn the_empty_filter_lets_everything_through() {
        assert!(Filter::default().is_empty());
        assert_eq!(names(&Filter::default(), "1.35").len(), 4);
    }

    #[test]
    fn several_values_of_one_key_mean_any_of_them() {
        let filter = Filter { stages: vec![Stage::Alpha, Stage::Beta], ..Filter::default() };
        assert_eq!(names(&filter, "1.35"), ["PodCertificateRequest", "Newcomer"]);
    }

    #[test]
    fn different_keys_must_all_hold() {
        let filter = Filter {
            stages: vec![Stage::Beta, Stage::Stable],
            sigs: vec!["auth".to_owned()],
            ..Filter::default()
        };
        assert_eq!(names(&filter, "1.35"), ["PodCertificateRequest"]);
        let nothing = Filter { defaults: vec![true], ..filter };
        assert!(names(&nothing, "1.35").is_empty());
    }

    #[test]
    fn a_removed_gate_is_judged_by_its_last_setting() {
        let filter = Filter { defaults: vec![true], changes: vec![ChangeKind::Removed], ..Filter::default() };
        assert_eq!(names(&filter, "1.35"), ["OldTimer"]);
    }

    #[test]
    fn every_key_can_let_a_gate_through_and_hold_it_back() {
        let cases: [(Filter, Filter); 4] = [
            (
                Filter { keps: vec![KepNumber(4317)], ..Filter::default() },
                Filter { keps: vec![KepNumber(1)], ..Filter::default() },
            ),
            (
                Filter { topics: vec!["identity".to_owned()], ..Filter::default() },
                Filter { topics: vec!["storage".to_owned()], ..Filter::default() },
            ),
            (
                Filter {
                    components: vec!["kubelet".to_owned()],
                    keps: vec![KepNumber(4317)],
                    ..Filter::default()
                },
                Filter { components: vec!["kube-proxy".to_owned()], ..Filter::default() },
            ),
            (
                Filter { gates: vec!["PodCertificateRequest".to_owned()], ..Filter::default() },
                Filter { gates: vec!["podcertificaterequest2".to_owned()], ..Filter::default() },
            ),
        ];
        for (passes, holds) in cases {
            assert_eq!(names(&passes, "1.35"), ["PodCertificateRequest"], "{passes:?}");
            assert!(!names(&holds, "1.35").contains(&"PodCertificateRequest".to_owned()), "{holds:?}");
        }
    }

    #[test]
    fn a_target_never_meets_a_condition_on_the_default() {
        let kb = sample::knowledge_base();
        let all = super::super::planned(&kb, sample::minor("1.38"), &Filter::default());
        assert!(!all.is_empty());
        let on = Filter { defaults: vec![true], ..Filter::default() };
        assert!(super::super::planned(&kb, sample::minor("1.38"), &on).is_empty());
        let graduating = Filter { changes: vec![ChangeKind::Graduated], ..Filter::default() };
        assert_eq!(super::super::planned(&kb, sample::minor("1.38"), &graduating).len(), 1);
    }
}
