//! What judging gives: findings, and how much was judged.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::setting::Place;
use super::{Question, Rule};
use crate::diag::Severity;
use crate::model::{Kep, MinorVersion, RiskLevel};

/// A place in one of the files that were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Position of the file in the list that was judged.
    pub file: usize,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub spot: Spot,
    /// What it has to do with it.
    pub text: String,
}

/// One thing that an operator should know before the upgrade.
#[derive(Debug, Clone)]
pub struct Finding<'kb> {
    /// The rule that found it.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The gate, as it is written in the file.
    pub gate: Option<String>,
    /// The components that it concerns, as slugs. Empty where no source says which they are.
    pub components: Vec<String>,
    /// The kind of place.
    pub place: Option<Place>,
    /// Where; `None` for what no file says.
    pub spot: Option<Spot>,
    /// What is wrong.
    pub message: String,
    /// What is to be said about the very words in the file.
    pub label: String,
    /// What the component prints because of it, word by word.
    pub prints: Option<String>,
    /// The version that made it so.
    pub since: Option<MinorVersion>,
    /// The KEPs that claim the gate, by number.
    pub keps: Vec<&'kb Kep>,
    /// Further gates that it concerns, by name.
    pub gates: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

impl<'kb> Finding<'kb> {
    /// A finding of `rule` that stands nowhere and concerns nobody yet.
    pub(in super::super) fn new(rule: Rule, message: String, label: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            gate: None,
            components: Vec::new(),
            place: None,
            spot: None,
            message,
            label: label.into(),
            prints: None,
            since: None,
            keps: Vec::new(),
            gates: Vec::new(),
            help: None,
            related: Vec::new(),
        }
    }

    pub(super) fn at(mut self, file: usize, span: &Range<usize>) -> Self {
        self.spot = Some(Spot { file, span: span.clone() });
        self
    }

    pub(super) fn prints(mut self, text: impl Into<String>) -> Self {
        self.prints = Some(text.into());
        self
    }

    pub(super) fn since(mut self, version: Option<MinorVersion>) -> Self {
        self.since = version;
        self
    }

    pub(in super::super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub(super) fn related(mut self, file: usize, span: &Range<usize>, text: impl Into<String>) -> Self {
        self.related.push(Related { spot: Spot { file, span: span.clone() }, text: text.into() });
        self
    }

    /// How much harm the feature can do, as the notes on its KEPs say: the worst of them.
    #[must_use]
    pub fn risk(&self) -> Option<RiskLevel> {
        self.keps.iter().filter_map(|kep| kep.risk.as_ref()).map(|risk| risk.level.value).max()
    }

    /// The order in which findings are shown: by file and place, what no file says last.
    fn key(&self) -> impl Ord + use<> {
        let place = match &self.spot {
            Some(spot) => (spot.file, spot.span.start),
            None => (usize::MAX, 0),
        };
        (place, self.rule, self.gate.clone(), self.components.clone(), self.message.clone())
    }
}

/// What was judged, besides what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files that set a gate.
    pub files: usize,
    /// Gates that were read, each as often as it is set.
    pub settings: usize,
    /// How many files of each kind of place set a gate.
    pub places: BTreeMap<Place, usize>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Report<'kb> {
    /// The question.
    pub question: Question,
    /// What was found, in the order of files and places.
    pub findings: Vec<Finding<'kb>>,
    /// How much was judged: no finding says little where nothing was read.
    pub coverage: Coverage,
}

impl Report<'_> {
    /// Puts the findings in the order in which they are shown.
    pub(in super::super) fn sort(&mut self) {
        self.findings.sort_by_cached_key(Finding::key);
    }

    /// How many findings are of that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
