//! `docs/lints.md` has a heading for each rule, in order, with examples that are really so.

use std::fs;
use std::path::{Path, PathBuf};

use kepdb::diag::Code;

use super::fixtures::folder;

/// One heading of the rules' documentation.
struct Section {
    name: String,
    text: String,
    examples: Vec<String>,
}

/// Everything under a heading of the third level; those of the second only group them.
fn sections() -> Vec<Section> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lints.md");
    let document = fs::read_to_string(path).expect("docs/lints.md");
    let bodies = document.split("\n### ").skip(1);
    bodies
        .map(|body| {
            let (name, text) = body.split_once('\n').expect("a heading and a text");
            let blocks = text.split("```toml\n").skip(1);
            let example = |block: &str| block.split("```").next().unwrap_or_default().to_owned();
            Section { name: name.to_owned(), text: text.to_owned(), examples: blocks.map(example).collect() }
        })
        .collect()
}

/// The paths below a folder and the texts of all records there.
fn records(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => records(&path),
            false => vec![(path.clone(), fs::read_to_string(path).expect("a record"))],
        })
        .collect()
}

#[test]
fn every_rule_has_a_heading_and_no_heading_is_without_a_rule() {
    let headings: Vec<String> = sections().into_iter().map(|section| section.name).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(headings, codes);
}

#[test]
fn every_heading_says_how_bad_a_breach_is() {
    for (section, code) in sections().iter().zip(Code::ALL) {
        let severity = format!("\n*{}.* ", code.severity().as_str());
        assert!(section.text.to_lowercase().starts_with(&severity), "{code}: {}", section.text);
    }
}

#[test]
fn every_example_stands_in_the_records_of_its_rule() {
    for section in sections() {
        let [bad, good] = section.examples.as_slice() else {
            panic!("{}: one example that breaks the rule and one that keeps to it", section.name);
        };
        for (example, kind) in [(bad, "bad"), (good, "good")] {
            let records = records(&folder().join(&section.name).join(kind));
            // An example may start with the path of its file.
            let (path, example) = match example.strip_prefix("# ").and_then(|named| named.split_once('\n')) {
                Some((path, text)) => (path, text),
                None => ("", example.as_str()),
            };
            let is_there = records.iter().any(|(at, text)| at.ends_with(path) && text.contains(example));
            assert!(is_there, "{}: no {kind} record {path} has\n{example}", section.name);
        }
    }
}
