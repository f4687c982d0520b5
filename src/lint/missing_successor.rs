//! A KEP that was replaced or deprecated says what to use instead.

use std::collections::BTreeSet;

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::{Kep, KepNumber, KepStatus, Milestone, MinorVersion, Stage};
use crate::source::Span;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let horizon = kb.horizon();
    // Where the successor names the KEP, readers find the way.
    let replaced: BTreeSet<KepNumber> =
        kb.keps().iter().flat_map(|kep| &kep.replaces).map(|number| number.value).collect();
    let keps = kb.keps().iter().filter(|kep| {
        kep.superseded_by.is_empty() && !replaced.contains(&kep.number.value) && !is_settled_by_hand(kep)
    });
    keps.filter_map(|kep| {
        let (word, span) = ending(kep, horizon)?;
        let message = format!("KEP {} was {word}, but names no successor", kep.number.value);
        Some(Diagnostic::new(Code::MissingSuccessor, span, message, "and what takes its place?").help(
            "name the successor with `[pinned.superseded-by]`; where there is none, pin `value = []` with the reason",
        ))
    })
    .collect()
}

fn is_settled_by_hand(kep: &Kep) -> bool {
    kep.pins.iter().any(|pin| pin.field.value == "superseded-by")
}

/// How the KEP ended, and where its record says so. A plan for a version that lies ahead is no end yet.
fn ending(kep: &Kep, horizon: Option<MinorVersion>) -> Option<(&'static str, Span)> {
    if let Some(status) = kep.status.filter(|status| status.value == KepStatus::Replaced) {
        return Some(("replaced", status.span));
    }
    if let Some(stage) = kep.stage.filter(|stage| stage.value == Stage::Deprecated) {
        return Some(("deprecated", stage.span));
    }
    let target = kep.targets.iter().find(|target| target.milestone == Milestone::Deprecated)?;
    let is_reached = horizon.is_some_and(|horizon| target.version.value <= horizon);
    is_reached.then_some(("deprecated", target.version.span))
}
