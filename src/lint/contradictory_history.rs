//! A gate's history and its removal tell one story: rows say something new, stages do not go back from stable, and
//! nothing happens after the removal.

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::{Gate, HistoryRow, Removal, Stage};
use crate::source::{At, Span};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    records.kb.gates().iter().flat_map(|gate| rows(gate).chain(removal(gate))).collect()
}

fn rows(gate: &Gate) -> impl Iterator<Item = Diagnostic> {
    // Rows out of order are the business of `version-order`; what they say in that order means nothing.
    let pairs = gate.history.windows(2).filter(|pair| pair[0].since.value < pair[1].since.value);
    pairs
        .filter_map(|pair| repeated(gate, &pair[0], &pair[1]).or_else(|| went_back(gate, &pair[0], &pair[1])))
}

/// Stage, default and lock of a row, as far as they are recorded.
fn setting(row: &HistoryRow) -> (Stage, Option<bool>, Option<bool>) {
    (row.stage.value, row.default.map(|at| at.value), row.locked.map(|at| at.value))
}

fn repeated(gate: &Gate, before: &HistoryRow, row: &HistoryRow) -> Option<Diagnostic> {
    if setting(before) != setting(row) {
        return None;
    }
    let message = format!("a row of gate `{}` changes nothing at {}", gate.name.value, row.since.value);
    Some(
        Diagnostic::new(
            Code::ContradictoryHistory,
            row.since.span,
            message,
            "says the same as the row before it",
        )
        .related(before.since.span, "which already holds from here on")
        .help("delete the row, or write what changed"),
    )
}

fn went_back(gate: &Gate, before: &HistoryRow, row: &HistoryRow) -> Option<Diagnostic> {
    let (from, to) = (before.stage.value, row.stage.value);
    let is_impossible = match from {
        // Alpha and beta may be told again: features have been taken back to alpha.
        Stage::Alpha | Stage::Beta => false,
        Stage::Stable => matches!(to, Stage::Alpha | Stage::Beta),
        Stage::Deprecated => to == Stage::Alpha,
    };
    is_impossible.then(|| {
        let message = format!("gate `{}` goes from {from} back to {to}", gate.name.value);
        Diagnostic::new(Code::ContradictoryHistory, row.stage.span, message, format!("{to} again"))
            .related(before.stage.span, format!("already {from} here"))
            .help("correct one of the two stages; a gate that became stable stays so, or is deprecated")
    })
}

fn removal(gate: &Gate) -> Option<Diagnostic> {
    let at = gate.removed?;
    let removed = at.value;
    let name = &gate.name.value;
    let report =
        |message: String, label: String| Diagnostic::new(Code::ContradictoryHistory, at.span, message, label);
    if removed.after >= removed.by {
        let message = format!("the removal of gate `{name}` ends before it starts");
        let label = format!("`after` {} is not before `by` {}", removed.after, removed.by);
        return Some(
            report(message, label).help("`after` is the last version with the gate, `by` the first without"),
        );
    }
    let Some(last) = gate.history.last() else {
        return Some(
            report(format!("gate `{name}` was removed, but has no history"), "removed from nothing".into())
                .help("write the rows of `history`, or delete `removed`"),
        );
    };
    (last.since.value > removed.after).then(|| row_after_removal(gate, at, last.since.span, report))
}

fn row_after_removal(
    gate: &Gate,
    at: At<Removal>,
    row: Span,
    report: impl Fn(String, String) -> Diagnostic,
) -> Diagnostic {
    let removed = at.value;
    let label = if removed.is_exact() {
        format!("gone from {} on", removed.by)
    } else {
        format!("last known to exist in {}", removed.after)
    };
    report(format!("gate `{}` has a row after its removal", gate.name.value), label)
        .related(row, "but a row starts here")
        .help("correct the version of the removal or of the row")
}
