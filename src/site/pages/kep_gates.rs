//! The gates of a KEP on its page: where each stands in the releases that matter, and its history.

use serde::Serialize;

use super::super::context::Context;
use super::super::view::{GateRef, HistoryView, NameRef, StateView, component_refs, history};
use super::gates::name_parts;
use crate::model::{Gate, MinorVersion};
use crate::query::{gate_standing, versions_of_interest};

/// All gates of the KEP.
#[derive(Debug, Serialize)]
pub(super) struct KepGates<'a> {
    /// The supported releases, and what the code already knows past them; newest first.
    versions: Vec<VersionView>,
    list: Vec<KepGate<'a>>,
}

#[derive(Debug, Serialize)]
struct VersionView {
    version: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct KepGate<'a> {
    gate: GateRef<'a>,
    /// The name in parts between which a line may break.
    parts: Vec<&'a str>,
    standing: String,
    /// In the order of [`KepGates::versions`].
    states: Vec<StateView>,
    history: Vec<HistoryView>,
    components: Vec<NameRef<'a>>,
}

/// Shows `gates`.
pub(super) fn kep_gates<'a>(ctx: &Context<'a>, gates: &[&'a Gate]) -> KepGates<'a> {
    let versions = versions_of_interest(ctx.kb, ctx.config.today);
    KepGates {
        list: gates.iter().map(|gate| kep_gate(ctx, &versions, gate)).collect(),
        versions: versions
            .into_iter()
            .map(|version| VersionView { version: version.to_string(), href: ctx.release_href(version) })
            .collect(),
    }
}

fn kep_gate<'a>(ctx: &Context<'a>, versions: &[MinorVersion], gate: &'a Gate) -> KepGate<'a> {
    KepGate {
        gate: GateRef::new(ctx, gate),
        parts: name_parts(gate.name.as_str()),
        standing: gate_standing(ctx.kb, gate, ctx.config.today),
        states: versions.iter().map(|version| StateView::new(gate.state_at(*version))).collect(),
        history: history(ctx, gate),
        components: component_refs(ctx, &gate.components),
    }
}
