//! The part of the drift page about tracking issues: where what GitHub says and the records do not fit together.

use serde::Serialize;

use super::super::context::Context;
use super::super::view::{KepRef, issue_url, issue_view};
use crate::query::{StatusFact, capitalised, status_facts};

/// All facts of one kind.
#[derive(Debug, Serialize)]
pub(super) struct OddIssues<'a> {
    slug: String,
    summary: &'static str,
    advice: &'static str,
    entries: Vec<OddIssue<'a>>,
}

/// One fact about one issue.
#[derive(Debug, Serialize)]
struct OddIssue<'a> {
    kep: KepRef<'a>,
    text: String,
    url: String,
    heard: Option<String>,
}

/// The facts about every issue that was fetched, by kind; kinds without any are left out.
pub(super) fn odd_issues<'a>(ctx: &Context<'a>) -> Vec<OddIssues<'a>> {
    let mut kinds: Vec<Option<OddIssues<'a>>> = StatusFact::KINDS.iter().map(|_| None).collect();
    for kep in ctx.kb.keps() {
        let Some(issue) = ctx.status.issue(kep.number.value) else { continue };
        for fact in status_facts(ctx.kb, kep, issue, ctx.config.today) {
            let Some(at) = StatusFact::KINDS.iter().position(|kind| *kind == fact.as_str()) else { continue };
            let kind = kinds[at].get_or_insert_with(|| OddIssues {
                slug: format!("issue-{}", fact.as_str()),
                summary: fact.summary(),
                advice: fact.advice(),
                entries: Vec::new(),
            });
            kind.entries.push(OddIssue {
                kep: KepRef::new(ctx, kep),
                text: capitalised(&fact.to_string()),
                url: issue_url(ctx, kep.number.value),
                heard: issue_view(ctx, kep).and_then(|view| view.heard),
            });
        }
    }
    kinds.into_iter().flatten().collect()
}

impl OddIssues<'_> {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }
}
