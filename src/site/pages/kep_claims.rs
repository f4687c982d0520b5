//! The collections that list a KEP, on its page: what they claim, how that stands, and why it matters.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::super::markdown;
use crate::model::Kep;
use crate::query::{capitalised, claim_words};

/// A collection's entry.
#[derive(Debug, Serialize)]
pub(super) struct KepClaim<'a> {
    title: &'a str,
    href: String,
    /// `alpha, new in 1.35`; `None` where the list claims nothing.
    claim: Option<String>,
    /// `confirmed`, `differs`, `contradicted`.
    verdict: Option<&'static str>,
    reasons: Vec<String>,
    why_html: String,
}

/// The claims of the collections that list `kep`.
pub(super) fn kep_claims<'a>(ctx: &Context<'a>, kep: &Kep) -> Vec<KepClaim<'a>> {
    let mut claims = Vec::new();
    for collection in ctx.kb.collections() {
        for entry in collection.entries.iter().filter(|entry| entry.kep.value == kep.number.value) {
            let judgement = ctx.kb.judge(entry);
            claims.push(KepClaim {
                title: &collection.title,
                href: ctx.href(&Route::Collection(collection.slug.value.clone())),
                claim: entry.claim.as_ref().map(claim_words),
                verdict: judgement.as_ref().map(|judgement| judgement.verdict.as_str()),
                reasons: judgement
                    .map(|judgement| judgement.reasons.iter().map(|reason| capitalised(reason)).collect())
                    .unwrap_or_default(),
                why_html: markdown::render(&entry.why, ctx.config.base_url.path()).html,
            });
        }
    }
    claims
}
