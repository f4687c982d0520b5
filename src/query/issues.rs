//! Tracking issues in words, what their labels say, and which of them matter most.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::newest_release;
use crate::kb::KnowledgeBase;
use crate::model::{
    IssueAnswer, IssueKind, IssueState, IssueStatus, Kep, KepNumber, MinorVersion, Relevance, Stage,
};

/// Whether the release team follows the issue for its milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tracked {
    /// It is part of the release.
    Yes,
    /// It missed the release, or was taken out of it.
    No,
}

impl Tracked {
    /// The word of the label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

/// What the `tracked/…` labels say. Both at once say nothing.
#[must_use]
pub fn tracked(issue: &IssueStatus) -> Option<Tracked> {
    let has = |label: &str| issue.labels.iter().any(|known| known == label);
    match (has("tracked/yes"), has("tracked/no")) {
        (true, false) => Some(Tracked::Yes),
        (false, true) => Some(Tracked::No),
        _ => None,
    }
}

/// The stages that `stage/…` labels name, least advanced first, each once.
#[must_use]
pub fn stage_labels(issue: &IssueStatus) -> Vec<Stage> {
    let words = issue.labels.iter().filter_map(|label| label.strip_prefix("stage/"));
    let mut stages: Vec<Stage> = words.filter_map(|word| word.parse().ok()).collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

/// The state of an issue in a few words: `open, v1.38`, `closed`, `missing`, `not fetched`.
#[must_use]
pub fn issue_words(answer: Option<&IssueAnswer>) -> String {
    let issue = match answer {
        None => return "not fetched".to_owned(),
        Some(IssueAnswer::Missing { .. }) => return "missing".to_owned(),
        Some(IssueAnswer::Issue(issue)) => issue,
    };
    let kind = if issue.kind == IssueKind::PullRequest { "pull request, " } else { "" };
    let milestone = match (&issue.milestone, issue.state) {
        (Some(milestone), IssueState::Open) => format!(", {milestone}"),
        _ => String::new(),
    };
    format!("{kind}{}{milestone}", issue.state.as_str())
}

/// How many people are assigned: `nobody`, `one person`, `3 people`.
#[must_use]
pub fn assigned_words(issue: &IssueStatus) -> String {
    match issue.assignees {
        0 => "nobody".to_owned(),
        1 => "one person".to_owned(),
        count => format!("{count} people"),
    }
}

/// Every number that may have an issue, each once, with how much it matters; what matters most first, and among equals
/// the newest KEP.
#[must_use]
pub fn issue_order(kb: &KnowledgeBase, today: Date) -> Vec<(KepNumber, Relevance)> {
    let newest = newest_release(kb, today);
    let supported = kb.supported(today);
    let of = |kep: &Kep| {
        let has = |fits: &dyn Fn(MinorVersion) -> bool| kep.targets.iter().any(|at| fits(at.version.value));
        if has(&|version| newest.is_none_or(|newest| version > newest)) {
            Relevance::Coming
        } else if has(&|version| supported.contains(&version) || Some(version) == newest) {
            Relevance::Supported
        } else {
            Relevance::Past
        }
    };
    let mut numbers: BTreeMap<KepNumber, Relevance> = BTreeMap::new();
    for kep in kb.keps().iter().filter(|kep| kep.number.0 > 0) {
        let relevance = of(kep);
        numbers
            .entry(kep.number.value)
            .and_modify(|known| *known = relevance.min(*known))
            .or_insert(relevance);
    }
    let mut order: Vec<_> = numbers.into_iter().collect();
    order.sort_by_key(|(number, relevance)| (*relevance, std::cmp::Reverse(*number)));
    order
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, knowledge_base};
    use super::*;

    /// An open issue without a milestone.
    fn issue(labels: &[&str]) -> IssueStatus {
        let time = "2026-11-23T00:00:00Z".parse().expect("a time");
        IssueStatus {
            kind: IssueKind::Issue,
            state: IssueState::Open,
            milestone: None,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            labels_left_out: 0,
            assignees: 1,
            updated: time,
            fetched_at: time,
            moved_to: None,
        }
    }

    fn closed() -> IssueStatus {
        IssueStatus { state: IssueState::Closed, ..issue(&[]) }
    }

    fn planned(version: &str) -> IssueStatus {
        IssueStatus { milestone: Some(version.to_owned()), ..issue(&[]) }
    }

    #[test]
    fn tracked_labels_say_yes_or_no_or_nothing() {
        assert_eq!(tracked(&issue(&["tracked/yes"])), Some(Tracked::Yes));
        assert_eq!(tracked(&issue(&["tracked/no", "stage/beta"])), Some(Tracked::No));
        assert_eq!(tracked(&issue(&["tracked/out-of-tree"])), None);
        assert_eq!(tracked(&issue(&["tracked/no", "tracked/yes"])), None);
    }

    #[test]
    fn says_the_state_in_a_few_words() {
        let known = |issue| issue_words(Some(&IssueAnswer::Issue(issue)));
        assert_eq!(known(planned("v1.38")), "open, v1.38");
        assert_eq!(known(IssueStatus { state: IssueState::Closed, ..planned("v1.38") }), "closed");
        assert_eq!(known(IssueStatus { kind: IssueKind::PullRequest, ..closed() }), "pull request, closed");
        assert_eq!(issue_words(Some(&IssueAnswer::Missing { checked: closed().updated })), "missing");
        assert_eq!(issue_words(None), "not fetched");
    }

    #[test]
    fn what_matters_now_is_asked_first() {
        let order = issue_order(&knowledge_base(), day("2026-11-23"));
        let numbers: Vec<_> = order.iter().map(|(number, _)| number.0).collect();
        assert_eq!(numbers, [4872, 100, 4317, 2133]);
        assert_eq!(order[0].1, Relevance::Coming);
        assert_eq!(order[3].1, Relevance::Past);
    }
}
