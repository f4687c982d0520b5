//! `gates/<GateName>.toml` to [`Gate`].

use super::keys::{
    GATE_LINK, GATE_PIN, GATE_PINNED, GATE_SOURCE, GATE_SOURCE_CODE, GATE_SOURCE_DOCS, HISTORY_ROW, REMOVED,
};
use super::pins::Pinned;
use super::table::Table;
use super::tree::Tree;
use super::value::Value;
use super::{Pins, parts};
use crate::diag::Code;
use crate::model::{FactSource, Gate, GateName, HistoryRow, Removal};
use crate::source::At;

/// Reads a record. Where the name cannot be read, the file's name `stem` stands in; `None` when that is no gate name
/// either.
pub(super) fn lower(record: &Table<'_>, stem: &str, mode: Pins) -> Option<Gate> {
    let name = record.required("name").and_then(Value::gate_name);
    let pinned = Pinned::read(record, &GATE_PINNED, &GATE_PIN, mode);
    let components = pinned.fact(Some(record), "components", |value| value.list(Value::slug));
    let former_names = pinned.fact(Some(record), "former-names", |value| value.list(Value::gate_name));
    let history = pinned.fact(Some(record), "history", |value| value.list(history_row));
    let prior_default = pinned.fact(Some(record), "prior-default", Value::boolean);
    let removed = pinned.fact(Some(record), "removed", removal);
    let summary = record.optional("summary").and_then(Value::text_or_nothing);
    let topics = record.list("topics", Value::slug);
    let aka = record.list("aka", Value::text);
    let links = parts::links(record, &GATE_LINK);
    let source = record.optional("source").and_then(|value| value.table(&GATE_SOURCE));
    let origin = |key, keys| {
        source
            .as_ref()
            .and_then(|source| source.optional(key))
            .and_then(|value| parts::provenance(value, keys))
    };
    let code = origin("code", &GATE_SOURCE_CODE);
    let docs = origin("docs", &GATE_SOURCE_DOCS);
    Some(Gate {
        span: record.span,
        name: name.or_else(|| GateName::new(stem).map(|name| At::new(name, record.span)))?,
        components: components.unwrap_or_default(),
        former_names: former_names.unwrap_or_default(),
        history: history.unwrap_or_default(),
        prior_default: prior_default.map(|at| at.value),
        removed,
        summary,
        topics,
        aka,
        links,
        pins: pinned.pins,
        code,
        docs,
    })
}

/// One row of a history. A row written by hand need not say so.
fn history_row(value: Value<'_>) -> Option<HistoryRow> {
    let row = value.table(&HISTORY_ROW)?;
    let since = row.required("since").and_then(Value::version);
    let stage = row.required("stage").and_then(Value::stage);
    let default = row.optional("default").and_then(Value::boolean);
    let locked = row.optional("locked").and_then(Value::boolean);
    let source = if value.in_pin { row.optional("source") } else { row.required("source") };
    let source = source.and_then(|source| source.one_of(FactSource::ALL, FactSource::as_str));
    // A row whose source cannot be read was not written by the importer: it counts as written by hand.
    let source = source.map_or(FactSource::Hand, |at| at.value);
    Some(HistoryRow { since: since?, stage: stage?, default, locked, source })
}

/// The first minor version without the gate, or the window in which it went.
fn removal(value: Value<'_>) -> Option<At<Removal>> {
    if !matches!(value.tree, Tree::Text(_) | Tree::Table(_)) {
        value.wrong_type(
            "a string or a table",
            Some("write \"1.36\", or { after = \"1.34\", by = \"1.36\" } where the version in between is not known"),
        );
        return None;
    }
    if matches!(value.tree, Tree::Table(_)) {
        let window = value.table(&REMOVED)?;
        let after = window.required("after").and_then(Value::version);
        let by = window.required("by").and_then(Value::version);
        return Some(value.at(Removal { after: after?.value, by: by?.value }));
    }
    let by = value.version()?.value;
    let Some(after) = by.previous() else {
        value.report.push(value.problem(
            Code::InvalidVersion,
            format!("no gate can be removed in {by}"),
            "there is no minor version before it",
        ));
        return None;
    };
    Some(value.at(Removal { after, by }))
}
