//! What the KEPs of a gate say about it: whoever looks a gate up wants to know what it does and what it risks.

use serde::Serialize;

use super::super::context::Context;
use super::super::markdown;
use super::super::view::KepRef;
use crate::model::{Gate, Kep};

/// What people wrote about one KEP of the gate.
#[derive(Debug, Serialize)]
pub(super) struct KepNotes<'a> {
    kep: KepRef<'a>,
    /// The KEP's summary, where the gate has none of its own and no other KEP could be meant.
    summary_html: Option<String>,
    /// The level of risk, and where its reasons stand.
    risk: Option<&'static str>,
    risk_href: String,
}

/// The notes of all KEPs of `gate` that have any.
pub(super) fn kep_notes<'a>(ctx: &Context<'a>, gate: &Gate) -> Vec<KepNotes<'a>> {
    let noted = |kep: &&Kep| kep.summary.is_some() || kep.risk.is_some();
    let keps: Vec<&'a Kep> = ctx.kb.keps_of(gate).filter(noted).collect();
    let is_only_one = keps.len() == 1 && gate.summary.is_none();
    let notes = keps.into_iter().map(|kep| {
        let href = ctx.href(&ctx.kep_route(kep));
        let summary = kep.summary.as_ref().filter(|_| is_only_one);
        KepNotes {
            summary_html: summary.map(|text| markdown::render(text, ctx.config.base_url.path()).html),
            risk: kep.risk.as_ref().map(|risk| risk.level.value.as_str()),
            risk_href: format!("{href}#risk"),
            kep: KepRef::new(ctx, kep),
        }
    });
    notes.collect()
}
