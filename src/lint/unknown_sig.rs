//! SIGs of KEPs come from the taxonomy, so that each has one spelling and one page.

use super::closed_list::ClosedList;
use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let taxons = &kb.content().taxonomy.sigs;
    let sigs = kb
        .keps()
        .iter()
        .flat_map(|kep| kep.sig.iter().chain(&kep.participating).map(move |sig| (Owner::Kep(kep), sig)));
    ClosedList { code: Code::UnknownSig, noun: "SIG", table: "sigs", taxons }.check(records, sigs)
}
