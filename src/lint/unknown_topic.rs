//! Topics of gates and KEPs come from the taxonomy, so that a subject is not split over two spellings.

use super::closed_list::ClosedList;
use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let taxons = &kb.content().taxonomy.topics;
    let of_keps = kb.keps().iter().flat_map(|kep| kep.topics.iter().map(move |slug| (Owner::Kep(kep), slug)));
    let of_gates =
        kb.gates().iter().flat_map(|gate| gate.topics.iter().map(move |slug| (Owner::Gate(gate), slug)));
    ClosedList { code: Code::UnknownTopic, noun: "topic", table: "topics", taxons }
        .check(records, of_keps.chain(of_gates))
}
