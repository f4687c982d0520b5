//! What is odd in the gate pages and the release schedule of the docs: one test for each oddity.

use kepdb::model::DriftClass::{DocsHistory, MissingInDocs};

use super::{IMPORTED, PAGES, Records, import, world};

#[test]
fn several_rows_of_one_stage_are_several_rows() {
    assert_eq!(
        IMPORTED.history("FlippedTwice"),
        [
            "1.20, stage = alpha, default = false",
            "1.22, stage = beta, default = false",
            "1.24, stage = beta, default = true",
            "1.26, stage = stable, default = true"
        ]
    );
}

#[test]
fn a_row_without_a_default_gets_none() {
    assert_eq!(
        IMPORTED.history("NoDefault"),
        ["1.20, stage = alpha, default = false", "1.21, stage = deprecated"]
    );
    assert_eq!(IMPORTED.drift(DocsHistory, "NoDefault"), ["row 2: default: docs not stated"]);
}

#[test]
fn silence_about_a_lock_is_not_filled_in() {
    assert_eq!(
        IMPORTED.history("SaysItIsLocked"),
        ["1.28, stage = beta, default = true", "1.30, stage = stable, default = true, locked = true"]
    );
}

#[test]
fn patch_versions_count_as_their_minor_version_and_are_reported() {
    assert_eq!(IMPORTED.history("PatchVersions")[0], "1.31, stage = alpha, default = false");
    assert_eq!(
        IMPORTED.drift(DocsHistory, "PatchVersions"),
        ["row 1: versions: docs patch versions: 1.31.1 to 1.31.7"]
    );
}

#[test]
fn where_rows_overlap_or_leave_a_gap_the_starts_count() {
    assert_eq!(
        IMPORTED.history("OverlapAndGap"),
        [
            "1.20, stage = alpha, default = false",
            "1.22, stage = beta, default = true",
            "1.25, stage = stable, default = true"
        ]
    );
    assert_eq!(
        IMPORTED.drift(DocsHistory, "OverlapAndGap"),
        [
            "row 2: start: docs overlap: starts at 1.22, the row before ends at 1.22",
            "row 3: start: docs gap: starts at 1.25, the row before ends at 1.23"
        ]
    );
}

#[test]
fn a_row_without_an_end_ends_where_the_next_one_starts() {
    assert_eq!(
        IMPORTED.history("OpenInTheMiddle"),
        ["1.20, stage = alpha, default = false", "1.22, stage = beta, default = true"]
    );
    assert_eq!(
        IMPORTED.drift(DocsHistory, "OpenInTheMiddle"),
        ["row 1: end: docs open, though another row follows"]
    );
}

#[test]
fn a_removed_gate_whose_last_row_is_open_was_removed_in_a_window() {
    IMPORTED.has("gates/RemovedButOpen.toml", &["removed = { after = \"1.22\", by = \"1.35\" }"]);
    assert_eq!(
        IMPORTED.drift(DocsHistory, "RemovedButOpen"),
        ["removal: docs removed, though the last row has no end"]
    );
}

#[test]
fn a_gate_is_removed_one_minor_version_after_its_last_row_ends() {
    IMPORTED.has("gates/GoneLongAgo.toml", &["removed = \"1.13\""]);
}

#[test]
fn a_stage_with_a_space_behind_it_is_that_stage() {
    assert_eq!(
        IMPORTED.history("TrailingSpace"),
        ["1.18, stage = alpha, default = false", "1.20, stage = beta, default = true"]
    );
}

#[test]
fn former_titles_are_former_names() {
    IMPORTED.has("gates/Renamed.toml", &["former-names = [\"HadAnotherName\"]"]);
}

#[test]
fn the_index_of_the_pages_is_no_gate() {
    assert!(!IMPORTED.0.contains_key("gates/index.toml"));
    assert_eq!(IMPORTED.0.keys().filter(|path| path.starts_with("gates/")).count(), 21);
}

#[test]
fn no_sentence_of_a_page_gets_into_a_record() {
    let project = world();
    project.write(
        &format!("{PAGES}/GoneLongAgo.md"),
        project.read(&format!("{PAGES}/GoneLongAgo.md")) + "stages:\n  - stage: alpha\nA telltale.\n",
    );
    import(&project);
    assert_eq!(Records::of(&project).0, IMPORTED.0);
}

#[test]
fn a_page_is_missing_only_if_the_gate_existed_when_the_docs_were_written() {
    assert_eq!(
        IMPORTED.drift(MissingInDocs, "WithoutAPage"),
        ["page: code alpha at 1.35, since 1.32; docs no page"]
    );
    // Alpha since 1.36; the docs describe 1.35.
    assert!(IMPORTED.drift(MissingInDocs, "TwiceAtOnce").is_empty());
}

#[test]
fn release_dates_fill_gaps_correct_imported_keys_and_leave_the_rest() {
    let releases = IMPORTED.text("releases.toml");
    let entry = |version: &str| {
        let start = releases.find(&format!("version = \"{version}\"")).expect(version);
        releases[start..].split("\n\n").next().unwrap_or_default().trim_end().to_owned()
    };
    assert_eq!(
        entry("1.35"),
        "version = \"1.35\"\nreleased = 2025-12-17\nmaintenance = 2026-12-28\nend-of-life = 2027-02-28"
    );
    // The announcement's date and its comment stay: no file upstream has one.
    assert_eq!(
        entry("1.31"),
        "version = \"1.31\"\nreleased = 2024-08-13 # from the announcement\nend-of-life = 2025-11-11\nfinal-patch = \"1.31.14\""
    );
    assert_eq!(entry("1.2"), "version = \"1.2\"\nend-of-life = 2016-10-01\nfinal-patch = \"1.2.7\"");
    assert_eq!(entry("1.30"), "version = \"1.30\"");
    assert!(releases.starts_with("# What people know besides the schedule.\n"));
    assert!(!releases.contains("The word of a person"));
}

#[test]
fn a_release_that_both_files_have_is_what_the_schedule_says_and_stands_in_its_place() {
    IMPORTED.has(
        "releases.toml",
        &[
            "version = \"1.32\"",
            "version = \"1.33\"",
            "released = 2025-04-23",
            "end-of-life = 2026-06-28",
            "version = \"1.34\"",
        ],
    );
    assert!(!IMPORTED.text("releases.toml").contains("1999"));
}
