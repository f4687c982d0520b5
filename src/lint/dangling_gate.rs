//! A gate that is referred to has a record, and is written as that record writes it.

use super::dangling_kep::names_kep;
use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::model::{DriftClass, Subject};
use crate::source::Span;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let content = records.kb.content();
    let of_keps = content
        .keps
        .iter()
        .flat_map(|kep| kep.gates.iter().map(move |name| (Owner::Kep(kep), name.as_str(), name.span)));
    let meant = content.aliases.gates.iter().map(|(_, means)| means);
    let unlisted = content.aliases.unlisted.iter().map(|unlisted| &unlisted.gate);
    let of_aliases = meant.chain(unlisted).map(|name| (Owner::Alias, name.as_str(), name.span));
    let of_waivers = records
        .dangling_waivers()
        .filter(|(subject, _)| !names_kep(subject))
        .map(|(subject, span)| (Owner::Waiver, subject, span));
    let of_drift = content.drift.iter().flat_map(|drift| {
        let subject = match &drift.subject {
            // A name that no source knows has no record: that is what the entry says.
            Subject::Gate(name) if drift.class != DriftClass::UnknownGate => Some(name),
            _ => None,
        };
        let names = subject.into_iter().chain(&drift.nearest);
        names.map(|name| (Owner::Drift, name.as_str(), drift.span))
    });
    of_keps
        .chain(of_aliases)
        .chain(of_waivers)
        .chain(of_drift)
        .filter(|(_, name, _)| !records.has_gate(name))
        .map(|(owner, name, span)| dangling(records, owner, name, span))
        .collect()
}

fn dangling(records: &Records<'_>, owner: Owner<'_>, name: &str, span: Span) -> Diagnostic {
    match records.gate_meant(name) {
        Some(gate) => {
            let real = &gate.name;
            let message = format!("{owner} refers to gate `{}` by another name, `{name}`", real.value);
            Diagnostic::new(Code::DanglingGate, span, message, "not the name of its record")
                .related(real.span, "the gate's record")
                .help(format!("write `{}`", real.value))
        }
        None => {
            let message = format!("{owner} refers to gate `{name}`, which has no record");
            let found = Diagnostic::new(Code::DanglingGate, span, message, "no such gate");
            let found = match owner {
                Owner::Kep(_) => found
                    .help("correct the name, or list it under `unknown-gates` until another source knows it"),
                _ => found.help("write the name of a gate in `gates/`"),
            };
            found.did_you_mean(name, records.gate_names())
        }
    }
}
