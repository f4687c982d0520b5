//! How the findings of `kepdb check` look: one file per format (JSON is with the other documents).

pub(crate) mod github;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod terminal;

use kepdb::check::judge::Spot;
use kepdb::check::{Finding, Report, Rule};
use kepdb::diag::render::Message;
use kepdb::diag::{Label, Severity};
use kepdb::kb::KnowledgeBase;
use kepdb::source::{FileId, SourceMap, Span};

use super::text::{counted, listed};

/// Everything that a format shows.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    /// The records.
    pub(crate) kb: &'a KnowledgeBase,
    /// What was found.
    pub(crate) report: &'a Report<'a>,
    /// What was found and is accepted.
    pub(crate) ignored: Vec<Ignored<'a>>,
    /// The texts of the files that findings stand in.
    pub(crate) sources: &'a SourceMap,
    /// Their identities, by the position that findings name.
    pub(crate) ids: &'a [FileId],
    /// Their paths as URI references, likewise.
    pub(crate) uris: &'a [String],
    /// How many files were read.
    pub(crate) read: usize,
    /// How many were left out because they hold no text.
    pub(crate) skipped: usize,
}

/// A finding that is accepted.
#[derive(Debug)]
pub(crate) struct Ignored<'a> {
    /// The finding.
    pub(crate) finding: Finding<'a>,
    /// Why it is accepted.
    pub(crate) reason: String,
}

/// A finding as renderers of messages take it.
#[derive(Debug)]
pub(crate) struct Shown {
    severity: Severity,
    rule: Rule,
    text: String,
    label: Option<Label>,
    related: Vec<Label>,
    notes: Vec<String>,
    help: Option<String>,
}

impl Answer<'_> {
    /// The span of a place.
    pub(crate) fn span(&self, spot: &Spot) -> Span {
        Span::new(self.ids[spot.file], spot.span.clone())
    }

    /// A finding with its places.
    pub(crate) fn shown(&self, finding: &Finding<'_>) -> Shown {
        let label = |spot: &Spot, text: &str| Label { span: self.span(spot), text: text.to_owned() };
        // What a label says belongs to the message where there is no line to put it on.
        let text = match (&finding.spot, finding.label.as_str()) {
            (None, label) if !label.is_empty() => format!("{}: {label}", finding.message),
            _ => finding.message.clone(),
        };
        Shown {
            severity: finding.severity,
            rule: finding.rule,
            text,
            label: finding.spot.as_ref().map(|spot| label(spot, &finding.label)),
            related: finding.related.iter().map(|other| label(&other.spot, &other.text)).collect(),
            notes: notes(finding),
            help: finding.help.clone(),
        }
    }

    /// How many findings of which severity, and at which version.
    pub(crate) fn result_words(&self) -> String {
        let count = |severity, noun| (self.report.count(severity), noun);
        let counts = [
            count(Severity::Error, "error"),
            count(Severity::Warning, "warning"),
            count(Severity::Info, "info"),
        ];
        let parts: Vec<_> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(*count, noun))
            .collect();
        let parts = if parts.is_empty() { "nothing to complain of".to_owned() } else { listed(&parts) };
        let ignored = match self.ignored.len() {
            0 => String::new(),
            count => format!(", {count} accepted"),
        };
        format!("{parts} at Kubernetes {}{ignored}", self.report.question.target())
    }

    /// How much was read: a silence means something only where something was.
    pub(crate) fn read_words(&self) -> String {
        let coverage = &self.report.coverage;
        let skipped = match self.skipped {
            0 => String::new(),
            count => format!("; {} without text left out", counted(count, "file")),
        };
        if coverage.settings == 0 {
            return format!(
                "no gate is set in {}: there was nothing to judge{skipped}",
                counted(self.read, "file")
            );
        }
        let places: Vec<_> = coverage
            .places
            .iter()
            .map(|(place, files)| match files {
                1 => place.title().to_owned(),
                files => format!("{} ({files} files)", place.title()),
            })
            .collect();
        let files = match (coverage.files, self.read) {
            (with, all) if with == all => counted(all, "file"),
            (with, all) => format!("{with} of {}", counted(all, "file")),
        };
        let gates = counted(coverage.settings, "gate");
        format!("read {gates} in {files}: {}{skipped}", listed(&places))
    }
}

impl Shown {
    /// Without the line, where the file has no text: the path goes before the message.
    pub(crate) fn without_empty_lines(mut self, sources: &SourceMap) -> Self {
        let file = self.label.as_ref().map(|label| sources.file(label.span.file));
        if let Some(file) = file.filter(|file| file.text.is_empty()) {
            self.text = format!("{}: {}", file.path, self.text);
            self.label = None;
        }
        self
    }

    /// As a message.
    pub(crate) fn message(&self) -> Message<'_> {
        Message {
            severity: self.severity,
            code: self.rule.as_str(),
            text: &self.text,
            primary: self.label.as_ref(),
            related: &self.related,
            notes: &self.notes,
            help: self.help.as_deref(),
        }
    }
}

/// What else is to be known: the component's own words, the proposals, the risk.
pub(crate) fn notes(finding: &Finding<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(text) = &finding.prints {
        let who = match finding.components.as_slice() {
            [] => "the component".to_owned(),
            components => listed(components),
        };
        notes.push(match (finding.severity, finding.rule) {
            (Severity::Error, _) => format!("what stops {who}: {text}"),
            (_, Rule::UnconfirmedGate) => format!("what would stop {who}: {text}"),
            _ => format!("what {who} logs: {text}"),
        });
    }
    for kep in &finding.keps {
        let risk = kep.risk.as_ref().map_or_else(String::new, |risk| {
            format!(", risk {}: kepdb show {}", risk.level.value.as_str(), kep.number.0)
        });
        notes.push(format!("KEP-{} {}{risk}", kep.number.0, kep.title.value));
    }
    notes
}

/// Whether the finding is about what happens by itself, so that no line of a file shows it.
pub(crate) fn is_flip(finding: &Finding<'_>) -> bool {
    matches!(finding.rule, Rule::FlipsOn | Rule::FlipsOff)
}
