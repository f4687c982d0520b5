//! `keps/<key>.json`: all that is known about one KEP.

use jiff::civil::Date;
use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::collection::ClaimV1;
use super::facts::{
    DriftV1, KepRefV1, LinkV1, PinV1, SourceV1, TargetV1, Text, day, gate_names, kep_sources, links, pins,
    targets, words,
};
use crate::model::{Kep, KepNumber, MinorVersion, Risk};
use crate::query::kep_standing;
use crate::source::At;

#[derive(Debug, Serialize)]
pub(super) struct KepV1<'a> {
    #[serde(flatten)]
    kep: KepRefV1<'a>,
    /// Where it stands, in one sentence.
    standing: String,
    badge: String,
    participating: Vec<&'a str>,
    stage: Option<&'static str>,
    latest: Option<Text<MinorVersion>>,
    /// Plans, not facts.
    targets: Vec<TargetV1>,
    gates: Vec<&'a str>,
    unknown_gates: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    aka: Vec<&'a str>,
    summary: Option<&'a str>,
    risk: Option<RiskV1<'a>>,
    metrics: &'a [String],
    disable_supported: Option<bool>,
    created: Option<Text<Date>>,
    updated: Option<Text<Date>>,
    see_also: Vec<u32>,
    replaces: Vec<u32>,
    superseded_by: Vec<u32>,
    collections: Vec<CollectionV1<'a>>,
    drift: Vec<DriftV1<'a>>,
    pinned: Vec<PinV1<'a>>,
    links: Vec<LinkV1<'a>>,
    sources: Vec<SourceV1<'a>>,
}

#[derive(Debug, Serialize)]
struct RiskV1<'a> {
    level: &'static str,
    reviewed: Option<Text<Date>>,
    enable: Option<&'a str>,
    disable: Option<&'a str>,
    upgrade: Option<&'a str>,
    mitigation: Option<&'a str>,
}

/// What a collection says about the KEP.
#[derive(Debug, Serialize)]
struct CollectionV1<'a> {
    slug: &'a str,
    title: &'a str,
    page: String,
    claim: ClaimV1,
    verdict: &'static str,
    reasons: Vec<String>,
    why: &'a str,
}

/// The document of `kep`.
pub(super) fn document<'a>(ctx: &Context<'a>, kep: &'a Kep) -> KepV1<'a> {
    let kb = ctx.kb;
    let reference = KepRefV1::new(ctx, kep);
    KepV1 {
        standing: kep_standing(kb, kep, ctx.config.today),
        badge: ctx.absolute(&Route::kep_badge(&reference.key)),
        kep: reference,
        participating: words(&kep.participating),
        stage: kep.stage.map(|stage| stage.as_str()),
        latest: kep.latest.map(|version| Text(version.value)),
        targets: targets(kep),
        gates: gate_names(kb, kep),
        unknown_gates: words(&kep.unknown_gates),
        components: words(&kep.components),
        topics: words(&kep.topics),
        aka: words(&kep.aka),
        summary: text(kep.summary.as_ref()),
        risk: kep.risk.as_ref().map(risk),
        metrics: &kep.metrics,
        disable_supported: kep.disable_supported,
        created: day(kep.created),
        updated: day(kep.updated),
        see_also: numbers(&kep.see_also),
        replaces: numbers(&kep.replaces),
        superseded_by: numbers(&kep.superseded_by),
        collections: collections(ctx, kep),
        drift: kb.drift_of_kep(kep).map(|drift| DriftV1::new(kb, drift)).collect(),
        pinned: pins(&kep.pins),
        links: links(&kep.links),
        sources: kep_sources(kb, kep),
    }
}

fn text(at: Option<&At<String>>) -> Option<&str> {
    at.map(|text| text.as_str())
}

fn numbers(list: &[At<KepNumber>]) -> Vec<u32> {
    list.iter().map(|number| number.value.0).collect()
}

fn risk(risk: &Risk) -> RiskV1<'_> {
    RiskV1 {
        level: risk.level.as_str(),
        reviewed: day(risk.reviewed),
        enable: text(risk.enable.as_ref()),
        disable: text(risk.disable.as_ref()),
        upgrade: text(risk.upgrade.as_ref()),
        mitigation: text(risk.mitigation.as_ref()),
    }
}

fn collections<'a>(ctx: &Context<'a>, kep: &Kep) -> Vec<CollectionV1<'a>> {
    let number = kep.number.value;
    let mut found = Vec::new();
    for list in ctx.kb.collections() {
        for entry in list.entries.iter().filter(|entry| entry.kep.value == number) {
            let judgement = ctx.kb.judge(entry);
            found.push(CollectionV1 {
                slug: &list.slug,
                title: &list.title,
                page: ctx.absolute(&Route::Collection(list.slug.value.clone())),
                claim: ClaimV1::new(&entry.claim),
                verdict: judgement.verdict.as_str(),
                reasons: judgement.reasons,
                why: &entry.why,
            });
        }
    }
    found
}
