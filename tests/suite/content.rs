//! The committed records themselves: sound, complete, and true where somebody made a claim.

use std::path::Path;

use kepdb::kb::{KnowledgeBase, Verdict};
use kepdb::load;
use kepdb::model::{FactSource, GateState, MinorVersion};
use kepdb::{diag, lint};

fn loaded() -> load::Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    load::load_dir(&folder, "content").expect("a readable folder")
}

fn base() -> KnowledgeBase {
    KnowledgeBase::new(loaded().content)
}

fn minor(text: &str) -> MinorVersion {
    text.parse().expect(text)
}

#[test]
fn no_rule_has_anything_to_say() {
    let loaded = loaded();
    let mut problems = loaded.diagnostics;
    let kb = KnowledgeBase::new(loaded.content);
    problems.extend(lint::run(&kb, &loaded.sources));
    diag::sort(&mut problems);
    let shown = diag::render::terminal::render(
        &problems,
        &loaded.sources,
        diag::render::terminal::Options { color: false, width: 100 },
    );
    assert!(problems.is_empty(), "{shown}");
}

#[test]
fn the_packed_records_are_the_committed_ones() {
    let (packed, folder) = (load::load_packed().content, loaded().content);
    assert_eq!(packed.keps.len(), folder.keps.len());
    assert_eq!(packed.gates.len(), folder.gates.len());
    for (a, b) in packed.gates.iter().zip(&folder.gates) {
        assert_eq!((&a.name.value, &a.history, &a.removed), (&b.name.value, &b.history, &b.removed));
    }
    for (a, b) in packed.keps.iter().zip(&folder.keps) {
        assert_eq!((a.key(), &a.targets, &a.gates, &a.title), (b.key(), &b.targets, &b.gates, &b.title));
    }
    assert_eq!(packed.drift.len(), folder.drift.len());
}

#[test]
fn every_kep_and_every_gate_of_the_sources_has_a_record() {
    let kb = base();
    let from = |source| {
        kb.gates()
            .iter()
            .filter(|gate| match source {
                FactSource::Code => gate.code.is_some(),
                _ => gate.docs.is_some(),
            })
            .count()
    };
    // What the sources of July 2026 held: an import adds records and takes none away.
    assert!(kb.keps().len() >= 655, "{} KEPs", kb.keps().len());
    let counts = (from(FactSource::Code), from(FactSource::Docs), kb.gates().len());
    assert!(counts.0 >= 242 && counts.1 >= 440 && counts.2 >= 510, "{counts:?}");
    assert!(kb.gates().iter().all(|gate| !gate.history.is_empty()), "a gate without a history");
}

/// The table at the end of the claims' own review: what each of the fourteen claims is worth against the sources.
#[test]
fn the_fourteen_claims_are_judged_as_the_sources_imply() {
    use Verdict::{Confirmed, Contradicted, Differs};
    let kb = base();
    let judged = |slug: &str| -> Vec<(u32, Verdict)> {
        let collection =
            kb.collections().iter().find(|found| found.slug.value == slug).expect("a collection");
        let verdict = |entry| kb.judge(entry).expect("a claim").verdict;
        collection.entries.iter().map(|entry| (entry.kep.0, verdict(entry))).collect()
    };
    assert_eq!(
        judged("security-stable-2025"),
        [
            // One of its four gates graduated in 1.33, the other three a version earlier.
            (4193, Differs),
            (753, Confirmed),
            (3857, Confirmed),
            (4601, Confirmed),
            (4633, Confirmed),
            (5080, Confirmed),
        ]
    );
    assert_eq!(
        judged("security-expected-2026"),
        [
            // No gate of it exists; its alpha target is 1.37.
            (4872, Contradicted),
            (5284, Confirmed),
            (5607, Confirmed),
            // Beta and on by default in 1.35; it never was alpha.
            (5538, Contradicted),
            (2535, Confirmed),
            (4317, Confirmed),
            (127, Confirmed),
            // Beta since 1.33; what 1.35 did was to turn it on.
            (4639, Differs),
        ]
    );
}

#[test]
fn histories_that_are_easy_to_get_wrong_are_right() {
    let kb = base();
    let state = |name: &str, version: &str| kb.gate(name).expect(name).state_at(minor(version));
    let is_on = |name, version| state(name, version).setting().and_then(|setting| setting.default);

    // On, off, on inside one stage.
    assert_eq!(
        ["1.31", "1.32", "1.33", "1.34"].map(|version| is_on("WatchList", version)),
        [Some(false), Some(true), Some(false), Some(true)]
    );
    // A first row at 1.0 is bookkeeping: the gate itself came with 1.31, to switch an old behaviour off.
    assert_eq!(state("AllowDNSOnlyNodeCSR", "1.30"), GateState::NotYet);
    assert_eq!(kb.gate("AllowDNSOnlyNodeCSR").expect("a gate").prior_default, Some(true));
    // Corrected by hand: the list says 1.0, the change that brought it was released with 1.34.
    assert_eq!(state("StatefulSetSemanticRevisionComparison", "1.33"), GateState::NotYet);
    assert_eq!(is_on("StatefulSetSemanticRevisionComparison", "1.34"), Some(true));
    // Corrected by hand: turned off again after the imported commit.
    assert_eq!(is_on("PodLevelResourceManagers", "1.37"), Some(false));
    // A client-go gate is in no list; that is no removal.
    assert!(matches!(state("WatchListClient", "1.37"), GateState::Present(_)));
    // Former names and known misspellings lead to the gate.
    assert_eq!(kb.gate("openapienum").expect("an alias").name.as_str(), "OpenAPIEnums");
}

#[test]
fn releases_are_known_from_the_first_on() {
    let kb = base();
    let versions: Vec<_> = kb.releases().iter().map(|release| release.version.value).collect();
    let all: Vec<_> = (0..=37).map(|minor| MinorVersion::new(1, minor)).collect();
    assert_eq!(versions, all);
    let today = "2026-11-23".parse().expect("a date");
    assert_eq!(kb.supported(today), [minor("1.37"), minor("1.36"), minor("1.35")]);
}
