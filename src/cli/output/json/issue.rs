//! The status of a tracking issue, as several documents have it.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{IssueAnswer, Kep, StatusBook};
use kepdb::query::{Tracked, status_facts, tracked};

/// What GitHub last said about the issue of a KEP.
#[derive(Debug, Serialize)]
pub(crate) struct IssueV1<'a> {
    /// `open`, `closed` or `missing`.
    state: &'static str,
    /// `issue` or `pull-request`; `null` where it is missing.
    kind: Option<&'static str>,
    milestone: Option<&'a str>,
    labels: &'a [String],
    labels_left_out: u32,
    /// `yes` or `no`, as the labels say; `null` where they do not.
    tracked: Option<&'static str>,
    assignees: Option<u32>,
    updated: Option<String>,
    fetched: String,
    moved_to: Option<&'a str>,
    facts: Vec<FactV1>,
}

/// A KEP and its issue, which was fetched at some time.
#[derive(Debug, Serialize)]
pub(crate) struct KepIssueV1<'a> {
    number: u32,
    slug: &'a str,
    issue: IssueV1<'a>,
}

impl<'a> KepIssueV1<'a> {
    /// The issue of `kep`, where it was fetched.
    pub(crate) fn of(kb: &KnowledgeBase, kep: &'a Kep, book: &'a StatusBook, today: Date) -> Option<Self> {
        let issue = IssueV1::of(kb, kep, book, today)?;
        Some(Self { number: kep.number.0, slug: &kep.slug, issue })
    }
}

/// Where the issue and the records do not fit together.
#[derive(Debug, Serialize)]
pub(crate) struct FactV1 {
    fact: &'static str,
    text: String,
}

impl<'a> IssueV1<'a> {
    /// The issue of `kep`; `None` where it was never fetched.
    pub(crate) fn of(kb: &KnowledgeBase, kep: &Kep, book: &'a StatusBook, today: Date) -> Option<Self> {
        let answer = book.answer(kep.number.value)?;
        let mut this = Self::bare(answer);
        if let IssueAnswer::Issue(issue) = answer {
            this.facts = status_facts(kb, kep, issue, today)
                .into_iter()
                .map(|fact| FactV1 { fact: fact.as_str(), text: fact.to_string() })
                .collect();
        }
        Some(this)
    }

    fn bare(answer: &'a IssueAnswer) -> Self {
        let fetched = answer.heard().to_string();
        match answer {
            IssueAnswer::Issue(issue) => Self {
                state: issue.state.as_str(),
                kind: Some(issue.kind.as_str()),
                milestone: issue.milestone.as_deref(),
                labels: &issue.labels,
                labels_left_out: issue.labels_left_out,
                tracked: tracked(issue).map(Tracked::as_str),
                assignees: Some(issue.assignees),
                updated: Some(issue.updated.to_string()),
                fetched,
                moved_to: issue.moved_to.as_deref(),
                facts: Vec::new(),
            },
            IssueAnswer::Missing { .. } => Self {
                state: "missing",
                kind: None,
                milestone: None,
                labels: &[],
                labels_left_out: 0,
                tracked: None,
                assignees: None,
                updated: None,
                fetched,
                moved_to: None,
                facts: Vec::new(),
            },
        }
    }
}
