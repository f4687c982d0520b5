//! From what each source says to one set of facts, and a list of what they disagree on.
//!
//! The order of trust is code, docs, KEP. A source that was not given to this import keeps its word: records hold what
//! it said last, and drift that only it can settle stays as it was recorded.

mod entry;
mod gate_drift;
mod gates;
mod history;
mod kep_drift;
mod keps;
mod keys;
mod names;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use super::feature_list::ListedGate;
use super::fields::Problem;
use super::gate_page::GatePage;
use super::stored::Stored;
use crate::model::{Drift, DriftClass, FactSource, GateName, MinorVersion, Subject};
pub(crate) use entry::DriftList;
pub(crate) use gates::{Described, GateFacts};
use gates::{GateSources, Given, PageAt};
pub(crate) use history::Row;
use kep_drift::{Life, Lives};
use keps::Lexicon;
pub(crate) use keps::{KepFacts, KepFile};
pub(crate) use keys::KepKey;
use names::Names;
use references::Folders;

/// A docs page, where it stands, and what could not be read in it.
#[derive(Debug)]
pub(crate) struct PageFile {
    pub(crate) path: String,
    pub(crate) page: GatePage,
    pub(crate) problems: Vec<Problem>,
}

/// What was read upstream. `None` for a source that was not given.
#[derive(Debug, Default)]
pub(crate) struct Upstream {
    pub(crate) code: Option<Vec<ListedGate>>,
    pub(crate) docs: Option<Vec<PageFile>>,
    /// Gates whose page is there but cannot be read.
    pub(crate) unreadable_pages: BTreeSet<String>,
    pub(crate) keps: Option<Vec<KepFile>>,
    /// Paths of `kep.yaml` files that cannot be read.
    pub(crate) unreadable_keps: Vec<String>,
    /// Production-readiness records whose number is not that of their file: path, file's number, own number.
    pub(crate) odd_readiness: Vec<(String, u32, u32)>,
    /// What the person who runs the import says the sources describe.
    pub(crate) described: Described,
}

/// What an import makes of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) gates: Vec<GateFacts>,
    /// KEPs in the order of [`Upstream::keps`].
    pub(crate) keps: Vec<(KepKey, KepFacts)>,
    pub(crate) drift: DriftList,
    pub(crate) described: Described,
}

/// Merges what the sources say.
pub(crate) fn reconcile(upstream: &Upstream, stored: &Stored) -> Outcome {
    let mut outcome = Outcome { described: described(upstream, stored), ..Outcome::default() };
    let drift = &mut outcome.drift;
    outcome.gates = gates(upstream, stored, outcome.described, drift);
    if let Some(files) = &upstream.keps {
        outcome.keps = keps(files, upstream, stored, &mut outcome.gates, outcome.described, drift);
    } else {
        for gate in &mut outcome.gates {
            if let Some(known) = stored.gates.get(gate.name.as_str()) {
                gate.components = known.imported.components.iter().map(|at| at.value.clone()).collect();
            }
        }
    }
    drift.keep(stored.drift.iter().filter(|entry| !is_settled(entry, upstream)).cloned());
    outcome
}

/// Whether this import has read everything that `entry` rests on, so that it would say so again.
fn is_settled(entry: &Drift, upstream: &Upstream) -> bool {
    let (code, docs, kep) = (upstream.code.is_some(), upstream.docs.is_some(), upstream.keps.is_some());
    match entry.class {
        DriftClass::Default
        | DriftClass::Stage
        | DriftClass::Lock
        | DriftClass::Removal
        | DriftClass::MissingInDocs => code && docs,
        DriftClass::DocsHistory => docs,
        DriftClass::CodeHistory => code,
        DriftClass::Milestone
        | DriftClass::Status
        | DriftClass::UnknownGate
        | DriftClass::SharedGate
        | DriftClass::KepNumber
        | DriftClass::KepField => kep,
        DriftClass::Pinned => match entry.subject {
            Subject::Gate(_) => code && docs && kep,
            Subject::Kep(..) => kep,
        },
    }
}

/// How far the sources describe what is: what the caller says, else the newest version they name, else what they
/// described at the last import.
fn described(upstream: &Upstream, stored: &Stored) -> Described {
    let before = |kind: FactSource| {
        stored.sources.iter().find(|source| source.kind.value == kind).and_then(|source| source.describes)
    };
    let newest_spec =
        |gates: &Vec<ListedGate>| gates.iter().flat_map(|gate| &gate.specs).map(|spec| spec.since).max();
    let newest_row =
        |pages: &Vec<PageFile>| pages.iter().flat_map(|file| &file.page.rows).map(|row| row.from).max();
    let now = |given: Option<MinorVersion>, read: Option<Option<MinorVersion>>, kind: FactSource| match read {
        Some(newest) => given.or(newest).or_else(|| before(kind)),
        None => before(kind),
    };
    Described {
        code: now(upstream.described.code, upstream.code.as_ref().map(newest_spec), FactSource::Code),
        docs: now(upstream.described.docs, upstream.docs.as_ref().map(newest_row), FactSource::Docs),
        code_before: before(FactSource::Code),
    }
}

fn gates(
    upstream: &Upstream,
    stored: &Stored,
    described: Described,
    drift: &mut DriftList,
) -> Vec<GateFacts> {
    let code: Option<BTreeMap<&str, &ListedGate>> =
        upstream.code.as_ref().map(|gates| gates.iter().map(|gate| (gate.name.as_str(), gate)).collect());
    let docs: Option<BTreeMap<&str, &PageFile>> = upstream
        .docs
        .as_ref()
        .map(|files| files.iter().map(|file| (file.page.name.as_str(), file)).collect());
    let mut names: BTreeSet<&str> = BTreeSet::new();
    names.extend(code.iter().flatten().map(|(name, _)| *name));
    names.extend(docs.iter().flatten().map(|(name, _)| *name));
    // Records without provenance were written by people: there is nothing to import for them.
    let imported =
        stored.gates.iter().filter(|(_, gate)| gate.imported.code.is_some() || gate.imported.docs.is_some());
    names.extend(imported.map(|(name, _)| name.as_str()));
    let mut merged = Vec::new();
    for name in names.into_iter().filter_map(GateName::new) {
        let word = name.as_str();
        let page = docs.as_ref().and_then(|docs| docs.get(word).copied());
        let sources = GateSources {
            code: match &code {
                None => Given::Unknown,
                Some(code) => code.get(word).map_or(Given::Absent, |gate| Given::There(*gate)),
            },
            docs: match (page, &docs) {
                (Some(file), _) => Given::There(PageAt { path: &file.path, page: &file.page }),
                (None, Some(_)) if !upstream.unreadable_pages.contains(word) => Given::Absent,
                (None, _) => Given::Unknown,
            },
            stored: stored.gates.get(word).map(|gate| &gate.imported),
            unlisted: stored.aliases.unlisted.iter().any(|gate| gate.gate.value == name),
        };
        let facts = gates::merge(&name, sources, described);
        let life = life(&facts, stored);
        if let Given::There(gate) = sources.code {
            gate_drift::code_flaws(gate, drift);
            if let Given::There(at) = sources.docs {
                gate_drift::compare(&name, gate, at.page, described, drift);
            }
        }
        if let (Given::There(at), Some(file)) = (sources.docs, page) {
            gate_drift::page_flaws(at, &file.problems, drift);
        }
        gate_drift::presence(&name, sources, &life.rows, described, drift);
        merged.push(facts);
    }
    merged
}

/// What a gate did: what people pinned, else what the sources say.
fn life(facts: &GateFacts, stored: &Stored) -> Life {
    let record = stored.gates.get(facts.name.as_str());
    let pinned = |field: &str| {
        record
            .filter(|gate| gate.effective.pins.iter().any(|pin| pin.field.value == field))
            .map(|gate| &gate.effective)
    };
    Life {
        rows: pinned("history").map_or_else(|| facts.history.clone(), history::record_rows),
        removed: match pinned("removed") {
            Some(gate) => gate.removed.map(|at| at.value),
            None => facts.removed,
        },
    }
}

fn keps(
    files: &[KepFile],
    upstream: &Upstream,
    stored: &Stored,
    gates: &mut [GateFacts],
    described: Described,
    drift: &mut DriftList,
) -> Vec<(KepKey, KepFacts)> {
    let keys = keys::assign(files, &stored.keps, drift);
    let mut folders = Folders::default();
    for (file, key) in files.iter().zip(&keys) {
        folders.add(&file.path, key.number);
    }
    let mut lives: Lives = gates.iter().map(|gate| (gate.name.clone(), life(gate, stored))).collect();
    for gate in stored.gates.values() {
        let by_hand = || Life {
            rows: history::record_rows(&gate.effective),
            removed: gate.effective.removed.map(|at| at.value),
        };
        lives.entry(gate.imported.name.value.clone()).or_insert_with(by_hand);
    }
    let former: BTreeMap<&GateName, &[GateName]> =
        gates.iter().map(|gate| (&gate.name, gate.former_names.as_slice())).collect();
    let names = Names::new(
        lives.keys().map(|name| (name, former.get(name).copied().unwrap_or_default())),
        &stored.aliases,
    );
    let lexicon =
        Lexicon { names: &names, folders: &folders, taxonomy: &stored.taxonomy, aliases: &stored.aliases };
    let facts: Vec<KepFacts> =
        files.iter().zip(&keys).map(|(file, key)| keps::facts(file, key, &lexicon, drift)).collect();
    for ((file, key), facts) in files.iter().zip(&keys).zip(&facts) {
        kep_drift::compare(file, key, facts, &lives, described, drift);
    }
    kep_drift::shared(&keys, &facts, drift);
    readiness(upstream, &keys, drift);
    give_components(gates, &facts);
    keys.into_iter().zip(facts).collect()
}

/// Each gate's components: what the KEPs that claim it name for it.
fn give_components(gates: &mut [GateFacts], facts: &[KepFacts]) {
    let mut components: BTreeMap<&GateName, BTreeSet<&String>> = BTreeMap::new();
    for (gate, slugs) in facts.iter().flat_map(|facts| &facts.gate_components) {
        components.entry(gate).or_default().extend(slugs);
    }
    for gate in gates {
        gate.components = components.remove(&gate.name).into_iter().flatten().cloned().collect();
    }
}

fn readiness(upstream: &Upstream, keys: &[KepKey], drift: &mut DriftList) {
    for (path, in_path, own) in &upstream.odd_readiness {
        let Some(key) = keys.iter().find(|key| key.number == *in_path) else { continue };
        let says = [(FactSource::Kep, format!("{own} in {path}"))];
        drift.kep(
            DriftClass::KepNumber,
            (key.number, &key.slug),
            "number in its production-readiness record",
            &says,
            None,
        );
    }
}
