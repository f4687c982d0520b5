//! Texts inside texts, and the way back from a place in one to the place in the file.
//!
//! A ConfigMap holds a kubelet configuration in a block scalar; kind holds kubeadm patches; a log line holds JSON. Each
//! such text is a [`Layer`] with a [`PositionMap`] to the text around it, and [`Layer::locate`] goes outwards layer by
//! layer until it has bytes of the file.

use std::ops::Range;

/// A text and where it stands in the text around it.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// The text itself: what escapes, indentation and folding have become.
    pub(super) text: &'a str,
    /// Where its bytes stand in the text around it.
    pub(super) map: PositionMap,
    /// The text around it; none for the file.
    pub(super) outer: Option<&'a Self>,
}

impl<'a> Layer<'a> {
    /// The text of the file itself.
    pub(super) fn file(text: &'a str) -> Self {
        Self { text, map: PositionMap::Shift(0), outer: None }
    }

    /// The bytes of the file that `range` of this text stands for.
    pub(super) fn locate(&self, range: Range<usize>) -> Range<usize> {
        let mut range = range;
        let mut layer = self;
        loop {
            range = layer.map.locate(range);
            match layer.outer {
                Some(outer) => layer = outer,
                None => return whole_characters(layer.text, range),
            }
        }
    }

    /// How many texts stand around this one.
    pub(super) fn depth(&self) -> usize {
        std::iter::successors(self.outer, |layer| layer.outer).count()
    }

    /// The line of a byte of the file, from 1.
    pub(super) fn file_line(&self, at: usize) -> usize {
        let mut file = self;
        while let Some(outer) = file.outer {
            file = outer;
        }
        let before = &file.text.as_bytes()[..at.min(file.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// The range without cut characters. A place inside white space of a folded text is not exact, and may fall into a
/// character of several bytes.
fn whole_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let start = (0..=range.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (range.end.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at));
    start..end.unwrap_or(start).max(start)
}

/// Where the bytes of an inner text stand in the outer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PositionMap {
    /// Every byte, this many bytes further on.
    Shift(usize),
    /// Piece by piece, in order, and where the outer text of all of them ends: a value may have a line end that its
    /// source has not.
    Pieces(Vec<Piece>, usize),
    /// Nobody can tell: the whole of this range.
    Whole(Range<usize>),
}

/// A run of bytes of the inner text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it starts in the inner text.
    pub(super) inner: usize,
    /// Where it starts in the outer text.
    pub(super) outer: usize,
    /// How many bytes of the outer text an escape takes (`\n` two, `''` two); zero for bytes that are written as such.
    pub(super) escape: usize,
}

impl PositionMap {
    /// The range of the outer text that a range of the inner one stands for.
    pub(super) fn locate(&self, range: Range<usize>) -> Range<usize> {
        match self {
            Self::Shift(shift) => range.start + shift..range.end + shift,
            Self::Whole(whole) => whole.clone(),
            Self::Pieces(pieces, limit) => {
                let start = start_of(pieces, range.start).min(*limit);
                let end = if range.end > range.start { end_of(pieces, range.end).min(*limit) } else { start };
                start..end.max(start)
            }
        }
    }
}

/// The piece that holds a byte, and the piece behind it.
fn piece(pieces: &[Piece], at: usize) -> (Option<Piece>, Option<Piece>) {
    let behind = pieces.partition_point(|piece| piece.inner <= at);
    (behind.checked_sub(1).map(|index| pieces[index]), pieces.get(behind).copied())
}

fn start_of(pieces: &[Piece], at: usize) -> usize {
    let (holder, next) = piece(pieces, at);
    let Some(holder) = holder else { return pieces.first().map_or(0, |first| first.outer) };
    let outer = if holder.escape > 0 { holder.outer } else { holder.outer + (at - holder.inner) };
    next.map_or(outer, |next| outer.min(next.outer))
}

fn end_of(pieces: &[Piece], at: usize) -> usize {
    let (holder, next) = piece(pieces, at.saturating_sub(1));
    let Some(holder) = holder else { return pieces.first().map_or(0, |first| first.outer) };
    let outer =
        if holder.escape > 0 { holder.outer + holder.escape } else { holder.outer + (at - holder.inner) };
    next.map_or(outer, |next| outer.min(next.outer))
}
