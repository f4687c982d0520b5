//! What can go wrong on the way to GitHub. None of it holds text that a server sent.

use std::path::PathBuf;

use jiff::Timestamp;

/// Why an issue, or all that were still to be asked, got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The limit of requests is used up, and the wait for more is longer than the run may take.
    #[error("{}", limited(*.until, *.with_token))]
    Limited {
        /// When GitHub takes requests again, where it says so.
        until: Option<Timestamp>,
        /// Whether a token was sent.
        with_token: bool,
    },
    /// The time of the run is over.
    #[error("the {0} s for it were over")]
    OutOfTime(u64),
    /// The token is not taken, or not allowed to read the repository.
    #[error("GitHub does not accept the token (status {0})")]
    TokenRefused(u16),
    /// The request is not taken, without a token.
    #[error("GitHub refuses to answer (status {0})")]
    Refused(u16),
    /// There is no such repository, or the token may not see it.
    #[error("GitHub knows no repository of that name")]
    NoRepository,
    /// No connection, or it broke.
    #[error("GitHub cannot be reached: {0}")]
    Unreachable(&'static str),
    /// An error of the server, several times.
    #[error("GitHub has trouble of its own (status {0})")]
    Server(u16),
    /// A status that makes no sense here.
    #[error("GitHub's answer makes no sense here (status {0})")]
    Unexpected(u16),
    /// The answer ended before its end.
    #[error("GitHub's answer broke off")]
    Truncated,
    /// The answer is larger than any honest one.
    #[error("GitHub's answer is too large")]
    TooLarge,
    /// The answer is not what was asked for.
    #[error("GitHub's answer cannot be read")]
    Malformed,
    /// The issue is said to be on another host, or nowhere after several steps.
    #[error("GitHub leads to another place, where nobody goes after it")]
    LedAway,
    /// GraphQL had an error with this issue.
    #[error("GitHub could not look an issue up")]
    Partial,
    /// No client could be made: no certificates, for example.
    #[error("no secure connection can be made on this machine")]
    NoClient,
}

impl Failure {
    /// Whether asking for the next issue would fail the same way.
    pub(super) fn ends_the_run(&self) -> bool {
        match self {
            Self::Limited { .. }
            | Self::OutOfTime(_)
            | Self::TokenRefused(_)
            | Self::Refused(_)
            | Self::NoRepository
            | Self::Unreachable(_)
            | Self::NoClient => true,
            Self::Server(_)
            | Self::Unexpected(_)
            | Self::Truncated
            | Self::TooLarge
            | Self::Malformed
            | Self::LedAway
            | Self::Partial => false,
        }
    }

    /// Whether a second try may end better.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Server(_) | Self::Truncated)
    }
}

fn limited(until: Option<Timestamp>, with_token: bool) -> String {
    let until = until.map(|until| format!(" until {}", minute(until))).unwrap_or_default();
    let advice = if with_token { "" } else { " (a token in GITHUB_TOKEN raises it)" };
    format!("GitHub's limit of requests is reached{until}{advice}")
}

/// `2026-11-23 14:05 UTC`.
fn minute(time: Timestamp) -> String {
    let time = time.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{} {:02}:{:02} UTC", time.date(), time.hour(), time.minute())
}

/// Something about a run that its reader should know. The book is as good as it can be all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The cache could not be read; it counts as empty, and the next answer replaces it.
    #[error("the cache {} is damaged ({reason}) and counts as empty", .path.display())]
    DamagedCache {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What was heard could not be kept.
    #[error("the cache {} cannot be written: {reason}", .path.display())]
    CacheNotWritten {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Some issues got no answer, or all that were left.
    #[error("{cause}")]
    Incomplete {
        /// How many issues keep what was known before, or nothing.
        left: usize,
        /// Why; the first reason, where there are several.
        cause: Failure,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_until_when_the_limit_holds_and_what_raises_it() {
        let until = "2026-11-23T14:05:59Z".parse().ok();
        assert_eq!(
            Failure::Limited { until, with_token: false }.to_string(),
            "GitHub's limit of requests is reached until 2026-11-23 14:05 UTC (a token in GITHUB_TOKEN raises it)"
        );
        assert_eq!(
            Failure::Limited { until: None, with_token: true }.to_string(),
            "GitHub's limit of requests is reached"
        );
    }
}
