//! What every rule looks at: the joined records, and which files could not be read as records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::kb::KnowledgeBase;
use crate::model::{Collection, Drift, Gate, Kep, KepNumber};
use crate::source::{SourceMap, Span};

/// The joined records and their files.
pub(super) struct Records<'a> {
    /// The joined records.
    pub(super) kb: &'a KnowledgeBase,
    sources: &'a SourceMap,
    gate_names: BTreeSet<&'a str>,
    kep_keys: BTreeSet<String>,
    collection_slugs: BTreeSet<&'a str>,
    /// Folder and file name without `.toml` of every file.
    files: BTreeSet<(&'a str, &'a str)>,
    drift: BTreeMap<&'a str, Vec<&'a Drift>>,
}

impl<'a> Records<'a> {
    pub(super) fn new(kb: &'a KnowledgeBase, sources: &'a SourceMap) -> Self {
        let folder_and_stem = |path: &'a str| {
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            Some((folder.rsplit('/').next().unwrap_or(folder), file.strip_suffix(".toml")?))
        };
        let mut drift: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in kb.drift() {
            drift.entry(entry.subject.key()).or_default().push(entry);
        }
        Self {
            kb,
            sources,
            gate_names: kb.gates().iter().map(|gate| gate.name.as_str()).collect(),
            kep_keys: kb.keps().iter().map(Kep::key).collect(),
            collection_slugs: kb.collections().iter().map(|list| list.slug.value.as_str()).collect(),
            files: sources.iter().filter_map(|(_, file)| folder_and_stem(&file.path)).collect(),
            drift,
        }
    }

    /// The name of the file of `span`, without its folder.
    pub(super) fn file_name(&self, span: Span) -> &'a str {
        let path = &self.sources.file(span.file).path;
        path.rsplit('/').next().unwrap_or(path)
    }

    /// The whole file of `span`.
    pub(super) fn whole_file(&self, span: Span) -> Span {
        Span::new(span.file, 0..self.sources.file(span.file).text.len())
    }

    /// Where `words` stand inside `span`; all of it where they are written in another way there.
    pub(super) fn place_of(&self, words: &str, span: Span) -> Span {
        let text = self.sources.file(span.file).text.get(span.range());
        match text.and_then(|text| text.find(words)).filter(|_| !words.is_empty()) {
            Some(at) => {
                let start = span.range().start + at;
                Span::new(span.file, start..start + words.len())
            }
            None => span,
        }
    }

    /// Whether a gate has exactly that name, or its file could not be read.
    pub(super) fn has_gate(&self, name: &str) -> bool {
        self.gate_names.contains(name) || self.files.contains(&("gates", name))
    }

    /// The gate that `name` leads to in spite of another spelling: letter case, a former name or an alias.
    pub(super) fn gate_meant(&self, name: &str) -> Option<&'a Gate> {
        self.kb.gate(name)
    }

    /// The exact names of all gates.
    pub(super) fn gate_names(&self) -> impl Iterator<Item = &'a str> {
        self.gate_names.iter().copied()
    }

    /// Whether a KEP has that number, or the file of one with it could not be read.
    pub(super) fn has_kep(&self, number: KepNumber) -> bool {
        let unread = || {
            let stem_starts = format!("{number}-");
            let from = ("keps", stem_starts.as_str());
            self.files
                .range(from..)
                .next()
                .is_some_and(|(folder, stem)| *folder == "keps" && stem.starts_with(&stem_starts))
        };
        self.kb.keps_numbered(number).next().is_some() || unread()
    }

    /// Whether a KEP's record has that key (`4317-pod-certificates`), or its file could not be read.
    pub(super) fn has_kep_record(&self, key: &str) -> bool {
        self.kep_keys.contains(key) || self.files.contains(&("keps", key))
    }

    /// The keys of all KEPs' records.
    pub(super) fn kep_keys(&self) -> impl Iterator<Item = &str> {
        self.kep_keys.iter().map(String::as_str)
    }

    /// Whether a collection has that slug, or its file could not be read.
    pub(super) fn has_collection(&self, slug: &str) -> bool {
        self.collection_slugs.contains(slug) || self.files.contains(&("collections", slug))
    }

    /// The slugs of all collections.
    pub(super) fn collection_slugs(&self) -> impl Iterator<Item = &'a str> {
        self.collection_slugs.iter().copied()
    }

    /// All drift whose subject has that name.
    pub(super) fn drift_about(&self, subject: &str) -> impl Iterator<Item = &'a Drift> {
        self.drift.get(subject).into_iter().flatten().copied()
    }

    /// Whether a waiver's subject names nothing: no drift, no gate and no KEP record.
    pub(super) fn is_dangling(&self, subject: &str) -> bool {
        !self.drift.contains_key(subject) && !self.has_gate(subject) && !self.has_kep_record(subject)
    }

    /// Subjects of waivers that name nothing, each with its place.
    pub(super) fn dangling_waivers(&self) -> impl Iterator<Item = (&'a str, Span)> {
        let subjects = self.kb.content().waivers.iter().map(|waiver| &waiver.subject);
        subjects.filter(|subject| self.is_dangling(subject)).map(|subject| (subject.as_str(), subject.span))
    }
}

/// The record or entry that says something, as messages name it.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    Kep(&'a Kep),
    Gate(&'a Gate),
    Collection(&'a Collection),
    Alias,
    Waiver,
    Drift,
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kep(kep) => write!(f, "KEP {}", kep.number.value),
            Self::Gate(gate) => write!(f, "gate `{}`", gate.name.value),
            Self::Collection(list) => write!(f, "collection `{}`", list.slug.value),
            Self::Alias => f.write_str("an alias"),
            Self::Waiver => f.write_str("a waiver"),
            Self::Drift => f.write_str("a drift entry"),
        }
    }
}
