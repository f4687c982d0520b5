//! Words that must be in a list of `taxonomy.toml`: what `unknown-sig`, `unknown-component` and `unknown-topic` share.

use std::collections::BTreeSet;

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::model::Taxon;
use crate::source::At;

/// One list of the taxonomy.
pub(super) struct ClosedList<'a> {
    /// The rule about it.
    pub(super) code: Code,
    /// What its words are, for people.
    pub(super) noun: &'static str,
    /// Its key in `taxonomy.toml`.
    pub(super) table: &'static str,
    /// The list.
    pub(super) taxons: &'a [Taxon],
}

impl ClosedList<'_> {
    /// Reports each of `words` that the list does not have. Without a readable taxonomy there is nothing to check
    /// against, and one missing file must not become a problem of every record.
    pub(super) fn check<'r>(
        &self,
        records: &Records<'_>,
        words: impl Iterator<Item = (Owner<'r>, &'r At<String>)>,
    ) -> Vec<Diagnostic> {
        let taxonomy = &records.kb.content().taxonomy;
        if [&taxonomy.sigs, &taxonomy.components, &taxonomy.topics].iter().all(|list| list.is_empty()) {
            return Vec::new();
        }
        let known: BTreeSet<&str> = self.taxons.iter().map(|taxon| taxon.slug.value.as_str()).collect();
        let unknown = words.filter(|(_, word)| !known.contains(word.as_str()));
        unknown
            .map(|(owner, word)| {
                let Self { noun, table, .. } = self;
                let message =
                    format!("{owner} names the {noun} `{}`, which the taxonomy does not have", word.value);
                // Upstream writes `sig-node` for what is `node` here.
                let bare = word.strip_prefix("sig-").unwrap_or(word);
                Diagnostic::new(self.code, word.span, message, format!("no such {noun}"))
                    .help(format!(
                        "write the slug of a {noun}, or add it as `[[{table}]]` to `taxonomy.toml`"
                    ))
                    .did_you_mean(bare, known.iter().copied())
            })
            .collect()
    }
}
