//! Each rule has a folder of records that break it (`bad/`), what that looks like (`bad.txt`), and a neighbour that
//! keeps to every rule (`good/`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kepdb::diag::render::terminal;
use kepdb::diag::{self, Code, Diagnostic};
use kepdb::kb::KnowledgeBase;
use kepdb::source::SourceMap;
use kepdb::{lint, load};

use crate::support::{assert_expected, fixtures};

pub(super) fn folder() -> PathBuf {
    fixtures("lints")
}

/// What reader and rules say about a content folder.
fn diagnostics(content: &Path) -> (Vec<Diagnostic>, SourceMap) {
    let loaded = load::load_dir(content, "content").expect("a content folder");
    let mut found = loaded.diagnostics;
    found.extend(lint::run(&KnowledgeBase::new(loaded.content), &loaded.sources));
    diag::sort(&mut found);
    (found, loaded.sources)
}

fn codes_of(found: &[Diagnostic]) -> BTreeSet<Code> {
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

fn shown(found: &[Diagnostic], sources: &SourceMap) -> String {
    terminal::render(found, sources, terminal::Options::default())
}

#[test]
fn every_rule_rejects_its_bad_records_and_no_other_rule_does() {
    for code in Code::ALL {
        let (found, sources) = diagnostics(&folder().join(code.as_str()).join("bad"));
        assert_eq!(codes_of(&found), BTreeSet::from([*code]), "{code}\n{}", shown(&found, &sources));
    }
}

#[test]
fn every_rule_has_a_good_neighbour_that_keeps_to_all_rules() {
    for code in Code::ALL {
        let (found, sources) = diagnostics(&folder().join(code.as_str()).join("good"));
        assert!(found.is_empty(), "{code}\n{}", shown(&found, &sources));
    }
}

#[test]
fn every_rule_says_what_is_expected_of_it() {
    for code in Code::ALL {
        let (found, sources) = diagnostics(&folder().join(code.as_str()).join("bad"));
        assert_expected(&format!("lints/{code}/bad.txt"), &shown(&found, &sources));
    }
}

#[test]
fn every_rule_on_records_says_what_to_write_instead() {
    for code in lint::rules() {
        for found in diagnostics(&folder().join(code.as_str()).join("bad")).0 {
            assert!(!found.primary.text.is_empty() && found.help.is_some(), "{code}: {}", found.message);
        }
    }
}

#[test]
fn no_fixture_is_without_a_rule() {
    let rules: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let parts = BTreeSet::from(["bad", "bad.txt", "good"].map(str::to_owned));
    for name in names_in(&folder()) {
        assert!(rules.contains(name.as_str()), "`{name}` is no rule");
        assert_eq!(names_in(&folder().join(&name)), parts, "{name}");
    }
}

#[test]
fn every_rule_on_records_has_a_file_of_its_name() {
    let files = names_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint"));
    for code in lint::rules() {
        let file = format!("{}.rs", code.as_str().replace('-', "_"));
        assert!(files.contains(&file), "src/lint/{file} is missing");
    }
}

#[test]
fn every_code_belongs_to_the_reader_or_to_a_rule() {
    let rules: BTreeSet<Code> = lint::rules().collect();
    let readers = Code::ALL.iter().filter(|code| **code < Code::FileNameMismatch);
    assert!(readers.clone().all(|code| !rules.contains(code)));
    assert_eq!(rules.len() + readers.count(), Code::ALL.len());
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}
