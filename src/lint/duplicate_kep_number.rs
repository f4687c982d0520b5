//! A number belongs to one KEP, except where upstream itself gives it to several.

use std::collections::BTreeMap;

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::Kep;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let keps = records.kb.keps();
    // Sorted by number: the KEPs of one number stand together.
    keps.chunk_by(|a, b| a.number.value == b.number.value)
        .filter(|sharing| sharing.len() > 1)
        .flat_map(|sharing| unmarked(sharing).into_iter().chain(same_record(sharing)))
        .collect()
}

/// Records that share a number without saying so. Where none says so, the first counts as the owner.
fn unmarked(sharing: &[Kep]) -> Vec<Diagnostic> {
    let marked = sharing.iter().find(|kep| kep.shares_number);
    let mut unmarked: Vec<&Kep> = sharing.iter().filter(|kep| !kep.shares_number).collect();
    unmarked.sort_by_key(|kep| kep.number.span);
    let owner = marked.or_else(|| (!unmarked.is_empty()).then(|| unmarked.remove(0)));
    let Some(owner) = owner else { return Vec::new() };
    let report = |kep: &Kep| {
        let message = format!("KEP number {} is used by two records", kep.number.value);
        Diagnostic::new(Code::DuplicateKepNumber, kep.number.span, message, "this record repeats it")
            .related(owner.number.span, if marked.is_some() { "also used here" } else { "first used here" })
            .help(
                "give one record another number; where upstream itself gives the number to both, \
                 write `shares-number = true` under `[facts]` of each",
            )
    };
    unmarked.into_iter().map(report).collect()
}

/// Number and slug together name a record, also where the number is shared on purpose.
fn same_record(sharing: &[Kep]) -> Vec<Diagnostic> {
    let mut by_slug: BTreeMap<&str, Vec<&Kep>> = BTreeMap::new();
    for kep in sharing.iter().filter(|kep| kep.shares_number) {
        by_slug.entry(&kep.slug.value).or_default().push(kep);
    }
    let mut found = Vec::new();
    for mut same in by_slug.into_values() {
        same.sort_by_key(|kep| kep.slug.span);
        for kep in &same[1..] {
            let message = format!("two records are called `{}`", kep.key());
            found.push(
                Diagnostic::new(Code::DuplicateKepNumber, kep.slug.span, message, "this slug is taken")
                    .related(same[0].slug.span, "first used here")
                    .help("give one of them another slug"),
            );
        }
    }
    found
}
