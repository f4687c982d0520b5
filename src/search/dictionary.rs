//! The terms of all fields, and which of them a typed word may mean.

use std::cmp::Ordering;

use super::distance::distance;
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

/// No term of a field.
const NONE: u32 = u32::MAX;

/// A term that a word may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    /// Its place in the dictionary.
    pub(super) entry: usize,
    /// How much of its score counts.
    pub(super) weight: f32,
}

/// All terms, sorted by their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    /// By term: its place in each field's list.
    entries: Vec<[u32; 5]>,
}

impl Dictionary {
    /// Joins the terms of all fields.
    pub(super) fn new(postings: &Postings) -> Self {
        let mut next = [0_usize; 5];
        let mut entries = Vec::new();
        loop {
            let heads = || (0..Field::ALL.len()).filter_map(|field| postings.fields[field].terms.get(next[field]));
            let Some(least) = heads().min().cloned() else { return Self { entries } };
            let mut entry = [NONE; 5];
            for field in 0..Field::ALL.len() {
                if postings.fields[field].terms.get(next[field]) == Some(&least) {
                    entry[field] = u32::try_from(next[field]).unwrap_or(NONE);
                    next[field] += 1;
                }
            }
            entries.push(entry);
        }
    }

    /// The term at `entry`.
    pub(super) fn term<'a>(&self, postings: &'a Postings, entry: usize) -> &'a str {
        let found = self.entries[entry].iter().zip(&postings.fields).find(|(place, _)| **place != NONE);
        found.map_or("", |(place, field)| field.terms[*place as usize].as_str())
    }

    /// The places of the term at `entry` in the fields that have it.
    pub(super) fn places(&self, entry: usize) -> impl Iterator<Item = (usize, usize)> {
        let entry = self.entries[entry];
        (0..Field::ALL.len()).filter(move |field| entry[*field] != NONE).map(move |field| (field, entry[field] as usize))
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

    /// What `word` may mean: the term itself and terms that start with it; failing those, terms it may be a typing
    /// error of.
    pub(super) fn meanings(&self, postings: &Postings, word: &str, is_open: bool) -> Vec<Meaning> {
        let mut found = Vec::new();
        let letters = word.chars().count();
        let starts = if is_open || letters >= 3 { letters } else { usize::MAX };
        for entry in self.search(postings, word)..self.entries.len() {
            let term = self.term(postings, entry);
            if !term.starts_with(word) {
                break;
            }
            if term.len() == word.len() {
                found.push(Meaning { entry, weight: EXACT });
            } else if starts != usize::MAX {
                found.push(Meaning { entry, weight: if is_open { OPEN_PREFIX } else { PREFIX } });
            }
        }
        if found.is_empty() {
            found = self.typos(postings, word, is_open);
        }
        found
    }

    fn typos(&self, postings: &Postings, word: &str, is_open: bool) -> Vec<Meaning> {
        let letters: Vec<char> = word.chars().collect();
        // A number or a version with another digit is another number.
        let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if letters.len() < 4 || !is_plain || word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let limit = if letters.len() < 8 { 1 } else { 2 };
        let mut found = Vec::new();
        let mut open = Vec::new();
        for entry in 0..self.entries.len() {
            let term = self.term(postings, entry);
            // Only in a long word is the first letter taken for the error.
            if letters.len() < 7 && !term.starts_with(letters[0]) {
                continue;
            }
            let other: Vec<char> = term.chars().collect();
            if let Some(apart) = distance(&letters, &other, limit, false) {
                found.push(Meaning { entry, weight: TYPO[apart.saturating_sub(1).min(1)] });
            } else if is_open && letters.len() >= 5 && distance(&letters, &other, 1, true).is_some() {
                open.push(Meaning { entry, weight: OPEN_TYPO });
            }
        }
        if found.is_empty() { open } else { found }
    }
}
