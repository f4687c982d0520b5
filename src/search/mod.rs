//! Search: one engine for the terminal and the browser.
//!
//! [`Engine::new`] makes [`document`]s of the records and has tantivy index the terms that [`analysis`] finds in them;
//! [`Engine::search`] understands a query ([`grammar`]) and ranks the documents. [`export`] writes the index down for
//! browsers (`static/search-engine.js` reads it and ranks alike) and for the terminal's cache. What a result looks like
//! is not decided here. No I/O, no clock.

pub mod analysis;
mod bytes;
mod dictionary;
mod distance;
pub mod document;
pub mod export;
pub mod grammar;
pub mod highlight;
mod index;
mod postings;
mod rank;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Date;

use self::dictionary::Dictionary;
use self::document::{Card, Documents, Lists};
use self::grammar::{Problem, Query};
use self::postings::Postings;
use self::rank::{Scores, Tier};
use crate::kb::KnowledgeBase;

/// The documents and their index.
#[derive(Debug, Clone)]
pub struct Engine {
    cards: Vec<Card>,
    lists: Lists,
    postings: Postings,
    dictionary: Dictionary,
}

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its number.
    pub document: usize,
    /// Its score; only comparable within one answer.
    pub score: f32,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The best documents, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// The terms that were looked for.
    pub terms: BTreeSet<String>,
    /// Where nothing was found: words of the records that are near the typed ones.
    pub nearest: Vec<String>,
}

impl Engine {
    /// Indexes the records as of the day `today`.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for want of memory.
    pub fn new(kb: &KnowledgeBase, today: Date) -> Result<Self, tantivy::TantivyError> {
        let documents = Documents::new(kb, today);
        let postings = index::build(&documents)?;
        Ok(Self::of(documents.cards, documents.lists, postings))
    }

    fn of(cards: Vec<Card>, lists: Lists, postings: Postings) -> Self {
        let dictionary = Dictionary::new(&postings, &cards);
        Self { cards, lists, postings, dictionary }
    }

    /// The documents, by number.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// What the cards point into.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The best `limit` documents for `text`.
    ///
    /// # Errors
    /// When a condition in `text` cannot be understood.
    pub fn search(&self, text: &str, limit: usize) -> Result<Answer, Problem> {
        let query = Query::parse(text, &self.lists)?;
        let scores = rank::score(&query, &self.cards, &self.postings, &self.dictionary);
        let found = self.found(&query, &scores);
        let total = found.len();
        let by_rank = |a: &usize, b: &usize| -> Ordering {
            let tiers = scores.tiers[*b].cmp(&scores.tiers[*a]);
            tiers.then_with(|| scores.scores[*b].total_cmp(&scores.scores[*a])).then_with(|| a.cmp(b))
        };
        let mut ranked = found;
        ranked.sort_unstable_by(by_rank);
        ranked.truncate(limit);
        let hits =
            ranked.into_iter().map(|document| Hit { document, score: scores.scores[document] }).collect();
        let term = |entry: &usize| self.dictionary.term(&self.postings, *entry).to_owned();
        Ok(Answer {
            hits,
            total,
            terms: scores.entries.iter().map(term).collect(),
            nearest: if total == 0 { self.nearest(&query) } else { Vec::new() },
        })
    }

    /// The documents that meet the conditions and have a word of the query, or its version.
    fn found(&self, query: &Query, scores: &Scores) -> Vec<usize> {
        if query.is_empty() {
            return Vec::new();
        }
        let meets: Vec<bool> = self.cards.iter().map(|card| query.conditions.hold(card, None)).collect();
        let has_word = |document: usize| {
            query.words.is_empty() || scores.matched[document] > 0 || scores.tiers[document] > Tier::Words
        };
        let has_version = |document: usize| {
            query.versions.iter().any(|version| self.cards[document].versions.contains(version))
        };
        let all = || (0..self.cards.len()).filter(|document| meets[*document] && has_word(*document));
        if query.versions.is_empty() {
            return all().collect();
        }
        // A version by itself is a condition, unless that loses every document that has most of the words.
        let most = |with_version: bool| {
            let counts = all().filter(|document| !with_version || has_version(*document));
            counts.map(|document| scores.matched[document]).max()
        };
        if !query.words.is_empty() && most(true) < most(false) {
            return all().collect();
        }
        all().filter(|document| has_version(*document) || scores.tiers[*document] > Tier::Words).collect()
    }

    /// Words of names and titles that are near words of the query which mean nothing, nearest first.
    fn nearest(&self, query: &Query) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for word in query.words.iter().filter(|word| word.spelt.len() > 2) {
            let limit = (word.spelt.len() / 2).clamp(1, 4);
            let mut best: Option<(usize, &str)> = None;
            for known in self.dictionary.words() {
                let apart = distance::distance(&word.spelt, known, limit, false);
                if let Some(apart) = apart.filter(|apart| best.is_none_or(|(least, _)| *apart < least)) {
                    best = Some((apart, known));
                }
            }
            if let Some((_, near)) = best.filter(|(_, near)| !found.iter().any(|known| known == near)) {
                found.push(near.to_owned());
            }
        }
        found.truncate(3);
        found
    }
}
