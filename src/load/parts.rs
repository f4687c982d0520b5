//! Tables that several kinds of record share: links and provenance.

use super::keys::TableKeys;
use super::table::Table;
use super::value::Value;
use crate::model::{Link, LinkKind, Provenance};

/// The `[[links]]` of a record. A link that lacks a part is reported and left out.
pub(super) fn links(record: &Table<'_>, keys: &'static TableKeys) -> Vec<Link> {
    let link = |table: Table<'_>| {
        let kind = table.required("kind").and_then(|value| value.one_of(LinkKind::ALL, LinkKind::as_str));
        let title = table.required("title").and_then(Value::text);
        let url = table.required("url").and_then(Value::link);
        Some(Link { kind: kind?.value, title: title?.value, url: url? })
    };
    record.tables("links", keys).into_iter().filter_map(link).collect()
}

/// A table that says where facts were read.
pub(super) fn provenance(value: Value<'_>, keys: &'static TableKeys) -> Option<Provenance> {
    let table = value.table(keys)?;
    let path = table.required("path").and_then(Value::upstream_path);
    let commit = table.optional("commit").and_then(Value::commit);
    Some(Provenance { commit: commit.map(|at| at.value), path: path?.value })
}
