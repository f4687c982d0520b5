//! The lists at the top of the content folder that an import writes: releases, sources, drift.

use std::collections::BTreeMap;

use super::releases::ReleaseDates;
use super::report::SourceReport;
use super::stored::StoredFile;
use crate::load::edit::{Fact, Place, Record};
use crate::model::{Drift, FactSource, MinorVersion, Subject};

const RELEASE_KEYS: &[&str] =
    &["version", "released", "planned", "maintenance", "end-of-life", "final-patch"];
const SOURCE_KEYS: &[&str] = &["kind", "repository", "commit", "date", "describes", "note"];
const DRIFT_KEYS: &[&str] = &["class", "gate", "record", "field", "code", "docs", "kep", "hand", "nearest"];

const DRIFT_HEADER: &str = "What the sources disagree on. Written whole by `kepdb import`: an edit here is lost.
A disagreement that is known and accepted gets a waiver in `waivers.toml`; one in which upstream is wrong gets a
correction by hand (`[pinned.<fact>]`) in the record.";
const SOURCES_HEADER: &str =
    "The upstream repositories as they were last imported. Written by `kepdb import`, except for `note`.";
const RELEASES_HEADER: &str =
    "Every minor version and its dates. A date that no source gives is left out, not guessed.";

fn start(stored: Option<&StoredFile>, header: &str) -> Record {
    stored.map_or_else(|| Record::new(header), |file| file.record.clone())
}

/// `releases.toml` with the dates of the schedule. What the schedule does not say stays as people wrote it.
pub(super) fn releases(stored: Option<&StoredFile>, dates: &BTreeMap<MinorVersion, ReleaseDates>) -> String {
    let mut record = start(stored, RELEASES_HEADER);
    for (version, dates) in dates {
        let versions: Vec<Option<MinorVersion>> = record
            .entries("releases")
            .iter()
            .map(|entry| entry.get("version").and_then(Fact::as_text).and_then(|text| text.parse().ok()))
            .collect();
        let index = versions.iter().position(|known| *known == Some(*version)).unwrap_or_else(|| {
            let index = versions.iter().position(|known| *known > Some(*version)).unwrap_or(versions.len());
            record.insert_entry("releases", index);
            let fact = Fact::text(version.to_string());
            record.set(Place::Entry("releases", index), RELEASE_KEYS, "version", Some(&fact));
            index
        });
        let entries = [
            ("released", dates.released.map(Fact::Date)),
            ("maintenance", dates.maintenance.map(Fact::Date)),
            ("end-of-life", dates.end_of_life.map(Fact::Date)),
            ("final-patch", dates.final_patch.as_ref().map(Fact::text)),
        ];
        for (key, fact) in entries {
            if let Some(fact) = fact {
                record.set(Place::Entry("releases", index), RELEASE_KEYS, key, Some(&fact));
            }
        }
    }
    record.text()
}

/// `sources.toml` with the sources of this import; the others keep their entries.
pub(super) fn sources(stored: Option<&StoredFile>, sources: &[SourceReport]) -> String {
    let mut record = start(stored, SOURCES_HEADER);
    for source in sources {
        let kinds: Vec<Option<String>> = record
            .entries("sources")
            .iter()
            .map(|entry| entry.get("kind").and_then(Fact::as_text).map(str::to_owned))
            .collect();
        let index = kinds.iter().position(|kind| kind.as_deref() == Some(source.kind)).unwrap_or_else(|| {
            record.insert_entry("sources", kinds.len());
            kinds.len()
        });
        let entries = [
            ("kind", Some(Fact::text(source.kind))),
            ("repository", Some(Fact::text(repository(source.kind)))),
            ("commit", source.commit.as_ref().map(Fact::text)),
            ("date", source.date.as_ref().and_then(|date| date.parse().ok()).map(Fact::Date)),
            ("describes", source.describes.as_ref().map(Fact::text)),
        ];
        for (key, fact) in entries {
            record.set(Place::Entry("sources", index), SOURCE_KEYS, key, fact.as_ref());
        }
    }
    record.text()
}

fn repository(kind: &str) -> &'static str {
    if kind == FactSource::Code.as_str() {
        "https://github.com/kubernetes/kubernetes"
    } else if kind == FactSource::Docs.as_str() {
        "https://github.com/kubernetes/website"
    } else {
        "https://github.com/kubernetes/enhancements"
    }
}

/// `drift.toml`, whole.
pub(super) fn drift(entries: &[Drift]) -> String {
    let mut record = Record::new(DRIFT_HEADER);
    for (index, entry) in entries.iter().enumerate() {
        record.insert_entry("drift", index);
        let subject = match &entry.subject {
            Subject::Gate(name) => ("gate", name),
            Subject::Kep(_, key) => ("record", key),
        };
        let mut facts = vec![
            ("class", Fact::text(entry.class.as_str())),
            (subject.0, Fact::text(subject.1)),
            ("field", Fact::text(&entry.field)),
        ];
        facts.extend(entry.says.iter().map(|says| (says.source.as_str(), Fact::text(&says.value))));
        facts.extend(entry.nearest.iter().map(|name| ("nearest", Fact::text(name))));
        for (key, fact) in &facts {
            record.set(Place::Entry("drift", index), DRIFT_KEYS, key, Some(fact));
        }
    }
    record.text()
}
