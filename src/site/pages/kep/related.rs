//! What a KEP's page says about other records: related KEPs, the collections that list it, its tracking issue.

use serde::Serialize;

use super::super::super::Route;
use super::super::super::context::Context;
use super::super::super::markdown;
use crate::kb::Verdict;
use crate::model::{FactSource, Kep, KepNumber};
use crate::query::capitalised;

/// A KEP that another one names.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RelatedKep<'a> {
    number: u32,
    /// The title; none where the records do not have the KEP, or have several of that number.
    title: Option<&'a str>,
    /// Its page, or its issue upstream where the records do not have it.
    href: Option<String>,
    is_outside: bool,
}

/// The KEPs of these numbers.
pub(super) fn related<'a>(
    ctx: &Context<'a>,
    numbers: impl Iterator<Item = KepNumber>,
) -> Vec<RelatedKep<'a>> {
    let view = |number: KepNumber| {
        let mut keps = ctx.kb.keps_numbered(number);
        let (first, another) = (keps.next(), keps.next());
        let (title, href, is_outside) = match (first, another) {
            (Some(kep), None) => (Some(kep.title.as_str()), Some(ctx.href(&ctx.kep_route(kep))), false),
            (Some(_), Some(_)) => (None, Some(ctx.href(&Route::Kep(number.to_string()))), false),
            (None, _) => (None, issue_url(ctx, number), true),
        };
        RelatedKep { number: number.0, title, href, is_outside }
    };
    numbers.map(view).collect()
}

/// The tracking issue. Its status is not part of the records.
#[derive(Debug, Clone, Serialize)]
pub(super) struct IssueView {
    number: u32,
    url: String,
    /// Where the work stands according to the issue; none while nobody asked.
    status: Option<String>,
}

/// The tracking issue of `kep`, where it has a number.
pub(super) fn issue(ctx: &Context<'_>, kep: &Kep) -> Option<IssueView> {
    let number = kep.number.value;
    Some(IssueView { number: number.0, url: issue_url(ctx, number)?, status: None })
}

fn issue_url(ctx: &Context<'_>, number: KepNumber) -> Option<String> {
    let source = ctx.kb.source(FactSource::Kep).filter(|_| number.0 > 0)?;
    let repository = source.repository.trim_end_matches('/');
    repository.starts_with("https://").then(|| format!("{repository}/issues/{number}"))
}

/// A collection that lists the KEP.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ListedIn<'a> {
    title: &'a str,
    href: String,
    /// `new as alpha in 1.35`.
    claim: String,
    /// `confirmed`, `differs`, `contradicted`.
    verdict: &'static str,
    reasons: Vec<String>,
    why_html: String,
}

/// The collections that list `kep`.
pub(super) fn listed_in<'a>(ctx: &Context<'a>, kep: &Kep) -> Vec<ListedIn<'a>> {
    let mut listed = Vec::new();
    for collection in ctx.kb.collections() {
        for entry in collection.entries.iter().filter(|entry| entry.kep.value == kep.number.value) {
            let claim = &entry.claim;
            let new = if claim.new { "new as " } else { "" };
            let default = match claim.default {
                Some(true) => ", on by default",
                Some(false) => ", off by default",
                None => "",
            };
            let judgement = ctx.kb.judge(entry);
            let verdict = match judgement.verdict {
                Verdict::Confirmed => "confirmed",
                Verdict::Differs => "differs",
                Verdict::Contradicted => "contradicted",
            };
            listed.push(ListedIn {
                title: &collection.title,
                href: ctx.href(&Route::Collection(collection.slug.value.clone())),
                claim: format!("{new}{} in {}{default}", claim.stage.value, claim.version.value),
                verdict,
                reasons: judgement.reasons.iter().map(|reason| capitalised(reason)).collect(),
                why_html: markdown::render(&entry.why, ctx.config.base_url.path()).html,
            });
        }
    }
    listed
}
