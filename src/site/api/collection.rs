//! `collections/<slug>.json`: a curated list with what its author claimed and how that stands against the records.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::facts::{KepRefV1, LinkV1, Text, links, words};
use crate::model::{Claim, Collection, CollectionEntry, MinorVersion};

#[derive(Debug, Serialize)]
pub(super) struct CollectionV1<'a> {
    slug: &'a str,
    title: &'a str,
    page: String,
    introduction: &'a str,
    links: Vec<LinkV1<'a>>,
    related: Vec<&'a str>,
    entries: Vec<EntryV1<'a>>,
}

#[derive(Debug, Serialize)]
struct EntryV1<'a> {
    number: u32,
    /// The KEPs of that number; two where upstream gives it twice.
    keps: Vec<KepRefV1<'a>>,
    claim: ClaimV1,
    /// `confirmed`, `differs` or `contradicted`.
    verdict: &'static str,
    reasons: Vec<String>,
    why: &'a str,
}

/// What an author said.
#[derive(Debug, Serialize)]
pub(super) struct ClaimV1 {
    stage: &'static str,
    release: Text<MinorVersion>,
    new: bool,
    default: Option<bool>,
}

impl ClaimV1 {
    pub(super) fn new(claim: &Claim) -> Self {
        Self {
            stage: claim.stage.as_str(),
            release: Text(claim.version.value),
            new: claim.new,
            default: claim.default,
        }
    }
}

/// The document of `list`.
pub(super) fn document<'a>(ctx: &Context<'a>, list: &'a Collection) -> CollectionV1<'a> {
    CollectionV1 {
        slug: &list.slug,
        title: &list.title,
        page: ctx.absolute(&Route::Collection(list.slug.value.clone())),
        introduction: &list.introduction,
        links: links(&list.links),
        related: words(&list.related),
        entries: list.entries.iter().map(|item| entry(ctx, item)).collect(),
    }
}

fn entry<'a>(ctx: &Context<'a>, entry: &'a CollectionEntry) -> EntryV1<'a> {
    let judgement = ctx.kb.judge(entry);
    EntryV1 {
        number: entry.kep.value.0,
        keps: ctx.kb.keps_numbered(entry.kep.value).map(|kep| KepRefV1::new(ctx, kep)).collect(),
        claim: ClaimV1::new(&entry.claim),
        verdict: judgement.verdict.as_str(),
        reasons: judgement.reasons,
        why: &entry.why,
    }
}
