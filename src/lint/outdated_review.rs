//! Notes that were read before the gate's newest change may not know of it.

use super::Records;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let outdated = kb.keps().iter().filter_map(|kep| {
        let reviewed = kep.risk.as_ref()?.reviewed?;
        let change = kb.change_after_review(kep)?;
        let message = format!(
            "the notes of KEP {} are older than the last change of `{}`",
            kep.number.value, change.gate.name.value
        );
        let label = format!("{} came out on {}", change.version, change.day);
        let row = change.gate.history.iter().find(|row| row.since.value == change.version);
        let span = row.map(|row| row.since.span).or(change.gate.removed.map(|removed| removed.span));
        let found = Diagnostic::new(Code::OutdatedReview, reviewed.span, message, label);
        let found = match span {
            Some(span) => found.related(span, format!("changed in {}", change.version)),
            None => found,
        };
        Some(found.help("read the notes against their sources again, and set `reviewed` to that day"))
    });
    outdated.collect()
}
