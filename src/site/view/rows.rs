//! Gates and KEPs as rows of a table.

use serde::Serialize;

use super::super::context::Context;
use super::{GateRef, KepRef, NameRef, StateView, component_refs, kep_refs, sig_refs};
use crate::model::{Gate, GateState, Kep};
use crate::query::{kep_standing, newest_release};

/// A gate in a table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct GateRow<'a> {
    pub(in super::super) gate: GateRef<'a>,
    /// Its state at the newest release.
    pub(in super::super) now: StateView,
    /// Since when it has had its stage; when it went, for one that is gone.
    pub(in super::super) since: String,
    pub(in super::super) keps: Vec<KepRef<'a>>,
    pub(in super::super) sigs: Vec<NameRef<'a>>,
    pub(in super::super) components: Vec<NameRef<'a>>,
    /// What a filter can ask for: `exists`, `ahead`, `removed`.
    pub(in super::super) existence: &'static str,
}

/// A KEP in a table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct KepRow<'a> {
    pub(in super::super) kep: KepRef<'a>,
    pub(in super::super) sig: Option<NameRef<'a>>,
    pub(in super::super) status: &'static str,
    pub(in super::super) gates: Vec<GateRef<'a>>,
    /// The states that its gates have at the newest release, each once.
    pub(in super::super) stages: Vec<&'static str>,
    /// Where it stands, in a sentence.
    pub(in super::super) standing: String,
    /// Whether somebody has written what it means and what it risks.
    pub(in super::super) has_notes: bool,
}

impl<'a> GateRow<'a> {
    /// Shows `gate` as it is at the newest release.
    pub(in super::super) fn new(ctx: &Context<'a>, gate: &'a Gate) -> Self {
        let kb = ctx.kb;
        let newest = newest_release(kb, ctx.config.today);
        let state = newest.map_or(GateState::NotYet, |newest| gate.state_at(newest));
        let stage_since = || gate.stages().take_while(|(since, _)| Some(*since) <= newest).last();
        let since = match state {
            GateState::Removed | GateState::Unconfirmed(_) => gate.removed.map(|removed| removed.by),
            GateState::Present(_) => stage_since().map(|(since, _)| since),
            GateState::NotYet => gate.introduced(),
        };
        Self {
            gate: GateRef::new(ctx, gate),
            now: StateView::new(state),
            since: since.map(|since| since.to_string()).unwrap_or_default(),
            keps: kep_refs(ctx, kb.keps_of(gate)),
            sigs: sig_refs(ctx, kb.sigs_of(gate)),
            components: component_refs(ctx, &gate.components),
            existence: match state {
                GateState::NotYet => "ahead",
                GateState::Present(_) => "exists",
                GateState::Unconfirmed(_) | GateState::Removed => "removed",
            },
        }
    }
}

impl<'a> KepRow<'a> {
    /// Shows `kep` as it is at the newest release.
    pub(in super::super) fn new(ctx: &Context<'a>, kep: &'a Kep) -> Self {
        let kb = ctx.kb;
        let newest = newest_release(kb, ctx.config.today);
        let gates = kb.gates_of(kep);
        let mut stages: Vec<&'static str> = Vec::new();
        for gate in &gates {
            let state = newest.map_or(GateState::NotYet, |newest| gate.state_at(newest));
            let word = match state {
                GateState::Present(setting) => setting.stage.as_str(),
                GateState::NotYet => "ahead",
                GateState::Unconfirmed(_) | GateState::Removed => "removed",
            };
            if !stages.contains(&word) {
                stages.push(word);
            }
        }
        Self {
            kep: KepRef::new(ctx, kep),
            sig: kep.sig.as_ref().and_then(|sig| sig_refs(ctx, [sig.as_str()]).pop()),
            status: kep.status.map_or("unknown", |status| status.as_str()),
            gates: gates.iter().map(|gate| GateRef::new(ctx, gate)).collect(),
            stages,
            standing: kep_standing(kb, kep, ctx.config.today),
            has_notes: kep.summary.is_some(),
        }
    }
}
