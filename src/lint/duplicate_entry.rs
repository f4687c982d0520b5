//! Lists say each thing once: twice is a slip at best, and at worst two entries that contradict each other.

use std::collections::BTreeMap;

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::model::{Collection, Content, Gate, Kep, Link, Taxon};
use crate::source::{At, Span};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let content = records.kb.content();
    let mut lists = Repeats::default();
    content.keps.iter().for_each(|kep| in_kep(&mut lists, kep));
    content.gates.iter().for_each(|gate| in_gate(&mut lists, gate));
    content.collections.iter().for_each(|list| in_collection(&mut lists, list));
    in_single_files(&mut lists, content);
    in_drift(&mut lists, content);
    lists.found
}

/// Collects what stands twice in the lists that it is shown.
#[derive(Default)]
struct Repeats {
    found: Vec<Diagnostic>,
}

impl Repeats {
    /// One list: each entry with its place; `describe` names the list and the entry, for the message.
    fn list<T: Ord>(
        &mut self,
        entries: impl IntoIterator<Item = (T, Span)>,
        describe: impl Fn(&T) -> String,
    ) {
        let mut first: BTreeMap<T, Span> = BTreeMap::new();
        for (entry, span) in entries {
            if let Some(known) = first.get(&entry) {
                self.found.push(
                    Diagnostic::new(Code::DuplicateEntry, span, describe(&entry), "here again")
                        .related(*known, "first written here")
                        .help("delete one of the two"),
                );
            } else {
                first.insert(entry, span);
            }
        }
    }

    /// A list of words or numbers under one key of a record.
    fn key<'a, T, U: Ord + std::fmt::Display>(
        &mut self,
        owner: Owner<'_>,
        key: &str,
        entries: impl IntoIterator<Item = &'a At<T>>,
        shown: impl Fn(&'a T) -> U,
    ) where
        T: 'a,
    {
        let entries = entries.into_iter().map(|at| (shown(&at.value), at.span));
        self.list(entries, |entry| format!("`{key}` of {owner} has `{entry}` twice"));
    }

    fn words(&mut self, owner: Owner<'_>, key: &str, words: &[At<String>]) {
        self.key(owner, key, words, String::as_str);
    }

    fn links(&mut self, owner: Owner<'_>, links: &[Link]) {
        self.key(owner, "links", links.iter().map(|link| &link.url), String::as_str);
    }
}

fn in_kep(lists: &mut Repeats, kep: &Kep) {
    let owner = Owner::Kep(kep);
    lists.words(owner, "topics", &kep.topics);
    lists.words(owner, "aka", &kep.aka);
    lists.words(owner, "components", &kep.components);
    lists.links(owner, &kep.links);
    lists.key(owner, "see-also", &kep.see_also, |number| number);
    lists.key(owner, "replaces", &kep.replaces, |number| number);
    lists.key(owner, "superseded-by", &kep.superseded_by, |number| number);
    // The owning SIG takes part anyway, and a gate is either known or not.
    let sigs = kep.sig.iter().chain(&kep.participating).map(|sig| (sig.as_str(), sig.span));
    lists.list(sigs, |sig| format!("{owner} names the SIG `{sig}` twice"));
    let known = kep.gates.iter().map(|name| (name.as_str(), name.span));
    let unknown = kep.unknown_gates.iter().map(|name| (name.as_str(), name.span));
    lists.list(known.chain(unknown), |name| format!("{owner} names the gate `{name}` twice"));
}

fn in_gate(lists: &mut Repeats, gate: &Gate) {
    let owner = Owner::Gate(gate);
    lists.words(owner, "components", &gate.components);
    lists.words(owner, "topics", &gate.topics);
    lists.words(owner, "aka", &gate.aka);
    lists.links(owner, &gate.links);
    lists.key(owner, "former-names", &gate.former_names, |name| name.as_str());
}

fn in_collection(lists: &mut Repeats, list: &Collection) {
    let owner = Owner::Collection(list);
    lists.links(owner, &list.links);
    lists.words(owner, "related", &list.related);
    lists.key(owner, "entries", list.entries.iter().map(|entry| &entry.kep), |number| number);
}

fn in_single_files(lists: &mut Repeats, content: &Content) {
    let releases = content.releases.iter().map(|release| (release.version.value, release.version.span));
    lists.list(releases, |version| format!("two entries of `releases.toml` are for {version}"));

    let taxonomy = &content.taxonomy;
    for (noun, taxons) in
        [("SIG", &taxonomy.sigs), ("component", &taxonomy.components), ("topic", &taxonomy.topics)]
    {
        let slug = |taxon: &'_ Taxon| (taxon.slug.value.clone(), taxon.slug.span);
        lists.list(taxons.iter().map(slug), |slug| format!("the taxonomy has the {noun} `{slug}` twice"));
    }

    let aliases = &content.aliases;
    let alias = |word: &String| format!("two aliases say what `{word}` means");
    lists.list(aliases.gates.iter().map(|(written, _)| place(written)), alias);
    lists.list(aliases.components.iter().map(|(written, _)| place(written)), alias);
    lists.list(aliases.statuses.iter().map(|(written, _)| place(written)), alias);
    let unlisted = aliases.unlisted.iter().map(|gate| (gate.gate.as_str(), gate.gate.span));
    lists.list(unlisted, |gate| format!("`unlisted` has the gate `{gate}` twice"));

    let sources = content.sources.iter().map(|source| (source.kind.value, source.kind.span));
    lists.list(sources, |kind| format!("`sources.toml` has two sources of kind `{}`", kind.as_str()));
}

fn place(word: &At<String>) -> (String, Span) {
    (word.value.clone(), word.span)
}

fn in_drift(lists: &mut Repeats, content: &Content) {
    let waivers = content
        .waivers
        .iter()
        .map(|waiver| ((&waiver.subject.value, waiver.class.value, &waiver.field), waiver.subject.span));
    lists.list(waivers, |(subject, class, _)| {
        format!("two waivers cover the same `{}` drift of `{subject}`", class.as_str())
    });
    // Entries may differ in nothing but what the sources say: a KEP can name two unknown gates.
    let drift = content.drift.iter().map(|entry| {
        let says: Vec<_> = entry.says.iter().map(|says| (says.source, &says.value)).collect();
        ((&entry.subject, entry.class, &entry.field, says), entry.span)
    });
    lists.list(drift, |(subject, class, ..)| {
        format!(
            "two entries of `drift.toml` record the same `{}` drift of `{}`",
            class.as_str(),
            subject.key()
        )
    });
}
