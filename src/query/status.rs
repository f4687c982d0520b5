//! What a tracking issue's status means beside the records: where the two do not fit together.
//!
//! A fact is stated only where both sides say something. An issue that was never fetched, or does not exist, gives none;
//! nor does a pull request, whose state is not the feature's.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{newest_release, stage_labels};
use crate::kb::KnowledgeBase;
use crate::model::{
    Gate, GateState, IssueKind, IssueState, IssueStatus, Kep, KepStatus, Milestone, MinorVersion, Stage,
};

/// Something that an issue and the records do not agree on, or that a reader should know about the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFact {
    /// The issue is closed, and the feature is neither stable nor given up.
    ClosedNotStable {
        /// The least advanced stage of the KEP's gates; of `kep.yaml` where it has none.
        stage: Option<Stage>,
    },
    /// The open issue's milestone lies past everything the record plans.
    MilestoneAhead {
        /// The issue's milestone.
        milestone: MinorVersion,
        /// The last version that the record plans for or was worked on in, if any.
        record: Option<MinorVersion>,
    },
    /// The issue's labels name a stage that the feature neither has nor plans next.
    OtherStage {
        /// The stage of the label; the most advanced one where there are several.
        label: Stage,
        /// The least advanced stage according to the records.
        record: Stage,
    },
    /// The issue is open, the feature alpha or beta, and nothing about the issue changed for a year.
    Stale {
        /// Day of the last change.
        since: Date,
        /// The least advanced stage.
        stage: Stage,
    },
}

impl StatusFact {
    /// The words of [`Self::as_str`], in the order in which they are listed.
    pub const KINDS: &'static [&'static str] =
        &["closed-not-stable", "milestone-ahead", "other-stage", "stale"];

    /// The word in JSON and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClosedNotStable { .. } => "closed-not-stable",
            Self::MilestoneAhead { .. } => "milestone-ahead",
            Self::OtherStage { .. } => "other-stage",
            Self::Stale { .. } => "stale",
        }
    }

    /// What all facts of the kind have in common, as a heading.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::ClosedNotStable { .. } => "The issue is closed, but the feature is not stable",
            Self::MilestoneAhead { .. } => "The issue's milestone lies past what the record plans",
            Self::OtherStage { .. } => "The issue's labels name another stage",
            Self::Stale { .. } => "Nothing changed about the issue for a year",
        }
    }

    /// What a reader should make of it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::ClosedNotStable { .. } => {
                "The work may have stopped, or gone on elsewhere. Read the issue before you count on the next stage."
            }
            Self::MilestoneAhead { .. } => {
                "Plans move in the issue first. The records follow once the proposal's file says the same."
            }
            Self::OtherStage { .. } => {
                "People set labels, usually to the stage that is planned for the milestone. What the gates do is the fact."
            }
            Self::Stale { .. } => {
                "Nothing was written, labelled or assigned. Do not plan for the next stage before somebody does."
            }
        }
    }
}

impl fmt::Display for StatusFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClosedNotStable { stage: Some(stage) } => {
                write!(f, "the issue is closed, but the records say {stage}")
            }
            Self::ClosedNotStable { stage: None } => {
                f.write_str("the issue is closed, but no record says that the work is done or given up")
            }
            Self::MilestoneAhead { milestone, record: Some(record) } => {
                write!(f, "the issue is planned for {milestone}, the record knows of nothing past {record}")
            }
            Self::MilestoneAhead { milestone, record: None } => {
                write!(f, "the issue is planned for {milestone}, the record has no target")
            }
            Self::OtherStage { label, record } => {
                write!(f, "the issue is labelled {label}, the records say {record} and plan no {label} next")
            }
            Self::Stale { since, stage } => {
                write!(f, "still {stage}, and nothing changed about the issue since {since}")
            }
        }
    }
}

/// Where `issue` and the records of `kep` do not fit together on the day `today`.
#[must_use]
pub fn status_facts(kb: &KnowledgeBase, kep: &Kep, issue: &IssueStatus, today: Date) -> Vec<StatusFact> {
    if issue.kind == IssueKind::PullRequest {
        return Vec::new();
    }
    let stage = least_stage(kb, kep);
    let facts = [
        closed_not_stable(kep, issue, stage),
        milestone_ahead(kb, kep, issue),
        other_stage(kb, kep, issue, stage, today),
        stale(issue, stage, today),
    ];
    facts.into_iter().flatten().collect()
}

fn closed_not_stable(kep: &Kep, issue: &IssueStatus, stage: Option<Stage>) -> Option<StatusFact> {
    let is_given_up = matches!(
        kep.status.map(|status| status.value),
        Some(KepStatus::Deferred | KepStatus::Rejected | KepStatus::Withdrawn | KepStatus::Replaced)
    );
    let is_done = match stage {
        Some(stage) => stage >= Stage::Stable,
        None => kep.status.map(|status| status.value) == Some(KepStatus::Implemented),
    };
    let is_news = issue.state == IssueState::Closed && !is_given_up && !is_done;
    is_news.then_some(StatusFact::ClosedNotStable { stage })
}

fn milestone_ahead(kb: &KnowledgeBase, kep: &Kep, issue: &IssueStatus) -> Option<StatusFact> {
    let milestone: MinorVersion = issue.milestone.as_deref()?.parse().ok()?;
    if issue.state == IssueState::Closed {
        return None;
    }
    let planned = kep.targets.iter().map(|target| target.version.value);
    let record = planned.chain(kep.latest.map(|version| version.value)).max();
    let is_news = match record {
        Some(record) => milestone > record,
        // Where the record plans nothing, a milestone of the past is no news.
        None => kb.horizon().is_some_and(|horizon| milestone > horizon),
    };
    is_news.then_some(StatusFact::MilestoneAhead { milestone, record })
}

fn other_stage(
    kb: &KnowledgeBase,
    kep: &Kep,
    issue: &IssueStatus,
    stage: Option<Stage>,
    today: Date,
) -> Option<StatusFact> {
    let labels = stage_labels(issue);
    let (label, record) = (*labels.last()?, stage?);
    // A label may already name what a coming version brings, and may still name what the newest release has.
    let newest = newest_release(kb, today);
    let mut fitting: Vec<Stage> = vec![record];
    fitting.extend(kep.stage.map(|stage| stage.value));
    for gate in kb.gates_of(kep) {
        fitting.extend([newest, kb.horizon()].into_iter().flatten().filter_map(|at| stage_at(gate, at)));
    }
    let ahead = kep.targets.iter().filter(|target| newest.is_none_or(|newest| target.version.value > newest));
    fitting.extend(ahead.filter_map(|target| target.milestone.stage()));
    // Deprecation and removal are labelled as the stage they end.
    let ends = |milestone| kep.targets.get(milestone).is_some();
    let is_ending = fitting.contains(&Stage::Deprecated) || ends(Milestone::Removed);
    let fits = |label: &Stage| fitting.contains(label) || (is_ending && *label >= Stage::Stable);
    (!labels.iter().any(fits)).then_some(StatusFact::OtherStage { label, record })
}

fn stale(issue: &IssueStatus, stage: Option<Stage>, today: Date) -> Option<StatusFact> {
    let stage = stage.filter(|stage| matches!(stage, Stage::Alpha | Stage::Beta))?;
    let day = |time: jiff::Timestamp| time.to_zoned(TimeZone::UTC).date();
    let since = day(issue.updated);
    // An old answer cannot know what changed after it.
    let known_until = today.min(day(issue.fetched_at));
    let is_stale = since.checked_add(1.year()).is_ok_and(|limit| limit <= known_until);
    (issue.state == IssueState::Open && is_stale).then_some(StatusFact::Stale { since, stage })
}

/// The least advanced stage of the KEP's gates, as far as the code is known; the stage of `kep.yaml` where it has none.
fn least_stage(kb: &KnowledgeBase, kep: &Kep) -> Option<Stage> {
    let horizon = kb.horizon();
    let stages = kb.gates_of(kep).into_iter().filter_map(|gate| stage_at(gate, horizon?));
    stages.min().or(kep.stage.map(|stage| stage.value))
}

/// The gate's stage at `version`; of a removed gate, its last one.
fn stage_at(gate: &Gate, version: MinorVersion) -> Option<Stage> {
    match gate.state_at(version) {
        GateState::Removed => gate.history.last().map(|row| row.stage.value),
        state => state.setting().map(|setting| setting.stage),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, day, knowledge_base, minor};
    use super::*;
    use crate::model::{KepNumber, Target};

    const TODAY: &str = "2026-11-23";

    /// An open issue that was fetched today and changed yesterday.
    fn issue(labels: &[&str]) -> IssueStatus {
        IssueStatus {
            kind: IssueKind::Issue,
            state: IssueState::Open,
            milestone: None,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            labels_left_out: 0,
            assignees: 1,
            updated: "2026-11-22T00:00:00Z".parse().expect("a time"),
            fetched_at: "2026-11-23T00:00:00Z".parse().expect("a time"),
            moved_to: None,
        }
    }

    fn closed() -> IssueStatus {
        IssueStatus { state: IssueState::Closed, ..issue(&[]) }
    }

    fn planned(version: &str) -> IssueStatus {
        IssueStatus { milestone: Some(version.to_owned()), ..issue(&[]) }
    }

    /// The KEP of that number, changed by `change`, and what is found about it.
    fn facts(number: u32, issue: &IssueStatus, change: impl Fn(&mut Kep)) -> Vec<StatusFact> {
        let kb = knowledge_base();
        let mut kep = kb.keps_numbered(KepNumber(number)).next().expect("a KEP of the sample").clone();
        change(&mut kep);
        status_facts(&kb, &kep, issue, day(TODAY))
    }

    fn as_is(_: &mut Kep) {}

    fn named(gate: &str) -> impl Fn(&mut Kep) + use<'_> {
        move |kep| kep.gates = vec![at(crate::model::GateName::new(gate).expect("a gate name"))]
    }

    #[test]
    fn a_closed_issue_of_a_feature_that_is_not_stable_is_news() {
        let alpha = StatusFact::ClosedNotStable { stage: Some(Stage::Alpha) };
        assert_eq!(facts(100, &closed(), named("Newcomer")), [alpha]);
        assert_eq!(alpha.to_string(), "the issue is closed, but the records say alpha");
        assert_eq!(facts(2133, &closed(), as_is), [StatusFact::ClosedNotStable { stage: None }]);
    }

    #[test]
    fn a_closed_issue_of_a_finished_or_abandoned_feature_is_none() {
        assert_eq!(facts(100, &closed(), as_is), [], "its gate is stable");
        assert_eq!(facts(100, &closed(), named("OldTimer")), [], "its gate was stable and is gone");
        for status in [KepStatus::Withdrawn, KepStatus::Deferred, KepStatus::Rejected, KepStatus::Replaced] {
            assert_eq!(facts(2133, &closed(), |kep| kep.status = Some(at(status))), []);
        }
        assert_eq!(facts(2133, &closed(), |kep| kep.status = Some(at(KepStatus::Implemented))), []);
    }

    #[test]
    fn a_milestone_past_the_last_target_is_news() {
        let found = facts(4872, &planned("v1.39"), as_is);
        let ahead = StatusFact::MilestoneAhead { milestone: minor("1.39"), record: Some(minor("1.38")) };
        assert_eq!(found, [ahead]);
        assert_eq!(ahead.to_string(), "the issue is planned for 1.39, the record knows of nothing past 1.38");
        assert_eq!(facts(4872, &planned("v1.38"), as_is), []);
        assert_eq!(facts(4872, &planned("v1.39"), |kep| kep.latest = Some(at(minor("1.39")))), []);
        assert_eq!(facts(4872, &planned("Next"), as_is), [], "not every milestone is a version");
        let closed = IssueStatus { state: IssueState::Closed, ..planned("v1.39") };
        assert_eq!(facts(100, &closed, as_is), []);
    }

    #[test]
    fn without_a_target_only_a_coming_milestone_is_news() {
        let found = facts(2133, &planned("v1.38"), as_is);
        assert_eq!(found, [StatusFact::MilestoneAhead { milestone: minor("1.38"), record: None }]);
        assert_eq!(facts(2133, &planned("v1.14"), as_is), []);
    }

    #[test]
    fn a_label_of_a_stage_nobody_has_or_plans_is_news() {
        let found = facts(100, &issue(&["stage/alpha"]), as_is);
        assert_eq!(found, [StatusFact::OtherStage { label: Stage::Alpha, record: Stage::Stable }]);
        assert_eq!(facts(100, &issue(&["stage/stable", "stage/alpha"]), as_is), [], "one of them fits");
        assert_eq!(facts(100, &issue(&["stage/gamma", "sig/node"]), as_is), []);
        assert_eq!(facts(2133, &issue(&["stage/beta"]), as_is), [], "the records say nothing");
    }

    #[test]
    fn a_label_may_name_what_is_planned_next() {
        let newcomer = named("Newcomer");
        assert_eq!(facts(100, &issue(&["stage/beta"]), &newcomer).len(), 1);
        let with_target = |kep: &mut Kep| {
            newcomer(kep);
            kep.targets.0 = vec![Target { milestone: Milestone::Beta, version: at(minor("1.38")) }];
        };
        assert_eq!(facts(100, &issue(&["stage/beta"]), with_target), []);
    }

    #[test]
    fn an_issue_without_a_change_for_a_year_is_stale_while_alpha_or_beta() {
        let quiet = |updated: &str, fetched: &str| IssueStatus {
            updated: updated.parse().expect("a time"),
            fetched_at: fetched.parse().expect("a time"),
            ..issue(&[])
        };
        let old = quiet("2025-11-23T12:00:00Z", "2026-11-23T00:00:00Z");
        let stale = StatusFact::Stale { since: day("2025-11-23"), stage: Stage::Alpha };
        assert_eq!(facts(100, &old, named("Newcomer")), [stale]);
        assert_eq!(facts(100, &old, as_is), [], "it is stable");
        let newer = quiet("2025-11-24T12:00:00Z", "2026-11-23T00:00:00Z");
        assert_eq!(facts(100, &newer, named("Newcomer")), []);
        let unknown_since = quiet("2025-11-23T12:00:00Z", "2026-10-01T00:00:00Z");
        assert_eq!(facts(100, &unknown_since, named("Newcomer")), [], "nobody looked since October");
        let closed = IssueStatus { state: IssueState::Closed, ..old };
        assert_eq!(facts(100, &closed, named("Newcomer")).len(), 1, "closed, which says more");
    }

    #[test]
    fn a_pull_request_says_nothing_about_a_feature() {
        let request = IssueStatus { kind: IssueKind::PullRequest, ..closed() };
        assert_eq!(facts(100, &request, named("Newcomer")), []);
    }

    #[test]
    fn every_kind_of_fact_is_listed() {
        let (stage, milestone) = (Stage::Alpha, minor("1.38"));
        let all = [
            StatusFact::ClosedNotStable { stage: None },
            StatusFact::MilestoneAhead { milestone, record: None },
            StatusFact::OtherStage { label: stage, record: stage },
            StatusFact::Stale { since: day(TODAY), stage },
        ];
        assert_eq!(all.map(StatusFact::as_str), StatusFact::KINDS);
    }
}
