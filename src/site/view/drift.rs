//! Disagreements between sources.

use serde::Serialize;

use super::super::context::Context;
use crate::model::{Drift, FactSource, Subject};
use crate::query::{source_words, upstream_url};

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
    /// The upstream file that says so, where the record names it.
    pub(in super::super) url: Option<String>,
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
                .map(|says| SaysView {
                    source: source_words(says.source),
                    value: &says.value,
                    url: file(ctx, &drift.subject, says.source),
                })
                .collect(),
            nearest: drift.nearest.as_deref(),
            waiver: ctx.kb.waiver(drift).map(|waiver| waiver.reason.as_str()),
        }
    }
}

/// The file in which `source` speaks about `subject`.
fn file(ctx: &Context<'_>, subject: &Subject, source: FactSource) -> Option<String> {
    let kb = ctx.kb;
    let file = match (subject, source) {
        (Subject::Gate(name), FactSource::Code) => kb.gate(name)?.code.as_ref(),
        (Subject::Gate(name), FactSource::Docs) => kb.gate(name)?.docs.as_ref(),
        (Subject::Kep(number, key), FactSource::Kep) => {
            kb.keps_numbered(*number).find(|kep| kep.key() == *key)?.source.as_ref()
        }
        _ => None,
    };
    upstream_url(kb, source, file?)
}
