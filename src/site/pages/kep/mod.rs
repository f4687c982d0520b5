//! A KEP's page, and the pages of numbers that do not lead to one KEP alone.

mod gates;
mod related;
mod risk;
mod shared;
mod targets;
mod timeline;

use std::sync::Arc;

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::super::markdown;
use super::super::output::OutputFile;
use super::super::view::{
    DriftView, EditView, LinkView, NameRef, SourceView, component_refs, edit_view, gate_sources, kep_sources,
    link_views, sig_refs, topic_refs,
};
use super::super::SiteError;
use super::record::{BadgeView, Moment, PinView, Step, pin_views};
use crate::model::{Kep, KepStatus};
use crate::query::kep_standing;

#[derive(Debug, Serialize)]
struct KepPage<'a> {
    /// The number; 0 where upstream gives none.
    number: u32,
    title: &'a str,
    /// Where it stands, in one sentence.
    standing: String,
    status: StatusView,
    facts: Facts<'a>,
    timeline: Option<timeline::Timeline>,
    gates: gates::KepGates<'a>,
    targets: Vec<targets::TargetView<'a>>,
    summary_html: Option<String>,
    risk: Option<risk::RiskView>,
    listed_in: Vec<related::ListedIn<'a>>,
    drift: Vec<DriftView<'a>>,
    links: Vec<LinkView<'a>>,
    issue: Option<related::IssueView>,
    pins: Vec<PinView<'a>>,
    sources: Vec<SourceView<'a>>,
    edit: EditView,
    json: String,
    badge: BadgeView,
    /// Other KEPs of the same number.
    namesakes: Option<String>,
    previous: Option<Step<'a>>,
    next: Option<Step<'a>>,
}

/// Status of a proposal, with what it means.
#[derive(Debug, Serialize)]
struct StatusView {
    word: &'static str,
    meaning: &'static str,
}

#[derive(Debug, Serialize)]
struct Facts<'a> {
    sigs: Vec<NameRef<'a>>,
    participating: Vec<NameRef<'a>>,
    components: Vec<NameRef<'a>>,
    topics: Vec<NameRef<'a>>,
    aka: Vec<&'a str>,
    unknown_gates: Vec<&'a str>,
    metrics: &'a [String],
    /// Whether the feature can be turned off again once in use.
    disable_supported: Option<bool>,
    created: Option<String>,
    updated: Option<String>,
    latest: Option<String>,
    see_also: Vec<related::RelatedKep<'a>>,
    replaces: Vec<related::RelatedKep<'a>>,
    superseded_by: Vec<related::RelatedKep<'a>>,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    let moment = Arc::new(Moment::new(ctx));
    for slot in 0..ctx.kb.keps().len() {
        let moment = Arc::clone(&moment);
        jobs.push(move || page(ctx, &moment, slot));
    }
    shared::pages(ctx, jobs);
}

fn page(ctx: &Context<'_>, moment: &Moment, slot: usize) -> Result<OutputFile, SiteError> {
    let keps = ctx.kb.keps();
    let kep = &keps[slot];
    let route = ctx.kep_route(kep);
    let view = view(ctx, moment, kep, &route, [slot.checked_sub(1), Some(slot + 1)].map(|at| keps.get(at?)));
    let label = label(kep);
    let description = match kep.number.0 {
        0 => format!("{}. {}.", kep.title.value, view.standing),
        number => format!("KEP-{number}, {}. {}.", kep.title.value, view.standing),
    };
    let head = Head {
        title: format!("{label}: {}", kep.title.value),
        description,
        trail: vec![("KEPs".to_owned(), Route::Keps)],
        json: Some(Route::api_kep(&page_key(&route, kep))),
        ..Head::default()
    };
    ctx.page(&route, "kep.html", &head, &view)
}

fn view<'a>(
    ctx: &Context<'a>,
    moment: &Moment,
    kep: &'a Kep,
    route: &Route,
    [previous, next]: [Option<&'a Kep>; 2],
) -> KepPage<'a> {
    let gates = ctx.kb.gates_of(kep);
    let key = page_key(route, kep);
    let step = |kep: Option<&'a Kep>| {
        let kep = kep?;
        Some(Step { label: label(kep), title: &kep.title, href: ctx.href(&ctx.kep_route(kep)) })
    };
    let is_shared = ctx.kb.keps_numbered(kep.number.value).count() > 1;
    let mut sources = kep_sources(ctx, kep);
    // Gates of the feature list share one file.
    for source in gates.iter().flat_map(|gate| gate_sources(ctx, gate)) {
        if !sources.iter().any(|known| known.path == source.path && known.commit == source.commit) {
            sources.push(source);
        }
    }
    KepPage {
        number: kep.number.0,
        title: &kep.title,
        standing: kep_standing(ctx.kb, kep, ctx.config.today),
        status: status(kep.status.as_ref().map(|status| status.value)),
        facts: facts(ctx, kep),
        timeline: timeline::timeline(ctx, moment, kep, &gates),
        targets: targets::targets(ctx, moment, kep, &gates),
        summary_html: kep
            .summary
            .as_ref()
            .map(|text| markdown::render(text, ctx.config.base_url.path()).html),
        risk: kep.risk.as_ref().map(|notes| risk::risk(ctx, notes, &gates)),
        listed_in: related::listed_in(ctx, kep),
        drift: ctx.kb.drift_of_kep(kep).map(|drift| DriftView::new(ctx, drift)).collect(),
        links: link_views(&kep.links),
        issue: related::issue(ctx, kep),
        pins: pin_views(&kep.pins),
        sources,
        edit: edit_view(ctx, format!("content/keps/{}.toml", kep.key())),
        json: ctx.href(&Route::api_kep(&key)),
        badge: BadgeView::new(ctx, &badge_name(kep, &key), &Route::kep_badge(&key), route),
        namesakes: (is_shared && kep.number.0 > 0)
            .then(|| ctx.href(&Route::Kep(kep.number.to_string()))),
        previous: step(previous),
        next: step(next),
        gates: gates::gates(ctx, moment, &gates),
    }
}

/// `KEP-4317`; what to call a KEP without a number.
pub(super) fn label(kep: &Kep) -> String {
    match kep.number.0 {
        0 => "KEP without a number".to_owned(),
        number => format!("KEP-{number}"),
    }
}

/// A short name of plain letters.
fn badge_name(kep: &Kep, key: &str) -> String {
    if kep.number.0 == 0 { key.trim_start_matches("0-").to_owned() } else { label(kep) }
}

/// The key of the page at `route`, which badges and API files share.
fn page_key(route: &Route, kep: &Kep) -> String {
    match route {
        Route::Kep(key) => key.clone(),
        _ => kep.key(),
    }
}

fn facts<'a>(ctx: &Context<'a>, kep: &'a Kep) -> Facts<'a> {
    Facts {
        sigs: sig_refs(ctx, kep.sig.as_ref().map(|sig| sig.value.as_str())),
        participating: sig_refs(ctx, kep.participating.iter().map(|sig| sig.value.as_str())),
        components: component_refs(ctx, &kep.components),
        topics: topic_refs(ctx, kep.topics.iter().map(|topic| topic.value.as_str())),
        aka: kep.aka.iter().map(|name| name.value.as_str()).collect(),
        unknown_gates: kep.unknown_gates.iter().map(|name| name.value.as_str()).collect(),
        metrics: &kep.metrics,
        disable_supported: kep.disable_supported,
        created: kep.created.map(|day| day.to_string()),
        updated: kep.updated.map(|day| day.to_string()),
        latest: kep.latest.map(|version| version.to_string()),
        see_also: related::related(ctx, kep.see_also.iter().map(|number| number.value)),
        replaces: related::related(ctx, kep.replaces.iter().map(|number| number.value)),
        superseded_by: related::related(ctx, kep.superseded_by.iter().map(|number| number.value)),
    }
}

fn status(status: Option<KepStatus>) -> StatusView {
    let meaning = match status {
        Some(KepStatus::Provisional) => "the problem is agreed on, the way to solve it is not yet",
        Some(KepStatus::Implementable) => "approved for work; how far the work is, its gates tell",
        Some(KepStatus::Implemented) => "its authors call the work done",
        Some(KepStatus::Deferred) => "put off",
        Some(KepStatus::Rejected) => "turned down",
        Some(KepStatus::Withdrawn) => "taken back by its authors",
        Some(KepStatus::Replaced) => "another KEP took its place",
        None => "its file gives no status that the KEP process knows",
    };
    StatusView { word: status.map_or("not recorded", KepStatus::as_str), meaning }
}
