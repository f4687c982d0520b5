//! A gate's page: its state in every release, how to set it, who says what about it.

mod neighbours;
mod places;
mod setting;

use std::sync::Arc;

use serde::Serialize;

use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::super::output::OutputFile;
use super::super::view::{
    DriftView, EditView, KepRef, LinkView, NameRef, SourceView, StateView, StripView, component_refs,
    edit_view, gate_sources, kep_refs, link_views, sig_refs, strip, topic_refs,
};
use super::super::{Route, SiteError, markdown};
use super::record::{
    BadgeView, HistoryView, Moment, PinView, Step, VersionView, history, name_parts, pin_views,
};
use crate::model::Gate;
use crate::query::{capitalised, gate_standing, removal_words};
use neighbours::{Neighbours, Relatives};

#[derive(Debug, Serialize)]
struct GatePage<'a> {
    name: &'a str,
    /// The name in parts between which a line may break.
    parts: Vec<&'a str>,
    /// Where it stands, in one sentence.
    standing: String,
    /// The newest release, and the gate's state there.
    newest: Option<VersionView>,
    state: StateView,
    strip: StripView,
    history: Vec<HistoryView>,
    /// How it can be set, and what happens then.
    setting: setting::SettingAdvice<'a>,
    /// When it was removed, in words.
    removal: Option<String>,
    former_names: Vec<&'a str>,
    aka: Vec<&'a str>,
    keps: Vec<KepRef<'a>>,
    sigs: Vec<NameRef<'a>>,
    components: Vec<NameRef<'a>>,
    topics: Vec<NameRef<'a>>,
    summary_html: Option<String>,
    links: Vec<LinkView<'a>>,
    drift: Vec<DriftView<'a>>,
    pins: Vec<PinView<'a>>,
    sources: Vec<SourceView<'a>>,
    edit: EditView,
    json: String,
    badge: BadgeView,
    relatives: Relatives<'a>,
    previous: Option<Step<'a>>,
    next: Option<Step<'a>>,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    let shared = Arc::new((Moment::new(ctx), Neighbours::new(ctx.kb)));
    for slot in 0..ctx.kb.gates().len() {
        let shared = Arc::clone(&shared);
        jobs.push(move || page(ctx, &shared.0, &shared.1, slot));
    }
}

fn page(
    ctx: &Context<'_>,
    moment: &Moment,
    neighbours: &Neighbours<'_>,
    slot: usize,
) -> Result<OutputFile, SiteError> {
    let gates = ctx.kb.gates();
    let gate = &gates[slot];
    let step = |at: Option<usize>| {
        let gate = gates.get(at?)?;
        let href = ctx.href(&Route::Gate(gate.name.value.clone()));
        Some(Step { label: "Gate".to_owned(), title: gate.name.as_str(), href })
    };
    let view = GatePage {
        previous: step(slot.checked_sub(1)),
        next: step(Some(slot + 1)),
        relatives: neighbours.of(ctx, gate),
        ..view(ctx, moment, gate)
    };
    let head = Head {
        title: format!("{} feature gate", gate.name.value),
        description: format!("The Kubernetes feature gate {}. {}.", gate.name.value, view.standing),
        trail: vec![("Gates".to_owned(), Route::Gates)],
        json: Some(Route::api_gate(&gate.name)),
        ..Head::default()
    };
    ctx.page(&Route::Gate(gate.name.value.clone()), "gate.html", &head, &view)
}

fn view<'a>(ctx: &Context<'a>, moment: &Moment, gate: &'a Gate) -> GatePage<'a> {
    let name = gate.name.as_str();
    let route = Route::Gate(gate.name.value.clone());
    GatePage {
        name,
        parts: name_parts(name),
        standing: gate_standing(ctx.kb, gate, ctx.config.today),
        newest: moment.newest.map(|newest| moment.version(ctx, newest)),
        state: StateView::new(moment.state(gate)),
        strip: strip(ctx, gate),
        history: history(ctx, moment, gate),
        setting: setting::advice(ctx, moment, gate),
        removal: gate.removed.map(|removed| capitalised(&removal_words(removed.value))),
        former_names: gate.former_names.iter().map(|former| former.as_str()).collect(),
        aka: gate.aka.iter().map(|name| name.value.as_str()).collect(),
        keps: kep_refs(ctx, ctx.kb.keps_of(gate)),
        sigs: sig_refs(ctx, ctx.kb.sigs_of(gate)),
        components: component_refs(ctx, &gate.components),
        topics: topic_refs(ctx, ctx.kb.topics_of(gate)),
        summary_html: gate
            .summary
            .as_ref()
            .map(|text| markdown::render(text, ctx.config.base_url.path()).html),
        links: link_views(&gate.links),
        drift: ctx.kb.drift_of_gate(gate).map(|drift| DriftView::new(ctx, drift)).collect(),
        pins: pin_views(&gate.pins),
        sources: gate_sources(ctx, gate),
        edit: edit_view(ctx, format!("content/gates/{name}.toml")),
        json: ctx.href(&Route::api_gate(&gate.name)),
        badge: BadgeView::new(ctx, name, &Route::gate_badge(&gate.name), &route),
        relatives: Relatives::default(),
        previous: None,
        next: None,
    }
}
