//! `kepdb query --format json`.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::kb::{KepTarget, KnowledgeBase};
use kepdb::model::{Kep, Milestone, MinorVersion, Stage, StatusBook};
use kepdb::query::{ReleaseReport, ReleaseRow, StateRow};

use super::facts::{KepRefV1, ReleaseV1, SettingV1, TargetV1, WindowV1, components};
use super::issue::{IssueV1, KepIssueV1};

/// What is known about one version.
#[derive(Debug)]
pub(crate) enum Answer<'kb> {
    /// What it changed.
    Changes(ReleaseReport<'kb>),
    /// What holds at it.
    State(MinorVersion, Vec<(Stage, Vec<StateRow<'kb>>)>),
    /// What KEPs plan for it.
    Planned(MinorVersion, Vec<(Milestone, Vec<KepTarget<'kb>>)>),
}

impl Answer<'_> {
    /// The version.
    pub(crate) fn version(&self) -> MinorVersion {
        match self {
            Self::Changes(report) => report.version,
            Self::State(version, _) | Self::Planned(version, _) => *version,
        }
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Changes(report) => report.is_empty(),
            Self::State(_, groups) => groups.is_empty(),
            Self::Planned(_, groups) => groups.is_empty(),
        }
    }
}

#[derive(Debug, Serialize)]
struct QueryV1<'a> {
    version: u32,
    today: String,
    /// Newest version whose gates are known from the code.
    known_up_to: Option<String>,
    releases: Vec<AnswerV1<'a>>,
}

#[derive(Debug, Serialize)]
struct AnswerV1<'a> {
    #[serde(flatten)]
    release: ReleaseV1,
    /// `changes`, `state` or `planned`.
    kind: &'static str,
    groups: Vec<GroupV1<'a>>,
    targets: Vec<TargetV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupV1<'a> {
    group: &'static str,
    gates: Vec<GateV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GateV1<'a> {
    gate: &'a str,
    keps: Vec<KepRefV1<'a>>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    /// Setting at the version before; always `null` in a state.
    before: Option<SettingV1>,
    /// Setting at the version; `null` where the gate was removed.
    after: Option<SettingV1>,
    /// What happened; empty in a state.
    changes: Vec<&'static str>,
    /// Since when it has had its stage; only in a state.
    stage_since: Option<String>,
    removed: Option<WindowV1>,
    /// The issues of its KEPs that were fetched; empty unless they are asked for.
    issues: Vec<KepIssueV1<'a>>,
}

/// Where the issues of a document come from.
#[derive(Debug, Clone, Copy)]
struct Issues<'a> {
    kb: &'a KnowledgeBase,
    book: Option<&'a StatusBook>,
    today: Date,
}

impl<'a> Issues<'a> {
    fn of(self, keps: &[&'a Kep]) -> Vec<KepIssueV1<'a>> {
        let Some(book) = self.book else { return Vec::new() };
        keps.iter().filter_map(|kep| KepIssueV1::of(self.kb, kep, book, self.today)).collect()
    }

    fn target(self, target: &'a KepTarget<'a>) -> TargetV1<'a> {
        let mut view = TargetV1::new(self.kb, target);
        view.issue = self.book.and_then(|book| IssueV1::of(self.kb, target.kep, book, self.today));
        view
    }
}

/// The document.
pub(crate) fn render(
    kb: &KnowledgeBase,
    answers: &[Answer<'_>],
    book: Option<&StatusBook>,
    today: Date,
) -> anyhow::Result<String> {
    let issues = Issues { kb, book, today };
    super::text(&QueryV1 {
        version: super::VERSION,
        today: today.to_string(),
        known_up_to: kb.horizon().map(|version| version.to_string()),
        releases: answers.iter().map(|answer| release(issues, answer)).collect(),
    })
}

fn release<'a>(issues: Issues<'a>, answer: &'a Answer<'a>) -> AnswerV1<'a> {
    let Issues { kb, today, .. } = issues;
    let (kind, groups, targets) = match answer {
        Answer::Changes(report) => {
            let groups = report.groups.iter().map(|(group, rows)| GroupV1 {
                group: group.as_str(),
                gates: rows.iter().map(|row| changed(issues, row)).collect(),
            });
            let targets = report.gateless.iter().map(|target| issues.target(target)).collect();
            ("changes", groups.collect(), targets)
        }
        Answer::State(_, groups) => {
            let groups = groups.iter().map(|(stage, rows)| GroupV1 {
                group: stage.as_str(),
                gates: rows.iter().map(|row| state(issues, row)).collect(),
            });
            ("state", groups.collect(), Vec::new())
        }
        Answer::Planned(_, groups) => {
            let targets = groups.iter().flat_map(|(_, targets)| targets);
            ("planned", Vec::new(), targets.map(|target| issues.target(target)).collect())
        }
    };
    AnswerV1 { release: ReleaseV1::new(kb, answer.version(), today), kind, groups, targets }
}

fn changed<'a>(issues: Issues<'a>, row: &'a ReleaseRow<'a>) -> GateV1<'a> {
    GateV1 {
        gate: row.gate.name.as_str(),
        keps: row.keps.iter().map(|kep| KepRefV1::new(kep)).collect(),
        sigs: issues.kb.sigs_of(row.gate),
        components: components(row.gate),
        before: row.before.map(SettingV1::from),
        after: row.after.map(SettingV1::from),
        changes: row.kinds.iter().map(|kind| kind.as_str()).collect(),
        stage_since: None,
        removed: row.removal.map(WindowV1::from),
        issues: issues.of(&row.keps),
    }
}

fn state<'a>(issues: Issues<'a>, row: &'a StateRow<'a>) -> GateV1<'a> {
    GateV1 {
        gate: row.gate.name.as_str(),
        keps: row.keps.iter().map(|kep| KepRefV1::new(kep)).collect(),
        sigs: issues.kb.sigs_of(row.gate),
        components: components(row.gate),
        before: None,
        after: Some(row.setting.into()),
        changes: Vec::new(),
        stage_since: Some(row.since.to_string()),
        removed: row.removal.map(WindowV1::from),
        issues: issues.of(&row.keps),
    }
}
