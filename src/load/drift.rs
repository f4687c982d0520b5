//! `drift.toml` and `waivers.toml`.

use super::keys::{DRIFT, WAIVER};
use super::table::{Table, shown};
use super::value::Value;
use super::word::is_slug;
use crate::diag::{Code, Diagnostic};
use crate::model::{Drift, DriftClass, FactSource, KepNumber, Says, Subject, Waiver};
use crate::source::At;

/// Reads `drift.toml`.
pub(super) fn drift(file: &Table<'_>) -> Vec<Drift> {
    file.tables("drift", &DRIFT).iter().filter_map(entry).collect()
}

fn entry(table: &Table<'_>) -> Option<Drift> {
    let class = table.required("class").and_then(class);
    let subject = subject(table);
    let field = table.required("field").and_then(Value::text);
    let says = |source: &FactSource| {
        let value = table.optional(source.as_str()).and_then(Value::text)?.value;
        Some(Says { source: *source, value })
    };
    let says = FactSource::ALL.iter().filter_map(says).collect();
    let nearest = table.optional("nearest").and_then(Value::text);
    Some(Drift {
        span: table.span,
        class: class?.value,
        subject: subject?,
        field: field?.value,
        says,
        nearest: nearest.map(|at| at.value),
    })
}

/// What the entry is about: a gate or a KEP's record, never both.
fn subject(table: &Table<'_>) -> Option<Subject> {
    let gate = table.optional("gate");
    let record = table.optional("record");
    match (gate, record) {
        (Some(gate), None) => Some(Subject::Gate(gate.gate_name()?.value.as_str().to_owned())),
        (None, Some(record)) => {
            let (number, key) = record_key(record)?;
            Some(Subject::Kep(number, key))
        }
        (Some(gate), Some(record)) => {
            let message = "`record` stands beside `gate`: drift is about one of them";
            let both = record.problem(Code::UnknownKey, message, "take this or the gate away");
            table.report.push(both.related(gate.span, "the gate"));
            None
        }
        (None, None) => {
            let message = "`gate` or `record` is missing in `[[drift]]`";
            let none = Diagnostic::new(Code::MissingKey, table.span, message, "needs one of them");
            table.report.push(none.help("write gate = \"…\" or record = \"<number>-<slug>\""));
            None
        }
    }
}

/// The key of a KEP's record, `4317-pod-certificates`, and the number in it.
fn record_key(value: Value<'_>) -> Option<(KepNumber, String)> {
    let written = value.string()?;
    let number = written.split_once('-').and_then(|(number, _)| number.parse().ok());
    let Some(number) = number.filter(|_| is_slug(written.value)) else {
        let message = format!("`{}` is no record of a KEP", shown(written.value));
        value.report.push(
            value
                .problem(Code::InvalidName, message, "not a number and a slug")
                .help("write the record's file name without its ending, such as 4317-pod-certificates"),
        );
        return None;
    };
    Some((KepNumber(number), written.value.to_owned()))
}

fn class(value: Value<'_>) -> Option<At<DriftClass>> {
    value.one_of(DriftClass::ALL, DriftClass::as_str)
}

/// Reads `waivers.toml`. A waiver without a reason waives nothing.
pub(super) fn waivers(file: &Table<'_>) -> Vec<Waiver> {
    let waiver = |table: Table<'_>| {
        let class = table.required("class").and_then(class);
        let subject = table.required("subject").and_then(Value::text);
        let field = table.optional("field").and_then(Value::text);
        let reason = table.required("reason").and_then(Value::text);
        Some(Waiver { class: class?, subject: subject?, field: field.map(|at| at.value), reason: reason? })
    };
    file.tables("waivers", &WAIVER).into_iter().filter_map(waiver).collect()
}
