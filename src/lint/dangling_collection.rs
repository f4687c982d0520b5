//! A collection that is referred to has a record.

use super::Records;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let related =
        records.kb.collections().iter().flat_map(|list| list.related.iter().map(move |slug| (list, slug)));
    related
        .filter(|(_, slug)| !records.has_collection(slug))
        .map(|(list, slug)| {
            let message = format!(
                "collection `{}` refers to collection `{}`, which does not exist",
                list.slug.value, slug.value
            );
            Diagnostic::new(Code::DanglingCollection, slug.span, message, "no such collection")
                .help("write the slug of a file in `collections/`")
                .did_you_mean(slug, records.collection_slugs())
        })
        .collect()
}
