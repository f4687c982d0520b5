//! No text, however damaged, makes anything panic: reading it, joining it, applying the rules to it, showing what is
//! wrong with it, answering from it.

use std::hint::black_box;

use kepdb::diag::render;
use kepdb::kb::KnowledgeBase;
use kepdb::model::MinorVersion;
use kepdb::query::{self, Filter};
use kepdb::{lint, load};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{lines, load_one, samples};

/// Takes the text all the way through the program, and checks that everything that was said about it points into it.
/// Gives the number of records and problems in it.
fn survives(path: &str, text: &str) -> usize {
    let load::Loaded { sources, content, diagnostics } = load_one(path, text);
    let count = count(&content) + diagnostics.len();
    let kb = KnowledgeBase::new(content);
    let mut found = diagnostics;
    found.extend(lint::run(&kb, &sources));
    for found in &found {
        for label in [&found.primary].into_iter().chain(&found.related) {
            let range = label.span.range();
            let text = &sources.file(label.span.file).text;
            assert!(text.get(range.clone()).is_some(), "{range:?} of {} bytes: {found:?}", text.len());
        }
    }
    if !found.is_empty() {
        let options = render::terminal::Options { color: true, width: 40 };
        assert!(!render::terminal::render(&found, &sources, options).is_empty());
        assert!(!render::json::render(&found, &sources).is_empty());
        assert!(!render::github::render(&found, &sources).is_empty());
    }
    answers(&kb);
    count
}

/// Asks what every command asks.
fn answers(kb: &KnowledgeBase) {
    let today = "2026-11-23".parse().expect("a day");
    let filter = Filter::default();
    for version in query::known_versions(kb).into_iter().take(3).chain([MinorVersion::new(1, 36)]) {
        black_box(query::release_report(kb, version, &filter));
        black_box(query::state_rows(kb, version, &filter));
        black_box(query::planned(kb, version, &filter));
        black_box(query::upgrade_report(kb, version, MinorVersion::new(1, 35), &filter));
        black_box(kb.support(version, today));
    }
    for gate in kb.gates() {
        black_box(query::gate_standing(kb, gate, today));
        assert!(query::find(kb, gate.name.as_str()).is_some());
    }
    for kep in kb.keps() {
        black_box(query::kep_standing(kb, kep, today));
    }
    for entry in kb.collections().iter().flat_map(|collection| &collection.entries) {
        black_box(kb.judge(entry));
    }
}

fn count(content: &kepdb::model::Content) -> usize {
    let lists = [content.releases.len(), content.drift.len(), content.waivers.len(), content.sources.len()];
    let taxa = content.taxonomy.sigs.len() + content.aliases.gates.len();
    let records = content.keps.len() + content.gates.len() + content.collections.len();
    records + taxa + lists.iter().sum::<usize>()
}

/// As text, the way a file that is not UTF-8 is read.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_prefix_of_a_record_gives_a_record_or_diagnostics() {
    for (path, whole) in samples::FILES {
        let holds_one_record = path.matches('/').count() > 1;
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let found = survives(path, &whole[..end]);
            assert!(found > 0 || !holds_one_record, "nothing came of the first {end} bytes of {path}");
        }
    }
}

#[test]
fn a_flipped_bit_in_any_byte_of_a_record_gives_a_record_or_diagnostics() {
    for (path, whole) in samples::FILES {
        for at in 0..whole.len() {
            // The next character, the other letter case, a byte that is no character: all eight take long and say no more.
            for bit in [0, 5, 7] {
                let mut bytes = whole.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                assert!(
                    survives(path, &text(&bytes)) > 0,
                    "nothing came of {path} with bit {bit} of byte {at} flipped"
                );
            }
        }
    }
}

/// Real records have what samples have not: long lists, letters of other alphabets, many rows.
#[test]
fn the_committed_records_cut_at_any_line_give_records_or_diagnostics() {
    for kind in ["keps", "gates", "collections"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(kind);
        let files = std::fs::read_dir(folder).expect("the committed records");
        let mut files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
        files.sort_by_key(|path| std::cmp::Reverse(path.metadata().expect("a file").len()));
        for file in files.iter().take(40) {
            let whole = std::fs::read_to_string(file).expect("a record");
            let name = file.file_name().expect("a name").to_string_lossy();
            let path = format!("content/{kind}/{name}");
            for (end, _) in whole.match_indices('\n') {
                // In the middle of a line, too, where that is no place inside a letter.
                for end in [end, end.saturating_sub(7)] {
                    if whole.is_char_boundary(end) {
                        assert!(survives(&path, &whole[..end]) > 0, "nothing came of {end} bytes of {path}");
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_with_a_changed_byte_gives_a_record_or_diagnostics(
        (path, whole) in select(samples::FILES),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = whole.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        prop_assert!(survives(path, &text(&bytes)) > 0);
    }

    #[test]
    fn a_record_with_a_part_replaced_gives_a_record_or_diagnostics(
        (path, whole) in select(samples::FILES),
        from in any::<Index>(),
        length in 0_usize..40,
        part in select(&[
            "", "\n", "\"", "\"\"\"", "'", "[", "]", "[[", "{", "}", "=", ".", ",", "#", "\\", "\r", "\u{feff}", "\0",
            "é", "9999999999999999999999", "2026-99-99", "[a]\n", "a.b.c = 1\n", "\"\\u0000\"", "inf",
        ][..]),
    ) {
        let bytes = whole.as_bytes();
        let from = from.index(bytes.len());
        let to = (from + length).min(bytes.len());
        let mut changed = bytes[..from].to_vec();
        changed.extend(part.as_bytes());
        changed.extend(&bytes[to..]);
        survives(path, &text(&changed));
    }

    #[test]
    fn any_bytes_are_survived(
        (path, _) in select(samples::FILES),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        survives(path, &text(&bytes));
    }
}

#[test]
fn nesting_without_end_is_survived() {
    let deep = 100_000;
    let dotted = "a.".repeat(78) + "a";
    for text in [
        format!("topics = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("topics = {}", "[".repeat(deep)),
        format!("risk = {}1{}", "{a=".repeat(deep), "}".repeat(deep)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("[{}a]", "a.".repeat(deep)),
        format!("[{dotted}]\n{dotted} = {}1{}", format!("{{{dotted}=").repeat(79), "}".repeat(79)),
        format!("[b]\nc={{a=1,a={}1{}}}", format!("{{{dotted}=").repeat(79), "}".repeat(79)),
    ] {
        let loaded = load_one("keps/1-a.toml", &text);
        assert!(!loaded.diagnostics.is_empty(), "{}", &text[..60]);
    }
}

#[test]
fn a_great_many_mistakes_are_reported_in_a_file_of_the_largest_size() {
    let lines_of_garbage = "= = =\n".repeat(500_000);
    let loaded = load_one("keps/1-a.toml", &lines_of_garbage);
    assert!((1..=20).contains(&loaded.diagnostics.len()), "{}", loaded.diagnostics.len());
}

#[test]
fn two_threads_give_what_one_gives() {
    // Enough files for two threads, each with a problem.
    let file = |number: usize| {
        let text = format!("number = {number}\nslug = \"a\"\ntitle = \"{}\"\ntopic = 1\n", "x".repeat(900));
        (format!("keps/{number:04}-a.toml"), text)
    };
    let files: Vec<_> = (0..300).map(file).collect();
    let together = load::load_texts(files.iter().cloned().map(|(path, text)| (path, text.into())).collect());
    let mut apart = String::new();
    for (path, text) in &files {
        apart += &lines(&load_one(path, text));
    }
    assert_eq!(lines(&together), apart);
    assert!(together.content.keps.is_sorted_by_key(|kep| kep.number.value));
    assert_eq!(together.content.keps.len(), 300);
}
