//! What the reader reports, and that one run reports all of it.

use kepdb::diag::Code;

use super::{lines, load_one};
use crate::support::assert_expected;

/// Compares what is said about the text with a file below `tests/fixtures/load/`.
#[track_caller]
fn check(name: &str, path: &str, text: &str) {
    let loaded = load_one(path, text);
    assert_expected(&format!("load/{name}.txt"), &lines(&loaded));
}

#[test]
fn every_problem_of_a_kep_is_found_in_one_run() {
    let text = r#"nubmer = 1
slug = "Not A Slug"
sig = "node"
topics = "identity"
aka = [1, ""]
[risk]
level = "hihg"
reviewed = "2026-11-23"
enable = ""
[[links]]
kind = "doc"
title = "t"
url = "http://kubernetes.io"
[facts]
status = "Implementable"
stage = "GA"
latest = "v1.35"
created = 2023-10-29T10:00:00
updated = 5
stages = { alhpa = "1.34", beta = "1.x", stable = 1.36 }
gates = ["has space", "Fine"]
disable-supported = "yes"
see-also = [-1, 99999999999]
[facts.source]
path = "../../etc/passwd"
commit = "main"
"#;
    check("kep", "content/keps/7-a.toml", text);
}

#[test]
fn every_problem_of_a_gate_is_found_in_one_run() {
    let text = r#"name = "has-hyphen"
history = [
  { since = "1.34", stage = "alpha", default = "false", source = "code" },
  { since = "1.35", stage = "gamma", source = "cod" },
  { stage = "beta", source = "code" },
  3,
]
removed = 1.36
[source.doc]
path = ""
[pinned.removed]
value = { after = "1.34" }
reason = "r"
"#;
    check("gate", "content/gates/G.toml", text);
}

#[test]
fn every_problem_of_the_lists_is_found_in_one_run() {
    let text = r#"releases = 3
[[release]]
version = "1.35"
"#;
    check("releases", "content/releases.toml", text);
    let text = r#"[[releases]]
version = "1.35.0"
released = 2025-12-32
planned = 2026-13-01
final-patch = "1.35"
[[releases]]
"#;
    check("release-dates", "content/releases.toml", text);
    let text = r#"[[drift]]
class = "defalt"
field = "f"
[[drift]]
class = "default"
gate = "A"
record = "1-a"
field = "f"
[[drift]]
class = "default"
record = "a-1"
field = ""
code = 1
"#;
    check("drift", "content/drift.toml", text);
    let text = r#"[[sources]]
kind = "hand"
repository = "git@github.com:kubernetes/kubernetes"
commit = "0123456789ABCDEF0123456789ABCDEF01234567"
"#;
    check("sources", "content/sources.toml", text);
}

#[test]
fn every_syntax_error_is_found_and_what_can_be_read_stays() {
    let text = r#"number = 7
slug = "a"
title = "A
summary = "fine"
topic = ["x"]
[facts
sig = "node"
[facts.source]
path = "keps/x"
commit = tru
created = 2023-14-05
status = "implemented" "x"
"#;
    let loaded = load_one("content/keps/7-a.toml", text);
    assert_expected("load/syntax.txt", &lines(&loaded));
    assert!(loaded.diagnostics.iter().all(|found| found.code != Code::MissingKey));
    let kep = &loaded.content.keps[0];
    assert_eq!(kep.key(), "7-a");
    assert_eq!(kep.summary.as_ref().map(|at| at.value.as_str()), Some("fine"));
}

#[test]
fn a_date_that_does_not_exist_is_an_invalid_date_wherever_it_is_found() {
    for day in ["2023-14-05", "2023-02-30", "2023-1-05", "\"2023-01-05\"", "2023-01-05T10:00:00Z"] {
        let text = format!("number = 1\nslug = \"a\"\ntitle = \"A\"\n[facts]\ncreated = {day}\n");
        let loaded = load_one("keps/1-a.toml", &text);
        let codes: Vec<_> = loaded.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::InvalidDate], "{day}: {}", lines(&loaded));
        assert_eq!(loaded.content.keps[0].created, None, "{day}");
    }
}

#[test]
fn the_file_name_stands_in_for_what_cannot_be_read() {
    let kep = load_one("keps/12-a-b.toml", "");
    assert_eq!(kep.content.keps[0].key(), "12-a-b");
    assert_eq!(kep.content.keps[0].title.value, "a-b");
    let missing: Vec<_> =
        kep.diagnostics.iter().map(|found| (found.code, found.primary.span.range())).collect();
    assert_eq!(missing, [(Code::MissingKey, 0..0), (Code::MissingKey, 0..0), (Code::MissingKey, 0..0)]);
    assert_eq!(load_one("gates/A.toml", "").content.gates[0].name.as_str(), "A");
    assert_eq!(load_one("collections/a.toml", "").content.collections[0].slug.value, "a");
    // Where it says nothing either, there is no record, but there are still diagnostics.
    for path in ["keps/readme.toml", "gates/a-b.toml", "collections/A.toml"] {
        let loaded = load_one(path, "");
        assert!(loaded.content.keps.is_empty() && loaded.content.gates.is_empty(), "{path}");
        assert!(loaded.content.collections.is_empty(), "{path}");
        assert!(!loaded.diagnostics.is_empty(), "{path}");
    }
}

#[test]
fn words_of_a_file_cannot_disturb_a_terminal() {
    let text = "\"\\u001b[31m\\u202e\" = 1\nname = \"\\u001b]8;;x\"\n";
    let loaded = load_one("gates/A.toml", text);
    for found in &loaded.diagnostics {
        for shown in
            [Some(&found.message), Some(&found.primary.text), found.help.as_ref()].into_iter().flatten()
        {
            assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown:?}");
        }
    }
    assert_eq!(loaded.diagnostics.len(), 2);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing_but_places() {
    let text = "number = 1\nslug = \"a\"\ntitle = \"A\"\ntopics = 3\n";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let loaded = load_one("keps/1-a.toml", &windows);
    assert_eq!(lines(&loaded), lines(&load_one("keps/1-a.toml", text)));
    assert_eq!(loaded.content.keps[0].span.range(), 0..13, "the first line without its end");
}
