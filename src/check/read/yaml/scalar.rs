//! Where the characters of a scalar's value stand in its source.
//!
//! A value differs from its source by quotes, escapes, indentation and folded lines. Rather than decode the source a
//! second time, value and source are walked side by side, white space aside: what is left must be the same characters,
//! one for one, save for escapes. If it is not, the answer is [`PositionMap::Whole`]: less exact, never wrong.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::check::read::layer::{Piece, PositionMap};

/// The map from `value` to its place `span` in `source`.
pub(super) fn position_map(source: &str, span: Range<usize>, style: ScalarStyle, value: &str) -> PositionMap {
    let written = &source[span.clone()];
    let skipped = properties(written);
    let (open, close) = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (1, 1),
        _ => (0, 0),
    };
    let start = span.start + skipped + open;
    let end = span.end.saturating_sub(close).max(start);
    if source.get(start..end).is_none() {
        return PositionMap::Whole(span);
    }
    if source[start..end] == *value {
        return PositionMap::Shift(start);
    }
    match pieces(&source[start..end], start, style, value) {
        Some(pieces) => PositionMap::Pieces(pieces, end),
        None => PositionMap::Whole(span),
    }
}

/// Where a scalar in quotes really ends: the parser counts white space and a comment behind it in.
pub(super) fn quoted_end(source: &str, span: Range<usize>, style: ScalarStyle) -> usize {
    let quote = match style {
        ScalarStyle::SingleQuoted => b'\'',
        ScalarStyle::DoubleQuoted => b'"',
        _ => return span.end,
    };
    let bytes = &source.as_bytes()[..span.end];
    let start = span.start + properties(&source[span.clone()]);
    if bytes.get(start) != Some(&quote) {
        return span.end;
    }
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            _ if *byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    span.end
}

/// How many bytes of a scalar's source are its tag and its anchor: `!!str &a text`.
fn properties(written: &str) -> usize {
    let mut rest = written;
    while rest.starts_with(['&', '!']) {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[word..].trim_start();
    }
    written.len() - rest.len()
}

/// Walks value and source side by side.
fn pieces(written: &str, shift: usize, style: ScalarStyle, value: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |inner: usize, outer: usize, escape: usize| {
        let follows = pieces.last().is_some_and(|last| {
            escape == 0 && last.escape == 0 && outer.checked_sub(last.outer) == inner.checked_sub(last.inner)
        });
        if !follows {
            pieces.push(Piece { inner, outer, escape });
        }
    };
    let (mut inner, mut outer) = (0, 0);
    while let Some(c) = written[outer..].chars().next() {
        let (meant, length) = match (style, c) {
            (ScalarStyle::DoubleQuoted, '\\') => escape(&written[outer..])?,
            (ScalarStyle::SingleQuoted, '\'') => ('\'', 2),
            _ => (c, c.len_utf8()),
        };
        let at = outer;
        outer += length;
        if outer > written.len() || !written.is_char_boundary(outer) {
            return None;
        }
        if meant.is_whitespace() {
            continue;
        }
        let rest = value[inner..].trim_start();
        inner = value.len() - rest.len();
        if !rest.starts_with(meant) {
            return None;
        }
        put(inner, shift + at, if length == meant.len_utf8() { 0 } else { length });
        inner += meant.len_utf8();
    }
    value[inner..].trim_start().is_empty().then_some(pieces)
}

/// The character that an escape of a double-quoted scalar stands for, and how long the escape is. A folded line end
/// stands for nothing, which is as good as white space here.
fn escape(written: &str) -> Option<(char, usize)> {
    let letter = written[1..].chars().next()?;
    let hex = |digits: usize| {
        let code = u32::from_str_radix(written.get(2..2 + digits)?, 16).ok()?;
        Some((char::from_u32(code)?, 2 + digits))
    };
    match letter {
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        '0' => Some(('\0', 2)),
        'a' => Some(('\x07', 2)),
        'b' => Some(('\x08', 2)),
        'e' => Some(('\x1b', 2)),
        't' | 'n' | 'v' | 'f' | 'r' | 'N' | '_' | 'L' | 'P' => Some((' ', 2)),
        other => Some((other, 1 + other.len_utf8())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source text that the word `word` of the value stands for.
    fn found<'a>(
        source: &'a str,
        span: Range<usize>,
        style: ScalarStyle,
        value: &str,
        word: &str,
    ) -> &'a str {
        use crate::check::read::layer::Layer;
        let file = Layer::file(source);
        let map = position_map(source, span, style, value);
        let layer = Layer { text: value, map, outer: Some(&file) };
        let at = value.find(word).expect("the word");
        &source[layer.locate(at..at + word.len())]
    }

    #[test]
    fn finds_words_behind_escapes_indentation_and_folds() {
        let double = r#""a\n\"B=true\" \u0043=x""#;
        let value = "a\n\"B=true\" C=x";
        for (word, source) in [("a", "a"), ("B=true", "B=true"), ("C=x", r"\u0043=x"), ("\"B", r#"\"B"#)] {
            assert_eq!(found(double, 0..double.len(), ScalarStyle::DoubleQuoted, value, word), source);
        }
        let literal = "a: |\r\n  x: 1\r\n    y: é2\r\n\r\n  z\r\n";
        let span = literal.find("x:").expect("x")..literal.len();
        for word in ["x: 1", "y: é2", "z", "é"] {
            assert_eq!(
                found(literal, span.clone(), ScalarStyle::Literal, "x: 1\n  y: é2\n\nz\n", word),
                word
            );
        }
        let folded = "a\n  b,\n\n  c";
        for word in ["a", "b,", "c"] {
            assert_eq!(found(folded, 0..folded.len(), ScalarStyle::Plain, "a b,\nc", word), word);
        }
        assert_eq!(found("'it''s'", 0..7, ScalarStyle::SingleQuoted, "it's", "t's"), "t''s");
        assert_eq!(found("!!str &a x", 0..10, ScalarStyle::Plain, "x", "x"), "x");
    }

    #[test]
    fn a_value_that_does_not_fit_its_source_is_the_whole_scalar() {
        assert_eq!(position_map("abc", 0..3, ScalarStyle::Plain, "abd"), PositionMap::Whole(0..3));
        assert_eq!(position_map("abc", 0..3, ScalarStyle::Plain, "abcd"), PositionMap::Whole(0..3));
    }
}
