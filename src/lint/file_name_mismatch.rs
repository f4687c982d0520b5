//! A record's file is called after the record, so that people find it and two records cannot share one name.

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let keps = kb.keps().iter().filter_map(|kep| {
        // Point at the part of the name that differs.
        let number_fits = records.file_name(kep.span).starts_with(&format!("{}-", kep.number.value));
        let named_at = if number_fits { kep.slug.span } else { kep.number.span };
        mismatch(records, &format!("KEP {}", kep.number.value), &kep.key(), named_at)
    });
    let gates = kb.gates().iter().filter_map(|gate| {
        mismatch(records, &format!("gate `{}`", gate.name.value), gate.name.as_str(), gate.name.span)
    });
    let collections = kb.collections().iter().filter_map(|list| {
        mismatch(records, &format!("collection `{}`", list.slug.value), &list.slug.value, list.slug.span)
    });
    keps.chain(gates).chain(collections).collect()
}

fn mismatch(records: &Records<'_>, record: &str, stem: &str, named_at: Span) -> Option<Diagnostic> {
    let file = records.file_name(named_at);
    if file.strip_suffix(".toml") == Some(stem) {
        return None;
    }
    let message = format!("the file `{file}` holds {record}, which belongs in `{stem}.toml`");
    Some(
        Diagnostic::new(Code::FileNameMismatch, named_at, message, format!("this asks for `{stem}.toml`"))
            .help(format!("rename the file to `{stem}.toml`, or change what the record says here")),
    )
}
