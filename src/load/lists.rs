//! `releases.toml`, `taxonomy.toml`, `aliases.toml` and `sources.toml`.

use super::keys::{
    COMPONENT, COMPONENT_ALIAS, GATE_ALIAS, RELEASE, SIG, SOURCE, STATUS_ALIAS, TOPIC, TableKeys, UNLISTED,
};
use super::table::{Table, shown};
use super::value::Value;
use crate::diag::Code;
use crate::model::{Aliases, FactSource, KepStatus, Release, Taxon, Taxonomy, UnlistedGate, UpstreamSource};
use crate::source::At;

/// Reads `releases.toml`. An entry without a version is reported and left out.
pub(super) fn releases(file: &Table<'_>) -> Vec<Release> {
    let release = |table: Table<'_>| {
        let version = table.required("version").and_then(Value::version);
        let date = |key| table.optional(key).and_then(Value::date);
        let release = (date("released"), date("planned"), date("maintenance"), date("end-of-life"));
        let (released, planned, maintenance, end_of_life) = release;
        let final_patch = table.optional("final-patch").and_then(patch);
        Some(Release { version: version?, released, planned, maintenance, end_of_life, final_patch })
    };
    file.tables("releases", &RELEASE).into_iter().filter_map(release).collect()
}

/// A patch release such as `1.31.14`.
fn patch(value: Value<'_>) -> Option<String> {
    let written = value.string()?;
    let numbers: Vec<_> = written.split('.').collect();
    let number = |text: &&str| text.parse::<u16>().is_ok_and(|number| number.to_string() == **text);
    if numbers.len() == 3 && numbers.iter().all(number) {
        return Some(written.value.to_owned());
    }
    let message = format!("`{}` is no patch release", shown(written.value));
    value.report.push(
        value
            .problem(Code::InvalidVersion, message, "not major, minor and patch")
            .help("write three numbers, such as \"1.31.14\""),
    );
    None
}

/// Reads `taxonomy.toml`.
pub(super) fn taxonomy(file: &Table<'_>) -> Taxonomy {
    let taxa = |key, keys: &'static TableKeys| file.tables(key, keys).iter().filter_map(taxon).collect();
    Taxonomy {
        sigs: taxa("sigs", &SIG),
        components: taxa("components", &COMPONENT),
        topics: taxa("topics", &TOPIC),
    }
}

fn taxon(table: &Table<'_>) -> Option<Taxon> {
    let slug = table.required("slug").and_then(Value::slug);
    let name = table.required("name").and_then(Value::text);
    let about = table.optional("about").and_then(Value::text);
    let slug = slug?;
    Some(Taxon {
        name: name.map_or_else(|| slug.value.clone(), |at| at.value),
        about: about.map(|at| at.value),
        slug,
    })
}

/// Reads `aliases.toml`.
pub(super) fn aliases(file: &Table<'_>) -> Aliases {
    Aliases {
        gates: pairs(file, "gates", &GATE_ALIAS, Value::gate_name),
        components: pairs(file, "components", &COMPONENT_ALIAS, |value| value.list(Value::slug)),
        statuses: pairs(file, "statuses", &STATUS_ALIAS, |value| {
            value.one_of(KepStatus::ALL, KepStatus::as_str)
        }),
        unlisted: file.tables("unlisted", &UNLISTED).iter().filter_map(unlisted).collect(),
    }
}

/// The alias table `key`: what is written, and what `read` makes of what it means.
fn pairs<'a, T>(
    file: &Table<'a>,
    key: &'static str,
    keys: &'static TableKeys,
    read: impl Fn(Value<'a>) -> Option<T>,
) -> Vec<(At<String>, T)> {
    let pair = |table: Table<'a>| {
        let written = table.required("written").and_then(Value::text);
        let means = table.required("means").and_then(&read);
        Some((written?, means?))
    };
    file.tables(key, keys).into_iter().filter_map(pair).collect()
}

fn unlisted(table: &Table<'_>) -> Option<UnlistedGate> {
    let gate = table.required("gate").and_then(Value::gate_name);
    let reason = table.required("reason").and_then(Value::text);
    Some(UnlistedGate { gate: gate?, reason: reason.map(|at| at.value).unwrap_or_default() })
}

/// Reads `sources.toml`.
pub(super) fn sources(file: &Table<'_>) -> Vec<UpstreamSource> {
    let source = |table: Table<'_>| {
        let kind = table.required("kind").and_then(upstream_kind);
        let repository = table.required("repository").and_then(Value::link);
        let commit = table.optional("commit").and_then(Value::commit);
        let date = table.optional("date").and_then(Value::date);
        let describes = table.optional("describes").and_then(Value::version);
        let note = table.optional("note").and_then(Value::text);
        Some(UpstreamSource {
            kind: kind?,
            repository: repository?.value,
            commit: commit.map(|at| at.value),
            date: date.map(|at| at.value),
            describes: describes.map(|at| at.value),
            note: note.map(|at| at.value),
        })
    };
    file.tables("sources", &SOURCE).into_iter().filter_map(source).collect()
}

/// Which upstream source it is. What is written by hand has no repository.
fn upstream_kind(value: Value<'_>) -> Option<At<FactSource>> {
    value.one_of(&[FactSource::Code, FactSource::Docs, FactSource::Kep], FactSource::as_str)
}
