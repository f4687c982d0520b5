//! Where the terms of a query stand in a text, and which part of a long text to show.

use std::collections::BTreeSet;
use std::ops::Range;

use super::analysis::{TokenKind, analyse};

/// Letters of a snippet.
const LENGTH: usize = 160;
/// A first match this far in moves the start of the snippet.
const FAR: usize = 60;
/// What then stands before it.
const LEAD: usize = 40;

/// The byte ranges of `text` whose terms are among `terms`, in order, none inside another.
#[must_use]
pub fn marks(text: &str, terms: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for token in analyse(text) {
        if token.kind == TokenKind::Pair || !terms.contains(&token.term) {
            continue;
        }
        match found.last_mut() {
            Some(last) if token.start < last.end => last.end = last.end.max(token.end),
            _ => found.push(token.start..token.end),
        }
    }
    found
}

/// The part of `text` around the first of `terms`: its start where there is none.
#[must_use]
pub fn snippet(text: &str, terms: &BTreeSet<String>) -> String {
    let first = marks(text, terms).first().map_or(0, |mark| mark.start);
    let start =
        if first > FAR { text[..boundary(text, first - LEAD)].rfind(' ').map_or(0, |at| at + 1) } else { 0 };
    let full = boundary(text, start.saturating_add(LENGTH));
    let end = if full == text.len() {
        full
    } else {
        start + text[start..full].rfind(' ').filter(|at| *at > LENGTH / 2).unwrap_or(full - start)
    };
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{}{after}", &text[start..end])
}

/// The last character boundary up to `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn marks_the_part_of_a_name_that_was_meant() {
        let text = "PodCertificateRequest: certificates";
        let found: Vec<_> =
            marks(text, &terms(&["certificat"])).into_iter().map(|mark| &text[mark]).collect();
        assert_eq!(found, ["Certificate", "certificates"]);
        assert!(marks(text, &terms(&["podcertificaterequest", "pod"])).iter().eq([&(0..21)]));
    }

    #[test]
    fn a_snippet_stands_around_the_first_match() {
        let text = format!("{}needle {}", "hay ".repeat(40), "straw ".repeat(60));
        let cut = snippet(&text, &terms(&["needl"]));
        assert!(cut.starts_with("…hay ") && cut.ends_with("straw…") && cut.contains("needle"), "{cut}");
        assert_eq!(snippet("short", &terms(&[])), "short");
        assert_eq!(snippet("", &terms(&["x"])), "");
        let wall = "ü".repeat(300);
        assert!(snippet(&wall, &terms(&[])).ends_with('…'));
    }
}
