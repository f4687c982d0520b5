//! Minor versions of Kubernetes and ranges of them.

use std::fmt;
use std::str::FromStr;

use semver::{Comparator, Op, Version, VersionReq};

/// A minor version such as `1.35`: the unit in which Kubernetes changes feature gates.
///
/// Parses what clusters and people write (`1.35`, `v1.35`, `1.35.2`, `v1.35.2-gke.100`, `v1.33.5+k3s1`) and forgets
/// everything behind the minor. Orders by number, so 1.9 comes before 1.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinorVersion {
    /// Always 1 so far.
    pub major: u16,
    /// The number that rises about every four months.
    pub minor: u16,
}

/// A text that is no Kubernetes version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no Kubernetes version: write a minor version such as 1.35")]
pub struct ParseMinorVersionError {
    text: String,
}

impl MinorVersion {
    /// The minor `major.minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// The next minor version.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { major: self.major, minor: self.minor.saturating_add(1) }
    }

    /// The minor version before this one; none before `x.0`.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Some(Self { major: self.major, minor: self.minor.checked_sub(1)? })
    }

    fn to_semver(self) -> Version {
        Version::new(self.major.into(), self.minor.into(), 0)
    }
}

impl FromStr for MinorVersion {
    type Err = ParseMinorVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseMinorVersionError { text: text.chars().take(60).collect() };
        let trimmed = text.trim();
        let bare = trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed);
        // semver wants three numbers; people and docs write two.
        let number_end = bare.find(['-', '+']).unwrap_or(bare.len());
        let (numbers, suffix) = bare.split_at(number_end);
        let full = match numbers.matches('.').count() {
            1 => format!("{numbers}.0{suffix}"),
            _ => bare.to_owned(),
        };
        let version = Version::parse(&full).map_err(|_cause| error())?;
        match (u16::try_from(version.major), u16::try_from(version.minor)) {
            (Ok(major), Ok(minor)) => Ok(Self { major, minor }),
            _ => Err(error()),
        }
    }
}

impl fmt::Display for MinorVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A range of minor versions: comparisons joined by commas, all of which must hold, such as `>=1.33, <1.36`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRange {
    text: String,
    req: VersionReq,
}

/// A text that is no version range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no version range: write comparisons joined by commas, such as '>=1.33, <1.36'")]
pub struct ParseVersionRangeError {
    text: String,
}

impl VersionRange {
    /// Whether `version` is in the range.
    #[must_use]
    pub fn contains(&self, version: MinorVersion) -> bool {
        self.req.matches(&version.to_semver())
    }
}

impl FromStr for VersionRange {
    type Err = ParseVersionRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseVersionRangeError { text: text.chars().take(60).collect() };
        let mut comparators = Vec::new();
        for part in text.split(',') {
            let part = part.trim();
            let (op, rest) = match part {
                _ if part.starts_with(">=") => (Op::GreaterEq, &part[2..]),
                _ if part.starts_with("<=") => (Op::LessEq, &part[2..]),
                _ if part.starts_with('>') => (Op::Greater, &part[1..]),
                _ if part.starts_with('<') => (Op::Less, &part[1..]),
                _ if part.starts_with('=') => (Op::Exact, &part[1..]),
                _ => return Err(error()),
            };
            let version: MinorVersion = rest.parse().map_err(|_cause| error())?;
            comparators.push(Comparator {
                op,
                major: version.major.into(),
                minor: Some(version.minor.into()),
                // No patch: semver then compares minors alone, so `<=1.35` holds all of 1.35.
                patch: None,
                pre: semver::Prerelease::EMPTY,
            });
        }
        Ok(Self { text: text.trim().to_owned(), req: VersionReq { comparators } })
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor(text: &str) -> MinorVersion {
        text.parse().expect(text)
    }

    #[test]
    fn reads_what_clusters_and_people_write() {
        for text in ["1.35", "v1.35", "1.35.2", "v1.35.2-gke.100", "v1.35.5+k3s1", " 1.35 ", "V1.35.0-rc.1+x"]
        {
            assert_eq!(minor(text), MinorVersion::new(1, 35), "{text}");
        }
    }

    #[test]
    fn rejects_what_is_no_version() {
        for text in
            ["", "1", "v", "1.", ".35", "1.x", "TBD", "1.35.2.1", "-1.35", "1.99999999", "1.035", "1,35"]
        {
            assert!(text.parse::<MinorVersion>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_by_number_and_not_as_text() {
        assert!(minor("1.9") < minor("1.10"));
        assert!(minor("1.35") < minor("2.0"));
        assert_eq!(minor("1.9").next(), minor("1.10"));
        assert_eq!(minor("1.10").previous(), Some(minor("1.9")));
        assert_eq!(minor("1.0").previous(), None);
    }

    #[test]
    fn ranges_compare_minor_versions() {
        let range: VersionRange = ">=1.33, <v1.36".parse().expect("a range");
        let inside: Vec<_> =
            (30..40).map(|n| MinorVersion::new(1, n)).filter(|v| range.contains(*v)).collect();
        assert_eq!(inside, [minor("1.33"), minor("1.34"), minor("1.35")]);
        assert!("<=1.35".parse::<VersionRange>().expect("a range").contains(minor("1.35.7")));
        assert!(!">1.35".parse::<VersionRange>().expect("a range").contains(minor("1.35.7")));
        for text in ["", "1.35", ">=", ">=1.33 <1.36", "~1.3", ">=1.x"] {
            assert!(text.parse::<VersionRange>().is_err(), "{text}");
        }
    }
}
