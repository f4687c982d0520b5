//! What KEPs plan for a minor version. Plans are no facts, and no page mixes the two.

use serde::Serialize;

use super::super::context::Context;
use super::{GateRef, KepRef, NameRef, SettingView, sig_refs};
use crate::kb::KepTarget;
use crate::model::{Milestone, MinorVersion};
use crate::query::{Filter, planned};

/// The KEPs with the same milestone.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct PlanGroup<'a> {
    /// The fragment of the heading, for example `target-stable`.
    pub(in super::super) id: String,
    pub(in super::super) title: String,
    pub(in super::super) milestone: &'static str,
    pub(in super::super) rows: Vec<PlanRow<'a>>,
}

/// A KEP with a target.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct PlanRow<'a> {
    pub(in super::super) kep: KepRef<'a>,
    /// Its gates, and what they are at the newest version whose gates are known; empty where it has none.
    pub(in super::super) gates: Vec<PlanGate<'a>>,
    pub(in super::super) sigs: Vec<NameRef<'a>>,
}

/// A gate of a KEP with a target.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct PlanGate<'a> {
    pub(in super::super) gate: GateRef<'a>,
    pub(in super::super) now: Option<SettingView>,
}

/// What KEPs plan for `version`, the most mature milestone first.
pub(in super::super) fn plan_groups<'a>(ctx: &Context<'a>, version: MinorVersion) -> Vec<PlanGroup<'a>> {
    let groups = planned(ctx.kb, version, &Filter::default());
    groups.into_iter().map(|(milestone, targets)| plan_group(ctx, milestone, targets)).collect()
}

/// The targets of one milestone.
pub(in super::super) fn plan_group<'a>(
    ctx: &Context<'a>,
    milestone: Milestone,
    targets: impl IntoIterator<Item = KepTarget<'a>>,
) -> PlanGroup<'a> {
    let title = match milestone {
        Milestone::Stable => "To become stable",
        Milestone::Beta => "To become beta",
        Milestone::Alpha => "New as alpha",
        Milestone::Deprecated => "To be deprecated",
        Milestone::Disabled => "To be turned off",
        Milestone::Removed => "To be removed",
    };
    PlanGroup {
        id: format!("target-{}", milestone.as_str()),
        title: title.to_owned(),
        milestone: milestone.as_str(),
        rows: targets.into_iter().map(|target| plan_row(ctx, target)).collect(),
    }
}

fn plan_row<'a>(ctx: &Context<'a>, target: KepTarget<'a>) -> PlanRow<'a> {
    let setting =
        |gate: &crate::model::Gate| gate.state_at(ctx.kb.horizon()?).setting().map(SettingView::new);
    let gates = ctx.kb.gates_of(target.kep);
    PlanRow {
        kep: KepRef::new(ctx, target.kep),
        gates: gates
            .into_iter()
            .map(|gate| PlanGate { gate: GateRef::new(ctx, gate), now: setting(gate) })
            .collect(),
        sigs: sig_refs(ctx, target.kep.sig.as_ref().map(|sig| sig.value.as_str())),
    }
}
