//! What an import did, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::fields::clean;
use crate::model::DriftClass;

/// Version of the JSON form; it rises when a reader of the old form would misread the new one.
pub const JSON_VERSION: u32 = 1;

/// A file that could not be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unreadable {
    /// Path inside the upstream repository, or inside the content folder.
    pub path: String,
    /// Why it was left out.
    pub reason: String,
}

/// One upstream repository as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// `code`, `docs` or `kep`.
    pub kind: &'static str,
    /// The commit, when it is known.
    pub commit: Option<String>,
    /// Its date, when it is known.
    pub date: Option<String>,
    /// Newest minor version that the source describes.
    pub describes: Option<String>,
    /// How many files were read.
    pub files: usize,
}

/// What happened to one kind of record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RecordChanges {
    /// Records that did not exist.
    pub new: Vec<String>,
    /// Records whose text changed.
    pub changed: Vec<String>,
    /// Records that no upstream file stands behind any more. They stay; a person decides.
    pub gone: Vec<String>,
    /// How many records stayed as they are.
    pub unchanged: usize,
}

/// Drift of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DriftCount {
    /// The class, as in `drift.toml`.
    pub class: &'static str,
    /// How many entries it has now.
    pub entries: usize,
    /// How many of them are new.
    pub new: usize,
    /// How many entries of the last import are no more.
    pub settled: usize,
}

/// Everything that is to say about one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// The sources that were given.
    pub sources: Vec<SourceReport>,
    /// KEP records.
    pub keps: RecordChanges,
    /// Gate records.
    pub gates: RecordChanges,
    /// Other files of the content folder that changed.
    pub files: Vec<String>,
    /// Drift, by class; classes without entries before and now are left out.
    pub drift: Vec<DriftCount>,
    /// Files that were left out.
    pub unreadable: Vec<Unreadable>,
    /// Readable files with something in them that could not be used and that is in no class of drift.
    pub remarks: Vec<Unreadable>,
}

impl ImportReport {
    /// Whether the import changes any file.
    #[must_use]
    pub fn changes_anything(&self) -> bool {
        let touched = |records: &RecordChanges| !records.new.is_empty() || !records.changed.is_empty();
        touched(&self.keps) || touched(&self.gates) || !self.files.is_empty()
    }

    /// The JSON form: one object, documented in `docs/json.md`.
    #[must_use]
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Versioned<'a> {
            version: u32,
            kind: &'static str,
            #[serde(flatten)]
            report: &'a ImportReport,
        }
        let report = Versioned { version: JSON_VERSION, kind: "import", report: self };
        serde_json::to_string_pretty(&report).unwrap_or_default()
    }

    /// The form for people: a few lines, without colour. At most `names` names of each kind are listed.
    #[must_use]
    pub fn to_text(&self, names: usize) -> String {
        let mut text = String::new();
        for source in &self.sources {
            let commit =
                source.commit.as_deref().map_or("commit unknown", |hash| &hash[..hash.len().min(12)]);
            let date = source.date.as_ref().map(|date| format!(" of {date}")).unwrap_or_default();
            let describes =
                source.describes.as_ref().map(|version| format!(", describes {version}")).unwrap_or_default();
            line(&mut text, &format!("{:<6}{} files, {commit}{date}{describes}", source.kind, source.files));
        }
        for (kind, records) in [("KEPs", &self.keps), ("gates", &self.gates)] {
            let RecordChanges { new, changed, gone, unchanged } = records;
            line(
                &mut text,
                &format!(
                    "{kind:<6}{} new, {} changed, {unchanged} unchanged, {} gone upstream",
                    new.len(),
                    changed.len(),
                    gone.len()
                ),
            );
            for (what, list) in [("new", new), ("changed", changed), ("gone", gone)] {
                listing(&mut text, what, list, names);
            }
        }
        if !self.files.is_empty() {
            line(&mut text, &format!("also changed: {}", self.files.join(", ")));
        }
        drift_table(&mut text, &self.drift);
        for (title, list) in [("left out", &self.unreadable), ("remarks", &self.remarks)] {
            if !list.is_empty() {
                line(&mut text, &format!("{title}: {}", list.len()));
            }
            for entry in list {
                line(&mut text, &format!("  {}: {}", clean(&entry.path), clean(&entry.reason)));
            }
        }
        text
    }
}

fn line(text: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}");
}

fn listing(text: &mut String, what: &str, list: &[String], names: usize) {
    if list.is_empty() || names == 0 {
        return;
    }
    let shown: Vec<String> = list.iter().take(names).map(|name| clean(name)).collect();
    let more = list.len().saturating_sub(names);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    line(text, &format!("  {what}: {}{more}", shown.join(", ")));
}

fn drift_table(text: &mut String, counts: &[DriftCount]) {
    let total: usize = counts.iter().map(|count| count.entries).sum();
    let new: usize = counts.iter().map(|count| count.new).sum();
    let settled: usize = counts.iter().map(|count| count.settled).sum();
    line(text, &format!("drift {total} entries, {new} new, {settled} settled"));
    for count in counts {
        let summary = DriftClass::ALL
            .iter()
            .find(|class| class.as_str() == count.class)
            .map_or("", |class| class.summary());
        line(text, &format!("  {:>4}  {:<15}  {summary}", count.entries, count.class));
    }
}
