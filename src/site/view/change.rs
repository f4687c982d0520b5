//! What changes between two versions, in the order of `kepdb diff`.

use serde::Serialize;

use super::super::context::Context;
use super::{GateRef, KepRef, NameRef, StateView, kep_refs, sig_refs};
use crate::kb::ChangeKind;
use crate::model::MinorVersion;
use crate::query::{
    Direction, ReportSection, UpgradeReport, UpgradeRow, report_sections, upgrade_report, what_changes,
};

/// The gates under one heading.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct ChangeGroup<'a> {
    /// The fragment of the heading, for example `turned-on`.
    pub(in super::super) id: &'static str,
    pub(in super::super) title: String,
    /// `bad`, `care`, `good`, `moving` or nothing, as the terminal colours it.
    pub(in super::super) tone: &'static str,
    /// What it means for somebody who upgrades.
    pub(in super::super) advice: &'static str,
    /// Whether an upgrade must watch it: it can keep a component from starting, or changes behaviour by itself.
    pub(in super::super) watch: bool,
    /// How long its bar is among the groups, of 1000.
    pub(in super::super) bar: usize,
    pub(in super::super) rows: Vec<ChangeRow<'a>>,
}

/// A gate that changes.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct ChangeRow<'a> {
    pub(in super::super) gate: GateRef<'a>,
    pub(in super::super) keps: Vec<KepRef<'a>>,
    pub(in super::super) sigs: Vec<NameRef<'a>>,
    /// Slugs of its components, divided by spaces.
    pub(in super::super) components: String,
    pub(in super::super) before: StateView,
    pub(in super::super) after: StateView,
    /// What happened and when, as `kepdb diff` words it.
    pub(in super::super) words: String,
    /// Whether it turns on by default, whatever else happens to it.
    pub(in super::super) turns_on: bool,
}

/// The groups of the way from `from` to `to`.
pub(in super::super) fn change_groups<'a>(
    ctx: &Context<'a>,
    from: MinorVersion,
    to: MinorVersion,
) -> Vec<ChangeGroup<'a>> {
    let report = upgrade_report(ctx.kb, from, to, &crate::query::Filter::default());
    let sections = report_sections(&report);
    let most = sections.iter().map(|section| section.rows.len()).max().unwrap_or(1).max(1);
    sections.iter().map(|section| group(ctx, &report, section, most)).collect()
}

fn group<'a>(
    ctx: &Context<'a>,
    report: &UpgradeReport<'a>,
    section: &ReportSection<'_, 'a>,
    most: usize,
) -> ChangeGroup<'a> {
    ChangeGroup {
        id: if section.is_open { "perhaps-removed" } else { section.kind.as_str() },
        title: section.title.clone(),
        tone: tone(section.kind),
        advice: advice(section, report.direction()),
        watch: section.kind <= ChangeKind::TurnedOff,
        bar: section.rows.len() * 1000 / most,
        rows: section.rows.iter().map(|row| change_row(ctx, report, row)).collect(),
    }
}

fn change_row<'a>(ctx: &Context<'a>, report: &UpgradeReport<'a>, row: &UpgradeRow<'a>) -> ChangeRow<'a> {
    let components: Vec<&str> = row.gate.components.iter().map(|slug| slug.value.as_str()).collect();
    ChangeRow {
        gate: GateRef::new(ctx, row.gate),
        keps: kep_refs(ctx, row.keps.iter().copied()),
        sigs: sig_refs(ctx, ctx.kb.sigs_of(row.gate)),
        components: components.join(" "),
        before: StateView::new(row.before),
        after: StateView::new(row.after),
        words: what_changes(report, row),
        turns_on: row.events.iter().any(|event| event.kind == ChangeKind::TurnedOn),
    }
}

fn tone(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Removed | ChangeKind::Deprecated | ChangeKind::Demoted => "bad",
        ChangeKind::Locked | ChangeKind::TurnedOn | ChangeKind::TurnedOff => "care",
        ChangeKind::Graduated => "good",
        ChangeKind::Promoted => "moving",
        ChangeKind::Unlocked | ChangeKind::Introduced => "",
    }
}

fn advice(section: &ReportSection<'_, '_>, direction: Direction) -> &'static str {
    if section.is_open {
        return "The sources leave open when these gates went. Treat them as removed.";
    }
    match (section.kind, direction) {
        (ChangeKind::Removed, Direction::Downgrade) => {
            "A component that is started with one of these gates does not start."
        }
        (ChangeKind::Removed, _) => {
            "A component that is still started with one of these gates does not start. Take them out of its flags and \
             configuration first."
        }
        (ChangeKind::Locked, _) => {
            "They can no longer be set to anything but their default. A component that is started with the other value \
             does not start."
        }
        (ChangeKind::TurnedOn, _) => {
            "The behaviour changes by itself. To keep the old one, set the gate to false along with the upgrade."
        }
        (ChangeKind::TurnedOff, _) => {
            "The behaviour goes away by itself. To keep it, set the gate to true along with the upgrade."
        }
        (ChangeKind::Deprecated, _) => "They are on their way out: expect a later version to remove them.",
        (ChangeKind::Demoted, _) => "They are less mature than the version before said.",
        (ChangeKind::Unlocked, _) => "They can be set again.",
        (ChangeKind::Graduated, _) => {
            "On or off as before. A stable gate is usually locked next, and removed some versions later."
        }
        (ChangeKind::Promoted, _) => "On or off as before; beta does not mean on.",
        (ChangeKind::Introduced, _) => {
            "They can be set from this version on; an older component does not know them."
        }
    }
}
