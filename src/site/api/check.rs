//! `check.json`: what it takes to judge operators' files, besides `states.json`. The page `check/` judges with the two.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::context::Context;
use super::facts::Text;
use crate::check::kubeadm_gates::{KUBEADM_GATES, KubeadmGate};
use crate::check::{Place, Rule};
use crate::model::{Kep, MinorVersion};

#[derive(Debug, Serialize)]
pub(super) struct CheckV1<'a> {
    /// What can be found, in the order of the documentation.
    rules: Vec<RuleV1>,
    /// The kinds of place that gates are read from.
    places: Vec<PlaceV1>,
    /// Names that people write, and the gates that they mean.
    aliases: BTreeMap<&'a str, &'a str>,
    /// kubeadm's own gates.
    kubeadm: Vec<KubeadmGateV1>,
    /// The KEPs that claim a gate, by their keys.
    keps: BTreeMap<String, KepV1<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleV1 {
    rule: &'static str,
    severity: &'static str,
    summary: &'static str,
}

#[derive(Debug, Serialize)]
struct PlaceV1 {
    place: &'static str,
    title: &'static str,
}

#[derive(Debug, Serialize)]
struct KubeadmGateV1 {
    name: &'static str,
    history: Vec<RowV1>,
    last: Option<Text<MinorVersion>>,
    gone: Option<Text<MinorVersion>>,
}

/// Since, stage, default, locked.
#[derive(Debug, Serialize)]
struct RowV1(Text<MinorVersion>, &'static str, Option<bool>, Option<bool>);

#[derive(Debug, Serialize)]
struct KepV1<'a> {
    number: u32,
    slug: &'a str,
    title: &'a str,
    /// `low`, `medium` or `high`, where somebody wrote notes.
    risk: Option<&'static str>,
}

/// The document.
pub(super) fn facts<'a>(ctx: &Context<'a>) -> CheckV1<'a> {
    let rule = |rule: &Rule| RuleV1 {
        rule: rule.as_str(),
        severity: rule.severity().as_str(),
        summary: rule.summary(),
    };
    let place = |place: &Place| PlaceV1 { place: place.as_str(), title: place.title() };
    let aliases = &ctx.kb.content().aliases.gates;
    let claimed = ctx.kb.gates().iter().flat_map(|gate| ctx.kb.keps_of(gate));
    CheckV1 {
        rules: Rule::ALL.iter().map(rule).collect(),
        places: Place::ALL.iter().map(place).collect(),
        aliases: aliases.iter().map(|(written, real)| (written.as_str(), real.as_str())).collect(),
        kubeadm: KUBEADM_GATES.iter().map(kubeadm_gate).collect(),
        keps: claimed.map(|item| (ctx.kep_key(item), kep(item))).collect(),
    }
}

fn kubeadm_gate(gate: &KubeadmGate) -> KubeadmGateV1 {
    let row = |(since, setting): &(MinorVersion, crate::model::Setting)| {
        RowV1(Text(*since), setting.stage.as_str(), setting.default, setting.locked)
    };
    KubeadmGateV1 {
        name: gate.name,
        history: gate.history.iter().map(row).collect(),
        last: gate.last.map(Text),
        gone: gate.gone.map(Text),
    }
}

fn kep(kep: &Kep) -> KepV1<'_> {
    KepV1 {
        number: kep.number.value.0,
        slug: &kep.slug,
        title: &kep.title,
        risk: kep.risk.as_ref().map(|risk| risk.level.value.as_str()),
    }
}
