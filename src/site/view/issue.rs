//! A KEP's tracking issue, as GitHub last described it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::super::context::Context;
use crate::model::{FactSource, IssueAnswer, IssueStatus, Kep, KepNumber};
use crate::query::{Tracked, assigned_words, capitalised, issue_words, status_facts, tracked};

/// Where the issues are, when the records do not say.
const ENHANCEMENTS: &str = "https://github.com/kubernetes/enhancements";

/// The issue of a KEP that has a number. Every text in it may be GitHub's: escaped, like all of a view.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct IssueView<'a> {
    pub(in super::super) number: u32,
    /// The issue's address; of its new place, where it was moved.
    pub(in super::super) url: String,
    /// `open`, `closed`, `missing`, or `unknown` where it was never fetched.
    pub(in super::super) state: &'static str,
    /// The same with the milestone: `open, v1.38`.
    pub(in super::super) words: String,
    /// The day it was fetched.
    pub(in super::super) heard: Option<String>,
    /// The same, and how long before the site's day that was where it matters.
    pub(in super::super) age: Option<String>,
    pub(in super::super) details: Option<IssueDetails<'a>>,
    /// Where issue and records do not fit together.
    pub(in super::super) facts: Vec<FactView>,
}

/// What is known about an issue that exists.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct IssueDetails<'a> {
    pub(in super::super) labels: &'a [String],
    pub(in super::super) labels_left_out: u32,
    pub(in super::super) tracked: Option<&'static str>,
    pub(in super::super) assigned: String,
    pub(in super::super) updated: String,
    pub(in super::super) moved: bool,
}

/// One thing that does not fit.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct FactView {
    /// A sentence without its end.
    pub(in super::super) text: String,
}

/// The issue of `kep`; none for a KEP without a number.
pub(in super::super) fn issue_view<'a>(ctx: &Context<'a>, kep: &Kep) -> Option<IssueView<'a>> {
    let number = kep.number.value;
    if number.0 == 0 {
        return None;
    }
    let answer = ctx.status.answer(number);
    let issue = ctx.status.issue(number);
    let moved = issue.and_then(|issue| issue.moved_to.clone());
    let facts = issue.map(|issue| status_facts(ctx.kb, kep, issue, ctx.config.today)).unwrap_or_default();
    Some(IssueView {
        number: number.0,
        url: moved.unwrap_or_else(|| issue_url(ctx, number)),
        state: match answer {
            None => "unknown",
            Some(IssueAnswer::Missing { .. }) => "missing",
            Some(IssueAnswer::Issue(issue)) => issue.state.as_str(),
        },
        words: issue_words(answer),
        heard: answer.map(|answer| day(answer.heard()).to_string()),
        age: answer.map(|answer| age(answer.heard(), ctx.config.today)),
        details: issue.map(details),
        facts: facts.into_iter().map(|fact| FactView { text: capitalised(&fact.to_string()) }).collect(),
    })
}

/// The address of the issue of that number.
pub(in super::super) fn issue_url(ctx: &Context<'_>, number: KepNumber) -> String {
    let home = ctx.kb.source(FactSource::Kep).map(|source| source.repository.trim_end_matches('/'));
    format!("{}/issues/{number}", home.unwrap_or(ENHANCEMENTS))
}

fn details(issue: &IssueStatus) -> IssueDetails<'_> {
    IssueDetails {
        labels: &issue.labels,
        labels_left_out: issue.labels_left_out,
        tracked: tracked(issue).map(Tracked::as_str),
        assigned: assigned_words(issue),
        updated: day(issue.updated).to_string(),
        moved: issue.moved_to.is_some(),
    }
}

/// `2026-11-20`, and how long before the site's day that was where it matters.
fn age(heard: Timestamp, today: Date) -> String {
    let heard = day(heard);
    match today.duration_since(heard).as_hours() / 24 {
        days if days > 1 => format!("{heard}, {days} days before this page was made"),
        _ => heard.to_string(),
    }
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}
