//! Whether a minor version is supported on a given day.

use jiff::civil::Date;

use super::KnowledgeBase;
use crate::model::MinorVersion;

/// Where a minor version stands on a day. Derived from recorded dates only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Released and patched; the end of life is given where it is recorded.
    Supported {
        /// Last day of support.
        until: Option<Date>,
    },
    /// Only critical fixes until its end of life.
    Maintenance {
        /// Last day of support.
        until: Option<Date>,
    },
    /// Past its end of life.
    EndOfLife {
        /// Last day of support.
        since: Date,
    },
    /// The first release lies ahead.
    Planned {
        /// The planned day.
        on: Option<Date>,
    },
    /// The planned day has passed, but no imported source confirms the release.
    Unconfirmed {
        /// The planned day.
        planned: Date,
    },
    /// The records hold no dates that would tell.
    Unknown,
}

impl KnowledgeBase {
    /// Where `version` stands on the day `today`.
    ///
    /// A released version without a recorded end of life counts as supported when an older one still is: minors leave
    /// support in the order in which they came. It counts as past its end of life when a newer one is.
    #[must_use]
    pub fn support(&self, version: MinorVersion, today: Date) -> Support {
        let Some(release) = self.release(version) else { return Support::Unknown };
        let released = release.released.map(|at| at.value);
        let planned = release.planned.map(|at| at.value);
        let ends = release.end_of_life.map(|at| at.value);
        if let Some(since) = ends.filter(|day| *day < today) {
            return Support::EndOfLife { since };
        }
        match (released, planned) {
            (Some(day), _) if day > today => return Support::Planned { on: Some(day) },
            (None, Some(day)) if day > today => return Support::Planned { on: Some(day) },
            (None, Some(planned)) => return Support::Unconfirmed { planned },
            (None, None) => return Support::Unknown,
            (Some(_), _) => {}
        }
        let older_is_supported = self.releases().iter().any(|older| {
            older.version.value <= version && older.end_of_life.is_some_and(|day| day.value >= today)
        });
        match release.maintenance {
            Some(day) if day.value <= today => Support::Maintenance { until: ends },
            _ if older_is_supported => Support::Supported { until: ends },
            _ => Support::Unknown,
        }
    }

    /// Minor versions that are supported on the day `today`, newest first.
    #[must_use]
    pub fn supported(&self, today: Date) -> Vec<MinorVersion> {
        let is_supported = |version: &MinorVersion| {
            matches!(self.support(*version, today), Support::Supported { .. } | Support::Maintenance { .. })
        };
        self.releases().iter().rev().map(|release| release.version.value).filter(is_supported).collect()
    }
}
