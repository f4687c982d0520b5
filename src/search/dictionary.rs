//! The terms of all fields, and which of them a typed word may mean.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::analysis::{TokenKind, analyse};
use super::bytes::{Reader, Writer};
use super::distance::distance;
use super::document::Card;
use super::grammar::Word;
use super::postings::{Field, Postings};

/// A term as it was typed.
pub(super) const EXACT: f32 = 1.0;
/// The beginning of a term, by the word that is still being typed.
pub(super) const OPEN_PREFIX: f32 = 0.8;
/// The beginning of a term, by any other word.
pub(super) const PREFIX: f32 = 0.4;
/// Two words that are one term.
pub(super) const JOINED: f32 = 0.9;
/// A term that one typing error makes of the word, or two.
pub(super) const TYPO: [f32; 2] = [0.7, 0.5];
/// The beginning of a term, but for one typing error.
pub(super) const OPEN_TYPO: f32 = 0.4;

/// What else a term is called, where the letters do not tell.
pub(super) const SHORT: [(&str, &str); 16] = [
    ("authn", "authenticat"),
    ("authz", "authorizat"),
    ("cm", "configmap"),
    ("csr", "certificat"),
    ("dra", "dynamicresourceallocat"),
    ("ds", "daemonset"),
    ("hpa", "autoscal"),
    ("k8s", "kubernet"),
    ("netpol", "networkpolicy"),
    ("ns", "namespac"),
    ("pdb", "poddisruptionbudget"),
    ("psp", "podsecurity"),
    ("pvc", "persistentvolumeclaim"),
    ("sa", "serviceaccount"),
    ("sts", "statefulset"),
    ("svc", "service"),
];

/// No term of a field.
const NONE: u32 = u32::MAX;

/// All terms, sorted by their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    /// By term: its place in each field's list.
    entries: Vec<[u32; 5]>,
    /// The words of names and titles as they are spelt, with the entry of their term.
    spelt: BTreeMap<String, usize>,
}

impl Dictionary {
    /// Joins the terms of all fields, and looks at how the cards spell them.
    pub(super) fn new(postings: &Postings, cards: &[Card]) -> Self {
        let mut dictionary = Self { entries: Self::join(postings), spelt: BTreeMap::new() };
        for text in cards.iter().flat_map(|card| [&card.name, &card.title].into_iter().chain(&card.aka)) {
            for token in analyse(text) {
                let word = text[token.start..token.end].to_ascii_lowercase();
                let is_one =
                    token.kind != TokenKind::Pair && word.bytes().all(|byte| byte.is_ascii_lowercase());
                if is_one && let Some(entry) = dictionary.find(postings, &token.term) {
                    dictionary.spelt.insert(word, entry);
                }
            }
        }
        dictionary
    }

    fn join(postings: &Postings) -> Vec<[u32; 5]> {
        let mut next = [0_usize; 5];
        let mut entries = Vec::new();
        let head = |field: usize, at: usize| postings.fields[field].terms.get(at);
        loop {
            let heads = (0..Field::ALL.len()).filter_map(|field| head(field, next[field]));
            let Some(least) = heads.min() else { return entries };
            let mut entry = [NONE; 5];
            for field in 0..Field::ALL.len() {
                if head(field, next[field]) == Some(least) {
                    entry[field] = u32::try_from(next[field]).unwrap_or(NONE);
                    next[field] += 1;
                }
            }
            entries.push(entry);
        }
    }

    /// Writes down what does not follow from the postings: how words are spelt.
    pub(super) fn write(&self, out: &mut Writer) {
        out.lines(self.spelt.keys().map(String::as_str));
        self.spelt.values().for_each(|entry| out.number(*entry as u64));
    }

    /// The dictionary of `postings` that was written down.
    pub(super) fn read(names: &mut Reader<'_>, postings: &Postings) -> Option<Self> {
        let entries = Self::join(postings);
        let words = names.lines()?.filter(|word| !word.is_empty());
        let spelt = words.map(|word| {
            let entry = usize::try_from(names.number()?).ok()?;
            (entry < entries.len()).then_some((word.to_owned(), entry))
        });
        let spelt = spelt.collect::<Option<_>>()?;
        Some(Self { entries, spelt })
    }

    /// The term at `entry`.
    pub(super) fn term<'a>(&self, postings: &'a Postings, entry: usize) -> &'a str {
        let found = self.entries[entry].iter().zip(&postings.fields).find(|(place, _)| **place != NONE);
        found.map_or("", |(place, field)| field.terms[*place as usize].as_str())
    }

    /// The places of the term at `entry` in the fields that have it.
    pub(super) fn places(&self, entry: usize) -> impl Iterator<Item = (usize, usize)> {
        let entry = self.entries[entry];
        (0..Field::ALL.len())
            .filter(move |field| entry[*field] != NONE)
            .map(move |field| (field, entry[field] as usize))
    }

    /// The first entry whose term is not before `term`.
    fn search(&self, postings: &Postings, term: &str) -> usize {
        self.entries
            .binary_search_by(|entry| {
                let found = entry.iter().zip(&postings.fields).find(|(place, _)| **place != NONE);
                found.map_or(Ordering::Less, |(place, field)| field.terms[*place as usize].as_str().cmp(term))
            })
            .unwrap_or_else(|place| place)
    }

    /// The entry of exactly `term`.
    pub(super) fn find(&self, postings: &Postings, term: &str) -> Option<usize> {
        let entry = self.search(postings, term);
        (entry < self.entries.len() && self.term(postings, entry) == term).then_some(entry)
    }

    /// The words of names and titles, sorted.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.spelt.keys().map(String::as_str)
    }

    /// What `word` may mean: the term itself and terms that start with it; failing those, terms it may be a typing
    /// error of. Each entry once.
    pub(super) fn meanings(&self, postings: &Postings, word: &Word) -> BTreeMap<usize, f32> {
        let mut found = BTreeMap::new();
        let is_open = word.is_open;
        let takes_prefix = is_open || word.term.len() > 2;
        for entry in self.search(postings, &word.term)..self.entries.len() {
            let term = self.term(postings, entry);
            if !term.starts_with(&word.term) {
                break;
            }
            if term.len() == word.term.len() {
                found.insert(entry, EXACT);
            } else if takes_prefix {
                found.insert(entry, if is_open { OPEN_PREFIX } else { PREFIX });
            }
        }
        if is_open {
            // `schedulin` starts `scheduling`, but not `schedul`.
            let spelt = self.spelt.range(word.spelt.clone()..);
            for (_, entry) in spelt.take_while(|(spelt, _)| spelt.starts_with(&word.spelt)) {
                found.entry(*entry).or_insert(OPEN_PREFIX);
            }
        }
        if found.is_empty() { self.typos(postings, word) } else { found }
    }

    /// The terms that are a typing error or two away; failing those, for an open word, those that start so.
    fn typos(&self, postings: &Postings, word: &Word) -> BTreeMap<usize, f32> {
        let (mut found, mut begun) = (BTreeMap::new(), BTreeMap::new());
        // A number with another digit is another number.
        let is_plain = word.term.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if word.term.len() < 4 || !is_plain || word.term.bytes().all(|byte| byte.is_ascii_digit()) {
            return found;
        }
        let terms = (0..self.entries.len()).map(|entry| (&word.term, self.term(postings, entry), entry));
        let is_other = |(spelt, entry): &(&String, &usize)| self.term(postings, **entry) != spelt.as_str();
        let spelt =
            self.spelt.iter().filter(is_other).map(|(spelt, entry)| (&word.spelt, spelt.as_str(), *entry));
        for (typed, known, entry) in terms.chain(spelt) {
            // Only in a long word is the first letter taken for the error.
            if typed.len() < 7 && typed.as_bytes()[0] != known.as_bytes().first().copied().unwrap_or(0) {
                continue;
            }
            let limit = if typed.len() < 8 { 1 } else { 2 };
            let weight = match distance(typed, known, limit, false) {
                Some(apart) => TYPO[apart.saturating_sub(1).min(1)],
                None if word.is_open && typed.len() >= 5 && distance(typed, known, 1, true).is_some() => {
                    begun.insert(entry, OPEN_TYPO);
                    continue;
                }
                None => continue,
            };
            let best = found.entry(entry).or_insert(weight);
            *best = best.max(weight);
        }
        if found.is_empty() { begun } else { found }
    }
}
