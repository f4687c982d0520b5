//! What the pages and lists of records share: the day's versions, corrections by hand, badges, rows of tables.

mod history;
mod moment;
mod rows;

pub(super) use history::{HistoryView, history};
pub(super) use moment::{Moment, VersionView};
pub(super) use rows::{GateRow, KepRow, OptionView, gate_options, kep_options};

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use crate::model::Pin;

/// A fact that was corrected by hand.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PinView<'a> {
    pub(super) field: &'a str,
    pub(super) reason: &'a str,
    pub(super) url: Option<&'a str>,
}

/// Shows `pins`.
pub(super) fn pin_views(pins: &[Pin]) -> Vec<PinView<'_>> {
    pins.iter()
        .map(|pin| PinView {
            field: &pin.field,
            reason: &pin.reason,
            url: pin.url.as_ref().map(|url| url.value.as_str()),
        })
        .collect()
}

/// The badge of a record, and what to paste into a README to show it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BadgeView {
    pub(super) src: String,
    pub(super) markdown: String,
}

impl BadgeView {
    /// The badge at `badge` of the page at `page`. `name` goes into Markdown: a number or the name of a gate.
    pub(super) fn new(ctx: &Context<'_>, name: &str, badge: &Route, page: &Route) -> Self {
        Self {
            src: ctx.href(badge),
            markdown: format!("[![{name}]({})]({})", ctx.absolute(badge), ctx.absolute(page)),
        }
    }
}

/// The page before or after this one.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Step<'a> {
    pub(super) label: String,
    pub(super) title: &'a str,
    pub(super) href: String,
}

/// The parts of a name between which a line may break: `PodCertificateRequest` gives Pod, Certificate, Request.
pub(super) fn name_parts(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let after_lower = !before.is_ascii_uppercase() && here.is_ascii_uppercase();
        let new_word = before.is_ascii_uppercase()
            && here.is_ascii_uppercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if (after_lower || new_word) && name.is_char_boundary(at) {
            parts.push(&name[start..at]);
            start = at;
        }
    }
    parts.push(&name[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::name_parts;

    #[test]
    fn a_name_breaks_where_its_case_changes() {
        assert_eq!(name_parts("PodCertificateRequest"), ["Pod", "Certificate", "Request"]);
        assert_eq!(name_parts("CSIMigrationAWS"), ["CSI", "Migration", "AWS"]);
        assert_eq!(name_parts("DRAAdminAccess"), ["DRA", "Admin", "Access"]);
        assert_eq!(name_parts("X"), ["X"]);
    }
}
