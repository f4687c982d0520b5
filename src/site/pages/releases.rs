//! All releases, and one page for each minor version of which anything is known.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{
    ChangeGroup, NameRef, PlanGroup, ReleaseView, change_groups, counted, listed, plan_group, plan_groups,
};
use crate::model::MinorVersion;
use crate::query::{Filter, known_versions, release_report};

/// The columns of the list: fragment of the group on the release's page, and heading.
const COLUMNS: &[(&str, &str)] = &[
    ("removed", "Removed"),
    ("locked", "Locked"),
    ("turned-on", "Turned on"),
    ("turned-off", "Turned off"),
    ("deprecated", "Deprecated"),
    ("graduated", "Stable"),
    ("promoted", "Beta"),
    ("introduced", "New"),
];

#[derive(Debug, Serialize)]
struct ListView {
    columns: Vec<&'static str>,
    known: Vec<ListRow>,
    planned: Vec<PlannedRow>,
    horizon: Option<String>,
}

#[derive(Debug, Serialize)]
struct ListRow {
    release: ReleaseView,
    total: usize,
    /// One for each column.
    counts: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Count {
    count: usize,
    href: String,
}

#[derive(Debug, Serialize)]
struct PlannedRow {
    release: ReleaseView,
    targets: usize,
}

#[derive(Debug, Serialize)]
struct ReleasePage<'a> {
    release: ReleaseView,
    lede: String,
    /// Whether its gates are known; else there is nothing but plans.
    is_known: bool,
    horizon: Option<String>,
    total: usize,
    groups: Vec<ChangeGroup<'a>>,
    /// SIGs and components of what changed, to filter by.
    sigs: Vec<NameRef<'a>>,
    components: Vec<NameRef<'a>>,
    gateless: Vec<PlanGroup<'a>>,
    /// For a version past the horizon its own plans, for the newest known one those of the next.
    plans: Vec<PlanGroup<'a>>,
    plans_for: Option<Neighbour>,
    /// The version that the changes are against, whether or not it has a page.
    before: String,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    /// The page of the way from the version before to this one.
    pair: Option<String>,
    feed: Option<String>,
}

#[derive(Debug, Serialize)]
struct Neighbour {
    version: String,
    href: String,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    let versions = known_versions(ctx.kb);
    jobs.push(move || {
        let head = Head {
            title: "Releases".to_owned(),
            description: "Every minor version of Kubernetes: its dates, where it stands, and how many feature gates it \
                          changed."
                .to_owned(),
            scripts: &["table.js"],
            ..Head::default()
        };
        ctx.page(&Route::Releases, "releases.html", &head, &list(ctx))
    });
    for version in versions {
        jobs.push(move || release_page(ctx, version));
    }
}

fn list(ctx: &Context<'_>) -> ListView {
    let horizon = ctx.kb.horizon();
    let versions = known_versions(ctx.kb);
    let (known, planned): (Vec<_>, Vec<_>) =
        versions.into_iter().rev().partition(|version| horizon.is_some_and(|horizon| *version <= horizon));
    let planned_row = |version: &MinorVersion| PlannedRow {
        release: ReleaseView::new(ctx, *version),
        targets: ctx.kb.targets_at(*version).len(),
    };
    ListView {
        columns: COLUMNS.iter().map(|(_, heading)| *heading).collect(),
        known: known.into_iter().map(|version| list_row(ctx, version)).collect(),
        planned: planned.iter().rev().map(planned_row).collect(),
        horizon: horizon.map(|horizon| horizon.to_string()),
    }
}

fn list_row(ctx: &Context<'_>, version: MinorVersion) -> ListRow {
    let release = ReleaseView::new(ctx, version);
    let groups = groups_of(ctx, version);
    let counts = COLUMNS.iter().map(|(id, _)| {
        let count = groups.iter().find(|group| group.id == *id).map_or(0, |group| group.rows.len());
        Count { count, href: format!("{}#{id}", release.href) }
    });
    let counts = counts.collect();
    ListRow { total: groups.iter().map(|group| group.rows.len()).sum(), counts, release }
}

/// What `version` itself changed.
fn groups_of<'a>(ctx: &Context<'a>, version: MinorVersion) -> Vec<ChangeGroup<'a>> {
    version.previous().map_or_else(Vec::new, |previous| change_groups(ctx, previous, version))
}

fn release_page(
    ctx: &PageContext<'_>,
    version: MinorVersion,
) -> Result<super::super::OutputFile, super::super::SiteError> {
    let view = release_view(ctx, version);
    let head = Head {
        title: format!("Kubernetes {version}"),
        description: format!("Feature gates in Kubernetes {version}. {}", view.lede),
        trail: vec![("Releases".to_owned(), Route::Releases)],
        scripts: &["table.js"],
        json: Some(Route::api_release(version)),
        feed: view.is_known.then(|| Route::release_feed(version)),
        ..Head::default()
    };
    ctx.page(&Route::Release(version), "release.html", &head, &view)
}

fn release_view<'a>(ctx: &'a Context<'a>, version: MinorVersion) -> ReleasePage<'a> {
    let horizon = ctx.kb.horizon();
    let is_known = horizon.is_some_and(|horizon| version <= horizon);
    let groups = if is_known { groups_of(ctx, version) } else { Vec::new() };
    let report = release_report(ctx.kb, version, &Filter::default());
    let plans_for = match horizon {
        Some(horizon) if version == horizon => version.next(),
        _ => version,
    };
    let shows_plans = !is_known || plans_for > version;
    let plans = if shows_plans { plan_groups(ctx, plans_for) } else { Vec::new() };
    let known = known_versions(ctx.kb);
    let neighbour = |version: MinorVersion| Neighbour {
        version: version.to_string(),
        href: ctx.href(&Route::Release(version)),
    };
    let near =
        |version: Option<MinorVersion>| version.filter(|version| known.contains(version)).map(neighbour);
    ReleasePage {
        release: ReleaseView::new(ctx, version),
        lede: if is_known { lede(&groups) } else { plan_lede(&plans) },
        is_known,
        horizon: horizon.map(|horizon| horizon.to_string()),
        total: groups.iter().map(|group| group.rows.len()).sum(),
        sigs: distinct(groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.sigs)),
        components: components(ctx, &groups),
        gateless: if is_known { gateless(ctx, &report.gateless) } else { Vec::new() },
        plans,
        plans_for: shows_plans.then(|| neighbour(plans_for)),
        before: version.previous().map(|previous| previous.to_string()).unwrap_or_default(),
        previous: near(version.previous()),
        next: near(Some(version.next())),
        pair: version
            .previous()
            .filter(|previous| is_known && known.contains(previous))
            .map(|previous| ctx.href(&Route::ComparePair(previous, version))),
        feed: is_known.then(|| ctx.href(&Route::release_feed(version))),
        groups,
    }
}

/// The targets without a gate, by milestone.
fn gateless<'a>(ctx: &Context<'a>, targets: &[crate::kb::KepTarget<'a>]) -> Vec<PlanGroup<'a>> {
    targets
        .chunk_by(|a, b| a.milestone == b.milestone)
        .map(|chunk| plan_group(ctx, chunk[0].milestone, chunk.iter().copied()))
        .collect()
}

/// One sentence on what the version changed.
pub(super) fn lede(groups: &[ChangeGroup<'_>]) -> String {
    let total: usize = groups.iter().map(|group| group.rows.len()).sum();
    let count = |id: &str| groups.iter().find(|group| group.id == id).map_or(0, |group| group.rows.len());
    let on = groups.iter().flat_map(|group| &group.rows).filter(|row| row.turns_on).count();
    let parts = [
        (count("removed") + count("perhaps-removed"), "removed"),
        (count("locked"), "locked"),
        (on, "turned on by default"),
        (count("turned-off"), "turned off"),
        (count("introduced"), "new"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    match (total, parts.is_empty()) {
        (0, _) => "No gate that the records know changed.".to_owned(),
        (_, true) => format!("{} changed.", counted(total, "gate")),
        _ => format!("{} changed: {}.", counted(total, "gate"), listed(&parts)),
    }
}

fn plan_lede(plans: &[PlanGroup<'_>]) -> String {
    let parts: Vec<String> =
        plans.iter().map(|group| format!("{} for {}", group.rows.len(), words_of(group.milestone))).collect();
    if parts.is_empty() {
        return "No KEP names it as a target.".to_owned();
    }
    format!("Only planned. KEPs name it as their target: {}.", listed(&parts))
}

fn words_of(milestone: &str) -> &str {
    match milestone {
        "removed" => "removal",
        "disabled" => "turning off",
        "deprecated" => "deprecation",
        other => other,
    }
}

fn distinct<'a, 'b>(names: impl Iterator<Item = &'b NameRef<'a>>) -> Vec<NameRef<'a>>
where
    'a: 'b,
{
    let mut found: Vec<NameRef<'a>> = Vec::new();
    for name in names {
        if !found.iter().any(|known| known.slug == name.slug) {
            found.push(name.clone());
        }
    }
    found.sort_by(|a, b| a.name.cmp(b.name));
    found
}

/// The components that any gate of `groups` has, in the order of the taxonomy.
pub(super) fn components<'a>(ctx: &Context<'a>, groups: &[ChangeGroup<'_>]) -> Vec<NameRef<'a>> {
    let has = |slug: &str| {
        groups
            .iter()
            .flat_map(|group| &group.rows)
            .any(|row| row.components.split(' ').any(|one| one == slug))
    };
    let taxa = ctx.kb.content().taxonomy.components.iter().filter(|taxon| has(&taxon.slug.value));
    taxa.map(|taxon| NameRef {
        slug: &taxon.slug.value,
        name: &taxon.name,
        href: ctx.href(&Route::Component(taxon.slug.value.clone())),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GateState, Setting, Stage};
    use crate::site::view::{ChangeRow, GateRef, StateView};

    fn group(id: &'static str, turns_on: &[bool]) -> ChangeGroup<'static> {
        let setting = Setting { stage: Stage::Beta, default: Some(true), locked: None };
        let row = |turns_on: &bool| ChangeRow {
            gate: GateRef { name: "A", href: String::new() },
            keps: Vec::new(),
            sigs: Vec::new(),
            components: "kubelet kube-proxy".to_owned(),
            before: StateView::new(GateState::NotYet),
            after: StateView::new(GateState::Present(setting)),
            words: String::new(),
            turns_on: *turns_on,
        };
        ChangeGroup {
            id,
            title: String::new(),
            tone: "",
            advice: "",
            watch: false,
            bar: 0,
            rows: turns_on.iter().map(row).collect(),
        }
    }

    #[test]
    fn the_sentence_counts_what_turned_on_wherever_it_is_listed() {
        let groups =
            [group("locked", &[true]), group("turned-on", &[true, true]), group("introduced", &[false])];
        assert_eq!(lede(&groups), "4 gates changed: 1 locked, 3 turned on by default and 1 new.");
    }

    #[test]
    fn the_sentence_says_so_when_nothing_changed() {
        assert_eq!(lede(&[]), "No gate that the records know changed.");
        assert_eq!(lede(&[group("promoted", &[false])]), "1 gate changed.");
    }
}
