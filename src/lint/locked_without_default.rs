//! Locked means locked to the default: without the default, the row does not say to what.

use super::Records;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let rows = records.kb.gates().iter().flat_map(|gate| gate.history.iter().map(move |row| (gate, row)));
    rows.filter(|(_, row)| row.default.is_none())
        .filter_map(|(gate, row)| {
            let locked = row.locked.filter(|locked| locked.value)?;
            let message = format!(
                "gate `{}` is locked from {} on, but nothing says to what",
                gate.name.value, row.since.value
            );
            Some(
                Diagnostic::new(
                    Code::LockedWithoutDefault,
                    locked.span,
                    message,
                    "locked to an unknown default",
                )
                .help("add `default = true` or `default = false` to the row"),
            )
        })
        .collect()
}
