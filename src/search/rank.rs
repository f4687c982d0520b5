//! The ranking. Each word of a query is scored by itself: every term that it may mean, in every field, by tantivy's
//! BM25, and of these the best counts. Everything is in 32-bit arithmetic and in one order, so that a browser comes to the
//! same sums.

use std::collections::BTreeMap;

use tantivy::query::Bm25Weight;

use super::dictionary::{Dictionary, JOINED, SHORT};
use super::document::{Card, Kind};
use super::grammar::{Query, Word, is_squeezed, squeeze};
use super::postings::{Field, Postings};

/// What a match in each field counts.
const BOOSTS: [f32; 5] = [1.25, 1.2, 0.7, 1.0, 0.6];
/// What a match in the name counts for a query of one word: who types no space means a name.
const ALONE: f32 = 1.5;
/// What a word counts that a document has at all, however common it is: documents that have more of the words go first.
const PRESENT: f32 = 12.0;
/// What it counts that the title of a document starts with the query, or holds it; and its name. For a query of one
/// word, the other way round.
const PHRASE: [[f32; 2]; 2] = [[6.0, 4.0], [3.0, 2.0]];
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
    let mut found = Scores {
        scores: vec![0.0; count],
        matched: vec![0; count],
        tiers: vec![Tier::Words; count],
        entries: Vec::new(),
    };
    for at in 0..query.words.len() {
        let meanings = meanings(&query.words, at, postings, dictionary);
        let best = best(&meanings, query, count, postings, dictionary);
        for (document, value) in best.into_iter().enumerate().filter(|(_, value)| *value > 0.0) {
            found.scores[document] += value;
            found.matched[document] += 1;
        }
        found.entries.extend(meanings.keys());
    }
    for (document, card) in cards.iter().enumerate() {
        found.tiers[document] = tier(query, card);
        if found.scores[document] > 0.0 {
            found.scores[document] += phrase(query, card);
        }
        if query.versions.iter().any(|version| card.versions.contains(version)) {
            found.scores[document] += VERSION;
        }
    }
    found
}

/// What the word at `at` may mean, by itself or with a neighbour (`time zone` is `timezone` too).
fn meanings(words: &[Word], at: usize, postings: &Postings, dictionary: &Dictionary) -> BTreeMap<usize, f32> {
    let word = &words[at];
    let mut found = dictionary.meanings(postings, word);
    let before = at.checked_sub(1).map(|before| format!("{}{}", words[before].term, word.term));
    let after = words.get(at + 1).map(|after| format!("{}{}", word.term, after.term));
    let long = SHORT.iter().find(|(short, _)| *short == word.spelt).map(|(_, long)| (*long).to_owned());
    for entry in
        [before, after, long].into_iter().flatten().filter_map(|other| dictionary.find(postings, &other))
    {
        found.entry(entry).or_insert(JOINED);
    }
    found
}

/// The best score of each document over all meanings and fields.
fn best(
    meanings: &BTreeMap<usize, f32>,
    query: &Query,
    count: usize,
    postings: &Postings,
    dictionary: &Dictionary,
) -> Vec<f32> {
    let mut best = vec![0.0_f32; count];
    for (entry, share) in meanings {
        for (field, place) in dictionary.places(*entry) {
            let boost =
                if field == Field::Name as usize && query.names.len() < 2 { ALONE } else { BOOSTS[field] };
            let list = &postings.fields[field];
            let documents = &list.lists[place];
            let average = list.tokens as f32 / count as f32;
            let weight =
                Bm25Weight::for_one_term_without_explain(documents.len() as u64, count as u64, average);
            for (document, frequency) in documents {
                let document = *document as usize;
                let value = (weight.score(list.norms[document], *frequency) * boost + PRESENT) * share;
                best[document] = best[document].max(value);
            }
        }
    }
    best
}

/// What it counts that the words stand in a title or a name as they stand in the query.
fn phrase(query: &Query, card: &Card) -> f32 {
    if query.whole.len() < 4 {
        return 0.0;
    }
    let is_one = usize::from(query.names.len() < 2);
    let count = |text: &str, at: usize| match squeeze(text).find(&query.whole) {
        Some(0) => PHRASE[at][0],
        Some(_) => PHRASE[at][1],
        None => 0.0,
    };
    count(&card.title, is_one).max(count(&card.name, 1 - is_one))
}

fn tier(query: &Query, card: &Card) -> Tier {
    let is_named = |name: &str| query.names.iter().any(|typed| is_squeezed(name, typed));
    let is_feature = matches!(card.kind, Kind::Kep | Kind::Gate);
    let is_release = card.kind == Kind::Release && query.versions.len() == 1 && query.words.is_empty();
    if is_release && card.versions == query.versions {
        return Tier::Whole;
    }
    if is_feature && is_named(&card.name) {
        return if query.names.len() == 1 { Tier::Whole } else { Tier::Named };
    }
    let mut names = [&card.name, &card.title, &card.id].into_iter().chain(&card.aka);
    if !query.whole.is_empty() && names.any(|name| is_squeezed(name, &query.whole)) {
        return Tier::Titled;
    }
    if card.kind == Kind::Gate && card.aka.iter().any(|former| is_named(former)) {
        return Tier::Named;
    }
    Tier::Words
}
