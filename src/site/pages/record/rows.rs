//! Rows of the tables of gates and of KEPs, with what the filters above them look at.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::view::{
    GateRef, KepRef, NameRef, StateView, component_refs, gate_refs, kep_refs, sig_refs,
};
use super::{Moment, name_parts};
use crate::model::{Gate, GateState, Kep};
use crate::query::removal_words;

/// A gate in a table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct GateRow<'a> {
    pub(in super::super) gate: GateRef<'a>,
    /// The name in parts between which a line may break.
    pub(in super::super) parts: Vec<&'a str>,
    /// Its state at the newest release.
    pub(in super::super) state: StateView,
    /// The last setting of a gate that is gone.
    pub(in super::super) was: Option<StateView>,
    /// Since when the state holds; the removal in words for a gate that is gone.
    pub(in super::super) since: String,
    pub(in super::super) keps: Vec<KepRef<'a>>,
    pub(in super::super) sigs: Vec<NameRef<'a>>,
    pub(in super::super) components: Vec<NameRef<'a>>,
    /// `alpha`, `beta`, `stable`, `deprecated`; of a gate that is gone, the last one. As in `kepdb query`.
    pub(in super::super) stage: &'static str,
    /// `on`, `off`, `unknown`; of a gate that is gone, the last one.
    pub(in super::super) default: &'static str,
    /// `exists`, `removed`, `unconfirmed` or `ahead`.
    pub(in super::super) presence: &'static str,
    /// Slugs, divided by spaces.
    pub(in super::super) sig_slugs: String,
    pub(in super::super) component_slugs: String,
}

/// A KEP in a table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct KepRow<'a> {
    pub(in super::super) kep: KepRef<'a>,
    pub(in super::super) sigs: Vec<NameRef<'a>>,
    /// The status; empty where upstream's word is not one the process knows.
    pub(in super::super) status: &'static str,
    /// The states of its gates at the newest release, each once.
    pub(in super::super) states: Vec<StateView>,
    pub(in super::super) gates: Vec<GateRef<'a>>,
    /// Stages of its gates, divided by spaces; `removed`, `ahead` and `none` where there is no stage.
    pub(in super::super) stages: String,
    /// The first target past what the code knows: `stable in 1.38`.
    pub(in super::super) target: Option<String>,
}

/// An entry of a filter's list.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct OptionView {
    pub(in super::super) label: String,
    pub(in super::super) value: String,
}

impl<'a> GateRow<'a> {
    /// The row of `gate`.
    pub(in super::super) fn new(ctx: &Context<'a>, moment: &Moment, gate: &'a Gate) -> Self {
        let state = moment.state(gate);
        let removal = gate.removed.map(|removed| removed.value);
        let is_gone = matches!(state, GateState::Removed | GateState::Unconfirmed(_));
        let last = removal.filter(|_| is_gone).map(|removal| gate.state_at(removal.after));
        let first = gate.introduced().map(|version| gate.state_at(version));
        let counts = last.unwrap_or(state).setting().or_else(|| first?.setting());
        let since = match (is_gone, removal) {
            (true, Some(removal)) => removal_words(removal).replace("removed ", "").replace("in ", ""),
            _ => since(gate, moment),
        };
        let sigs = ctx.kb.sigs_of(gate);
        let components: Vec<&str> = gate.components.iter().map(|slug| slug.value.as_str()).collect();
        Self {
            gate: GateRef::new(ctx, gate),
            parts: name_parts(gate.name.as_str()),
            state: StateView::new(state),
            was: last.map(StateView::new),
            since,
            keps: kep_refs(ctx, ctx.kb.keps_of(gate)),
            sig_slugs: sigs.join(" "),
            sigs: sig_refs(ctx, sigs),
            components: component_refs(ctx, &gate.components),
            component_slugs: components.join(" "),
            stage: counts.map_or("", |setting| setting.stage.as_str()),
            default: match counts.and_then(|setting| setting.default) {
                Some(true) => "on",
                Some(false) => "off",
                None => "unknown",
            },
            presence: presence(state),
        }
    }
}

/// Since when `gate` is what it is at the newest release; when it comes, for one that lies ahead.
fn since(gate: &Gate, moment: &Moment) -> String {
    let rows = gate.history.iter().map(|row| row.since.value);
    let now = moment.newest.and_then(|newest| rows.clone().take_while(|since| *since <= newest).last());
    now.or_else(|| rows.clone().next()).map(|version| version.to_string()).unwrap_or_default()
}

fn presence(state: GateState) -> &'static str {
    match state {
        GateState::NotYet => "ahead",
        GateState::Present(_) => "exists",
        GateState::Unconfirmed(_) => "unconfirmed",
        GateState::Removed => "removed",
    }
}

impl<'a> KepRow<'a> {
    /// The row of `kep`.
    pub(in super::super) fn new(ctx: &Context<'a>, moment: &Moment, kep: &'a Kep) -> Self {
        let gates = ctx.kb.gates_of(kep);
        let mut states = Vec::new();
        let mut stages: Vec<&str> = Vec::new();
        for gate in &gates {
            let state = moment.state(gate);
            let view = StateView::new(state);
            let stage = match state {
                GateState::Present(setting) => setting.stage.as_str(),
                GateState::Unconfirmed(_) => "removed",
                state => presence(state),
            };
            if !stages.contains(&stage) {
                stages.push(stage);
            }
            if !states.contains(&view) {
                states.push(view);
            }
        }
        let ahead = kep.targets.iter().filter(|target| moment.horizon.is_some_and(|h| target.version.value > h));
        let next = ahead.min_by_key(|target| target.version.value);
        Self {
            kep: KepRef::new(ctx, kep),
            sigs: sig_refs(ctx, kep.sig.as_ref().map(|sig| sig.value.as_str())),
            status: kep.status.as_ref().map_or("", |status| status.value.as_str()),
            states,
            gates: gate_refs(ctx, gates),
            stages: if stages.is_empty() { "none".to_owned() } else { stages.join(" ") },
            target: next.map(|next| format!("{} in {}", next.milestone.as_str(), next.version.value)),
        }
    }
}

/// The names in the lists, each once, by name.
fn options<'r>(names: impl Iterator<Item = &'r NameRef<'r>>) -> Vec<OptionView> {
    let by_slug: BTreeMap<&str, &str> = names.map(|name| (name.slug, name.name)).collect();
    let option = |(value, label): (&str, &str)| OptionView { label: label.to_owned(), value: value.to_owned() };
    let mut options: Vec<_> = by_slug.into_iter().map(option).collect();
    options.sort_by_cached_key(|option| option.label.to_lowercase());
    options
}

/// The SIGs and the components that `rows` name.
pub(in super::super) fn gate_options(rows: &[GateRow<'_>]) -> (Vec<OptionView>, Vec<OptionView>) {
    (
        options(rows.iter().flat_map(|row| &row.sigs)),
        options(rows.iter().flat_map(|row| &row.components)),
    )
}

/// The SIGs that `rows` name.
pub(in super::super) fn kep_options(rows: &[KepRow<'_>]) -> Vec<OptionView> {
    options(rows.iter().flat_map(|row| &row.sigs))
}
