//! What is odd in `kep.yaml` files and production-readiness records: one test for each oddity.

use kepdb::model::DriftClass::{KepField, KepNumber, Milestone, SharedGate, Status, UnknownGate};

use super::{IMPORTED, Records, import, world};

#[test]
fn a_date_that_no_calendar_has_is_left_out_and_reported() {
    let file = "keps/1001-swapped-date.toml";
    IMPORTED.lacks(file, "created");
    IMPORTED.has(file, &["updated = 2024-02-09"]);
    assert_eq!(
        IMPORTED.drift(KepField, "1001-swapped-date"),
        ["creation-date: kep `2023-14-05`: no date of the calendar"]
    );
}

#[test]
fn a_number_in_quotes_is_a_number() {
    IMPORTED.has("keps/1001-swapped-date.toml", &["number = 1001"]);
}

#[test]
fn versions_may_have_a_v_or_quotes_or_neither_and_are_never_read_as_numbers() {
    // 1.40 as a number would be 1.4.
    IMPORTED.has("keps/1002-mixed-versions.toml", &["stages = { alpha = \"1.33\", beta = \"1.40\" }"]);
}

#[test]
fn placeholders_for_versions_say_nothing() {
    let file = "keps/1002-mixed-versions.toml";
    IMPORTED.lacks(file, "latest");
    assert!(!IMPORTED.text(file).contains("removed"));
    // `0.0`, `TBD`, `never` and `x.y` are no disagreement either.
    assert_eq!(IMPORTED.drift(KepField, "1002-mixed-versions").len(), 1);
}

#[test]
fn two_versions_in_one_field_are_reported_and_not_chosen_from() {
    assert_eq!(
        IMPORTED.drift(KepField, "1002-mixed-versions"),
        ["milestone.stable: kep `v1.21, v1.37`: no version of Kubernetes"]
    );
}

#[test]
fn lists_and_tables_may_be_null() {
    for key in ["participating", "see-also", "replaces", "gates", "metrics", "stages"] {
        IMPORTED.lacks("keps/1003-null-lists.toml", key);
    }
    assert!(IMPORTED.drift(KepField, "1003-null-lists").is_empty());
}

#[test]
fn a_successor_that_is_not_applicable_is_none() {
    IMPORTED.lacks("keps/1003-null-lists.toml", "superseded-by");
}

#[test]
fn references_come_in_seven_shapes_and_free_text_is_none() {
    IMPORTED.has("keps/1004-references.toml", &["see-also = [1001, 1002, 1003, 1009, 1010, 1011]"]);
}

#[test]
fn two_keps_with_one_number_keep_a_record_each() {
    IMPORTED.has("keps/1005-first-of-two.toml", &["number = 1005", "shares-number = true"]);
    IMPORTED.has("keps/1005-second-of-two.toml", &["number = 1005", "shares-number = true"]);
    assert_eq!(
        IMPORTED.drift(KepNumber, "1005-first-of-two"),
        ["shared number: kep 1005, like second-of-two"]
    );
}

#[test]
fn process_keps_without_a_number_do_not_fall_into_one_file() {
    IMPORTED.has("keps/0-process.toml", &["sig = \"architecture\""]);
    IMPORTED.has("keps/0-process-sig-docs.toml", &["sig = \"docs\""]);
}

#[test]
fn the_number_in_the_file_wins_over_the_one_of_its_folder() {
    IMPORTED.has(
        "keps/1007-other-number.toml",
        &["number = 1007", "path = \"keps/sig-network/1006-other-number/kep.yaml\""],
    );
    assert_eq!(
        IMPORTED.drift(KepNumber, "1007-other-number"),
        ["number: kep 1007 in the file, 1006 in its path"]
    );
}

#[test]
fn folders_may_be_nested_deeper() {
    IMPORTED.has("keps/1010-gate-names.toml", &["path = \"keps/sig-node/deeper/1010-gate-names/kep.yaml\""]);
}

#[test]
fn the_owning_group_is_what_the_file_says_and_not_its_folder() {
    IMPORTED.has("keps/1008-at-a-provider.toml", &["sig = \"network\""]);
}

#[test]
fn a_group_and_a_stage_that_nobody_knows_are_left_out_and_reported() {
    IMPORTED.lacks("keps/1014-words-nobody-knows.toml", "sig");
    IMPORTED.lacks("keps/1014-words-nobody-knows.toml", "stage");
    assert_eq!(
        IMPORTED.drift(KepField, "1014-words-nobody-knows"),
        ["owning-sig: kep `sig-of-nobody`: no group of the project", "stage: kep `gamma`: no stage"]
    );
}

#[test]
fn components_in_prose_go_through_the_table_of_aliases_or_are_reported() {
    let components = "components = [\"kube-apiserver\", \"kube-scheduler\", \"kubelet\"]";
    IMPORTED.has("keps/1009-prose-components.toml", &[components]);
    IMPORTED.has("gates/BornBeta.toml", &[components]);
    assert_eq!(
        IMPORTED.drift(KepField, "1009-prose-components"),
        ["components: kep `every node that has the time`: no component"]
    );
}

#[test]
fn gate_names_resolve_by_case_by_alias_and_by_former_name() {
    IMPORTED.has("keps/1010-gate-names.toml", &["gates = [\"CodeWins\", \"RightSpelling\", \"Renamed\"]"]);
}

#[test]
fn gate_names_known_nowhere_else_are_kept_apart_with_the_nearest_real_one() {
    IMPORTED.has(
        "keps/1010-gate-names.toml",
        &["unknown-gates = [\"RightSpelings\", \"NotLandedYetWhateverItWillBe\"]"],
    );
    assert_eq!(
        IMPORTED.drift(UnknownGate, "1010-gate-names"),
        [
            "gate NotLandedYetWhateverItWillBe: kep NotLandedYetWhateverItWillBe",
            "gate RightSpelings: kep RightSpelings → RightSpelling"
        ]
    );
}

#[test]
fn a_gate_that_several_keps_claim_is_in_the_records_of_all() {
    for file in ["keps/1011-claims-a-gate.toml", "keps/1012-claims-it-too.toml"] {
        IMPORTED.has(file, &["gates = [\"StableOpen\"]"]);
    }
    assert_eq!(
        IMPORTED.drift(SharedGate, "StableOpen"),
        ["claims: kep 1011-claims-a-gate, 1012-claims-it-too"]
    );
}

#[test]
fn a_kep_without_a_gate_has_no_list_of_gates() {
    IMPORTED.lacks("keps/1013-no-gate-no-status.toml", "gates");
}

#[test]
fn an_illegal_status_goes_through_the_table_of_aliases_and_is_reported() {
    IMPORTED.has("keps/1013-no-gate-no-status.toml", &["status = \"implemented\""]);
    assert_eq!(IMPORTED.drift(Status, "1013-no-gate-no-status"), ["status word: kep imlpemented"]);
    // One that nobody explained is left out.
    IMPORTED.lacks("keps/1014-words-nobody-knows.toml", "status");
    assert_eq!(IMPORTED.drift(Status, "1014-words-nobody-knows"), ["status word: kep half-done"]);
}

#[test]
fn a_kep_that_is_stable_in_code_and_still_implementable_is_reported() {
    IMPORTED.has("keps/1011-claims-a-gate.toml", &["status = \"implementable\""]);
    assert_eq!(
        IMPORTED.drift(Status, "1011-claims-a-gate"),
        ["status: code stable since 1.34; kep implementable"]
    );
}

#[test]
fn a_stage_began_with_its_first_row_and_not_with_a_later_lock() {
    let project = world();
    let list = project.read(super::LIST);
    let row = |locked: &str, version: &str| {
        format!(
            "  - default: true\n    lockToDefault: {locked}\n    preRelease: GA\n    version: \"{version}\"\n"
        )
    };
    let open = row("false", "1.34");
    assert!(list.contains(&open), "the world has a gate that is stable and open since 1.34");
    project.write(super::LIST, list.replace(&open, &format!("{open}{}", row("true", "1.36"))));
    import(&project);
    assert_eq!(
        Records::of(&project).drift(Status, "1011-claims-a-gate"),
        ["status: code stable since 1.34; kep implementable"]
    );
}

#[test]
fn a_milestone_that_differs_from_what_its_gate_did_is_reported_and_kept() {
    IMPORTED.has(
        "keps/1011-claims-a-gate.toml",
        &["stages = { alpha = \"1.30\", beta = \"1.33\", stable = \"1.34\" }"],
    );
    assert_eq!(IMPORTED.drift(Milestone, "1011-claims-a-gate"), ["beta: code 1.32; kep 1.33"]);
}

#[test]
fn the_template_is_no_kep_and_stray_keys_do_no_harm() {
    assert_eq!(IMPORTED.0.keys().filter(|path| path.starts_with("keps/")).count(), 16);
    IMPORTED.has("keps/1013-no-gate-no-status.toml", &["number = 1013", "title = \"No gate, no status\""]);
}

#[test]
fn a_readiness_record_with_another_number_than_its_file_is_reported() {
    assert_eq!(
        IMPORTED.drift(KepNumber, "1012-claims-it-too"),
        ["number in its production-readiness record: kep 1212 in keps/prod-readiness/sig-node/1012.yaml"]
    );
    assert!(IMPORTED.drift(KepNumber, "1011-claims-a-gate").is_empty());
}

#[test]
fn files_with_carriage_returns_read_like_others() {
    let project = world();
    for path in [
        "enhancements/keps/prod-readiness/sig-node/1012.yaml",
        "enhancements/keps/sig-node/1009-prose-components/kep.yaml",
        "enhancements/keps/sig-node/1011-claims-a-gate/kep.yaml",
        "website/content/en/docs/reference/command-line-tools-reference/feature-gates/OnOffOn.md",
        super::LIST,
    ] {
        let text = project.read(path);
        project.write(path, text.replace('\n', "\r\n"));
    }
    import(&project);
    assert_eq!(Records::of(&project).0, IMPORTED.0);
}
