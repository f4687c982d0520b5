//! The report for people, as it stands on a terminal of 80 columns.

use super::world;
use crate::support::{Project, assert_expected, kepdb};

fn report(project: &Project) -> String {
    let args = ["import", "--source-note", "code=,,1.37", "--source-note", "docs=,,1.35"];
    let checkouts = ["--enhancements", "enhancements", "--website", "website", "--kubernetes", "kubernetes"];
    let run = kepdb(args.into_iter().chain(checkouts))
        .current_dir(project.path())
        .env("COLUMNS", "80")
        .run()
        .code(0);
    run.stdout
}

#[test]
fn the_summary_fits_80_columns_and_stays_in_its_columns() {
    let project = world();
    let shown = report(&project);
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert_expected("upstream/summary-80.txt", &shown);
}

#[test]
fn a_second_summary_says_that_nothing_is_new() {
    let project = world();
    report(&project);
    let shown = report(&project);
    assert!(shown.contains("KEPs  0 new, 0 changed, 16 unchanged, 0 gone upstream\n"), "{shown}");
    assert!(shown.contains("drift 34 entries, 0 new, 0 settled\n"), "{shown}");
    assert!(!shown.contains("also changed"), "{shown}");
}

#[test]
fn files_that_were_left_out_are_named_with_the_reason() {
    let project = world();
    project.write("enhancements/keps/sig-node/1012-claims-it-too/kep.yaml", "just a word\n");
    let shown = report(&project);
    assert!(
        shown.contains(
            "left out: 1\n  keps/sig-node/1012-claims-it-too/kep.yaml: a mapping was expected, not a text\n"
        ),
        "{shown}"
    );
}
