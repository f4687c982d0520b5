//! Disagreements between sources.

use serde::Serialize;

use super::super::context::Context;
use crate::model::Drift;
use crate::query::source_words;

/// One disagreement.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct DriftView<'a> {
    /// The class's word, for example `default`.
    pub(in super::super) class: &'static str,
    /// One line that says what disagrees.
    pub(in super::super) summary: &'static str,
    /// The fact, for example `default at 1.35`.
    pub(in super::super) field: &'a str,
    pub(in super::super) says: Vec<SaysView<'a>>,
    /// The real gate a misspelt name is nearest to.
    pub(in super::super) nearest: Option<&'a str>,
    /// Why somebody accepted it, where somebody did.
    pub(in super::super) waiver: Option<&'a str>,
}

/// What one source says.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct SaysView<'a> {
    pub(in super::super) source: &'static str,
    pub(in super::super) value: &'a str,
}

impl<'a> DriftView<'a> {
    /// Shows `drift`.
    pub(in super::super) fn new(ctx: &Context<'a>, drift: &'a Drift) -> Self {
        Self {
            class: drift.class.as_str(),
            summary: drift.class.summary(),
            field: &drift.field,
            says: drift
                .says
                .iter()
                .map(|says| SaysView { source: source_words(says.source), value: &says.value })
                .collect(),
            nearest: drift.nearest.as_deref(),
            waiver: ctx.kb.waiver(drift).map(|waiver| waiver.reason.as_str()),
        }
    }
}
