//! `collections/<slug>.toml` to [`Collection`].

use super::keys::{CLAIM, COLLECTION_LINK, ENTRY};
use super::parts;
use super::table::Table;
use super::value::Value;
use super::word::is_slug;
use crate::model::{Claim, Collection, CollectionEntry};
use crate::source::At;

/// Reads a record. Where the slug cannot be read, the file's name `stem` stands in; `None` when that is no slug
/// either.
pub(super) fn lower(record: &Table<'_>, stem: &str) -> Option<Collection> {
    let slug = record.required("slug").and_then(Value::slug);
    let title = record.required("title").and_then(Value::text);
    let introduction = record.required("introduction").and_then(Value::text);
    let related = record.list("related", Value::slug);
    let links = parts::links(record, &COLLECTION_LINK);
    let entries = record.tables("entries", &ENTRY).iter().filter_map(entry).collect();
    let slug = slug.or_else(|| is_slug(stem).then(|| At::new(stem.to_owned(), record.span)))?;
    Some(Collection {
        span: record.span,
        title: title.map_or_else(|| slug.value.clone(), |at| at.value),
        slug,
        introduction: introduction.map(|at| at.value).unwrap_or_default(),
        links,
        related,
        entries,
    })
}

fn entry(table: &Table<'_>) -> Option<CollectionEntry> {
    let kep = table.required("kep").and_then(Value::kep_number);
    // A claim that cannot be read must not turn its entry into one without a claim.
    let claim = match table.optional("claim") {
        Some(written) => Some(claim(written)?),
        None => None,
    };
    let why = table.required("why").and_then(Value::text);
    Some(CollectionEntry { kep: kep?, claim, why: why.unwrap_or_else(|| At::new(String::new(), table.span)) })
}

fn claim(value: Value<'_>) -> Option<Claim> {
    let table = value.table(&CLAIM)?;
    let stage = table.required("stage").and_then(Value::stage);
    let version = table.required("version").and_then(Value::version);
    let new = table.optional("new").and_then(Value::boolean);
    let default = table.optional("default").and_then(Value::boolean);
    Some(Claim {
        stage: stage?,
        version: version?,
        new: new.is_some_and(|at| at.value),
        default: default.map(|at| at.value),
    })
}
