//! The gates of a KEP on its page: where each stands, its history, its state in the releases that matter.

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::view::{DriftView, GateRef, NameRef, StateView, component_refs};
use super::super::record::{HistoryView, Moment, VersionView, history, name_parts};
use crate::model::Gate;
use crate::query::gate_standing;

/// All gates of the KEP.
#[derive(Debug, Clone, Serialize)]
pub(super) struct KepGates<'a> {
    /// The releases whose states are shown, newest first.
    versions: Vec<VersionView>,
    list: Vec<KepGate<'a>>,
    /// Whether one of them has drift.
    has_drift: bool,
}

#[derive(Debug, Clone, Serialize)]
struct KepGate<'a> {
    gate: GateRef<'a>,
    parts: Vec<&'a str>,
    standing: String,
    /// In the order of [`KepGates::versions`].
    states: Vec<StateView>,
    history: Vec<HistoryView>,
    components: Vec<NameRef<'a>>,
    drift: Vec<DriftView<'a>>,
}

/// Shows `gates`.
pub(super) fn gates<'a>(ctx: &Context<'a>, moment: &Moment, gates: &[&'a Gate]) -> KepGates<'a> {
    let list: Vec<_> = gates.iter().map(|gate| kep_gate(ctx, moment, gate)).collect();
    KepGates {
        versions: moment.interest.iter().map(|version| moment.version(ctx, *version)).collect(),
        has_drift: list.iter().any(|gate| !gate.drift.is_empty()),
        list,
    }
}

fn kep_gate<'a>(ctx: &Context<'a>, moment: &Moment, gate: &'a Gate) -> KepGate<'a> {
    KepGate {
        gate: GateRef::new(ctx, gate),
        parts: name_parts(gate.name.as_str()),
        standing: gate_standing(ctx.kb, gate, ctx.config.today),
        states: moment.interest.iter().map(|version| StateView::new(gate.state_at(*version))).collect(),
        history: history(ctx, moment, gate),
        components: component_refs(ctx, &gate.components),
        drift: ctx.kb.drift_of_gate(gate).map(|drift| DriftView::new(ctx, drift)).collect(),
    }
}
