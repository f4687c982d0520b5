//! A summary is two or three sentences: less says nothing, more is not read.

use std::ops::RangeInclusive;

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::source::At;

/// Characters of a KEP's summary.
const KEP: RangeInclusive<usize> = 120..=420;
/// Characters of a gate's summary, which stands beside that of a KEP more often than not.
const GATE: RangeInclusive<usize> = 60..=420;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let keps = kb.keps().iter().map(|kep| (Owner::Kep(kep), kep.summary.as_ref(), KEP));
    let gates = kb.gates().iter().map(|gate| (Owner::Gate(gate), gate.summary.as_ref(), GATE));
    keps.chain(gates).filter_map(|(owner, summary, bounds)| one(owner, summary?, &bounds)).collect()
}

fn one(owner: Owner<'_>, summary: &At<String>, bounds: &RangeInclusive<usize>) -> Option<Diagnostic> {
    let length = length(summary);
    if length == 0 || bounds.contains(&length) {
        return None;
    }
    let (word, help) = if length < *bounds.start() {
        ("short", "say what it changes, for whom, and the one thing to know")
    } else {
        ("long", "keep two or three sentences; the rest belongs in the risk notes")
    };
    let message = format!("the summary of {owner} has {length} characters");
    let label = format!("too {word}: between {} and {} are read", bounds.start(), bounds.end());
    Some(Diagnostic::new(Code::SummaryLength, summary.span, message, label).help(help))
}

/// Characters as they are read: a run of white space, which may be a line break of the file, counts as one.
fn length(text: &str) -> usize {
    let words = text.split_whitespace();
    words.map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn line_breaks_do_not_make_a_summary_longer() {
        assert_eq!(length("one\ntwo   three"), length("one two three"));
        assert_eq!((length(" \n"), length("é")), (0, 1));
    }
}
