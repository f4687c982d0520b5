//! Drift entries: how a disagreement is put into words.

use crate::model::{Drift, DriftClass, FactSource, GateName, KepNumber, MinorVersion, Says, Subject};
use crate::source::Span;

/// The disagreements of one import.
#[derive(Debug, Default)]
pub(crate) struct DriftList {
    entries: Vec<Drift>,
}

/// What each source says.
pub(crate) type Words<'a> = &'a [(FactSource, String)];

impl DriftList {
    /// Adds a disagreement about a gate.
    pub(crate) fn gate(
        &mut self,
        class: DriftClass,
        gate: &GateName,
        field: impl Into<String>,
        says: Words<'_>,
    ) {
        self.push(class, Subject::Gate(gate.as_str().to_owned()), field.into(), says, None);
    }

    /// Adds a disagreement about a KEP.
    pub(crate) fn kep(
        &mut self,
        class: DriftClass,
        kep: (u32, &str),
        field: impl Into<String>,
        says: Words<'_>,
        nearest: Option<String>,
    ) {
        let key = format!("{}-{}", kep.0, kep.1);
        self.push(class, Subject::Kep(KepNumber(kep.0), key), field.into(), says, nearest);
    }

    fn push(
        &mut self,
        class: DriftClass,
        subject: Subject,
        field: String,
        says: Words<'_>,
        nearest: Option<String>,
    ) {
        let mut says: Vec<Says> =
            says.iter().map(|(source, value)| Says { source: *source, value: value.clone() }).collect();
        // In the order in which the file has them, or an entry would look new at every import.
        says.sort_by_key(|says| FactSource::ALL.iter().position(|source| *source == says.source));
        self.entries.push(Drift { span: Span::default(), class, subject, field, says, nearest });
    }

    /// Keeps entries of an earlier import.
    pub(crate) fn keep(&mut self, entries: impl IntoIterator<Item = Drift>) {
        self.entries.extend(entries);
    }

    /// All entries, in the order of `drift.toml`: by class, subject and field. Repeats are dropped.
    pub(crate) fn into_sorted(mut self) -> Vec<Drift> {
        self.entries.sort_by(|a, b| {
            (a.class, &a.subject, &a.field, words(a)).cmp(&(b.class, &b.subject, &b.field, words(b)))
        });
        self.entries.dedup_by(|a, b| {
            (a.class, &a.subject, &a.field, words(a)) == (b.class, &b.subject, &b.field, words(b))
        });
        self.entries
    }
}

fn words(drift: &Drift) -> Vec<(FactSource, &str)> {
    drift.says.iter().map(|says| (says.source, says.value.as_str())).collect()
}

/// `on`, `off`, or that the source does not say.
pub(crate) fn on_off(default: Option<bool>) -> String {
    match default {
        Some(true) => "on",
        Some(false) => "off",
        None => NOT_STATED,
    }
    .to_owned()
}

/// `locked`, `not locked`, or that the source does not say.
pub(crate) fn lock(locked: Option<bool>) -> String {
    match locked {
        Some(true) => "locked",
        Some(false) => "not locked",
        None => NOT_STATED,
    }
    .to_owned()
}

/// What stands for a value that a source leaves out.
pub(crate) const NOT_STATED: &str = "not stated";

/// `at 1.35`, or `from 1.33 to 1.35`.
pub(crate) fn versions(from: MinorVersion, to: MinorVersion) -> String {
    if from == to { format!("at {from}") } else { format!("from {from} to {to}") }
}
