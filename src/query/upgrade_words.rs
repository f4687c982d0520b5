//! The words of an upgrade report: its headings, and what happens to each gate. Shared by the terminal and the site.

use super::{Direction, UpgradeEvent, UpgradeReport, UpgradeRow};
use crate::kb::ChangeKind;
use crate::model::{MinorVersion, Stage};

/// The gates of a report that stand under one heading.
#[derive(Debug, Clone)]
pub struct ReportSection<'r, 'kb> {
    /// The worst that happens to each of them.
    pub kind: ChangeKind,
    /// Whether no source says if the version one goes to still has them.
    pub is_open: bool,
    /// The heading.
    pub title: String,
    /// The gates.
    pub rows: Vec<&'r UpgradeRow<'kb>>,
}

/// The report in the order in which it is read: what can hurt first, and removals that are certain before those that
/// the sources leave open.
#[must_use]
pub fn report_sections<'r, 'kb>(report: &'r UpgradeReport<'kb>) -> Vec<ReportSection<'r, 'kb>> {
    let mut sections = Vec::new();
    for (kind, rows) in &report.groups {
        let (open, certain): (Vec<_>, Vec<_>) = rows.iter().partition(|row| is_open(row));
        for (rows, is_open) in [(certain, false), (open, true)] {
            if !rows.is_empty() {
                sections.push(ReportSection {
                    kind: *kind,
                    is_open,
                    title: title(*kind, report, is_open),
                    rows,
                });
            }
        }
    }
    sections
}

/// Whether the sources leave open by how many versions the removal comes before or after the version one goes to.
fn is_open(row: &UpgradeRow<'_>) -> bool {
    row.is_unconfirmed() && row.events.iter().any(|event| event.kind == ChangeKind::Removed)
}

/// The heading over the gates to which `kind` is the worst that happens.
fn title(kind: ChangeKind, report: &UpgradeReport<'_>, is_open: bool) -> String {
    let to = report.to;
    if is_open {
        return format!("Perhaps removed: no source says whether {to} still has them");
    }
    let back = report.direction() == Direction::Downgrade;
    let words = match (kind, back) {
        (ChangeKind::Removed, false) => "Removed",
        (ChangeKind::Removed, true) => return format!("Does not exist yet in {to}"),
        (ChangeKind::Locked, false) => "Locked",
        (ChangeKind::Locked, true) => "Locked again",
        (ChangeKind::TurnedOn, false) => "Turned on by default",
        (ChangeKind::TurnedOn, true) => "On by default again",
        (ChangeKind::TurnedOff, false) => "Turned off by default",
        (ChangeKind::TurnedOff, true) => "Off by default again",
        (ChangeKind::Deprecated, false) => "Deprecated",
        (ChangeKind::Deprecated, true) => "Deprecated again",
        (ChangeKind::Demoted, _) => "Back to an earlier stage",
        (ChangeKind::Unlocked, _) => "Unlocked",
        (ChangeKind::Graduated, false) => "Graduated to stable",
        (ChangeKind::Graduated, true) => "Stable again",
        (ChangeKind::Promoted, false) => "Promoted to beta",
        (ChangeKind::Promoted, true) => "Beta again",
        (ChangeKind::Introduced, false) => "New",
        (ChangeKind::Introduced, true) => "Exists again",
    };
    words.to_owned()
}

/// Everything that changes, oldest first, versions that share a change joined: `1.34 on · 1.35 stable, locked`. On a
/// downgrade the versions are those one goes back past, newest first, with what they did.
#[must_use]
pub fn what_changes(report: &UpgradeReport<'_>, row: &UpgradeRow<'_>) -> String {
    let direction = report.direction();
    let mut steps: Vec<(MinorVersion, u8, String, String)> = row
        .events
        .iter()
        .map(|event| (event.latest, rank(event.kind), when(event), word(event.kind, row, direction)))
        .collect();
    if direction == Direction::Upgrade && row.events.iter().any(|event| event.kind == ChangeKind::Introduced)
    {
        // A new gate: its stages on the way say more than that it is there.
        steps.retain(|(_, rank, _, _)| *rank > 1);
        let stages = row.gate.stages().take_while(|(since, _)| *since <= report.to).enumerate();
        steps.extend(stages.map(|(position, (since, stage))| {
            let new = if position == 0 { "new " } else { "" };
            (since, 1, since.to_string(), format!("{new}{stage}"))
        }));
    }
    steps.sort_by_key(|(version, rank, _, _)| (*version, *rank));
    if direction == Direction::Downgrade {
        steps.sort_by_key(|(version, _, _, _)| std::cmp::Reverse(*version));
    }
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for (_, _, when, word) in steps {
        match parts.last_mut() {
            Some((last, words)) if *last == when => {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            _ => parts.push((when, vec![word])),
        }
    }
    let parts = parts.iter().map(|(when, words)| format!("{when} {}", words.join(", ")));
    parts.collect::<Vec<_>>().join(" · ")
}

/// The order of words about one version: existence and stage, then default, then lock, then removal.
fn rank(kind: ChangeKind) -> u8 {
    match kind {
        ChangeKind::Introduced => 0,
        ChangeKind::Graduated | ChangeKind::Promoted | ChangeKind::Demoted | ChangeKind::Deprecated => 1,
        ChangeKind::TurnedOn | ChangeKind::TurnedOff => 2,
        ChangeKind::Locked | ChangeKind::Unlocked => 3,
        ChangeKind::Removed => 4,
    }
}

fn when(event: &UpgradeEvent) -> String {
    let UpgradeEvent { earliest, latest, .. } = *event;
    if earliest == latest {
        latest.to_string()
    } else if earliest.next() == latest {
        format!("{earliest}/{latest}")
    } else {
        format!("{earliest}–{latest}")
    }
}

/// One word for a change. On a downgrade it is the change that is undone.
fn word(kind: ChangeKind, row: &UpgradeRow<'_>, direction: Direction) -> String {
    if direction != Direction::Downgrade {
        let stage = row.after.setting().map_or("", |setting| setting.stage.as_str());
        return match kind {
            ChangeKind::Removed => "removed",
            ChangeKind::Locked => "locked",
            ChangeKind::TurnedOn => "on",
            ChangeKind::TurnedOff => "off",
            ChangeKind::Deprecated => "deprecated",
            ChangeKind::Unlocked => "unlocked",
            ChangeKind::Graduated => "stable",
            ChangeKind::Promoted => "beta",
            ChangeKind::Demoted => return format!("back to {stage}"),
            ChangeKind::Introduced => "new",
        }
        .to_owned();
    }
    let Some(was) = row.before.setting().map(|setting| setting.stage) else { return "removed it".to_owned() };
    let word = match kind {
        ChangeKind::Removed => "introduced it",
        ChangeKind::Introduced => "removed it",
        ChangeKind::Locked => "unlocked it",
        ChangeKind::Unlocked => "locked it",
        ChangeKind::TurnedOn => "turned it off",
        ChangeKind::TurnedOff => "turned it on",
        ChangeKind::Deprecated | ChangeKind::Demoted | ChangeKind::Graduated | ChangeKind::Promoted => {
            return if was == Stage::Deprecated {
                "deprecated it".to_owned()
            } else {
                format!("made it {was}")
            };
        }
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{knowledge_base, minor};
    use super::super::{Filter, upgrade_report};
    use super::*;

    fn lines(from: &str, to: &str) -> Vec<String> {
        let kb = knowledge_base();
        let report = upgrade_report(&kb, minor(from), minor(to), &Filter::default());
        let mut lines = Vec::new();
        for section in report_sections(&report) {
            lines.push(format!("# {}", section.title));
            lines.extend(
                section
                    .rows
                    .iter()
                    .map(|row| format!("{}: {}", row.gate.name.value, what_changes(&report, row))),
            );
        }
        lines
    }

    #[test]
    fn keeps_certain_removals_apart_from_those_that_the_sources_leave_open() {
        assert_eq!(
            lines("1.33", "1.36")[..4],
            [
                "# Removed",
                "OldTimer: 1.35 removed",
                "# Perhaps removed: no source says whether 1.36 still has them",
                "Vanishing: 1.36/1.37 removed",
            ]
        );
    }

    #[test]
    fn says_what_going_back_undoes() {
        let lines = lines("1.36", "1.33");
        assert_eq!(lines[0], "# Does not exist yet in 1.33");
        assert_eq!(lines[1], "PodCertificateRequest: 1.34 introduced it");
        assert!(lines.contains(&"# Off by default again".to_owned()), "{lines:?}");
    }
}
