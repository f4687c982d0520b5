//! The operations notes of a KEP, and whether they are older than what they speak about.

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::markdown;
use crate::model::{Gate, MinorVersion, Risk, RiskLevel};

/// The notes.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RiskView {
    level: &'static str,
    /// What the level means.
    meaning: &'static str,
    reviewed: Option<String>,
    /// What happened since the review, where something did.
    outdated: Option<String>,
    notes: Vec<NoteView>,
}

#[derive(Debug, Clone, Serialize)]
struct NoteView {
    title: &'static str,
    body_html: String,
}

/// Shows `risk` of the KEP that `gates` carry.
pub(super) fn risk(ctx: &Context<'_>, risk: &Risk, gates: &[&Gate]) -> RiskView {
    let notes = [
        ("Turning it on", &risk.enable),
        ("Turning it off again", &risk.disable),
        ("Upgrading", &risk.upgrade),
        ("What to watch, and how to roll it out", &risk.mitigation),
    ];
    let notes = notes.into_iter().filter_map(|(title, text)| {
        let body_html = markdown::render(text.as_ref()?, ctx.config.base_url.path()).html;
        Some(NoteView { title, body_html })
    });
    RiskView {
        level: risk.level.as_str(),
        meaning: match risk.level.value {
            RiskLevel::Low => "nothing that a retry or a restart does not mend",
            RiskLevel::Medium => "it can disturb workloads or nodes",
            RiskLevel::High => "data, the availability of the control plane, or privileges are at stake",
        },
        reviewed: risk.reviewed.map(|day| day.to_string()),
        outdated: outdated(ctx, risk, gates),
        notes: notes.collect(),
    }
}

/// The newest version that changed one of `gates` and was released after the review.
fn outdated(ctx: &Context<'_>, risk: &Risk, gates: &[&Gate]) -> Option<String> {
    let reviewed = risk.reviewed?.value;
    let released = |version: MinorVersion| {
        let day = ctx.kb.release(version)?.released?.value;
        (day <= ctx.config.today && day > reviewed).then_some((version, day))
    };
    let removals = gates.iter().filter_map(|gate| gate.removed).map(|removed| removed.by);
    let rows = gates.iter().flat_map(|gate| &gate.history).map(|row| row.since.value);
    let (version, day) = rows.chain(removals).filter_map(released).max()?;
    Some(format!("{version} changed a gate of this KEP on {day}, after these notes were reviewed"))
}
