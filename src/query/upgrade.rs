//! What changes for somebody who goes from one minor version to another, in either direction.

use std::collections::BTreeMap;

use super::{Candidate, Filter};
use crate::kb::{ChangeKind, KnowledgeBase, compare};
use crate::model::{Gate, GateState, Kep, MinorVersion, Removal, Setting};

/// Which way the report goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To a newer minor version.
    Upgrade,
    /// To an older one.
    Downgrade,
    /// Nowhere: both versions are the same.
    Same,
}

/// One thing that changes, and the version that brought it.
///
/// On a downgrade the version is the one whose change is undone: a gate that does not exist yet in 1.33 was introduced
/// in 1.35.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpgradeEvent {
    /// What changes.
    pub kind: ChangeKind,
    /// First minor version that may have brought it.
    pub earliest: MinorVersion,
    /// Last minor version that may have brought it; another one only where sources leave a removal open.
    pub latest: MinorVersion,
}

/// A gate that differs between the two versions.
#[derive(Debug, Clone)]
pub struct UpgradeRow<'kb> {
    /// The gate.
    pub gate: &'kb Gate,
    /// Its state at the version one comes from.
    pub before: GateState,
    /// Its state at the version one goes to.
    pub after: GateState,
    /// What changes, what can hurt first; never empty.
    pub events: Vec<UpgradeEvent>,
    /// The KEPs that claim it, by number.
    pub keps: Vec<&'kb Kep>,
}

impl UpgradeRow<'_> {
    /// The setting that the report is about: the new one, or the last one of a gate that is gone.
    #[must_use]
    pub fn setting(&self) -> Option<Setting> {
        self.after.setting().or(self.before.setting())
    }

    /// Whether the gate is listed as removed only because no source says that the version still has it.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        matches!(self.after, GateState::Unconfirmed(_))
    }
}

/// The upgrade report.
#[derive(Debug, Clone)]
pub struct UpgradeReport<'kb> {
    /// The version one comes from.
    pub from: MinorVersion,
    /// The version one goes to.
    pub to: MinorVersion,
    /// Groups that have a row, what can hurt first; each gate once, under the worst that happens to it.
    pub groups: Vec<(ChangeKind, Vec<UpgradeRow<'kb>>)>,
}

impl UpgradeReport<'_> {
    /// Which way the report goes.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.from.cmp(&self.to) {
            std::cmp::Ordering::Less => Direction::Upgrade,
            std::cmp::Ordering::Equal => Direction::Same,
            std::cmp::Ordering::Greater => Direction::Downgrade,
        }
    }

    /// How many gates are listed.
    #[must_use]
    pub fn gate_count(&self) -> usize {
        self.groups.iter().map(|(_, rows)| rows.len()).sum()
    }
}

/// Compares two minor versions, as far as `filter` lets gates through.
///
/// A gate whose removal the sources place between versions on both sides of `to` is listed as removed: whoever
/// upgrades has to reckon with it.
#[must_use]
pub fn upgrade_report<'kb>(
    kb: &'kb KnowledgeBase,
    from: MinorVersion,
    to: MinorVersion,
    filter: &Filter,
) -> UpgradeReport<'kb> {
    let mut groups: BTreeMap<ChangeKind, Vec<UpgradeRow<'kb>>> = BTreeMap::new();
    for gate in kb.gates() {
        let (before, after) = (gate.state_at(from), gate.state_at(to));
        let mut kinds = compare(gate, from, to);
        if matches!((before, after), (GateState::Present(_), GateState::Unconfirmed(_))) {
            kinds.insert(0, ChangeKind::Removed);
        }
        let Some(worst) = kinds.first().copied() else { continue };
        let setting = after.setting().or(before.setting());
        if !filter.matches(kb, &Candidate::Gate { gate, setting, changes: &kinds }) {
            continue;
        }
        let events = kinds.iter().map(|kind| event(gate, *kind, from, to)).collect();
        let keps = kb.keps_of(gate).collect();
        groups.entry(worst).or_default().push(UpgradeRow { gate, before, after, events, keps });
    }
    for rows in groups.values_mut() {
        rows.sort_by_key(|row| row.keps.first().map_or(u32::MAX, |kep| kep.number.0));
    }
    UpgradeReport { from, to, groups: groups.into_iter().collect() }
}

/// When `kind`, which is the difference between `from` and `to`, came about.
fn event(gate: &Gate, kind: ChangeKind, from: MinorVersion, to: MinorVersion) -> UpgradeEvent {
    let back = from > to;
    let at = |version: Option<MinorVersion>| {
        let version = version.unwrap_or(from.max(to));
        UpgradeEvent { kind, earliest: version, latest: version }
    };
    let (removal, introduction) = match back {
        false => (ChangeKind::Removed, ChangeKind::Introduced),
        true => (ChangeKind::Introduced, ChangeKind::Removed),
    };
    // Going back past a removal, the gate is there again with all that it had: the removal brought all of it.
    let is_back_again = back && gate.state_at(from).setting().is_none();
    match kind {
        _ if kind == removal || is_back_again => match gate.removed.map(|removed| removed.value) {
            Some(Removal { after, by }) => UpgradeEvent { kind, earliest: after.next(), latest: by },
            None => at(None),
        },
        _ if kind == introduction => at(gate.introduced()),
        ChangeKind::Locked | ChangeKind::Unlocked => at(step(gate.locks(), from, to)),
        ChangeKind::TurnedOn | ChangeKind::TurnedOff => at(step(gate.defaults(), from, to)),
        _ => at(step(gate.stages(), from, to)),
    }
}

/// The step of a timeline that made the difference: going up the last one on the way, going back the first one undone.
fn step<T>(
    timeline: impl Iterator<Item = (MinorVersion, T)>,
    from: MinorVersion,
    to: MinorVersion,
) -> Option<MinorVersion> {
    let mut versions = timeline.map(|(version, _)| version);
    if from <= to { versions.take_while(|version| *version <= to).last() } else { versions.find(|v| *v > to) }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{knowledge_base, minor};
    use super::*;

    fn lines(from: &str, to: &str) -> Vec<String> {
        let kb = knowledge_base();
        let report = upgrade_report(&kb, minor(from), minor(to), &Filter::default());
        let row = |row: &UpgradeRow<'_>| {
            let events = row.events.iter().map(|event| {
                let window = if event.earliest == event.latest { "" } else { "?" };
                format!("{}@{}{window}", event.kind.as_str(), event.latest)
            });
            format!("{}: {}", row.gate.name.value, events.collect::<Vec<_>>().join(" "))
        };
        report.groups.iter().flat_map(|(_, rows)| rows.iter().map(row)).collect()
    }

    #[test]
    fn an_upgrade_lists_what_can_hurt_first_and_when_it_happened() {
        assert_eq!(
            lines("1.33", "1.36"),
            [
                "OldTimer: removed@1.35",
                "Vanishing: removed@1.37?",
                "GrownUp: locked@1.35 turned-on@1.34 graduated@1.35",
                "PodCertificateRequest: introduced@1.34",
                "Newcomer: introduced@1.35",
            ]
        );
    }

    #[test]
    fn a_downgrade_names_the_version_whose_change_is_undone() {
        assert_eq!(
            lines("1.36", "1.33"),
            [
                "PodCertificateRequest: removed@1.34",
                "Newcomer: removed@1.35",
                "OldTimer: locked@1.35 turned-on@1.35 graduated@1.35 introduced@1.35",
                "GrownUp: turned-off@1.34 demoted@1.35 unlocked@1.35",
            ]
        );
    }

    #[test]
    fn nothing_changes_from_a_version_to_itself() {
        let kb = knowledge_base();
        let report = upgrade_report(&kb, minor("1.35"), minor("1.35"), &Filter::default());
        assert_eq!(report.direction(), Direction::Same);
        assert_eq!(report.gate_count(), 0);
    }
}
