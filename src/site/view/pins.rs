//! Facts corrected by hand.

use serde::Serialize;

use crate::model::Pin;

/// One corrected fact.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct PinView<'a> {
    /// The fact's key in the record.
    pub(in super::super) field: &'a str,
    pub(in super::super) reason: &'a str,
    /// Where that can be checked.
    pub(in super::super) url: Option<&'a str>,
}

/// Shows `pins`.
pub(in super::super) fn pin_views(pins: &[Pin]) -> Vec<PinView<'_>> {
    pins.iter()
        .map(|pin| PinView {
            field: &pin.field,
            reason: &pin.reason,
            url: pin.url.as_ref().map(|url| url.as_str()),
        })
        .collect()
}
