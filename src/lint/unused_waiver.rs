//! A waiver covers drift that exists: one that covers nothing would hide the next disagreement of its kind.

use super::Records;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let waivers = records.kb.content().waivers.iter();
    waivers
        .filter(|waiver| !records.is_dangling(&waiver.subject))
        .filter(|waiver| !records.drift_about(&waiver.subject).any(|drift| waiver.covers(drift)))
        .map(|waiver| {
            let (class, subject) = (waiver.class.value.as_str(), &waiver.subject.value);
            let message = match &waiver.field {
                Some(field) => format!("no `{class}` drift of `{subject}` in `{field}` is left to waive"),
                None => format!("no `{class}` drift of `{subject}` is left to waive"),
            };
            let found = Diagnostic::new(Code::UnusedWaiver, waiver.subject.span, message, "waives nothing");
            let found = match records.drift_about(&waiver.subject).next() {
                Some(drift) => found.related(
                    drift.span,
                    format!("its drift: `{}`, field `{}`", drift.class.as_str(), drift.field),
                ),
                None => found,
            };
            found.help("delete the waiver, or correct its `class`, `subject` or `field`")
        })
        .collect()
}
