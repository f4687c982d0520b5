//! Questions and their answers as values: what a release changed, what an upgrade brings, what a name means, where a
//! feature stands. Shared by every way of asking, so that the terminal and the site cannot disagree.
//!
//! Pure: no I/O, no clock (today's date is an argument), nothing can fail. How an answer looks is not decided here.

mod filter;
mod lookup;
mod release;
#[cfg(test)]
mod sample;
mod standing;
mod upgrade;
mod upgrade_words;
mod words;

pub use filter::{Candidate, Filter};
pub use lookup::{Found, find, names};
pub use release::{
    ReleaseGroup, ReleaseReport, ReleaseRow, StateRow, known_versions, planned, release_report, state_rows,
};
pub use standing::{gate_standing, kep_standing, newest_release, removal_words};
pub use upgrade::{Direction, UpgradeEvent, UpgradeReport, UpgradeRow, upgrade_report};
pub use upgrade_words::{ReportSection, report_sections, what_changes};
pub use words::{
    capitalised, claim_words, default_words, setting_words, source_words, state_words, support_key,
    support_words, upstream_url, verdict_words, versions_of_interest,
};
