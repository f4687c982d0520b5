//! Facts to records: which keys an import owns, and how each is written.

use super::reconcile::{DriftList, GateFacts, KepFacts, KepFile, KepKey, Row};
use super::stored::{StoredFile, StoredGate};
use crate::load::edit::{Fact, Place, Record};
use crate::model::{DriftClass, FactSource, Removal};

/// The keys of a gate's record that an import owns, in the order of a new record. Provenance follows them.
const GATE_KEYS: &[&str] = &["name", "components", "former-names", "history", "prior-default", "removed"];
/// The same for the top of a KEP's record.
const KEP_KEYS: &[&str] = &["number", "slug", "title"];
/// The same for `[facts]`.
const FACT_KEYS: &[&str] = &[
    "sig",
    "participating",
    "status",
    "stage",
    "latest",
    "created",
    "updated",
    "stages",
    "gates",
    "unknown-gates",
    "components",
    "metrics",
    "disable-supported",
    "see-also",
    "replaces",
    "superseded-by",
    "shares-number",
];
const SOURCE_KEYS: &[&str] = &["path", "commit"];

/// A key and what it is to hold; `None`: the key is to be absent.
type Entry = (&'static str, Option<Fact>);

/// Commits of the sources that were given; `None` where it is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Commits {
    given: Vec<(FactSource, Option<String>)>,
}

impl Commits {
    pub(super) fn add(&mut self, source: FactSource, commit: Option<String>) {
        self.given.push((source, commit));
    }

    fn of(&self, source: FactSource) -> Option<&Option<String>> {
        self.given.iter().find(|(given, _)| *given == source).map(|(_, commit)| commit)
    }
}

/// The text of a gate's record with `facts` in it.
pub(super) fn gate(
    facts: &GateFacts,
    stored: Option<&StoredGate>,
    commits: &Commits,
    drift: &mut DriftList,
) -> String {
    let mut record = stored.map_or_else(|| Record::new(""), |gate| gate.file.record.clone());
    let entries = gate_entries(facts);
    for (field, hand, source, upstream) in pin_differences(&record, &entries, gate_voice(facts)) {
        drift.gate(DriftClass::Pinned, &facts.name, field, &[(source, upstream), (FactSource::Hand, hand)]);
    }
    let mut changed = state(&mut record, &[], GATE_KEYS, entries);
    let code_path = facts.in_code.then_some(super::tree::FEATURE_LIST);
    let paths = [(FactSource::Code, code_path), (FactSource::Docs, facts.docs_path.as_deref())];
    for (source, path) in paths {
        let key = source.as_str();
        changed |= match path {
            Some(path) => {
                record.set(Place::Table(&["source", key]), SOURCE_KEYS, "path", Some(&Fact::text(path)))
            }
            None => record.set(Place::Table(&["source"]), &[], key, None),
        };
    }
    for (source, path) in paths {
        if path.is_some() && changed {
            set_commit(&mut record, &["source", source.as_str()], commits.of(source));
        }
    }
    record.text()
}

/// The text of a KEP's record with `facts` in it.
pub(super) fn kep(
    file: &KepFile,
    key: &KepKey,
    facts: &KepFacts,
    stored: Option<&StoredFile>,
    commits: &Commits,
    drift: &mut DriftList,
) -> String {
    let mut record = stored.map_or_else(|| Record::new(""), |file| file.record.clone());
    let title = file.kep.title.clone().unwrap_or_else(|| key.slug.replace('-', " "));
    let top: Vec<Entry> = vec![
        ("number", Some(Fact::Number(key.number.into()))),
        ("slug", Some(Fact::text(&key.slug))),
        ("title", Some(Fact::text(title))),
    ];
    let entries = fact_entries(file, key, facts);
    let both: Vec<Entry> = top.iter().chain(&entries).cloned().collect();
    for (field, hand, source, upstream) in pin_differences(&record, &both, FactSource::Kep) {
        let subject = (key.number, key.slug.as_str());
        drift.kep(DriftClass::Pinned, subject, field, &[(source, upstream), (FactSource::Hand, hand)], None);
    }
    let mut changed = state(&mut record, &[], KEP_KEYS, top);
    changed |= state(&mut record, &["facts"], FACT_KEYS, entries);
    let source = ["facts", "source"];
    changed |= record.set(Place::Table(&source), SOURCE_KEYS, "path", Some(&Fact::text(&file.path)));
    if changed {
        set_commit(&mut record, &source, commits.of(FactSource::Kep));
    }
    record.text()
}

/// States every entry; whether any of them changed the record.
fn state(record: &mut Record, table: &[&str], order: &[&str], entries: Vec<Entry>) -> bool {
    let mut changed = false;
    for (key, fact) in entries {
        changed |= record.set(Place::Table(table), order, key, fact.as_ref());
    }
    changed
}

/// Notes the commit of a source that was given; one that was not keeps what it has.
fn set_commit(record: &mut Record, table: &[&str], commit: Option<&Option<String>>) {
    if let Some(commit) = commit {
        let fact = commit.as_ref().map(Fact::text);
        record.set(Place::Table(table), SOURCE_KEYS, "commit", fact.as_ref());
    }
}

fn gate_entries(facts: &GateFacts) -> Vec<Entry> {
    vec![
        ("name", Some(Fact::text(facts.name.as_str()))),
        ("components", Fact::texts(facts.components.clone())),
        ("former-names", Fact::texts(facts.former_names.iter().map(|name| name.as_str()))),
        ("history", Fact::list(facts.history.iter().map(row))),
        ("prior-default", facts.prior_default.map(Fact::Flag)),
        ("removed", facts.removed.map(removal)),
    ]
}

fn row(row: &Row) -> Fact {
    let entries = [
        ("since", Some(Fact::text(row.since.to_string()))),
        ("stage", Some(Fact::text(row.stage.as_str()))),
        ("default", row.default.map(Fact::Flag)),
        ("locked", row.locked.map(Fact::Flag)),
        ("source", Some(Fact::text(row.source.as_str()))),
    ];
    Fact::table(entries).unwrap_or(Fact::Table(Vec::new()))
}

fn removal(removal: Removal) -> Fact {
    if removal.is_exact() {
        return Fact::text(removal.by.to_string());
    }
    let window = [("after", removal.after), ("by", removal.by)];
    Fact::Table(window.map(|(key, version)| (key.to_owned(), Fact::text(version.to_string()))).to_vec())
}

fn fact_entries(file: &KepFile, key: &KepKey, facts: &KepFacts) -> Vec<Entry> {
    let kep = &file.kep;
    let numbers = |list: &[u32]| Fact::list(list.iter().map(|number| Fact::Number((*number).into())));
    let stages = kep
        .milestones
        .iter()
        .map(|(milestone, version)| (milestone.as_str(), Some(Fact::text(version.to_string()))));
    vec![
        ("sig", facts.sig.as_ref().map(Fact::text)),
        ("participating", Fact::texts(facts.participating.clone())),
        ("status", facts.status.map(|status| Fact::text(status.as_str()))),
        ("stage", facts.stage.map(|stage| Fact::text(stage.as_str()))),
        ("latest", kep.latest.map(|version| Fact::text(version.to_string()))),
        ("created", kep.created.map(Fact::Date)),
        ("updated", kep.updated.map(Fact::Date)),
        ("stages", Fact::table(stages)),
        ("gates", Fact::texts(facts.gates.iter().map(|gate| gate.as_str()))),
        ("unknown-gates", Fact::texts(facts.unknown_gates.clone())),
        ("components", Fact::texts(facts.components.clone())),
        ("metrics", Fact::texts(facts.metrics.clone())),
        ("disable-supported", kep.disable_supported.map(Fact::Flag)),
        ("see-also", numbers(&facts.see_also)),
        ("replaces", numbers(&facts.replaces)),
        ("superseded-by", numbers(&facts.superseded_by)),
        ("shares-number", key.shared.then_some(Fact::Flag(true))),
    ]
}

/// The source whose word a gate's facts are.
fn gate_voice(facts: &GateFacts) -> FactSource {
    facts.history.last().map_or(FactSource::Docs, |row| row.source)
}

/// Corrections by hand that differ from what upstream says: field, the hand's value, the source, its value.
fn pin_differences(
    record: &Record,
    entries: &[Entry],
    voice: FactSource,
) -> Vec<(&'static str, String, FactSource, String)> {
    let Some(pins) = record.get(&["pinned"]) else { return Vec::new() };
    let mut found = Vec::new();
    for (field, fact) in entries {
        let Some(hand) = pins.get(field).and_then(|pin| pin.get("value")) else { continue };
        let (hand, upstream) = (short(hand), fact.as_ref().map_or_else(|| NOTHING.to_owned(), short));
        if hand != upstream {
            // Components of a gate are a KEP's word.
            let source = if *field == "components" { FactSource::Kep } else { voice };
            found.push((*field, hand, source, upstream));
        }
    }
    found
}

/// What a source says that leaves a fact out, and a person who pins an empty list.
const NOTHING: &str = "nothing";

/// A fact in a few words, the same for two ways to write the same.
fn short(fact: &Fact) -> String {
    match fact {
        Fact::Text(text) | Fact::Other(text) => text.clone(),
        Fact::Number(number) => number.to_string(),
        Fact::Flag(flag) => flag.to_string(),
        Fact::Date(date) => date.to_string(),
        Fact::List(facts) if facts.is_empty() => NOTHING.to_owned(),
        Fact::List(facts) => facts.iter().map(short).collect::<Vec<_>>().join(", "),
        Fact::Table(entries) => short_table(fact, entries),
    }
}

fn short_table(table: &Fact, entries: &[(String, Fact)]) -> String {
    let text = |key: &str| table.get(key).and_then(Fact::as_text);
    if let (Some(since), Some(stage)) = (text("since"), text("stage")) {
        let flag = |key: &str, yes: &'static str, no: &'static str| {
            table.get(key).and_then(Fact::as_flag).map(|flag| if flag { yes } else { no })
        };
        let words =
            [Some(since), Some(stage), flag("default", "on", "off"), flag("locked", "locked", "unlocked")];
        return words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    if let (Some(after), Some(by)) = (text("after"), text("by")) {
        let exact = after.parse().ok().map(crate::model::MinorVersion::next) == by.parse().ok();
        return if exact { by.to_owned() } else { format!("after {after}, by {by}") };
    }
    entries.iter().map(|(key, fact)| format!("{key} {}", short(fact))).collect::<Vec<_>>().join(", ")
}
