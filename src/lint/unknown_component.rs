//! Components of gates, KEPs and aliases come from the taxonomy, so that a filter by component finds them all.

use super::closed_list::ClosedList;
use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let taxons = &kb.content().taxonomy.components;
    let of_keps =
        kb.keps().iter().flat_map(|kep| kep.components.iter().map(move |slug| (Owner::Kep(kep), slug)));
    let of_gates =
        kb.gates().iter().flat_map(|gate| gate.components.iter().map(move |slug| (Owner::Gate(gate), slug)));
    let of_aliases = kb.content().aliases.components.iter();
    let of_aliases = of_aliases.flat_map(|(_, means)| means.iter().map(|slug| (Owner::Alias, slug)));
    ClosedList { code: Code::UnknownComponent, noun: "component", table: "components", taxons }
        .check(records, of_keps.chain(of_gates).chain(of_aliases))
}
