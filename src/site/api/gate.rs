//! `gates/<Name>.json`: all that is known about one gate.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::facts::{
    DriftV1, KepRefV1, LinkV1, PinV1, ReleaseV1, SettingV1, SourceV1, StateV1, Text, WindowV1, gate_sources,
    links, pins, words,
};
use crate::model::{Gate, MinorVersion};
use crate::query::gate_standing;

#[derive(Debug, Serialize)]
pub(super) struct GateV1<'a> {
    gate: &'a str,
    /// Where it stands, in one sentence.
    standing: String,
    page: String,
    badge: String,
    keps: Vec<KepRefV1<'a>>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    former_names: Vec<&'a str>,
    aka: Vec<&'a str>,
    summary: Option<&'a str>,
    prior_default: Option<bool>,
    history: Vec<RowV1>,
    removed: Option<WindowV1>,
    /// Its state in every version of interest, newest first.
    states: Vec<ReleaseStateV1>,
    drift: Vec<DriftV1<'a>>,
    pinned: Vec<PinV1<'a>>,
    links: Vec<LinkV1<'a>>,
    sources: Vec<SourceV1<'a>>,
}

#[derive(Debug, Serialize)]
struct RowV1 {
    since: Text<MinorVersion>,
    #[serde(flatten)]
    setting: SettingV1,
    /// `code`, `docs` or `hand`.
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct ReleaseStateV1 {
    #[serde(flatten)]
    release: ReleaseV1,
    #[serde(flatten)]
    state: StateV1,
}

/// The document of `gate`; `shown` are the versions whose state readers want to know.
pub(super) fn document<'a>(
    ctx: &Context<'a>,
    gate: &'a Gate,
    shown: &[(MinorVersion, ReleaseV1)],
) -> GateV1<'a> {
    let kb = ctx.kb;
    let name = &gate.name.value;
    let history = gate.history.iter().map(|row| RowV1 {
        since: Text(row.since.value),
        setting: SettingV1 {
            stage: row.stage.as_str(),
            default: row.default.map(|at| at.value),
            locked: row.locked.map(|at| at.value),
        },
        source: row.source.as_str(),
    });
    let states = shown.iter().map(|(version, release)| ReleaseStateV1 {
        release: release.clone(),
        state: gate.state_at(*version).into(),
    });
    GateV1 {
        gate: name.as_str(),
        standing: gate_standing(kb, gate, ctx.config.today),
        page: ctx.absolute(&Route::Gate(name.clone())),
        badge: ctx.absolute(&Route::gate_badge(name)),
        keps: kb.keps_of(gate).map(|kep| KepRefV1::new(ctx, kep)).collect(),
        sigs: kb.sigs_of(gate),
        components: words(&gate.components),
        topics: kb.topics_of(gate),
        former_names: gate.former_names.iter().map(|name| name.as_str()).collect(),
        aka: words(&gate.aka),
        summary: gate.summary.as_ref().map(|text| text.as_str()),
        prior_default: gate.prior_default,
        history: history.collect(),
        removed: gate.removed.map(|removed| removed.value.into()),
        states: states.collect(),
        drift: kb.drift_of_gate(gate).map(|drift| DriftV1::new(kb, drift)).collect(),
        pinned: pins(&gate.pins),
        links: links(&gate.links),
        sources: gate_sources(kb, gate),
    }
}
