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
    /// Past its end of life; the day is given where it is recorded.
    EndOfLife {
        /// Last day of support.
        since: Option<Date>,
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
            return Support::EndOfLife { since: Some(since) };
        }
        match (released, planned) {
            (Some(day), _) if day > today => return Support::Planned { on: Some(day) },
            (None, Some(day)) if day > today => return Support::Planned { on: Some(day) },
            (None, Some(planned)) => return Support::Unconfirmed { planned },
            (None, None) => return Support::Unknown,
            (Some(_), _) => {}
        }
        let mut ends_recorded =
            self.releases().iter().filter_map(|at| Some((at.version.value, at.end_of_life?.value)));
        if ends.is_none() && ends_recorded.clone().any(|(newer, day)| newer > version && day < today) {
            return Support::EndOfLife { since: None };
        }
        match release.maintenance {
            Some(day) if day.value <= today => Support::Maintenance { until: ends },
            _ if ends_recorded.any(|(older, day)| older <= version && day >= today) => {
                Support::Supported { until: ends }
            }
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

#[cfg(test)]
mod tests {
    use super::super::fixture::{at, minor};
    use super::*;
    use crate::model::{Content, Release};

    fn release(version: &str, released: &str, maintenance: &str, end_of_life: &str) -> Release {
        let date = |text: &str| text.parse::<Date>().ok().map(at);
        Release {
            version: at(minor(version)),
            released: date(released),
            planned: None,
            maintenance: date(maintenance),
            end_of_life: date(end_of_life),
            final_patch: None,
        }
    }

    fn base() -> KnowledgeBase {
        let mut planned = release("1.37", "", "", "");
        planned.planned = Some(at("2026-08-26".parse().expect("a date")));
        let releases = vec![
            release("1.34", "2025-08-27", "2026-08-27", "2026-10-27"),
            release("1.35", "2025-12-17", "2026-12-28", "2027-02-28"),
            release("1.36", "2026-04-22", "", ""),
            planned,
            release("1.1", "", "", ""),
        ];
        KnowledgeBase::new(Content { releases, ..Content::default() })
    }

    fn on(day: &str, version: &str) -> Support {
        base().support(minor(version), day.parse().expect("a date"))
    }

    #[test]
    fn follows_the_recorded_dates() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(on("2025-08-01", "1.34"), Support::Planned { on: Some(date("2025-08-27")) });
        assert_eq!(on("2026-01-01", "1.34"), Support::Supported { until: Some(date("2026-10-27")) });
        assert_eq!(on("2026-08-27", "1.34"), Support::Maintenance { until: Some(date("2026-10-27")) });
        assert_eq!(on("2026-10-27", "1.34"), Support::Maintenance { until: Some(date("2026-10-27")) });
        assert_eq!(on("2026-10-28", "1.34"), Support::EndOfLife { since: Some(date("2026-10-27")) });
        assert_eq!(on("2026-10-28", "1.1"), Support::Unknown);
        assert_eq!(on("2026-10-28", "1.99"), Support::Unknown);
    }

    #[test]
    fn a_release_without_an_end_date_is_supported_while_an_older_one_is() {
        assert_eq!(on("2026-11-23", "1.36"), Support::Supported { until: None });
        assert_eq!(on("2027-03-01", "1.36"), Support::Unknown);
        assert_eq!(base().supported("2026-11-23".parse().expect("a date")), [minor("1.36"), minor("1.35")]);
    }

    #[test]
    fn a_release_without_an_end_date_is_past_it_once_a_newer_one_is() {
        let releases = vec![
            release("1.0", "2015-07-21", "", ""),
            release("1.14", "2019-03-25", "", "2019-12-11"),
            release("1.15", "2019-06-20", "", ""),
        ];
        let kb = KnowledgeBase::new(Content { releases, ..Content::default() });
        let on = |day: &str, version: &str| kb.support(minor(version), day.parse().expect("a date"));
        assert_eq!(on("2019-12-12", "1.0"), Support::EndOfLife { since: None });
        assert_eq!(on("2019-12-11", "1.0"), Support::Unknown);
        assert_eq!(on("2019-12-11", "1.15"), Support::Supported { until: None });
        assert_eq!(on("2019-12-12", "1.15"), Support::Unknown);
    }

    #[test]
    fn a_planned_day_that_has_passed_confirms_nothing() {
        let planned = "2026-08-26".parse().expect("a date");
        assert_eq!(on("2026-08-01", "1.37"), Support::Planned { on: Some(planned) });
        assert_eq!(on("2026-11-23", "1.37"), Support::Unconfirmed { planned });
    }
}
