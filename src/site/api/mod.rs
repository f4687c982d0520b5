//! `api/v1/`: the knowledge base as JSON files, for programs that have no `kepdb` at hand.
//!
//! The types here are the contract, as `docs/api.md` and the JSON Schemas in `schema/` tell it: a key is added, never
//! renamed, dropped or given another meaning, without a new version and a new folder. Model types are not serialised.

mod check;
mod collection;
mod drift;
mod facts;
mod gate;
mod kep;
mod lists;
mod release;
mod states;

use jiff::civil::Date;
use serde::Serialize;

use super::context::Context;
use super::jobs::Jobs;
use super::{OutputFile, Route, SiteError};
use crate::kb::KnowledgeBase;
use crate::model::MinorVersion;
use crate::query::{known_versions, versions_of_interest};
use facts::{ReleaseV1, Text};

/// The version of every document.
const VERSION: u32 = 1;

/// The JSON Schema of each kind of document.
const SCHEMAS: &[(&str, &str)] = &[
    ("index", include_str!("schema/index.json")),
    ("gates", include_str!("schema/gates.json")),
    ("gate", include_str!("schema/gate.json")),
    ("keps", include_str!("schema/keps.json")),
    ("kep", include_str!("schema/kep.json")),
    ("releases", include_str!("schema/releases.json")),
    ("release", include_str!("schema/release.json")),
    ("collection", include_str!("schema/collection.json")),
    ("drift", include_str!("schema/drift.json")),
    ("states", include_str!("schema/states.json")),
    ("check", include_str!("schema/check.json")),
];

/// What every document starts with, and then its own keys.
#[derive(Debug, Serialize)]
struct Document<'a, T: Serialize> {
    #[serde(rename = "$schema")]
    schema: String,
    version: u32,
    /// The day the site speaks for.
    today: Text<Date>,
    #[serde(flatten)]
    body: &'a T,
}

/// Adds every file of the API.
pub(super) fn files<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    for (kind, text) in SCHEMAS {
        jobs.push(move || {
            Ok(OutputFile { path: Route::api_schema(kind).path(), bytes: text.as_bytes().to_vec() })
        });
    }
    jobs.push(move || document(ctx, "index", &Route::api("index"), &lists::index(ctx)));
    jobs.push(move || document(ctx, "gates", &Route::api("gates"), &lists::gates(ctx)));
    jobs.push(move || document(ctx, "keps", &Route::api("keps"), &lists::keps(ctx)));
    jobs.push(move || document(ctx, "releases", &Route::api("releases"), &release::list(ctx)));
    jobs.push(move || document(ctx, "drift", &Route::api("drift"), &drift::list(ctx)));
    jobs.push(move || document(ctx, "states", &Route::api_states(), &states::all(ctx)));
    jobs.push(move || document(ctx, "check", &Route::api_check(), &check::facts(ctx)));
    let shown = versions_of_interest(ctx.kb, ctx.config.today);
    let shown: std::sync::Arc<[(MinorVersion, ReleaseV1)]> = shown
        .into_iter()
        .map(|version| (version, ReleaseV1::new(ctx.kb, version, ctx.config.today)))
        .collect();
    for gate in ctx.kb.gates() {
        let shown = std::sync::Arc::clone(&shown);
        jobs.push(move || {
            document(ctx, "gate", &Route::api_gate(&gate.name), &gate::document(ctx, gate, &shown))
        });
    }
    for kep in ctx.kb.keps() {
        jobs.push(move || document(ctx, "kep", &Route::api_kep(&ctx.kep_key(kep)), &kep::document(ctx, kep)));
    }
    for version in versions(ctx.kb) {
        jobs.push(move || {
            document(ctx, "release", &Route::api_release(version), &release::document(ctx, version))
        });
    }
    for list in ctx.kb.collections() {
        jobs.push(move || {
            document(ctx, "collection", &Route::api_collection(&list.slug), &collection::document(ctx, list))
        });
    }
}

/// The versions that have a file, as they have a page: all of which anything is known, oldest first.
fn versions(kb: &KnowledgeBase) -> Vec<MinorVersion> {
    known_versions(kb).into_iter().collect()
}

/// The file at `route` with `body` as a document of `kind`.
fn document(
    ctx: &Context<'_>,
    kind: &str,
    route: &Route,
    body: &impl Serialize,
) -> Result<OutputFile, SiteError> {
    let schema = ctx.absolute(&Route::api_schema(kind));
    let document = Document { schema, version: VERSION, today: Text(ctx.config.today), body };
    let path = route.path();
    match serde_json::to_vec(&document) {
        Ok(bytes) => Ok(OutputFile { path, bytes }),
        Err(error) => Err(SiteError::Input { path, message: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::SCHEMAS;

    #[test]
    fn every_schema_is_strict_and_names_its_kind() {
        for (kind, text) in SCHEMAS {
            let schema: serde_json::Value = serde_json::from_str(text).expect(kind);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
            assert_eq!(schema["title"], format!("kepdb api/v1: {kind}"), "{kind}");
            strict(kind, &schema);
        }
    }

    /// Every object either lists its keys and allows no other, or is a map from names.
    fn strict(kind: &str, schema: &serde_json::Value) {
        match schema {
            serde_json::Value::Object(keywords) => {
                if keywords.contains_key("properties") && keywords.get("type").is_some_and(|t| t == "object")
                {
                    assert_eq!(schema["additionalProperties"], false, "{kind}: {schema:#}");
                }
                keywords.values().for_each(|inner| strict(kind, inner));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|inner| strict(kind, inner)),
            _ => {}
        }
    }
}
