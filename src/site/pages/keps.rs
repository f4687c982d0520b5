//! All KEPs, one page for each, and one for each number that several KEPs share.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::markdown;
use super::super::view::{
    DriftView, EditView, GateRef, IssueView, KepRef, KepRow, LinkView, NameRef, PinView, SourceView,
    TimelineView, component_refs, edit_view, gate_refs, gate_sources, issue_url, issue_view, kep_sources,
    link_views, pin_views, sig_refs, timeline, topic_refs,
};
use super::gates::Badge;
use super::kep_claims::{KepClaim, kep_claims};
use super::kep_gates::{KepGates, kep_gates};
use super::kep_targets::{TargetView, kep_targets};
use crate::kb::KnowledgeBase;
use crate::model::{Gate, Kep, KepNumber, KepStatus, RiskLevel};
use crate::query::{kep_standing, newest_release};

/// The list.
#[derive(Debug, Serialize)]
struct KepsView<'a> {
    rows: Vec<KepRow<'a>>,
    sigs: Vec<NameRef<'a>>,
    statuses: Vec<&'static str>,
    newest: String,
}

/// A number that several KEPs share.
#[derive(Debug, Serialize)]
struct SharedView<'a> {
    number: u32,
    rows: Vec<KepRow<'a>>,
}

/// The page of one KEP.
#[derive(Debug, Serialize)]
struct KepView<'a> {
    number: u32,
    title: &'a str,
    standing: String,
    status: Option<&'static str>,
    status_words: &'static str,
    sig: Option<NameRef<'a>>,
    participating: Vec<NameRef<'a>>,
    timeline: Option<TimelineView<'a>>,
    gates: KepGates<'a>,
    targets: Vec<TargetView<'a>>,
    summary_html: Option<String>,
    aka: Vec<&'a str>,
    risk: Option<RiskView>,
    components: Vec<NameRef<'a>>,
    metrics: Vec<&'a str>,
    disable_supported: Option<bool>,
    topics: Vec<NameRef<'a>>,
    claims: Vec<KepClaim<'a>>,
    relations: Vec<Relation<'a>>,
    links: Vec<LinkView<'a>>,
    /// None for a KEP without a number.
    issue: Option<IssueView<'a>>,
    unknown_gates: Vec<&'a str>,
    drift: Vec<DriftView<'a>>,
    gate_drift: Vec<GateDrift<'a>>,
    pins: Vec<PinView<'a>>,
    sources: Vec<SourceView<'a>>,
    created: Option<String>,
    updated: Option<String>,
    edit: EditView,
    json: String,
    badge: Badge,
    previous: Option<KepRef<'a>>,
    next: Option<KepRef<'a>>,
}

#[derive(Debug, Serialize)]
struct RiskView {
    level: &'static str,
    reviewed: Option<String>,
    /// The version that changed a gate after the notes were reviewed.
    outdated: Option<String>,
    enable_html: Option<String>,
    disable_html: Option<String>,
    upgrade_html: Option<String>,
    mitigation_html: Option<String>,
}

/// KEPs that this one names.
#[derive(Debug, Serialize)]
struct Relation<'a> {
    words: &'static str,
    keps: Vec<Related<'a>>,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    number: u32,
    title: Option<&'a str>,
    /// Its page; its issue where the records do not have it.
    href: String,
}

#[derive(Debug, Serialize)]
struct GateDrift<'a> {
    gate: GateRef<'a>,
    drift: Vec<DriftView<'a>>,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || list(ctx));
    let keps = ctx.kb.keps();
    for (at, kep) in keps.iter().enumerate() {
        jobs.push(move || page(ctx, at, kep));
        let number = kep.number.value;
        let is_first = at == 0 || keps[at - 1].number.value != number;
        if is_first && number.0 != 0 && ctx.kb.keps_numbered(number).count() > 1 {
            jobs.push(move || shared(ctx, number));
        }
    }
}

fn list(ctx: &PageContext<'_>) -> Result<super::super::OutputFile, super::super::SiteError> {
    let rows: Vec<_> = ctx.kb.keps().iter().map(|kep| KepRow::new(ctx, kep)).collect();
    let taxonomy = &ctx.kb.content().taxonomy;
    let has_sig = |slug: &str| rows.iter().any(|row| row.sig.as_ref().is_some_and(|sig| sig.slug == slug));
    let view = KepsView {
        sigs: sig_refs(ctx, taxonomy.sigs.iter().map(|sig| sig.slug.as_str()).filter(|slug| has_sig(slug))),
        statuses: KepStatus::ALL.iter().map(|status| status.as_str()).collect(),
        newest: newest_release(ctx.kb, ctx.config.today).map(|newest| newest.to_string()).unwrap_or_default(),
        rows,
    };
    let head = Head {
        title: "KEPs".to_owned(),
        description: format!(
            "All {} Kubernetes enhancement proposals and where they stand.",
            view.rows.len()
        ),
        scripts: &["table.js"],
        json: Some(Route::File("api/v1/keps.json".to_owned())),
        ..Head::default()
    };
    ctx.page(&Route::Keps, "keps.html", &head, &view)
}

fn shared(
    ctx: &PageContext<'_>,
    number: KepNumber,
) -> Result<super::super::OutputFile, super::super::SiteError> {
    let rows = ctx.kb.keps_numbered(number).map(|kep| KepRow::new(ctx, kep)).collect();
    let head = Head {
        title: format!("KEP-{number}"),
        description: format!("Several KEPs have the number {number}."),
        trail: vec![("KEPs".to_owned(), Route::Keps)],
        ..Head::default()
    };
    ctx.page(
        &Route::Kep(number.to_string()),
        "kep-shared.html",
        &head,
        &SharedView { number: number.0, rows },
    )
}

fn page(
    ctx: &PageContext<'_>,
    at: usize,
    kep: &Kep,
) -> Result<super::super::OutputFile, super::super::SiteError> {
    let view = view(ctx, at, kep);
    let route = ctx.kep_route(kep);
    let title = match kep.number.value.0 {
        0 => kep.title.value.clone(),
        number => format!("KEP-{number}: {}", kep.title.value),
    };
    let head = Head {
        title,
        description: format!("{}. {}.", kep.title.value, view.standing),
        trail: vec![("KEPs".to_owned(), Route::Keps)],
        json: Some(api_route(&route)),
        ..Head::default()
    };
    ctx.page(&route, "kep.html", &head, &view)
}

fn key(route: &Route) -> String {
    match route {
        Route::Kep(key) => key.clone(),
        _ => String::new(),
    }
}

fn api_route(route: &Route) -> Route {
    Route::api_kep(&key(route))
}

fn view<'a>(ctx: &Context<'a>, at: usize, kep: &'a Kep) -> KepView<'a> {
    let kb: &'a KnowledgeBase = ctx.kb;
    let gates = kb.gates_of(kep);
    let route = ctx.kep_route(kep);
    let neighbour = |at: Option<usize>| at.and_then(|at| kb.keps().get(at)).map(|kep| KepRef::new(ctx, kep));
    let html = |text: &str| markdown::render(text, ctx.config.base_url.path()).html;
    let number = kep.number.value.0;
    let alt = if number == 0 { kep.title.value.clone() } else { format!("KEP-{number}") };
    KepView {
        number,
        title: &kep.title,
        standing: kep_standing(kb, kep, ctx.config.today),
        status: kep.status.map(|status| status.as_str()),
        status_words: status_words(kep.status.map(|status| status.value)),
        sig: kep.sig.as_ref().and_then(|sig| sig_refs(ctx, [sig.as_str()]).pop()),
        participating: sig_refs(ctx, kep.participating.iter().map(|sig| sig.as_str())),
        timeline: timeline(ctx, Some(kep), &gates),
        gates: kep_gates(ctx, &gates),
        targets: kep_targets(ctx, kep, &gates),
        summary_html: kep.summary.as_ref().map(|text| html(text)),
        aka: kep.aka.iter().map(|name| name.as_str()).collect(),
        risk: risk(ctx, kep, &gates),
        components: component_refs(ctx, &kep.components),
        metrics: kep.metrics.iter().map(|metric| metric.as_str()).collect(),
        disable_supported: kep.disable_supported,
        topics: topic_refs(ctx, kep.topics.iter().map(|topic| topic.as_str())),
        claims: kep_claims(ctx, kep),
        relations: relations(ctx, kep),
        links: link_views(&kep.links),
        issue: issue_view(ctx, kep),
        unknown_gates: kep.unknown_gates.iter().map(|name| name.as_str()).collect(),
        drift: kb.drift_of_kep(kep).map(|drift| DriftView::new(ctx, drift)).collect(),
        gate_drift: gate_refs(ctx, gates.iter().copied())
            .into_iter()
            .zip(&gates)
            .map(|(name, gate)| GateDrift {
                gate: name,
                drift: kb.drift_of_gate(gate).map(|drift| DriftView::new(ctx, drift)).collect(),
            })
            .filter(|found| !found.drift.is_empty())
            .collect(),
        pins: pin_views(&kep.pins),
        sources: sources(ctx, kep, &gates),
        created: kep.created.map(|day| day.to_string()),
        updated: kep.updated.map(|day| day.to_string()),
        edit: edit_view(ctx, format!("content/keps/{}.toml", kep.key())),
        json: ctx.href(&api_route(&route)),
        badge: Badge::new(ctx, &Route::kep_badge(&key(&route)), &route, &alt),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
    }
}

/// The upstream files of `kep` and of its gates, each once: gates of the feature list share one.
fn sources<'a>(ctx: &Context<'_>, kep: &'a Kep, gates: &[&'a Gate]) -> Vec<SourceView<'a>> {
    let mut sources = kep_sources(ctx, kep);
    for source in gates.iter().flat_map(|gate| gate_sources(ctx, gate)) {
        if !sources.iter().any(|known| known.path == source.path && known.commit == source.commit) {
            sources.push(source);
        }
    }
    sources
}

/// What the proposal's status means. It says where the text stands, not the feature.
fn status_words(status: Option<KepStatus>) -> &'static str {
    match status {
        Some(KepStatus::Provisional) => "the problem is agreed on, the solution is not",
        Some(KepStatus::Implementable) => "approved for work",
        Some(KepStatus::Implemented) => "done, as its authors say",
        Some(KepStatus::Deferred) => "put off",
        Some(KepStatus::Rejected) => "turned down",
        Some(KepStatus::Withdrawn) => "taken back by its authors",
        Some(KepStatus::Replaced) => "another KEP took its place",
        None => "upstream gives a word that the KEP process does not know",
    }
}

fn risk(ctx: &Context<'_>, kep: &Kep, gates: &[&Gate]) -> Option<RiskView> {
    let risk = kep.risk.as_ref()?;
    let html = |text: &Option<crate::source::At<String>>| {
        text.as_ref().map(|text| markdown::render(text, ctx.config.base_url.path()).html)
    };
    let reviewed = risk.reviewed.map(|day| day.value);
    let changed_after = |version| {
        let released = ctx.kb.release(version)?.released?.value;
        (released <= ctx.config.today && reviewed.is_some_and(|day| day < released)).then_some(version)
    };
    let versions = gates.iter().flat_map(|gate| gate.history.iter().map(|row| row.since.value));
    Some(RiskView {
        level: match risk.level.value {
            RiskLevel::Low => "low",
            RiskLevel::Medium => "medium",
            RiskLevel::High => "high",
        },
        reviewed: reviewed.map(|day| day.to_string()),
        outdated: versions.filter_map(changed_after).max().map(|version| version.to_string()),
        enable_html: html(&risk.enable),
        disable_html: html(&risk.disable),
        upgrade_html: html(&risk.upgrade),
        mitigation_html: html(&risk.mitigation),
    })
}

fn relations<'a>(ctx: &Context<'a>, kep: &Kep) -> Vec<Relation<'a>> {
    let relation = |words, numbers: &[crate::source::At<KepNumber>]| Relation {
        words,
        keps: numbers.iter().flat_map(|number| related(ctx, number.value)).collect(),
    };
    [
        relation("Took the place of", &kep.replaces),
        relation("Its place was taken by", &kep.superseded_by),
        relation("See also", &kep.see_also),
    ]
    .into_iter()
    .filter(|relation| !relation.keps.is_empty())
    .collect()
}

fn related<'a>(ctx: &Context<'a>, number: KepNumber) -> Vec<Related<'a>> {
    let known: Vec<_> = ctx
        .kb
        .keps_numbered(number)
        .map(|kep| Related {
            number: number.0,
            title: Some(kep.title.as_str()),
            href: ctx.href(&ctx.kep_route(kep)),
        })
        .collect();
    if known.is_empty() {
        return vec![Related { number: number.0, title: None, href: issue_url(ctx, number) }];
    }
    known
}
