//! The sentences people write, wherever they stand: what the rules on prose look at.

use super::records::{Owner, Records};
use crate::model::{Gate, Kep};
use crate::source::At;

/// One text of a record, with the gates it is about.
pub(super) struct Passage<'a> {
    pub(super) owner: Owner<'a>,
    /// The key it stands at, with its table: `risk.enable`.
    pub(super) key: &'static str,
    pub(super) text: &'a At<String>,
    /// The gates whose histories the text speaks of.
    pub(super) gates: Vec<&'a Gate>,
}

/// Every text of every KEP, gate and collection that has something to say, in the order of the records.
pub(super) fn passages<'a>(records: &Records<'a>) -> Vec<Passage<'a>> {
    let kb = records.kb;
    let mut passages: Vec<Passage<'a>> = kb.keps().iter().flat_map(|kep| of_kep(records, kep)).collect();
    for gate in kb.gates() {
        if let Some(text) = &gate.summary {
            passages.push(Passage { owner: Owner::Gate(gate), key: "summary", text, gates: vec![gate] });
        }
    }
    for list in kb.collections() {
        for entry in &list.entries {
            let gates = kb.keps_numbered(entry.kep.value).flat_map(|kep| kb.gates_of(kep)).collect();
            passages.push(Passage { owner: Owner::Collection(list), key: "why", text: &entry.why, gates });
        }
    }
    passages.retain(|passage| !passage.text.trim().is_empty());
    passages
}

fn of_kep<'a>(records: &Records<'a>, kep: &'a Kep) -> Vec<Passage<'a>> {
    let risk = kep.risk.as_ref();
    let texts = [
        ("summary", kep.summary.as_ref()),
        ("risk.enable", risk.and_then(|risk| risk.enable.as_ref())),
        ("risk.disable", risk.and_then(|risk| risk.disable.as_ref())),
        ("risk.upgrade", risk.and_then(|risk| risk.upgrade.as_ref())),
        ("risk.mitigation", risk.and_then(|risk| risk.mitigation.as_ref())),
    ];
    let gates = records.kb.gates_of(kep);
    let passage = |(key, text): (&'static str, Option<&'a At<String>>)| {
        Some(Passage { owner: Owner::Kep(kep), key, text: text?, gates: gates.clone() })
    };
    texts.into_iter().filter_map(passage).collect()
}

/// What stands between single backticks in a Markdown text.
pub(super) fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    // An odd backtick opens nothing: the last piece has no partner then.
    let pieces = text.split('`').count();
    text.split('`').enumerate().filter(move |(at, _)| at % 2 == 1 && at + 1 < pieces).map(|(_, span)| span)
}

/// The sentences of a Markdown text, cut where a full stop, question mark or exclamation mark ends a word.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ends = false;
    for (at, c) in text.char_indices() {
        if ends && c.is_whitespace() {
            sentences.push(text[start..at].trim());
            start = at;
        }
        ends = matches!(c, '.' | '!' | '?') || (ends && matches!(c, ')' | '"' | '*'));
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stands_between_two_backticks() {
        let spans = |text| code_spans(text).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(spans("watch `a_total` and `b_total`."), ["a_total", "b_total"]);
        assert_eq!(spans("an open ` opens nothing"), [""; 0]);
        assert_eq!(spans("`a` and `b"), ["a"]);
    }

    #[test]
    fn a_version_ends_no_sentence() {
        assert_eq!(
            sentences("On since 1.33. Off (before.) Why? Because."),
            ["On since 1.33.", "Off (before.)", "Why?", "Because."]
        );
    }
}
