//! How long a run may take, and how much GitHub lets it ask.

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::HeaderMap;

/// GitHub asks for a wait of at least a minute where it only says that too much was asked at once.
const SECONDARY: Duration = Duration::from_secs(60);

/// The time of a run: how much of it is left, and what the clock on the wall says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    budget: Duration,
    now: Timestamp,
}

impl Clock {
    /// Starts to run at the moment `now`.
    pub(super) fn start(budget: Duration, now: Timestamp) -> Self {
        Self { start: Instant::now(), budget, now }
    }

    /// What is left; none when it is over.
    pub(super) fn left(&self) -> Option<Duration> {
        self.budget.checked_sub(self.start.elapsed()).filter(|left| !left.is_zero())
    }

    /// The whole time in seconds, for messages.
    pub(super) fn seconds(&self) -> u64 {
        self.budget.as_secs()
    }

    /// The moment.
    pub(super) fn now(&self) -> Timestamp {
        self.now.checked_add(self.start.elapsed()).unwrap_or(self.now)
    }
}

/// What the headers of an answer say about further requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// Requests that are left until `reset`.
    pub(super) remaining: Option<u64>,
    /// When the count starts anew.
    pub(super) reset: Option<Timestamp>,
    /// How long to wait before the next request.
    pub(super) retry_after: Option<Duration>,
}

impl Limits {
    /// Reads the headers that came at the moment `now`.
    pub(super) fn read(headers: &HeaderMap, now: Timestamp) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        Self {
            remaining: text("x-ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: text("x-ratelimit-reset")
                .and_then(|text| text.parse().ok())
                .and_then(|seconds| Timestamp::from_second(seconds).ok()),
            retry_after: text("retry-after").and_then(|text| retry_after(text, now)),
        }
    }

    /// Whether the count is used up.
    pub(super) fn is_used_up(self) -> bool {
        self.remaining == Some(0)
    }

    /// How long to wait after an answer that refused for the limit's sake.
    pub(super) fn wait(self, now: Timestamp) -> Duration {
        let until_reset = || self.reset.filter(|_| self.is_used_up()).map(|reset| until(reset, now));
        self.retry_after.or_else(until_reset).unwrap_or(SECONDARY)
    }
}

/// `Retry-After`: seconds, or a date.
fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    DateTimeParser::new().parse_timestamp(text).ok().map(|date| until(date, now))
}

fn until(moment: Timestamp, now: Timestamp) -> Duration {
    moment.duration_since(now).try_into().unwrap_or(Duration::ZERO)
}

/// How long to wait before try number `attempt` (the first retry is 1): twice as long each time, and up to half as long
/// again by chance, so that many clients that failed together do not come back together.
pub(super) fn backoff(attempt: u32) -> Duration {
    let base = Duration::from_millis(200) * 2u32.saturating_pow(attempt.saturating_sub(1).min(6));
    // Each hasher of the standard library starts from a random number.
    let chance = RandomState::new().hash_one(attempt) % 512;
    base + base * u32::try_from(chance).unwrap_or(0) / 1024
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().expect("a time")
    }

    fn read(headers: &[(&'static str, &str)]) -> Limits {
        let pairs = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"))
        });
        Limits::read(&pairs.collect(), now())
    }

    #[test]
    fn waits_as_long_as_the_answer_says() {
        assert_eq!(read(&[("retry-after", "7")]).wait(now()), Duration::from_secs(7));
        let date = read(&[("retry-after", "Mon, 23 Nov 2026 00:00:30 GMT")]);
        assert_eq!(date.wait(now()), Duration::from_secs(30));
        let reset = (now().as_second() + 90).to_string();
        let used_up = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset.as_str())];
        assert_eq!(read(&used_up).wait(now()), Duration::from_secs(90));
        let both = [used_up[0], used_up[1], ("retry-after", "2")];
        assert_eq!(read(&both).wait(now()), Duration::from_secs(2));
        // The count is not what ran out.
        let left = [("x-ratelimit-remaining", "12"), ("x-ratelimit-reset", reset.as_str())];
        assert_eq!(read(&left).wait(now()), SECONDARY);
    }

    #[test]
    fn nonsense_in_headers_is_as_good_as_none() {
        for value in ["", "soon", "-1", "99999999999999999999999", "\u{9}"] {
            let limits = read(&[
                ("retry-after", value),
                ("x-ratelimit-remaining", value),
                ("x-ratelimit-reset", value),
            ]);
            assert_eq!((limits.retry_after, limits.remaining), (None, None), "{value}");
        }
        let past = read(&[("retry-after", "Mon, 23 Nov 2020 00:00:30 GMT")]);
        assert_eq!(past.wait(now()), Duration::ZERO);
    }

    #[test]
    fn waits_longer_each_time_and_never_the_same_for_all() {
        for attempt in 1..5 {
            let least = Duration::from_millis(200) * 2u32.pow(attempt - 1);
            let wait = backoff(attempt);
            assert!(wait >= least && wait <= least * 3 / 2, "{attempt}: {wait:?}");
        }
        assert!(backoff(u32::MAX) < Duration::from_secs(30));
    }
}
