//! `keps/<number>-<slug>.toml` to [`Kep`].

use super::keys::{FACTS, FACTS_SOURCE, KEP_LINK, KEP_PIN, KEP_PINNED, RISK, STAGES};
use super::pins::Pinned;
use super::table::Table;
use super::value::Value;
use super::word::is_slug;
use super::{Pins, parts};
use crate::model::{Kep, KepNumber, KepStatus, Milestone, Risk, RiskLevel, Target, Targets};
use crate::source::At;

/// Reads a record. Where number or slug cannot be read, the file's name `stem` stands in; `None` when that says
/// nothing either.
pub(super) fn lower(record: &Table<'_>, stem: &str, mode: Pins) -> Option<Kep> {
    let named = name_parts(stem);
    let number = record.required("number").and_then(Value::kep_number);
    let slug = record.required("slug").and_then(Value::slug);
    let title = record.required("title").and_then(Value::text);
    let pinned = Pinned::read(record, &KEP_PINNED, &KEP_PIN, mode);
    let title = pinned.over(title, "title", Value::text);
    let summary = record.optional("summary").and_then(Value::text_or_nothing);
    let topics = record.list("topics", Value::slug);
    let aka = record.list("aka", Value::text);
    let risk = record.optional("risk").and_then(risk);
    let links = parts::links(record, &KEP_LINK);
    let facts = record.optional("facts").and_then(|value| value.table(&FACTS));
    let facts = facts.as_ref();
    let slugs = |key| pinned.fact(facts, key, |value| value.list(Value::slug)).unwrap_or_default();
    let keps = |key| pinned.fact(facts, key, |value| value.list(Value::kep_number)).unwrap_or_default();

    let slug = slug.or_else(|| named.map(|(_, slug)| At::new(slug.to_owned(), record.span)))?;
    Some(Kep {
        span: record.span,
        number: number.or_else(|| named.map(|(number, _)| At::new(number, record.span)))?,
        title: title.unwrap_or_else(|| At::new(slug.value.clone(), record.span)),
        slug,
        summary,
        topics,
        aka,
        risk,
        links,
        sig: pinned.fact(facts, "sig", Value::slug),
        participating: slugs("participating"),
        status: pinned.fact(facts, "status", |value| value.one_of(KepStatus::ALL, KepStatus::as_str)),
        stage: pinned.fact(facts, "stage", Value::stage),
        latest: pinned.fact(facts, "latest", Value::version),
        targets: pinned.fact(facts, "stages", targets).unwrap_or_default(),
        gates: pinned.fact(facts, "gates", |value| value.list(Value::gate_name)).unwrap_or_default(),
        unknown_gates: pinned
            .fact(facts, "unknown-gates", |value| value.list(Value::text))
            .unwrap_or_default(),
        components: slugs("components"),
        metrics: pinned.fact(facts, "metrics", metrics).unwrap_or_default(),
        disable_supported: pinned.fact(facts, "disable-supported", Value::boolean).map(|at| at.value),
        created: pinned.fact(facts, "created", Value::date),
        updated: pinned.fact(facts, "updated", Value::date),
        see_also: keps("see-also"),
        replaces: keps("replaces"),
        superseded_by: keps("superseded-by"),
        shares_number: pinned.fact(facts, "shares-number", Value::boolean).is_some_and(|at| at.value),
        source: facts
            .and_then(|facts| facts.optional("source"))
            .and_then(|value| parts::provenance(value, &FACTS_SOURCE)),
        pins: pinned.pins,
    })
}

/// Number and slug in a file name without its ending.
fn name_parts(stem: &str) -> Option<(KepNumber, &str)> {
    let (number, slug) = stem.split_once('-')?;
    Some((KepNumber(number.parse().ok()?), Some(slug).filter(|slug| is_slug(slug))?))
}

/// The operations notes. Without a level they are left out: it is what people filter and warn by.
fn risk(value: Value<'_>) -> Option<Risk> {
    let table = value.table(&RISK)?;
    let level = table.required("level").and_then(|value| value.one_of(RiskLevel::ALL, RiskLevel::as_str));
    let text = |key| table.optional(key).and_then(Value::text);
    let risk = (
        table.optional("reviewed").and_then(Value::date),
        text("enable"),
        text("disable"),
        text("upgrade"),
        text("mitigation"),
    );
    let (reviewed, enable, disable, upgrade, mitigation) = risk;
    Some(Risk { level: level?, reviewed, enable, disable, upgrade, mitigation })
}

/// The targets, in the order of a feature's life whatever their order in the file.
fn targets(value: Value<'_>) -> Option<Targets> {
    let table = value.table(&STAGES)?;
    let target = |milestone: &Milestone| {
        let version = table.optional(milestone.as_str()).and_then(Value::version)?;
        Some(Target { milestone: *milestone, version })
    };
    Some(Targets(Milestone::ALL.iter().filter_map(target).collect()))
}

fn metrics(value: Value<'_>) -> Option<Vec<At<String>>> {
    value.list(Value::text)
}
