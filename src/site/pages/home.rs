//! The home page: what is supported, what the newest release changed, what comes next.

use jiff::civil::Date;
use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{
    ChangeGroup, ChangeRow, NameRef, PlanGroup, ReleaseView, change_groups, plan_groups,
};
use super::compare::{Pair, Picker, pairs, picker};
use super::releases::lede;
use crate::kb::Verdict;
use crate::model::{Collection, MinorVersion};
use crate::query::{known_versions, newest_release};

/// How many neighbouring pairs the page lists for those without scripts.
const PAIRS: usize = 6;
/// The width of the time line.
const WIDTH: i64 = 1000;

#[derive(Debug, Serialize)]
struct HomeView<'a> {
    gates: usize,
    keps: usize,
    drift: usize,
    /// Released and planned minor versions.
    versions: usize,
    supported: Vec<SupportRow>,
    /// Where the site's day is on the time line.
    today_x: i64,
    newest: Option<Newest<'a>>,
    picker: Picker,
    pairs: Vec<Pair>,
    collections: Vec<CollectionCard<'a>>,
    next: Option<Next<'a>>,
}

/// A supported release, and its life on a time line from 0 to [`WIDTH`].
#[derive(Debug, Serialize)]
struct SupportRow {
    release: ReleaseView,
    /// From the release to maintenance mode, and from there to the end of life: start and width.
    full: Option<(i64, i64)>,
    maintenance: Option<(i64, i64)>,
}

#[derive(Debug, Serialize)]
struct Newest<'a> {
    release: ReleaseView,
    lede: String,
    groups: Vec<ChangeGroup<'a>>,
    turned_on: Vec<ChangeRow<'a>>,
}

#[derive(Debug, Serialize)]
struct CollectionCard<'a> {
    collection: NameRef<'a>,
    entries: usize,
    verdicts: Vec<VerdictCount>,
}

#[derive(Debug, Serialize)]
struct VerdictCount {
    verdict: &'static str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Next<'a> {
    release: ReleaseView,
    groups: Vec<PlanGroup<'a>>,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let head = Head {
            title: "Kubernetes feature gates, release by release".to_owned(),
            description: "What each Kubernetes release turned on, locked or removed, what is on by default in yours, and \
                          what to check before an upgrade."
                .to_owned(),
            feed: Some(Route::feed()),
            ..Head::default()
        };
        ctx.page(&Route::Home, "home.html", &head, &home(ctx))
    });
}

fn home<'a>(ctx: &'a Context<'a>) -> HomeView<'a> {
    let newest = newest_release(ctx.kb, ctx.config.today);
    let (supported, today_x) = support_rows(ctx);
    let mut pairs = pairs(ctx);
    pairs.truncate(PAIRS);
    HomeView {
        gates: ctx.kb.gates().len(),
        keps: ctx.kb.keps().len(),
        drift: ctx.kb.drift().len(),
        versions: known_versions(ctx.kb).len(),
        supported,
        today_x,
        newest: newest.and_then(|version| newest_view(ctx, version)),
        picker: picker(ctx),
        pairs,
        collections: ctx
            .kb
            .collections()
            .iter()
            .filter(|list| list.has_claims())
            .map(|list| card(ctx, list))
            .collect(),
        next: newest.map(|version| Next {
            release: ReleaseView::new(ctx, version.next()),
            groups: plan_groups(ctx, version.next()),
        }),
    }
}

fn newest_view<'a>(ctx: &'a Context<'a>, version: MinorVersion) -> Option<Newest<'a>> {
    let groups = change_groups(ctx, version.previous()?, version);
    Some(Newest {
        release: ReleaseView::new(ctx, version),
        lede: lede(&groups),
        turned_on: groups.iter().flat_map(|group| &group.rows).filter(|row| row.turns_on).cloned().collect(),
        groups,
    })
}

fn card<'a>(ctx: &Context<'a>, collection: &'a Collection) -> CollectionCard<'a> {
    let judged: Vec<Verdict> =
        collection.entries.iter().filter_map(|entry| Some(ctx.kb.judge(entry)?.verdict)).collect();
    let count = |verdict: Verdict| VerdictCount {
        verdict: verdict.as_str(),
        count: judged.iter().filter(|found| **found == verdict).count(),
    };
    CollectionCard {
        collection: NameRef {
            slug: &collection.slug.value,
            name: &collection.title,
            href: ctx.href(&Route::Collection(collection.slug.value.clone())),
        },
        entries: judged.len(),
        verdicts: [Verdict::Confirmed, Verdict::Differs, Verdict::Contradicted].map(count).into(),
    }
}

/// The supported releases on one time line, and where the site's day is on it.
fn support_rows(ctx: &Context<'_>) -> (Vec<SupportRow>, i64) {
    let today = ctx.config.today;
    let supported = ctx.kb.supported(today);
    let releases: Vec<_> = supported.iter().filter_map(|version| ctx.kb.release(*version)).collect();
    let days = || releases.iter().flat_map(|release| [release.released, release.end_of_life]).flatten();
    let first = days().map(|at| at.value).min().unwrap_or(today).min(today);
    let last = days().map(|at| at.value).max().unwrap_or(today).max(today);
    let length = days_between(first, last).max(1);
    let x = |day: Date| days_between(first, day) * WIDTH / length;
    let span =
        |from: Option<Date>, to: Option<Date>| from.zip(to).map(|(from, to)| (x(from), x(to) - x(from)));
    let row = |release: &&crate::model::Release| {
        let [released, maintenance, end] =
            [release.released, release.maintenance, release.end_of_life].map(|at| at.map(|at| at.value));
        SupportRow {
            release: ReleaseView::new(ctx, release.version.value),
            full: span(released, maintenance.or(end)),
            maintenance: span(maintenance, end),
        }
    };
    (releases.iter().map(row).collect(), x(today))
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_days_in_both_directions() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(days_between(day("2026-02-28"), day("2026-03-01")), 1);
        assert_eq!(days_between(day("2026-03-01"), day("2026-02-28")), -1);
        assert_eq!(days_between(day("2026-01-01"), day("2027-01-01")), 365);
    }
}
