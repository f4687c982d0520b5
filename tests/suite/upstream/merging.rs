//! Who is believed: code, then docs, then KEPs, and people above all.

use kepdb::model::DriftClass::{Default, Lock, MissingInDocs, Pinned, SharedGate, Stage, UnknownGate};

use super::{IMPORTED, Records, drift_of, import, world};
use crate::support::kepdb;

#[test]
fn what_the_code_does_wins_over_what_the_docs_say_and_the_difference_is_kept() {
    assert_eq!(
        IMPORTED.history("CodeWins"),
        [
            "1.33, stage = alpha, default = false, locked = false",
            "1.34, stage = beta, default = true, locked = false",
            "1.35, stage = stable, default = true, locked = true"
        ]
    );
    assert!(!IMPORTED.text("gates/CodeWins.toml").contains("source = \"docs\""));
    assert_eq!(IMPORTED.drift(Default, "CodeWins"), ["default from 1.34 to 1.35: code on; docs off"]);
    assert_eq!(IMPORTED.drift(Stage, "CodeWins"), ["stage at 1.35: code stable; docs beta"]);
    assert_eq!(IMPORTED.drift(Lock, "CodeWins"), ["lock at 1.35: code locked; docs not stated"]);
}

#[test]
fn docs_are_believed_about_gates_that_the_code_no_longer_has() {
    IMPORTED.has("gates/GoneLongAgo.toml", &["removed = \"1.13\""]);
    assert!(!IMPORTED.text("gates/GoneLongAgo.toml").contains("source = \"code\""));
}

#[test]
fn a_kep_never_changes_what_a_gate_did() {
    // Its KEP plans beta for 1.33; the gate was beta in 1.32.
    assert!(IMPORTED.history("StableOpen")[1].starts_with("1.32, stage = beta"));
}

#[test]
fn sources_that_agree_are_no_drift() {
    for class in [Default, Stage, Lock, MissingInDocs] {
        assert!(IMPORTED.drift(class, "OnOffOn").is_empty());
        assert!(IMPORTED.drift(class, "StableOpen").is_empty());
    }
}

#[test]
fn docs_are_not_blamed_for_what_came_after_them() {
    let project = world();
    let list = project.read(super::LIST);
    let later =
        "  - default: false\n    lockToDefault: false\n    preRelease: Deprecated\n    version: \"1.36\"\n";
    project.write(
        super::LIST,
        list.replace("- name: RightSpelling\n", &format!("{later}- name: RightSpelling\n")),
    );
    import(&project);
    let records = Records::of(&project);
    assert_eq!(records.history("OnOffOn").len(), 5);
    assert!(records.drift(Stage, "OnOffOn").is_empty());
}

#[test]
fn a_correction_by_hand_stays_is_used_and_is_reported_as_drift() {
    let project = world();
    import(&project);
    let path = "content/gates/StableOpen.toml";
    let pin = "\n[pinned.history]\nvalue = [{ since = \"1.33\", stage = \"beta\", default = true }] # since when\n\
               reason = \"seen in the binary\"\n";
    project.write(path, project.read(path) + pin);
    let title = "\n[pinned.title]\nvalue = \"A better title\"\nreason = \"the heading of the proposal\"\n";
    let kep = "content/keps/1012-claims-it-too.toml";
    project.write(kep, project.read(kep) + title);
    let (gate_before, kep_before) = (project.read(path), project.read(kep));
    import(&project);
    assert_eq!((project.read(path), project.read(kep)), (gate_before, kep_before));
    let records = Records::of(&project);
    assert_eq!(
        records.drift(Pinned, "StableOpen"),
        [
            "history: code 1.30 alpha off unlocked, 1.32 beta on unlocked, 1.34 stable on unlocked; hand 1.33 beta on"
        ]
    );
    assert_eq!(
        records.drift(Pinned, "1012-claims-it-too"),
        ["title: kep Claims it too; hand A better title"]
    );
    // The KEP's milestones are held against the corrected history: beta at 1.33 is right now, alpha and stable are not.
    let milestones = records.drift(kepdb::model::DriftClass::Milestone, "1011-claims-a-gate");
    assert!(milestones.iter().all(|entry| !entry.starts_with("beta")), "{milestones:?}");
}

#[test]
fn a_correction_that_says_what_upstream_says_is_no_drift() {
    let project = world();
    import(&project);
    let path = "content/gates/GoneLongAgo.toml";
    project.write(path, project.read(path) + "\n[pinned.removed]\nvalue = \"1.13\"\nreason = \"checked\"\n");
    import(&project);
    assert!(Records::of(&project).drift(Pinned, "GoneLongAgo").is_empty());
}

#[test]
fn waivers_survive_an_import_and_cover_its_drift() {
    let project = world();
    let (waivers, aliases) = (project.read("content/waivers.toml"), project.read("content/aliases.toml"));
    import(&project);
    import(&project);
    assert_eq!(project.read("content/waivers.toml"), waivers);
    assert_eq!(project.read("content/aliases.toml"), aliases);
    assert_eq!(Records::of(&project).drift(SharedGate, "StableOpen").len(), 1);
    let shown = kepdb(["show", "StableOpen", "--format", "json"])
        .arg("--content")
        .arg(project.join("content"))
        .run()
        .success();
    assert!(shown.contains("the second KEP goes on where the first one ended"), "{shown}");
}

#[test]
fn an_alias_applies_from_the_next_import_on() {
    let project = world();
    let aliases = project.read("content/aliases.toml");
    project.write(
        "content/aliases.toml",
        aliases.clone() + "\n[[gates]]\nwritten = \"RightSpelings\"\nmeans = \"RightSpelling\"\n",
    );
    import(&project);
    let records = Records::of(&project);
    records.has("keps/1010-gate-names.toml", &["unknown-gates = [\"NotLandedYetWhateverItWillBe\"]"]);
    assert_eq!(records.drift(UnknownGate, "1010-gate-names").len(), 1);
    project.write("content/aliases.toml", aliases);
    import(&project);
    assert_eq!(Records::of(&project).drift(UnknownGate, "1010-gate-names").len(), 2);
}

#[test]
fn drift_is_sorted_by_class_then_subject_and_says_nothing_twice() {
    let entries = drift_of(IMPORTED.text("drift.toml"));
    assert!(entries.is_sorted_by_key(|entry| (entry.class, entry.subject.clone(), entry.field.clone())));
    let words: Vec<_> =
        entries.iter().map(|entry| (entry.class, entry.subject.key(), super::in_words(entry))).collect();
    let unique: std::collections::BTreeSet<_> = words.iter().collect();
    assert_eq!(unique.len(), words.len());
    assert_eq!(entries.len(), 34);
}

#[test]
fn what_an_import_writes_has_no_error() {
    let project = world();
    import(&project);
    let run = kepdb(["validate", "--content"]).arg(project.join("content")).run();
    assert!(!run.stdout.contains("error["), "{}", run.stdout);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}
