//! `docs/drift.md` against the committed drift: every figure in it that the records can confirm.

use std::collections::BTreeSet;
use std::path::Path;

use kepdb::load::{self, Loaded};
use kepdb::model::{Drift, DriftClass};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    std::fs::read_to_string(root().join("docs/drift.md")).expect("docs/drift.md")
}

fn loaded() -> Loaded {
    load::load_dir(&root().join("content"), "content").expect("a readable folder")
}

/// The cells of the table rows that start with `start`.
fn rows(page: &str, start: &str) -> Vec<Vec<String>> {
    let row = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    page.lines().filter(|line| line.starts_with(start)).map(row).collect()
}

fn of(drift: &[Drift], class: DriftClass) -> impl Iterator<Item = &Drift> {
    drift.iter().filter(move |entry| entry.class == class)
}

#[test]
fn the_table_counts_each_class_as_the_committed_drift_does() {
    let content = loaded().content;
    let accepted = |entry: &&Drift| content.waivers.iter().any(|waiver| waiver.covers(entry));
    let mut expected: Vec<Vec<String>> = Vec::new();
    for class in DriftClass::ALL {
        let name = class.as_str();
        let cells = [of(&content.drift, *class).count(), of(&content.drift, *class).filter(accepted).count()];
        expected.push(vec![format!("[`{name}`](#{name})"), cells[0].to_string(), cells[1].to_string()]);
    }
    assert_eq!(rows(&page(), "| [`"), expected);
    let all = content.drift.iter().filter(accepted).count();
    assert_eq!(
        rows(&page(), "| all |"),
        [["all".to_owned(), content.drift.len().to_string(), all.to_string()]]
    );
}

#[test]
fn every_class_has_a_section_that_says_what_it_means() {
    let page = page();
    for class in DriftClass::ALL {
        let heading = format!("\n### `{}`\n\n", class.as_str());
        let (_, section) = page.split_once(&heading).unwrap_or_else(|| panic!("no section {heading}"));
        assert!(section.lines().next().is_some_and(|line| line.len() > 40), "{heading} says nothing");
    }
    assert_eq!(page.matches("\n### `").count(), DriftClass::ALL.len());
}

#[test]
fn the_comparison_with_the_independent_count_follows_from_the_committed_drift() {
    let content = loaded().content;
    let page = page();
    let here = |row: &str| -> (usize, usize) {
        let cells = rows(&page, &format!("| {row} |")).pop().unwrap_or_else(|| panic!("no row {row}"));
        (cells[1].parse().expect("a figure"), cells[2].parse().expect("a figure"))
    };
    let count = |class| of(&content.drift, class).count();
    let shared = content.gates.iter().filter(|gate| gate.code.is_some() && gate.docs.is_some()).count();
    let differing: BTreeSet<_> = of(&content.drift, DriftClass::Default)
        .chain(of(&content.drift, DriftClass::Stage))
        .map(|entry| entry.subject.key())
        .collect();
    assert_eq!(here("gates in both code and docs through 1.35"), (172, shared));
    assert_eq!(here("of them agreeing on stage and default"), (159, shared - differing.len()));
    assert_eq!(here("differ in stage or version"), (5, count(DriftClass::Stage)));
    assert_eq!(here("differ in default"), (6, count(DriftClass::Default)));
    assert_eq!(here("differ in lock"), (15, count(DriftClass::Lock)));
    assert_eq!(here("milestones that differ from the gates"), (44, count(DriftClass::Milestone)));
    let never =
        of(&content.drift, DriftClass::Milestone).filter(|entry| entry.says[0].value.starts_with("never"));
    assert_eq!(never.count(), 39);
    assert_eq!(44 + 2 + 39, count(DriftClass::Milestone));
    assert_eq!(here("gate names known nowhere else"), (86, count(DriftClass::UnknownGate)));
    assert_eq!(86 - 19 - 5 - 3, count(DriftClass::UnknownGate));
    // Every gate that the explanation names is in the class it is named for.
    let explained = rows(&page, "| differ in stage or version |").remove(0).remove(3);
    for entry in of(&content.drift, DriftClass::Stage) {
        assert!(explained.contains(entry.subject.key()), "{} is not explained", entry.subject.key());
    }
}
