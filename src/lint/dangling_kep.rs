//! A KEP that is referred to has a record.

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::model::{KepNumber, Subject};
use crate::source::{At, Span};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let mut found = Vec::new();
    let mut check_number = |owner: Owner<'_>, key: &str, number: &At<KepNumber>| {
        if !records.has_kep(number.value) {
            found.push(
                Diagnostic::new(
                    Code::DanglingKep,
                    number.span,
                    format!("{owner} refers to KEP {} in `{key}`, which has no record", number.value),
                    "no such KEP",
                )
                .help(format!("correct the number, or add a record for KEP {}", number.value)),
            );
        }
    };
    for kep in kb.keps() {
        for (key, numbers) in
            [("see-also", &kep.see_also), ("replaces", &kep.replaces), ("superseded-by", &kep.superseded_by)]
        {
            numbers.iter().for_each(|number| check_number(Owner::Kep(kep), key, number));
        }
    }
    for list in kb.collections() {
        list.entries.iter().for_each(|entry| check_number(Owner::Collection(list), "entries", &entry.kep));
    }
    found.extend(
        records
            .dangling_waivers()
            .filter(|(subject, _)| names_kep(subject))
            .filter_map(|(subject, span)| check_key(records, Owner::Waiver, subject, span)),
    );
    found.extend(kb.drift().iter().filter_map(|drift| match &drift.subject {
        Subject::Kep(_, key) => check_key(records, Owner::Drift, key, drift.span),
        Subject::Gate(_) => None,
    }));
    found
}

/// Whether a waiver's subject is a KEP's key: gate names start with a letter, keys with the number.
pub(super) fn names_kep(subject: &str) -> bool {
    subject.starts_with(|first: char| first.is_ascii_digit())
}

fn check_key(records: &Records<'_>, owner: Owner<'_>, key: &str, span: Span) -> Option<Diagnostic> {
    let is_missing = !records.has_kep_record(key);
    is_missing.then(|| {
        let message = format!("{owner} is about the KEP record `{key}`, which does not exist");
        Diagnostic::new(Code::DanglingKep, span, message, "no such record")
            .help("write the file name of a record in `keps/`, without `.toml`")
            .did_you_mean(key, records.kep_keys().filter(|known| half_equal(known, key)))
    })
}

/// Whether two keys have the number or the slug in common: a slip leaves one of them right.
fn half_equal(one: &str, other: &str) -> bool {
    match (one.split_once('-'), other.split_once('-')) {
        (Some((number, slug)), Some(parts)) => number == parts.0 || slug == parts.1,
        _ => false,
    }
}
