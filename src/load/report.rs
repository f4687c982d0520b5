//! What is wrong with one file: collects its diagnostics while it is read.

use std::cell::RefCell;
use std::ops::Range;

use super::tree::Node;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The diagnostics of one file. Tables and values of the file share it while they are read.
#[derive(Debug)]
pub(super) struct Report {
    file: FileId,
    /// Lines that the parser could not make sense of: what was read from them is a guess.
    broken: Vec<Range<usize>>,
    /// Values that are reported already.
    reported: Vec<Range<usize>>,
    found: RefCell<Vec<Diagnostic>>,
}

impl Report {
    /// An empty report on `file`.
    pub(super) fn new(file: FileId) -> Self {
        Self { file, broken: Vec::new(), reported: Vec::new(), found: RefCell::default() }
    }

    /// The span of `range` in this file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// The span of `node` in this file.
    pub(super) fn node_span(&self, node: &Node<'_>) -> Span {
        Span { file: self.file, start: node.start, end: node.end }
    }

    /// Marks `lines` as broken by a syntax error.
    pub(super) fn mark_broken(&mut self, lines: Range<usize>) {
        self.broken.push(lines);
    }

    /// Marks the value at `range` as reported: whatever else is said about it repeats that.
    pub(super) fn mark_reported(&mut self, range: Range<usize>) {
        self.reported.push(range);
    }

    /// Adds a problem with the file as such.
    pub(super) fn push_syntax(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Adds a problem with what stands in the file, unless it is only an echo of a syntax error: values on broken
    /// lines are guesses, and a key that seems to be missing may stand on such a line.
    pub(super) fn push(&self, diagnostic: Diagnostic) {
        let span = diagnostic.primary.span.range();
        let echo = |lines: &Range<usize>| {
            diagnostic.code == Code::MissingKey || (span.start < lines.end && span.end >= lines.start)
        };
        if !self.broken.iter().any(echo) && !self.reported.contains(&span) {
            self.found.borrow_mut().push(diagnostic);
        }
    }

    /// Everything that was found.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}
