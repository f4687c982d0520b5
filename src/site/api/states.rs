//! `states.json`: what every gate is at every version, small enough for a browser to compare any two versions with.

use serde::Serialize;

use super::super::context::Context;
use super::facts::{Text, words};
use crate::model::{Gate, MinorVersion, Removal};
use crate::query::newest_release;

#[derive(Debug, Serialize)]
pub(super) struct StatesV1<'a> {
    /// Every minor version of which anything is known, oldest first.
    versions: Vec<Text<MinorVersion>>,
    /// Newest version whose gates are known from the code.
    horizon: Option<Text<MinorVersion>>,
    /// Newest version that is released on the site's day.
    newest: Option<Text<MinorVersion>>,
    gates: Vec<GateV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GateV1<'a> {
    name: &'a str,
    former_names: Vec<&'a str>,
    components: Vec<&'a str>,
    /// Keys of the KEPs that claim it.
    keps: Vec<String>,
    history: Vec<RowV1>,
    prior_default: Option<bool>,
    removed: Option<RemovalV1>,
}

/// Since, stage, default, locked.
#[derive(Debug, Serialize)]
struct RowV1(Text<MinorVersion>, &'static str, Option<bool>, Option<bool>);

/// The last version known to have the gate, and the first known not to have it.
#[derive(Debug, Serialize)]
struct RemovalV1 {
    after: Text<MinorVersion>,
    by: Text<MinorVersion>,
}

/// The document.
pub(super) fn all<'a>(ctx: &Context<'a>) -> StatesV1<'a> {
    StatesV1 {
        versions: super::versions(ctx.kb).into_iter().map(Text).collect(),
        horizon: ctx.kb.horizon().map(Text),
        newest: newest_release(ctx.kb, ctx.config.today).map(Text),
        gates: ctx.kb.gates().iter().map(|item| gate(ctx, item)).collect(),
    }
}

fn gate<'a>(ctx: &Context<'a>, gate: &'a Gate) -> GateV1<'a> {
    let row = |row: &crate::model::HistoryRow| {
        let (default, locked) = (row.default.map(|at| at.value), row.locked.map(|at| at.value));
        RowV1(Text(row.since.value), row.stage.as_str(), default, locked)
    };
    let removal = |removed: Removal| RemovalV1 { after: Text(removed.after), by: Text(removed.by) };
    GateV1 {
        name: gate.name.as_str(),
        former_names: gate.former_names.iter().map(|name| name.as_str()).collect(),
        components: words(&gate.components),
        keps: ctx.kb.keps_of(gate).map(|kep| ctx.kep_key(kep)).collect(),
        history: gate.history.iter().map(row).collect(),
        prior_default: gate.prior_default,
        removed: gate.removed.map(|at| removal(at.value)),
    }
}
