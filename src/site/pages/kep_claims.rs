//! What collections claim about a KEP, on its page: the claim, how it stands, and why it matters.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::super::markdown;
use crate::model::{Claim, Kep};
use crate::query::capitalised;

/// A collection's claim.
#[derive(Debug, Serialize)]
pub(super) struct KepClaim<'a> {
    title: &'a str,
    href: String,
    /// `new as alpha in 1.35`.
    claim: String,
    /// `confirmed`, `differs`, `contradicted`.
    verdict: &'static str,
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
                claim: words(&entry.claim),
                verdict: judgement.verdict.as_str(),
                reasons: judgement.reasons.iter().map(|reason| capitalised(reason)).collect(),
                why_html: markdown::render(&entry.why, ctx.config.base_url.path()).html,
            });
        }
    }
    claims
}

fn words(claim: &Claim) -> String {
    let new = if claim.new { "new as " } else { "" };
    let default = match claim.default {
        Some(true) => ", on by default",
        Some(false) => ", off by default",
        None => "",
    };
    format!("{new}{} in {}{default}", claim.stage.value, claim.version.value)
}
