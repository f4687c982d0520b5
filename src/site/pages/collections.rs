//! Collections: what an author claimed, whether it is so, and why it matters.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::markdown;
use super::super::view::{KepRow, LinkView, link_views};
use crate::kb::Verdict;
use crate::model::{Collection, CollectionEntry};
use crate::query::{capitalised, claim_words};

#[derive(Debug, Serialize)]
struct CollectionsView<'a> {
    collections: Vec<Card<'a>>,
}

#[derive(Debug, Serialize)]
struct Card<'a> {
    title: &'a str,
    href: String,
    introduction_html: String,
    counts: Vec<Count>,
    entries: usize,
}

/// How many claims have a verdict.
#[derive(Debug, Serialize)]
struct Count {
    verdict: &'static str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct CollectionView<'a> {
    title: &'a str,
    introduction_html: String,
    counts: Vec<Count>,
    entries: Vec<Entry<'a>>,
    links: Vec<LinkView<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    number: u32,
    id: String,
    keps: Vec<KepRow<'a>>,
    claim: Option<String>,
    verdict: Option<&'static str>,
    reasons: Vec<String>,
    why_html: String,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    title: &'a str,
    href: String,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let cards = ctx.kb.collections().iter().map(|collection| Card {
            title: &collection.title,
            href: ctx.href(&Route::Collection(collection.slug.value.clone())),
            introduction_html: html(ctx, &collection.introduction),
            counts: counts(ctx, collection),
            entries: collection.entries.len(),
        });
        let head = Head {
            title: "Collections".to_owned(),
            description: "Curated lists of features: what they are for, what was claimed about them, and whether it is so."
                .to_owned(),
            ..Head::default()
        };
        ctx.page(
            &Route::Collections,
            "collections.html",
            &head,
            &CollectionsView { collections: cards.collect() },
        )
    });
    for collection in ctx.kb.collections() {
        jobs.push(move || {
            let head = Head {
                title: collection.title.clone(),
                description: match collection.has_claims() {
                    true => format!("{}: each claim compared with the records.", collection.title),
                    false => format!("{}: what each feature does, and where it stands.", collection.title),
                },
                trail: vec![("Collections".to_owned(), Route::Collections)],
                ..Head::default()
            };
            let route = Route::Collection(collection.slug.value.clone());
            ctx.page(&route, "collection.html", &head, &view(ctx, collection))
        });
    }
}

fn html(ctx: &Context<'_>, text: &str) -> String {
    markdown::render(text, ctx.config.base_url.path()).html
}

fn counts(ctx: &Context<'_>, collection: &Collection) -> Vec<Count> {
    let verdicts: Vec<_> =
        collection.entries.iter().filter_map(|entry| Some(ctx.kb.judge(entry)?.verdict)).collect();
    [Verdict::Confirmed, Verdict::Differs, Verdict::Contradicted]
        .into_iter()
        .map(|verdict| Count {
            verdict: verdict.as_str(),
            count: verdicts.iter().filter(|found| **found == verdict).count(),
        })
        .filter(|count| count.count > 0)
        .collect()
}

fn view<'a>(ctx: &Context<'a>, collection: &'a Collection) -> CollectionView<'a> {
    let related = collection.related.iter().filter_map(|slug| {
        let other = ctx.kb.collections().iter().find(|other| other.slug.value == slug.value)?;
        Some(Related { title: &other.title, href: ctx.href(&Route::Collection(slug.value.clone())) })
    });
    CollectionView {
        title: &collection.title,
        introduction_html: html(ctx, &collection.introduction),
        counts: counts(ctx, collection),
        entries: collection.entries.iter().map(|entry| entry_view(ctx, entry)).collect(),
        links: link_views(&collection.links),
        related: related.collect(),
    }
}

fn entry_view<'a>(ctx: &Context<'a>, entry: &CollectionEntry) -> Entry<'a> {
    let judgement = ctx.kb.judge(entry);
    Entry {
        number: entry.kep.value.0,
        id: format!("kep-{}", entry.kep.value),
        keps: ctx.kb.keps_numbered(entry.kep.value).map(|kep| KepRow::new(ctx, kep)).collect(),
        claim: entry.claim.as_ref().map(claim_words),
        verdict: judgement.as_ref().map(|judgement| judgement.verdict.as_str()),
        reasons: judgement
            .iter()
            .flat_map(|judgement| &judgement.reasons)
            .map(|reason| capitalised(reason))
            .collect(),
        why_html: html(ctx, &entry.why),
    }
}
