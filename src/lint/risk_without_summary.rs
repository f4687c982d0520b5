//! A risk level is read next to the summary: without one, nobody knows what the risk is of.

use super::Records;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let keps = records.kb.keps().iter();
    keps.filter(|kep| kep.summary.as_ref().is_none_or(|summary| summary.trim().is_empty()))
        .filter_map(|kep| {
            let level = kep.risk.as_ref()?.level;
            let message = format!("KEP {} has a risk level but no summary", kep.number.value);
            let label = format!("{} risk of what?", level.value.as_str());
            let found = Diagnostic::new(Code::RiskWithoutSummary, level.span, message, label);
            let found = match &kep.summary {
                Some(empty) => found.related(empty.span, "the summary is empty"),
                None => found,
            };
            Some(found.help("add `summary = \"…\"` with two or three sentences on what the feature does"))
        })
        .collect()
}
