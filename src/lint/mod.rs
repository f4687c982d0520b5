//! Rules on records: what each record must keep to, and what the records must keep to between them.
//!
//! [`run`] applies them all. One file a rule, named like its [`Code`]; `docs/lints.md` says what each means. Rules
//! look at records that could be read: what cannot be read is already a diagnostic of the reader, and a reference to
//! such a record is not reported a second time.

mod closed_list;
mod contradictory_history;
mod dangling_collection;
mod dangling_gate;
mod dangling_kep;
mod duplicate_entry;
mod duplicate_gate_name;
mod duplicate_kep_number;
mod file_name_mismatch;
mod locked_without_default;
mod missing_successor;
mod records;
mod risk_without_summary;
mod unknown_component;
mod unknown_release;
mod unknown_sig;
mod unknown_topic;
mod unsafe_link;
mod unused_waiver;
mod version_order;

use records::Records;

use crate::diag::{self, Code, Diagnostic};
use crate::kb::KnowledgeBase;
use crate::source::SourceMap;

/// A rule: all breaches of it in all records.
type Check = fn(&Records<'_>) -> Vec<Diagnostic>;

/// Every rule on records that were read, in the order of [`Code::ALL`].
const RULES: &[(Code, Check)] = &[
    (Code::FileNameMismatch, file_name_mismatch::check),
    (Code::VersionOrder, version_order::check),
    (Code::ContradictoryHistory, contradictory_history::check),
    (Code::LockedWithoutDefault, locked_without_default::check),
    (Code::RiskWithoutSummary, risk_without_summary::check),
    (Code::UnsafeLink, unsafe_link::check),
    (Code::DuplicateKepNumber, duplicate_kep_number::check),
    (Code::DuplicateGateName, duplicate_gate_name::check),
    (Code::DuplicateEntry, duplicate_entry::check),
    (Code::UnknownSig, unknown_sig::check),
    (Code::UnknownComponent, unknown_component::check),
    (Code::UnknownTopic, unknown_topic::check),
    (Code::UnknownRelease, unknown_release::check),
    (Code::DanglingKep, dangling_kep::check),
    (Code::DanglingGate, dangling_gate::check),
    (Code::DanglingCollection, dangling_collection::check),
    (Code::MissingSuccessor, missing_successor::check),
    (Code::UnusedWaiver, unused_waiver::check),
];

/// The rules that [`run`] applies. The other codes belong to the reader.
pub fn rules() -> impl Iterator<Item = Code> {
    RULES.iter().map(|(code, _)| *code)
}

/// Applies every rule to the joined records; `sources` holds the files that they were read from. Sorted by file and
/// place.
#[must_use]
pub fn run(kb: &KnowledgeBase, sources: &SourceMap) -> Vec<Diagnostic> {
    let records = Records::new(kb, sources);
    let mut found: Vec<Diagnostic> = RULES.iter().flat_map(|(_, check)| check(&records)).collect();
    diag::sort(&mut found);
    found
}
