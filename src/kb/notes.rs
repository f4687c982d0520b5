//! Whether the notes of a KEP are as fresh as its gates.

use jiff::civil::Date;

use super::KnowledgeBase;
use crate::model::{Gate, Kep, MinorVersion};

/// The newest released change of a KEP's gates.
#[derive(Debug, Clone, Copy)]
pub struct LastChange<'a> {
    /// The gate that changed; one of them, where several changed in that minor version.
    pub gate: &'a Gate,
    /// The minor version that changed it.
    pub version: MinorVersion,
    /// The day of that release.
    pub day: Date,
}

impl KnowledgeBase {
    /// The newest change of the KEP's gates in a release whose day is recorded.
    #[must_use]
    pub fn last_change<'a>(&'a self, kep: &'a Kep) -> Option<LastChange<'a>> {
        let changes = self
            .gates_of(kep)
            .into_iter()
            .flat_map(|gate| gate.change_versions().map(move |version| (gate, version)));
        let released = changes.filter_map(|(gate, version)| {
            let day = self.release(version)?.released?.value;
            Some(LastChange { gate, version, day })
        });
        released.max_by_key(|change| change.version)
    }

    /// The change that came after the day on which the KEP's notes were last read against their sources: they may
    /// not know of it. `None` where there are no notes, or no day.
    #[must_use]
    pub fn change_after_review<'a>(&'a self, kep: &'a Kep) -> Option<LastChange<'a>> {
        let reviewed = kep.risk.as_ref()?.reviewed?.value;
        self.last_change(kep).filter(|change| reviewed < change.day)
    }
}
