//! `kepdb status --format json`.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::github::{Refreshed, Trouble};
use kepdb::kb::KnowledgeBase;

use super::issue::KepIssueV1;

#[derive(Debug, Serialize)]
struct StatusV1<'a> {
    version: u32,
    today: String,
    counts: CountsV1,
    trouble: Vec<TroubleV1>,
    issues: Vec<KepIssueV1<'a>>,
}

#[derive(Debug, Serialize)]
struct CountsV1 {
    wanted: usize,
    fresh: usize,
    unchanged: usize,
    missing: usize,
    left: usize,
    requests: usize,
}

#[derive(Debug, Serialize)]
struct TroubleV1 {
    /// `incomplete`, `damaged-cache` or `cache-not-written`.
    trouble: &'static str,
    text: String,
}

/// The document.
pub(crate) fn render(kb: &KnowledgeBase, refreshed: &Refreshed, today: Date) -> anyhow::Result<String> {
    let counts = refreshed.counts;
    let trouble = refreshed.trouble.iter().map(|trouble| TroubleV1 {
        trouble: match trouble {
            Trouble::DamagedCache { .. } => "damaged-cache",
            Trouble::CacheNotWritten { .. } => "cache-not-written",
            _ => "incomplete",
        },
        text: trouble.to_string(),
    });
    let issues = kb.keps().iter().filter_map(|kep| KepIssueV1::of(kb, kep, &refreshed.book, today));
    super::text(&StatusV1 {
        version: super::VERSION,
        today: today.to_string(),
        counts: CountsV1 {
            wanted: counts.wanted,
            fresh: counts.fresh,
            unchanged: counts.unchanged,
            missing: counts.missing,
            left: counts.left,
            requests: counts.requests,
        },
        trouble: trouble.collect(),
        issues: issues.collect(),
    })
}
