//! What GitHub says about the KEPs' tracking issues, as it was last heard.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::KepNumber;

/// Whether an issue is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueState {
    /// Work goes on, or should.
    Open,
    /// Somebody, or a bot, closed it.
    Closed,
}

impl IssueState {
    /// The word in the cache, in JSON and on pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// What stands behind a KEP's number. GitHub counts issues and pull requests together, and a few old KEPs carry the
/// number of the pull request that proposed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueKind {
    /// The tracking issue.
    Issue,
    /// A pull request: its state says nothing about the feature.
    PullRequest,
}

impl IssueKind {
    /// The word in the cache and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::PullRequest => "pull-request",
        }
    }
}

/// One issue as GitHub described it. Texts are GitHub's: short, on one line and without control or bidi characters,
/// but otherwise anybody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueStatus {
    /// Issue or pull request.
    pub kind: IssueKind,
    /// Open or closed.
    pub state: IssueState,
    /// Title of the milestone, `v1.38`.
    pub milestone: Option<String>,
    /// Names of labels, those that say a stage or `tracked` first.
    pub labels: Vec<String>,
    /// How many more labels there were than are kept.
    pub labels_left_out: u32,
    /// How many people are assigned.
    pub assignees: u32,
    /// The last change of anything about it.
    pub updated: Timestamp,
    /// When GitHub last said all this, or that nothing of it changed.
    pub fetched_at: Timestamp,
    /// Where the issue is now, when it was moved to another repository; an `https` address.
    pub moved_to: Option<String>,
}

/// How much a KEP's issue matters to who upgrades now. Orders from much to little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relevance {
    /// The KEP has a target in a version that is still to come.
    Coming,
    /// It has one in a supported version.
    Supported,
    /// All its targets are in the past, or it has none.
    Past,
}

/// What is known about the issue of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueAnswer {
    /// It exists.
    Issue(IssueStatus),
    /// GitHub has no issue of that number, or no longer.
    Missing {
        /// When GitHub said so.
        checked: Timestamp,
    },
}

impl IssueAnswer {
    /// When GitHub said it.
    #[must_use]
    pub fn heard(&self) -> Timestamp {
        match self {
            Self::Issue(issue) => issue.fetched_at,
            Self::Missing { checked } => *checked,
        }
    }
}

/// Everything known about issues; empty where nothing was ever fetched. Two KEPs that share a number share its issue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusBook {
    answers: BTreeMap<KepNumber, IssueAnswer>,
}

impl StatusBook {
    /// What is known about the number.
    #[must_use]
    pub fn answer(&self, number: KepNumber) -> Option<&IssueAnswer> {
        self.answers.get(&number)
    }

    /// The issue of the number, where there is one and it was fetched.
    #[must_use]
    pub fn issue(&self, number: KepNumber) -> Option<&IssueStatus> {
        match self.answers.get(&number) {
            Some(IssueAnswer::Issue(issue)) => Some(issue),
            _ => None,
        }
    }

    /// All answers, by number.
    pub fn iter(&self) -> impl Iterator<Item = (KepNumber, &IssueAnswer)> {
        self.answers.iter().map(|(number, answer)| (*number, answer))
    }

    /// How many numbers something is known about.
    #[must_use]
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// When GitHub was last heard.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.answers.values().map(IssueAnswer::heard).max()
    }

    /// When the answer that has waited longest was heard.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.answers.values().map(IssueAnswer::heard).min()
    }
}

impl FromIterator<(KepNumber, IssueAnswer)> for StatusBook {
    fn from_iter<I: IntoIterator<Item = (KepNumber, IssueAnswer)>>(answers: I) -> Self {
        Self { answers: answers.into_iter().collect() }
    }
}
