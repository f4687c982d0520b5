//! The text that every diagnostic points into: files, and byte ranges in them.
//!
//! A [`SourceMap`] owns the text of every record. A [`Span`] is a byte range in one of its files, and an
//! [`At`] is a value together with the place it was written. Nothing here reads a file: `load` does, and
//! hands the text in.

use std::borrow::Cow;
use std::ops::{Deref, Range};

/// Which file of a [`SourceMap`] a span points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(u32);

/// A byte range in one file. Ordered by file, then by start: the order in which diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `range` (bytes) of `file`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The byte range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place where it was written. Reads like the value itself (`Deref`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> At<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value, for a parse of what stood there.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), span: self.span }
    }
}

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// One file: the path people see in messages (always with `/`), and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as shown, for example `content/keps/4317-pod-certificates.toml`.
    pub path: String,
    /// The whole text. Borrowed when it is packed into the binary.
    pub text: Cow<'static, str>,
}

/// Line and column of a byte, both counted from one; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All files of one run.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and gives the identity that its spans carry.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Cow<'static, str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }

    /// The file of a span.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their identities, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0_u32..).map(FileId).zip(&self.files)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Where a span starts, as people count: a span past the end of its text counts as its last byte.
    #[must_use]
    pub fn line_column(&self, span: Span) -> LineColumn {
        let text = &self.file(span.file).text;
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        LineColumn {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_columns_from_one_in_characters() {
        let mut map = SourceMap::default();
        let file = map.add("a.toml", "é = 1\nb = \"ü\" # x\n");
        assert_eq!(map.line_column(Span::new(file, 0..1)), LineColumn { line: 1, column: 1 });
        assert_eq!(map.line_column(Span::new(file, 3..4)), LineColumn { line: 1, column: 3 });
        assert_eq!(map.line_column(Span::new(file, 7..8)), LineColumn { line: 2, column: 1 });
        assert_eq!(map.line_column(Span::new(file, 999..1000)), LineColumn { line: 3, column: 1 });
    }
}
