//! A risk level is a judgement: the notes begin with it and say by which criterion of `docs/risk.md`.

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::{Risk, RiskLevel};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let keps = records.kb.keps().iter();
    keps.filter_map(|kep| {
        let risk = kep.risk.as_ref()?;
        let (span, label) = breach(risk)?;
        let message = format!(
            "KEP {} has a {} risk, but its notes do not say why",
            kep.number.value,
            risk.level.value.as_str()
        );
        let help =
            format!("begin `enable` with “{} for …: …” and the criterion of docs/risk.md", shown(risk));
        Some(Diagnostic::new(Code::RiskWithoutReason, span, message, label).help(help))
    })
    .collect()
}

/// Where the reason should stand, and what is there instead.
fn breach(risk: &Risk) -> Option<(crate::source::Span, String)> {
    let Some(enable) = &risk.enable else {
        return Some((risk.level.span, "and no `enable` that gives a reason".to_owned()));
    };
    let first = enable.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if first == shown(risk) {
        return None;
    }
    let named = RiskLevel::ALL.iter().find(|level| level.as_str() == first.to_lowercase());
    let label = match named {
        Some(other) => format!("the notes call it {}", other.as_str()),
        None => "does not begin with the level".to_owned(),
    };
    Some((enable.span, label))
}

/// The level as the first word of a sentence.
fn shown(risk: &Risk) -> &'static str {
    match risk.level.value {
        RiskLevel::Low => "Low",
        RiskLevel::Medium => "Medium",
        RiskLevel::High => "High",
    }
}
