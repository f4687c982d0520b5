//! No upstream file, however damaged, makes a reader panic: what comes is a value or a report.

use std::sync::LazyLock;

use kepdb::upstream::{Read, feature_list, gate_page, kep_yaml, prod_readiness, releases};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{LIST, PAGES, import, world};
use crate::support::fixtures;

/// A reader, by the name of its kind of file.
type Reader = fn(&str) -> bool;

/// Whether there is a value or a report.
fn answers<T>(read: Read<T>) -> bool {
    let reason = read.reason();
    assert!(!reason.is_empty() && !reason.contains('\n'), "{reason:?}");
    for problem in &read.problems {
        assert!(!problem.written.contains(char::is_control) && problem.written.chars().count() <= 120);
    }
    read.value.is_some() || !read.problems.is_empty()
}

/// One file of each kind, with its reader.
static FILES: LazyLock<Vec<(String, Reader)>> = LazyLock::new(|| {
    let kep: Reader = |text| answers(kep_yaml::read(text));
    let page: Reader = |text| answers(gate_page::read(text, "FlippedTwice"));
    let list: Reader = |text| answers(feature_list::read(text));
    let dates: Reader = |text| answers(releases::read(text));
    let readiness: Reader = |text| answers(prod_readiness::read(text));
    [
        ("enhancements/keps/sig-node/1011-claims-a-gate/kep.yaml".to_owned(), kep),
        ("enhancements/keps/sig-node/1009-prose-components/kep.yaml".to_owned(), kep),
        (format!("{PAGES}/FlippedTwice.md"), page),
        (LIST.to_owned(), list),
        ("website/data/releases/schedule.yaml".to_owned(), dates),
        ("website/data/releases/eol.yaml".to_owned(), dates),
        ("enhancements/keps/prod-readiness/sig-node/1012.yaml".to_owned(), readiness),
    ]
    .into_iter()
    .map(|(path, reader)| {
        let text = std::fs::read_to_string(fixtures("upstream").join(path)).expect("a fixture");
        // Enough of the list for every shape in it.
        (text.chars().take(1200).collect(), reader)
    })
    .collect()
});

#[test]
fn every_prefix_of_a_file_gives_a_value_or_a_report() {
    for (whole, reader) in FILES.iter() {
        for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            assert!(reader(&whole[..end]), "nothing came of the first {end} bytes:\n{whole}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_file_with_a_changed_byte_gives_a_value_or_a_report(
        (whole, reader) in select(FILES.as_slice()),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = whole.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        prop_assert!(reader(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn a_file_with_a_flipped_bit_gives_a_value_or_a_report(
        (whole, reader) in select(FILES.as_slice()),
        at in any::<Index>(),
        bit in 0..8_u32,
    ) {
        let mut bytes = whole.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(reader(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn a_file_with_a_part_replaced_gives_a_value_or_a_report(
        (whole, reader) in select(FILES.as_slice()),
        from in any::<Index>(),
        length in 0_usize..40,
        part in select(&[
            "", "\n", "\t", "\"", "'", "[", "]", "{", "}", ":", ": ", "- ", "&a ", "*a", "!!int ", "!t ", "|\n", ">\n", "#",
            "---\n", "...\n", "%YAML 9.9\n", "? ", "<<: *a\n", "\r", "\u{feff}", "\0", "é", "~", "1e999", "0x1F", ".nan",
            "99999999999999999999999999", "2026-99-99", "1.65536", "1.99999999999999999999",
        ][..]),
    ) {
        let bytes = whole.as_bytes();
        let from = from.index(bytes.len());
        let to = (from + length).min(bytes.len());
        let mut changed = bytes[..from].to_vec();
        changed.extend(part.as_bytes());
        changed.extend(&bytes[to..]);
        prop_assert!(reader(&String::from_utf8_lossy(&changed)));
    }

    #[test]
    fn any_bytes_give_a_value_or_a_report(
        (_, reader) in select(FILES.as_slice()),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(reader(&String::from_utf8_lossy(&bytes)));
    }
}

/// Whether all readers refuse the text as a whole.
fn refused(text: &str) -> bool {
    let page = format!("---\n{text}\n---\n");
    kep_yaml::read(text).value.is_none()
        && feature_list::read(text).value.is_none()
        && releases::read(text).value.is_none()
        && prod_readiness::read(text).value.is_none()
        && gate_page::read(&page, "AGate").value.is_none()
}

#[test]
fn aliases_that_blow_up_end_in_an_error() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", "));
    }
    assert!(refused(&bomb));
    assert!(refused("a: &a [*a]\n"), "an alias to itself");
}

#[test]
fn nesting_without_end_ends_in_an_error() {
    // More than the largest file holds would be, had it to be read through.
    let deep = 100_000;
    for text in [
        format!("a: {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("a: {}", "[".repeat(deep)),
        format!("a: {}", "[ # ]\n".repeat(deep)),
        format!("a: {}{}", "[".repeat(1500), ",".repeat(1000)),
        format!("{}1{}", "{a: ".repeat(deep), "}".repeat(deep)),
        "- ".repeat(deep) + "a",
        (0..400).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    ] {
        assert!(refused(&text), "{}", &text[..40]);
    }
}

#[test]
fn a_file_larger_than_any_real_one_is_not_read() {
    let large = "a: b\n".to_owned() + &"# a comment\n".repeat(100_000);
    assert!(refused(&large));
    let project = world();
    project.write("enhancements/keps/sig-node/1012-claims-it-too/kep.yaml", &large);
    let report = import(&project);
    assert_eq!(report.unreadable.len(), 1);
    assert!(report.unreadable[0].reason.contains("larger than"), "{}", report.unreadable[0].reason);
}

#[test]
fn text_that_would_steer_a_terminal_reaches_neither_the_report_nor_a_record() {
    let project = world();
    project.write(
        "enhancements/keps/sig-node/1012-claims-it-too/kep.yaml",
        "title: \"Red \\e[31m\\u202e title\"\nkep-number: 1012\nowning-sig: \"sig-\\e]0;x\\a\"\nstatus: \"a\\nb\"\n",
    );
    let report = import(&project);
    let steering = |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
    assert!(!steering(&report.to_text(99)));
    for (path, bytes) in project.snapshot("content") {
        assert!(!steering(&String::from_utf8_lossy(&bytes)), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_checkout_is_not_followed() {
    let project = world().file("outside/9999-secret/kep.yaml", "title: Secret\nkep-number: 9999\n");
    let inside = project.join("enhancements/keps/sig-node/9999-secret");
    std::os::unix::fs::symlink(project.join("outside/9999-secret"), inside).expect("make a link");
    import(&project);
    assert!(!project.join("content/keps/9999-secret.toml").exists());
}
