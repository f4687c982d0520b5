//! From settings to findings: what the gates that files set mean at a version of Kubernetes.
//!
//! [`judge`] is pure: settings, the knowledge base and a [`Question`] go in, a [`Report`] comes out. In here, in the
//! order of the work: `state` (one setting against the state of its gate), `written` (what is wrong with the writing of
//! one setting or list), `stages` (`AllAlpha`, `AllBeta`), `kubeadm` (kubeadm's own gates), `foreign` (gates of others),
//! `across` (settings against each other), `flips` (what changes though nobody sets it). `words` has every sentence.
//!
//! # The copy in the browser
//!
//! `static/check-judge.js` and its neighbours repeat this with facts from the site's files, and a test wants the same
//! findings of both (`tests/suite/check/browser.rs`):
//!
//! - `api/v1/states.json`: `horizon`, `versions`, and for each gate `name`, `former_names`, `components`, `history` (since,
//!   stage, default, locked), `prior_default`, `removed` (`after`, `by`) and `keps` (keys);
//! - `api/v1/check.json`: rules, places, the aliases of gate names, [kubeadm's gates](super::kubeadm_gates::KUBEADM_GATES),
//!   and for each of those keys `number`, `slug`, `title` and the level of `risk`.
//!
//! The records have no dependencies between gates, so no rule judges a gate that is on while one it needs is off.

mod across;
mod finding;
mod flips;
mod foreign;
mod kubeadm;
mod rule;
mod stages;
mod state;
mod words;
mod written;

pub use finding::{Coverage, Finding, Related, Report, Spot};
pub use rule::Rule;

use std::collections::{BTreeMap, BTreeSet};

use super::setting::{Carrier, Found, Place, Setting, Who};
use crate::kb::KnowledgeBase;
use crate::model::{Gate, GateState, MinorVersion, Stage};
use crate::query::known_versions;

/// The components whose gates are those of the records. All others have gates of their own besides.
pub const CORE: &[&str] =
    &["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

/// Settings of one file that are judged: far more than any configuration has, and few enough for every rule to be quick.
const MOST_SETTINGS: usize = 20_000;

/// Unknown names for which the nearest known one is looked up. Whoever has more has another problem.
const MOST_SUGGESTIONS: usize = 1_000;

/// What is asked: versions whose gates are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    target: MinorVersion,
    from: Option<MinorVersion>,
}

/// A version that cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnknownVersion {
    /// Past what the records know.
    #[error("the gates of {version} are not known: the newest version whose gates are known is {newest}")]
    TooNew {
        /// What was asked for.
        version: MinorVersion,
        /// The newest version that can be asked for.
        newest: MinorVersion,
    },
    /// Before what the records know.
    #[error("{version} is older than {oldest}, the first release that the records know")]
    TooOld {
        /// What was asked for.
        version: MinorVersion,
        /// The oldest version that can be asked for.
        oldest: MinorVersion,
    },
    /// The records hold no release and no gate.
    #[error("the records hold no release and no gate")]
    NoRecords,
}

impl UnknownVersion {
    /// The version nearest to what was asked for that can be asked for.
    #[must_use]
    pub fn nearest(self) -> Option<MinorVersion> {
        match self {
            Self::TooNew { newest, .. } => Some(newest),
            Self::TooOld { oldest, .. } => Some(oldest),
            Self::NoRecords => None,
        }
    }
}

impl Question {
    /// How files fare at `target`, and what changes by itself since `from`.
    ///
    /// # Errors
    /// When the records do not know one of the versions.
    pub fn new(
        kb: &KnowledgeBase,
        target: MinorVersion,
        from: Option<MinorVersion>,
    ) -> Result<Self, UnknownVersion> {
        let (Some(oldest), Some(newest)) = (known_versions(kb).first().copied(), kb.horizon()) else {
            return Err(UnknownVersion::NoRecords);
        };
        for version in [Some(target), from].into_iter().flatten() {
            if version > newest {
                return Err(UnknownVersion::TooNew { version, newest });
            }
            if version < oldest {
                return Err(UnknownVersion::TooOld { version, oldest });
            }
        }
        Ok(Self { target, from })
    }

    /// The version that files are judged at.
    #[must_use]
    pub fn target(&self) -> MinorVersion {
        self.target
    }

    /// The version one comes from.
    #[must_use]
    pub fn from(&self) -> Option<MinorVersion> {
        self.from
    }
}

/// Judges `files`, whose order is that of the answer.
#[must_use]
pub fn judge<'kb>(kb: &'kb KnowledgeBase, files: &[Found], question: Question) -> Report<'kb> {
    let mut judge = Judge {
        kb,
        question,
        files,
        overview: Overview::default(),
        suggestions: BTreeMap::new(),
        findings: Vec::new(),
    };
    for (file, found) in files.iter().enumerate() {
        judge.overview = Overview::of(found);
        judge.unread(file, found);
        judge.too_many(file, found);
        judge.feature_sets(file, found);
        judge.metrics_without_from(file, found);
        for setting in settings(found) {
            judge.setting(file, setting);
        }
        judge.lists(file, found);
        judge.foreign(file, found);
    }
    judge.across();
    judge.flips();
    let mut report = Report { question, findings: judge.findings, coverage: coverage(files) };
    report.sort();
    report
}

fn coverage(files: &[Found]) -> Coverage {
    let mut coverage = Coverage::default();
    for found in files {
        coverage.settings += found.settings.len();
        coverage.files += usize::from(!found.settings.is_empty());
        let places: BTreeSet<Place> = found.settings.iter().map(|setting| setting.place).collect();
        for place in places {
            *coverage.places.entry(place).or_default() += 1;
        }
    }
    coverage
}

/// The settings of a file that are judged.
fn settings(found: &Found) -> &[Setting] {
    &found.settings[..found.settings.len().min(MOST_SETTINGS)]
}

/// What one file sets, for rules that look at one setting in the light of the others.
#[derive(Default)]
struct Overview<'f> {
    names: BTreeSet<(Who, &'f str)>,
    /// Values of `AllAlpha` and `AllBeta`.
    stages: BTreeSet<(Who, Stage, bool)>,
}

impl<'f> Overview<'f> {
    fn of(found: &'f Found) -> Self {
        let mut overview = Self::default();
        for setting in settings(found) {
            overview.names.insert((setting.who, &setting.gate));
            if let (Some(stage), Some(value)) = (stages::stage_of(&setting.gate), words::value_of(setting)) {
                overview.stages.insert((setting.who, stage, value));
            }
        }
        overview
    }
}

/// The work on one question.
struct Judge<'kb, 'f> {
    kb: &'kb KnowledgeBase,
    question: Question,
    files: &'f [Found],
    /// What the file at hand sets.
    overview: Overview<'f>,
    /// Nearest names that were looked up.
    suggestions: BTreeMap<String, Option<&'kb str>>,
    findings: Vec<Finding<'kb>>,
}

impl<'kb> Judge<'kb, '_> {
    /// One setting by itself.
    fn setting(&mut self, file: usize, setting: &Setting) {
        match setting.who {
            Who::Kubeadm => return self.kubeadm(file, setting),
            _ if self.is_foreign(setting) || !self.is_set_by_somebody(setting) => return,
            _ => {}
        }
        self.value(file, setting);
        if setting.gate.is_empty() {
            return;
        }
        if self.prefix_is_part_of_the_name(setting) {
            return self.prefixed(file, setting);
        }
        if stages::stage_of(&setting.gate).is_some() {
            return self.whole_stage(file, setting);
        }
        match self.gate(&setting.gate) {
            Some(gate) => self.state(file, setting, gate),
            None => self.unknown(file, setting),
        }
    }

    /// The gate of exactly that name: components compare letter by letter.
    fn gate(&self, name: &str) -> Option<&'kb Gate> {
        self.kb.gate(name).filter(|gate| gate.name.as_str() == name)
    }

    /// Whether somebody set it. Metrics list every gate: there only a value that is not the default of the version one
    /// comes from tells.
    fn is_set_by_somebody(&self, setting: &Setting) -> bool {
        if setting.place != Place::Metrics {
            return true;
        }
        let Some(from) = self.question.from else { return false };
        let Some(gate) = self.gate(&setting.gate) else { return false };
        match gate.state_at(from) {
            GateState::Present(known) | GateState::Unconfirmed(known) => {
                known.default.is_some_and(|default| words::value_of(setting).is_some_and(|is| is != default))
            }
            GateState::NotYet | GateState::Removed => false,
        }
    }

    /// A finding about one setting and its gate.
    fn about(
        &self,
        mut finding: Finding<'kb>,
        file: usize,
        setting: &Setting,
        gate: Option<&'kb Gate>,
    ) -> Finding<'kb> {
        finding.gate = Some(words::shown(&setting.gate));
        finding.components = self.readers(setting, gate);
        finding.place = Some(setting.place);
        finding.keps = gate.map(|gate| self.kb.keps_of(gate).collect()).unwrap_or_default();
        finding.at(file, &setting.span)
    }

    /// The components that a setting reaches, as slugs.
    fn readers(&self, setting: &Setting, gate: Option<&Gate>) -> Vec<String> {
        match (setting.who, gate) {
            (Who::Component(component), _) => vec![component.to_owned()],
            (Who::Kubeadm, _) => vec!["kubeadm".to_owned()],
            (Who::Everyone | Who::Unknown, Some(gate)) => {
                gate.components.iter().map(|component| component.value.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The version whose rules hold for a setting: the emulated one, where the command names it.
    fn version_for(&self, setting: &Setting) -> MinorVersion {
        setting.emulated.map_or(self.question.target, |emulated| emulated.min(self.question.target))
    }

    fn push(&mut self, finding: Finding<'kb>) {
        self.findings.push(finding);
    }
}

/// Whether a running component told it.
fn is_live(setting: &Setting) -> bool {
    setting.carrier == Carrier::Live
}

/// Whether the component reads `gate`. Where no source says who does, everybody may.
fn reads(gate: &Gate, component: &str) -> bool {
    gate.components.is_empty() || gate.components.iter().any(|reader| reader.value == component)
}
