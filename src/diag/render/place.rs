//! Lines and columns of spans, with each file's line starts found once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::source::{FileId, LineColumn, SourceMap, Span};

/// Byte at which each line of a file starts.
type LineStarts = Rc<[usize]>;

/// Finds lines and columns. A span that does not fit its text (out of range, inside a character) is moved to the
/// nearest place that does: a wrong span must not cost the message.
#[derive(Debug)]
pub struct Places<'a> {
    sources: &'a SourceMap,
    line_starts: RefCell<BTreeMap<FileId, LineStarts>>,
}

impl<'a> Places<'a> {
    /// The places of `sources`. Nothing is counted yet.
    #[must_use]
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources, line_starts: RefCell::default() }
    }

    /// The path of the span's file, as messages show it.
    #[must_use]
    pub fn path(&self, span: Span) -> &'a str {
        &self.sources.file(span.file).path
    }

    /// The whole text of the span's file.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        &self.sources.file(span.file).text
    }

    /// The bytes of the line of that number (from one), without its line break.
    #[must_use]
    pub fn line(&self, file: FileId, number: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts(file);
        let text_end = self.sources.file(file).text.len();
        let start = starts.get(number - 1).copied().unwrap_or(text_end);
        start..starts.get(number).map_or(text_end, |next| next - 1)
    }

    fn line_starts(&self, file: FileId) -> LineStarts {
        let find = || {
            let text = &self.sources.file(file).text;
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        };
        Rc::clone(self.line_starts.borrow_mut().entry(file).or_insert_with(find))
    }

    /// The span's bytes, inside the text, in order and on character boundaries.
    #[must_use]
    pub fn bytes(&self, span: Span) -> std::ops::Range<usize> {
        let text = self.text(span);
        let fit = |at: u32| {
            let mut at = (at as usize).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = fit(span.start);
        start..fit(span.end).max(start)
    }

    /// Where the span starts.
    #[must_use]
    pub fn start(&self, span: Span) -> LineColumn {
        self.line_column(span, self.bytes(span).start)
    }

    /// The place just behind the last character.
    #[must_use]
    pub fn end(&self, span: Span) -> LineColumn {
        self.line_column(span, self.bytes(span).end)
    }

    fn line_column(&self, span: Span, at: usize) -> LineColumn {
        let starts = self.line_starts(span.file);
        let line = starts.partition_point(|start| *start <= at);
        let before = &self.text(span)[starts[line - 1]..at];
        LineColumn { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_source_map_and_survives_wrong_spans() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", "é = 1\nb = \"ü\" # x\n");
        let places = Places::new(&sources);
        for (start, end) in [(0, 1), (1, 2), (3, 4), (7, 8), (12, 13), (18, 400), (900, 2)] {
            let span = Span::new(file, start..end);
            assert_eq!(places.start(span), sources.line_column(span), "{start}..{end}");
            assert!(places.bytes(span).end <= 20);
        }
        assert_eq!(places.end(Span::new(file, 7..13)), LineColumn { line: 2, column: 6 });
    }
}
