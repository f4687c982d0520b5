//! Which documents hold a term, how often, and how long their fields are: all that a ranking needs of an index.
//!
//! Filled by tantivy (`index`) or from a stored copy (`export`); which of the two it was cannot be told.

use super::analysis::analyse;
use super::document::Card;

/// The fields of a document, in the order in which their scores are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A gate's name, a KEP's number, a slug.
    Name,
    /// The title.
    Title,
    /// Other names: former ones, what people say, the gates of a KEP, the KEPs of a gate.
    Aka,
    /// Prose: summaries, risk notes, why a collection lists it.
    Body,
    /// Topics, SIG, components, metrics.
    Meta,
}

impl Field {
    /// All fields.
    pub(super) const ALL: [Self; 5] = [Self::Name, Self::Title, Self::Aka, Self::Body, Self::Meta];
    /// Those whose text every list shows: a browser makes their postings itself.
    pub(super) const SHOWN: [Self; 3] = [Self::Name, Self::Title, Self::Aka];
}

/// The postings of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FieldPostings {
    /// The terms, sorted by their bytes.
    pub(super) terms: Vec<String>,
    /// Document and frequency of each term, sorted by document.
    pub(super) lists: Vec<Vec<(u32, u32)>>,
    /// The quantised length of the field, by document, as tantivy keeps it.
    pub(super) norms: Vec<u8>,
    /// How many terms the field has in all documents.
    pub(super) tokens: u64,
}

/// The postings of all fields, by [`Field`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Postings {
    /// One per field, in the order of [`Field::ALL`].
    pub(super) fields: [FieldPostings; 5],
}

/// The terms of a field's texts. Nothing joins two texts.
pub(super) fn terms_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().flat_map(analyse).map(|token| token.term).collect()
}

/// The postings of a field that can be told from the cards, without tantivy and equal to what it makes.
pub(super) fn of_cards(cards: &[Card], field: Field) -> FieldPostings {
    let mut postings = FieldPostings::default();
    let mut lists: std::collections::BTreeMap<String, Vec<(u32, u32)>> = std::collections::BTreeMap::new();
    for (document, card) in (0_u32..).zip(cards) {
        let terms = terms_of(card.texts(cards, field));
        postings.tokens += terms.len() as u64;
        postings.norms.push(norm(terms.len()));
        for term in terms {
            let list = lists.entry(term).or_default();
            match list.last_mut() {
                Some((last, frequency)) if *last == document => *frequency += 1,
                _ => list.push((document, 1)),
            }
        }
    }
    (postings.terms, postings.lists) = lists.into_iter().unzip();
    postings
}

/// The quantised length of a field of `length` terms: exact up to 40, then three bits of mantissa.
pub(super) fn norm(length: usize) -> u8 {
    if let Ok(short @ 0..40) = u8::try_from(length) {
        return short;
    }
    (40..=u8::MAX).rev().find(|id| denorm(*id) <= length as u64).unwrap_or(0)
}

/// The length that a quantised one stands for.
pub(super) fn denorm(id: u8) -> u64 {
    let id = u64::from(id);
    if id < 40 {
        return id;
    }
    let (mantissa, exponent) = ((id - 24) & 7, (id - 24) >> 3);
    ((8 | mantissa) << (exponent - 1)) + 24
}
