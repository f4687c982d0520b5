//! No text, however damaged, makes the reader panic.

use kepdb::load;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{lines, load_one, samples};

/// Reads the text and checks that everything that was said about it points into it.
fn survives(path: &str, text: &str) -> usize {
    let loaded = load_one(path, text);
    for found in &loaded.diagnostics {
        let range = found.primary.span.range();
        let text = &loaded.sources.file(found.primary.span.file).text;
        assert!(text.get(range.clone()).is_some(), "{range:?} of {} bytes: {found:?}", text.len());
        let _ = loaded.sources.line_column(found.primary.span);
    }
    let content = &loaded.content;
    let lists = [content.releases.len(), content.drift.len(), content.waivers.len(), content.sources.len()];
    let taxa = content.taxonomy.sigs.len() + content.aliases.gates.len();
    let records = content.keps.len() + content.gates.len() + content.collections.len();
    records + taxa + lists.iter().sum::<usize>() + loaded.diagnostics.len()
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
