//! What is odd in the versioned feature list: one test for each oddity.

use kepdb::model::DriftClass::{CodeHistory, Removal};

use super::{IMPORTED, LIST, Records, import, world};

#[test]
fn only_changes_are_listed_and_each_holds_until_the_next() {
    let project = world();
    // A spec that repeats the one before it is no change.
    let again = "  - default: true\n    lockToDefault: false\n    preRelease: GA\n    version: \"1.36\"\n";
    let list = project.read(LIST).replace("- name: TwiceAtOnce\n", &format!("{again}- name: TwiceAtOnce\n"));
    assert_ne!(list, project.read(LIST));
    project.write(LIST, list);
    import(&project);
    assert_eq!(Records::of(&project).history("StableOpen"), IMPORTED.history("StableOpen"));
}

#[test]
fn a_first_row_at_1_0_is_what_was_before_the_gate() {
    IMPORTED.has("gates/BornBefore.toml", &["prior-default = true"]);
    assert_eq!(
        IMPORTED.history("BornBefore"),
        [
            "1.31, stage = beta, default = false, locked = false",
            "1.33, stage = stable, default = false, locked = true"
        ]
    );
}

#[test]
fn a_gate_whose_only_row_is_beta_at_1_0_starts_where_the_docs_say() {
    IMPORTED.lacks("gates/BetaAtOne.toml", "prior-default");
    assert_eq!(IMPORTED.history("BetaAtOne"), ["1.34, stage = beta, default = true"]);
    assert_eq!(
        IMPORTED.drift(CodeHistory, "BetaAtOne"),
        ["start: code beta since 1.0, which stands for an unknown start"]
    );
}

#[test]
fn of_two_specs_at_one_version_the_last_one_wins() {
    assert_eq!(
        IMPORTED.history("TwiceAtOnce"),
        [
            "1.36, stage = alpha, default = false, locked = false",
            "1.37, stage = beta, default = true, locked = false"
        ]
    );
    assert_eq!(
        IMPORTED.drift(CodeHistory, "TwiceAtOnce"),
        ["spec at 1.37: code several specs; the last one counts"]
    );
}

#[test]
fn a_stage_may_be_on_then_off_then_on() {
    let beta: Vec<_> = IMPORTED.history("OnOffOn").into_iter().filter(|row| row.contains("beta")).collect();
    assert_eq!(
        beta,
        [
            "1.32, stage = beta, default = true, locked = false",
            "1.33, stage = beta, default = false, locked = false",
            "1.34, stage = beta, default = true, locked = false"
        ]
    );
}

#[test]
fn a_gate_may_start_at_beta_and_beta_does_not_mean_on() {
    assert_eq!(IMPORTED.history("BornBeta"), ["1.35, stage = beta, default = false, locked = false"]);
}

#[test]
fn a_stable_gate_may_stay_unlocked() {
    assert_eq!(
        IMPORTED.history("StableOpen").last().map(String::as_str),
        Some("1.34, stage = stable, default = true, locked = false")
    );
}

#[test]
fn a_gate_of_a_library_is_in_no_list_and_not_removed() {
    IMPORTED.lacks("gates/ClientSide.toml", "removed");
    assert!(IMPORTED.drift(Removal, "ClientSide").is_empty());
    // One that nobody says this about was removed between the docs and the list.
    IMPORTED.has("gates/GoneFromTheList.toml", &["removed = { after = \"1.35\", by = \"1.37\" }"]);
    assert_eq!(
        IMPORTED.drift(Removal, "GoneFromTheList"),
        ["removal: code not listed at 1.37; docs not removed at 1.35"]
    );
}

#[test]
fn a_gate_that_leaves_the_list_keeps_its_history_and_gets_an_end() {
    let project = world();
    import(&project);
    let list = project.read(LIST);
    let start = list.find("- name: WithoutAPage").expect("the last gate");
    project.write(LIST, &list[..start]);
    let mut later = super::input(&project);
    later.notes[0] = "code=,,1.38".parse().expect("a note");
    kepdb::upstream::import(&later).expect("an import");
    let records = Records::of(&project);
    assert_eq!(records.history("WithoutAPage"), IMPORTED.history("WithoutAPage"));
    records.has("gates/WithoutAPage.toml", &["removed = \"1.38\""]);
}

#[test]
fn a_start_that_nobody_recorded_does_not_move_with_every_import() {
    let project = world();
    std::fs::remove_file(project.join(&format!("{}/BetaAtOne.md", super::PAGES))).expect("remove a page");
    import(&project);
    let first = ["1.37, stage = beta, default = true, locked = false"];
    assert_eq!(Records::of(&project).history("BetaAtOne"), first);
    let mut later = super::input(&project);
    later.notes[0] = "code=,,1.38".parse().expect("a note");
    kepdb::upstream::import(&later).expect("an import");
    assert_eq!(Records::of(&project).history("BetaAtOne"), first);
    // What it does may change, though.
    let list = project.read(LIST);
    let off = list.replacen("default: true", "default: false", 1);
    project.write(LIST, off);
    kepdb::upstream::import(&later).expect("an import");
    assert_eq!(
        Records::of(&project).history("BetaAtOne"),
        [first[0], "1.38, stage = beta, default = false, locked = false"]
    );
}
