//! Each record is written from its own sources: what another record says word for word was not.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Records;
use super::prose::{passages, sentences};
use crate::diag::{Code, Diagnostic};

/// Words of a whole text from which on a repetition is no chance.
const WORDS_OF_TEXT: usize = 12;
/// Words of one sentence. Shorter ones may be the plain way to say the same fact of two features.
const WORDS_OF_SENTENCE: usize = 18;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let passages = passages(records);
    let mut texts = BTreeMap::new();
    let mut known_sentences = BTreeMap::new();
    let mut found = Vec::new();
    for passage in &passages {
        let words = normalised(passage.text);
        let whole = (words.len() >= WORDS_OF_TEXT).then(|| words.join(" "));
        let first = whole.and_then(|text| first_use(&mut texts, text, passage.text.span));
        // Every sentence is remembered, also of a text that is a repetition as a whole.
        let long = sentences(passage.text)
            .into_iter()
            .map(normalised)
            .filter(|words| words.len() >= WORDS_OF_SENTENCE);
        let sentence = long.fold(None, |seen, words| {
            let first = first_use(&mut known_sentences, words.join(" "), passage.text.span);
            seen.or(first)
        });
        let says = match (first, sentence) {
            (Some(_), _) => "says word for word what another text says",
            (None, Some(_)) => "repeats a sentence of another text",
            (None, None) => continue,
        };
        let Some(first) = first.or(sentence) else { continue };
        let message = format!("`{}` of {} {says}", passage.key, passage.owner);
        found.push(
            Diagnostic::new(Code::RepeatedText, passage.text.span, message, "said before")
                .related(first, "here")
                .help("write it anew from the record's own sources, or leave it out"),
        );
    }
    found
}

/// Remembers `text`, and says where it stood first if it is not new.
fn first_use<T: Copy>(known: &mut BTreeMap<String, T>, text: String, span: T) -> Option<T> {
    match known.entry(text) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(free) => {
            free.insert(span);
            None
        }
    }
}

/// The words of a text in lower case, without signs around them.
fn normalised(text: &str) -> Vec<String> {
    let trimmed = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
