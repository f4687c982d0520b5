//! The ranking. Each word of a query is scored by itself: every term that it may mean by tantivy's BM25, field by field,
//! and of these the best counts. Everything is in 32-bit arithmetic and in one order, so that a browser comes to the
//! same sums.

use tantivy::query::Bm25Weight;

use super::dictionary::{Dictionary, JOINED, Meaning};
use super::document::{Card, Kind};
use super::grammar::{Query, Word, squeeze};
use super::postings::Postings;

/// What a match in each field counts.
const BOOSTS: [f32; 5] = [1.3, 1.4, 0.9, 0.6, 0.6];
/// What a word counts that a document has at all, however common it is: documents that have more of the words go first.
const PRESENT: f32 = 4.0;
/// What a version counts that stands by itself in the query and did not become a condition.
const VERSION: f32 = 2.0;

/// Why a document goes before those that are only full of the right words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// By its score.
    Words,
    /// One word of the query is its name.
    Named,
    /// The whole query is its title or another of its names.
    Titled,
    /// The whole query is its name.
    Whole,
}

/// The scores of all documents for one query.
#[derive(Debug, Clone)]
pub(super) struct Scores {
    /// By document; 0 where nothing matches.
    pub(super) scores: Vec<f32>,
    /// How many words each document has.
    pub(super) matched: Vec<u8>,
    /// By document.
    pub(super) tiers: Vec<Tier>,
    /// The terms that were looked for, by entry of the dictionary.
    pub(super) entries: Vec<usize>,
}

/// Scores every document.
pub(super) fn score(query: &Query, cards: &[Card], postings: &Postings, dictionary: &Dictionary) -> Scores {
    let count = cards.len();
    let mut found =
        Scores { scores: vec![0.0; count], matched: vec![0; count], tiers: vec![Tier::Words; count], entries: Vec::new() };
    for at in 0..query.words.len() {
        let meanings = meanings(&query.words, at, postings, dictionary);
        let best = best(&meanings, count, postings, dictionary);
        for (document, value) in best.into_iter().enumerate().filter(|(_, value)| *value > 0.0) {
            found.scores[document] += value;
            found.matched[document] += 1;
        }
        found.entries.extend(meanings.iter().map(|meaning| meaning.entry));
    }
    for (document, card) in cards.iter().enumerate() {
        found.tiers[document] = tier(query, card);
        if query.versions.iter().any(|version| card.versions.contains(version)) {
            found.scores[document] += VERSION;
        }
    }
    found
}

/// What the word at `at` may mean, by itself or with a neighbour (`time zone` is `timezone` too).
fn meanings(words: &[Word], at: usize, postings: &Postings, dictionary: &Dictionary) -> Vec<Meaning> {
    let word = &words[at];
    let mut found = dictionary.meanings(postings, &word.term, word.is_open);
    let before = at.checked_sub(1).map(|before| format!("{}{}", words[before].term, word.term));
    let after = words.get(at + 1).map(|after| format!("{}{}", word.term, after.term));
    for entry in [before, after].into_iter().flatten().filter_map(|joined| dictionary.find(postings, &joined)) {
        if !found.iter().any(|meaning| meaning.entry == entry) {
            found.push(Meaning { entry, weight: JOINED });
        }
    }
    found
}

/// The best score of each document over `meanings`.
fn best(meanings: &[Meaning], count: usize, postings: &Postings, dictionary: &Dictionary) -> Vec<f32> {
    let mut best = vec![0.0_f32; count];
    let mut sums = vec![0.0_f32; count];
    let mut touched = Vec::new();
    for meaning in meanings {
        for (field, place) in dictionary.places(meaning.entry) {
            let list = &postings.fields[field];
            let documents = &list.lists[place];
            let average = list.tokens as f32 / count as f32;
            let weight = Bm25Weight::for_one_term_without_explain(documents.len() as u64, count as u64, average);
            for (document, frequency) in documents {
                let document = *document as usize;
                if sums[document] == 0.0 {
                    touched.push(document);
                }
                sums[document] += weight.score(list.norms[document], *frequency) * BOOSTS[field];
            }
        }
        for document in touched.drain(..) {
            let value = (sums[document] + PRESENT) * meaning.weight;
            if value > best[document] {
                best[document] = value;
            }
            sums[document] = 0.0;
        }
    }
    best
}

fn tier(query: &Query, card: &Card) -> Tier {
    let name = squeeze(&card.name);
    let is_named = |name: &str| query.names.iter().any(|typed| typed == name);
    let is_feature = matches!(card.kind, Kind::Kep | Kind::Gate);
    let is_only = query.names.len() == 1;
    let is_release = card.kind == Kind::Release && query.versions.len() == 1 && query.words.is_empty();
    if is_release && card.versions == query.versions {
        return Tier::Whole;
    }
    if is_feature && is_named(&name) {
        return if is_only { Tier::Whole } else { Tier::Named };
    }
    if query.whole.is_empty() {
        return Tier::Words;
    }
    let mut others = [&card.title, &card.id].into_iter().chain(&card.aka);
    if name == query.whole || others.any(|other| squeeze(other) == query.whole) {
        return Tier::Titled;
    }
    if card.kind == Kind::Gate && card.aka.iter().any(|former| is_named(&squeeze(former))) {
        return Tier::Named;
    }
    Tier::Words
}
