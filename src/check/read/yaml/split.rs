//! A stream of YAML documents, cut at its `---` lines before any of them is parsed.
//!
//! A line that starts with `---` ends a document even inside a block scalar, so the cut needs no parser. Each document is
//! then parsed alone: a broken one costs none of the others, and one without a word about feature gates is not parsed.

use std::ops::Range;

/// The documents of a text, as ranges of it. The marker line belongs to the document behind it; so does a directive
/// (`%YAML`), and so do comments and blank lines before a first marker.
pub(in crate::check::read) fn documents(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        // The piece between the marker before and the next one. Pieces without content join the document behind them.
        let mut piece = start;
        loop {
            let from = if text[piece..].starts_with("---") { piece + 3 } else { piece };
            let Some(marker) = next_marker(text, from) else {
                done = true;
                return Some(start..text.len());
            };
            if has_content(&text[piece..marker]) {
                let whole = start..marker;
                start = marker;
                return Some(whole);
            }
            piece = marker;
        }
    })
    .filter(|range| !range.is_empty())
}

/// The next line that is a document marker, at `from` or later.
fn next_marker(text: &str, from: usize) -> Option<usize> {
    let is_marker = |at: usize| {
        let rest = &text.as_bytes()[at..];
        rest.starts_with(b"---") && rest.get(3).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
    };
    let mut at = from;
    while let Some(found) = text[at..].find("\n---") {
        if is_marker(at + found + 1) {
            return Some(at + found + 1);
        }
        at += found + 4;
    }
    None
}

/// Whether a piece between two markers is a document: it has a line that is neither blank, nor a comment, nor a
/// directive, nor the marker that it starts with.
fn has_content(piece: &str) -> bool {
    piece.lines().any(|line| {
        let line = line.strip_prefix("---").unwrap_or(line).trim_start();
        !(line.is_empty() || line.starts_with(['#', '%']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        documents(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn cuts_at_markers_and_loses_nothing() {
        assert_eq!(cut("a\n---\nb\n--- c\n"), ["a\n", "---\nb\n", "--- c\n"]);
        assert_eq!(cut("# x\n---\nb"), ["# x\n---\nb"]);
        assert_eq!(cut("%YAML 1.2\n---\nb\n---\n---\nc"), ["%YAML 1.2\n---\nb\n", "---\n---\nc"]);
        assert_eq!(cut("a: |\n  ---\n----\nb\n"), ["a: |\n  ---\n----\nb\n"]);
        assert_eq!(cut("a\r\n---\r\nb"), ["a\r\n", "---\r\nb"]);
        assert_eq!(cut(""), [""; 0]);
        assert_eq!(cut("---"), ["---"]);
    }
}
