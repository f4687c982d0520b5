//! Two versions side by side: any two in the browser, each adjacent pair as a page of its own.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{ChangeGroup, NameRef, ReleaseView, change_groups};
use super::releases::{components, lede};
use crate::kb::KnowledgeBase;
use crate::model::MinorVersion;
use crate::query::{known_versions, newest_release};

#[derive(Debug, Serialize)]
struct CompareView<'a> {
    picker: Picker,
    pairs: Vec<Pair>,
    components: Vec<NameRef<'a>>,
}

/// Two lists of versions to choose from.
#[derive(Debug, Serialize)]
pub(super) struct Picker {
    from: Vec<Choice>,
    to: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Choice {
    version: String,
    selected: bool,
}

/// Two neighbouring versions.
#[derive(Debug, Serialize)]
pub(super) struct Pair {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) href: String,
}

#[derive(Debug, Serialize)]
struct PairPage<'a> {
    from: ReleaseView,
    to: ReleaseView,
    lede: String,
    total: usize,
    groups: Vec<ChangeGroup<'a>>,
    components: Vec<NameRef<'a>>,
    previous: Option<Pair>,
    next: Option<Pair>,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let head = Head {
            title: "Compare two versions".to_owned(),
            description: "What changes for feature gates between any two versions of Kubernetes: removed, locked, turned \
                          on, turned off, graduated, new."
                .to_owned(),
            scripts: &["compare.js"],
            json: Some(Route::api_states()),
            ..Head::default()
        };
        let view = CompareView {
            picker: picker(ctx),
            pairs: pairs(ctx),
            components: all_components(ctx),
        };
        ctx.page(&Route::Compare, "compare.html", &head, &view)
    });
    for (from, to) in adjacent(ctx.kb) {
        jobs.push(move || pair_page(ctx, from, to));
    }
}

/// Neighbouring versions whose gates are known, newest first.
fn adjacent(kb: &KnowledgeBase) -> Vec<(MinorVersion, MinorVersion)> {
    let Some(horizon) = kb.horizon() else { return Vec::new() };
    let known = known_versions(kb);
    let below = known.iter().rev().filter(|version| **version <= horizon);
    below
        .filter_map(|version| Some((version.previous()?, *version)))
        .filter(|(previous, _)| known.contains(previous))
        .collect()
}

/// The pages of neighbouring versions, newest first.
pub(super) fn pairs(ctx: &Context<'_>) -> Vec<Pair> {
    adjacent(ctx.kb).into_iter().map(|(from, to)| pair(ctx, from, to)).collect()
}

fn pair(ctx: &Context<'_>, from: MinorVersion, to: MinorVersion) -> Pair {
    Pair { from: from.to_string(), to: to.to_string(), href: ctx.href(&Route::ComparePair(from, to)) }
}

/// All versions whose gates are known, newest first; the newest release and the one before it are chosen.
pub(super) fn picker(ctx: &Context<'_>) -> Picker {
    let horizon = ctx.kb.horizon();
    let newest = newest_release(ctx.kb, ctx.config.today).min(horizon);
    let versions: Vec<MinorVersion> =
        known_versions(ctx.kb).into_iter().rev().filter(|version| Some(*version) <= horizon).collect();
    let choices = |chosen: Option<MinorVersion>| {
        let choice = |version: &MinorVersion| Choice {
            version: version.to_string(),
            selected: Some(*version) == chosen,
        };
        versions.iter().map(choice).collect()
    };
    Picker { from: choices(newest.and_then(MinorVersion::previous)), to: choices(newest) }
}

fn all_components<'a>(ctx: &Context<'a>) -> Vec<NameRef<'a>> {
    let is_used = |slug: &str| {
        ctx.kb.gates().iter().any(|gate| gate.components.iter().any(|component| component.value == slug))
    };
    let taxa = ctx.kb.content().taxonomy.components.iter().filter(|taxon| is_used(&taxon.slug.value));
    taxa.map(|taxon| NameRef {
        slug: &taxon.slug.value,
        name: &taxon.name,
        href: ctx.href(&Route::Component(taxon.slug.value.clone())),
    })
    .collect()
}

fn pair_page(
    ctx: &PageContext<'_>,
    from: MinorVersion,
    to: MinorVersion,
) -> Result<super::super::OutputFile, super::super::SiteError> {
    let groups = change_groups(ctx, from, to);
    let pairs = adjacent(ctx.kb);
    let find = |is_it: &dyn Fn(&(MinorVersion, MinorVersion)) -> bool| {
        pairs.iter().find(|pair| is_it(pair)).map(|(from, to)| pair(ctx, *from, *to))
    };
    let view = PairPage {
        from: ReleaseView::new(ctx, from),
        to: ReleaseView::new(ctx, to),
        lede: lede(&groups),
        total: groups.iter().map(|group| group.rows.len()).sum(),
        components: components(ctx, &groups),
        groups,
        previous: find(&|(_, other)| *other == from),
        next: find(&|(other, _)| *other == to),
    };
    let head = Head {
        title: format!("From Kubernetes {from} to {to}"),
        description: format!("Upgrade from Kubernetes {from} to {to}. {}", view.lede),
        trail: vec![("Compare".to_owned(), Route::Compare)],
        scripts: &["table.js"],
        ..Head::default()
    };
    ctx.page(&Route::ComparePair(from, to), "compare_pair.html", &head, &view)
}
