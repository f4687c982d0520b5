//! `kepdb validate`.

use super::json_schema;
use super::records::{ask, on, project};
use crate::support::kepdb;

#[test]
fn good_records_are_counted() {
    assert_eq!(
        ask(&["validate"]),
        "no problems\nchecked 5 KEPs, 5 gates, 1 collection, 10 releases, 2 drift entries and 1 waiver\n\
         notes for 1 of 2 KEPs and 1 of 5 gates that changed in 1.32 to 1.37\n\
         and for 1 of 1 KEP of SIG Auth or on security that changed since 1.29\n\
         by SIG (KEPs, gates): auth 1/1 1/1, node 0/1 0/1, no SIG 0/0 0/3\n"
    );
}

#[test]
fn an_error_is_shown_with_its_place_and_gives_exit_code_1() {
    let project = project().file("content/gates/Odd.toml", "name = \"Odder\"\nhistory = []\nstage = 1\n");
    let run = on(&project, &["validate"]).run().code(1);
    assert!(run.stdout.contains("error[unknown-key]"), "{}", run.stdout);
    assert!(run.stdout.contains("content/gates/Odd.toml:3:1"), "{}", run.stdout);
    assert!(run.stdout.contains("error[file-name-mismatch]"), "all problems in one run: {}", run.stdout);
    let github = on(&project, &["validate", "--format", "github"]).run().code(1);
    assert!(github.stdout.contains("::error file=content/gates/Odd.toml,line=3"), "{}", github.stdout);
    let json = on(&project, &["validate", "--format", "json"]).run().code(1);
    json_schema::assert_valid("validate", &serde_json::from_str(&json.stdout).expect("JSON"));
}

#[test]
fn a_warning_fails_only_a_strict_run() {
    let project = project().file("content/notes.txt", "not a record");
    let run = on(&project, &["validate"]).run().code(0);
    assert!(run.stdout.contains("warning[unexpected-file]"), "{}", run.stdout);
    on(&project, &["validate", "--strict"]).run().code(1);
}

#[test]
fn the_packed_records_are_valid() {
    kepdb(["validate"]).run().code(0);
}
