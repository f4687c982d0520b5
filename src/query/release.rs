//! What one minor version changed, what holds at it, and what KEPs plan for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Filter};
use crate::kb::{ChangeKind, KepTarget, KnowledgeBase, compare};
use crate::model::{Gate, GateState, Kep, Milestone, MinorVersion, Removal, Setting, Stage};

/// Minor versions that a removal may be spread over to be listed at each of them.
const WINDOW: u16 = 3;

/// What a release did to a gate, as its notes would head it. A gate is listed once, under the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseGroup {
    /// Stable now.
    Graduated,
    /// On by default now.
    TurnedOn,
    /// Beta now, off by default or on as before.
    NewBeta,
    /// Alpha now.
    NewAlpha,
    /// Deprecated now.
    Deprecated,
    /// Off by default now.
    TurnedOff,
    /// Locked to its default now.
    Locked,
    /// Gone.
    Removed,
    /// Back to an earlier stage.
    Demoted,
    /// Can be set again.
    Unlocked,
}

impl ReleaseGroup {
    /// All groups, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Graduated,
        Self::TurnedOn,
        Self::NewBeta,
        Self::NewAlpha,
        Self::Deprecated,
        Self::TurnedOff,
        Self::Locked,
        Self::Removed,
        Self::Demoted,
        Self::Unlocked,
    ];

    /// The word in JSON, CSV and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Graduated => "graduated",
            Self::TurnedOn => "turned-on",
            Self::NewBeta => "new-beta",
            Self::NewAlpha => "new-alpha",
            Self::Deprecated => "deprecated",
            Self::TurnedOff => "turned-off",
            Self::Locked => "locked",
            Self::Removed => "removed",
            Self::Demoted => "demoted",
            Self::Unlocked => "unlocked",
        }
    }

    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Graduated => "Graduated to stable",
            Self::TurnedOn => "Turned on by default",
            Self::NewBeta => "New beta",
            Self::NewAlpha => "New alpha",
            Self::Deprecated => "Deprecated",
            Self::TurnedOff => "Turned off by default",
            Self::Locked => "Locked",
            Self::Removed => "Removed",
            Self::Demoted => "Back to an earlier stage",
            Self::Unlocked => "Unlocked",
        }
    }

    /// The first group that fits `kinds`, which happened to a gate that now has `after`.
    fn of(kinds: &[ChangeKind], after: Option<Setting>) -> Option<Self> {
        let stage = after.map(|setting| setting.stage);
        let fits = |group: &Self| match group {
            Self::Graduated => kinds.contains(&ChangeKind::Graduated),
            Self::TurnedOn => kinds.contains(&ChangeKind::TurnedOn),
            Self::NewBeta => {
                stage == Some(Stage::Beta)
                    && (kinds.contains(&ChangeKind::Promoted) || kinds.contains(&ChangeKind::Introduced))
            }
            Self::NewAlpha => stage == Some(Stage::Alpha) && kinds.contains(&ChangeKind::Introduced),
            Self::Deprecated => kinds.contains(&ChangeKind::Deprecated),
            Self::TurnedOff => kinds.contains(&ChangeKind::TurnedOff),
            Self::Locked => kinds.contains(&ChangeKind::Locked),
            Self::Removed => kinds.contains(&ChangeKind::Removed),
            Self::Demoted => kinds.contains(&ChangeKind::Demoted),
            Self::Unlocked => kinds.contains(&ChangeKind::Unlocked),
        };
        Self::ALL.iter().copied().find(|group| fits(group))
    }
}

/// A gate that a release changed.
#[derive(Debug, Clone)]
pub struct ReleaseRow<'kb> {
    /// The gate.
    pub gate: &'kb Gate,
    /// Its setting at the minor version before; none where it did not exist.
    pub before: Option<Setting>,
    /// Its setting now; none where it was removed.
    pub after: Option<Setting>,
    /// What happened, what can hurt first.
    pub kinds: Vec<ChangeKind>,
    /// When it was removed, where that is what happened: the sources may leave several minor versions open.
    pub removal: Option<Removal>,
    /// The KEPs that claim it, by number.
    pub keps: Vec<&'kb Kep>,
}

/// What a minor version changed.
#[derive(Debug, Clone)]
pub struct ReleaseReport<'kb> {
    /// The minor version.
    pub version: MinorVersion,
    /// Groups that have a row, in the order of [`ReleaseGroup::ALL`]; rows by KEP number, then by gate.
    pub groups: Vec<(ReleaseGroup, Vec<ReleaseRow<'kb>>)>,
    /// KEPs with a milestone at this version and no gate that anybody knows: plans, whatever the day.
    pub gateless: Vec<KepTarget<'kb>>,
}

impl ReleaseReport<'_> {
    /// How many gates are listed.
    #[must_use]
    pub fn gate_count(&self) -> usize {
        self.groups.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.gateless.is_empty()
    }
}

/// What `version` changed, as far as `filter` lets it through.
///
/// A gate whose removal the sources only narrow down to a few versions is listed at each of them.
#[must_use]
pub fn release_report<'kb>(
    kb: &'kb KnowledgeBase,
    version: MinorVersion,
    filter: &Filter,
) -> ReleaseReport<'kb> {
    let mut groups: BTreeMap<ReleaseGroup, Vec<ReleaseRow<'kb>>> = BTreeMap::new();
    if let Some(previous) = version.previous() {
        for gate in kb.gates() {
            let Some(row) = release_row(kb, gate, previous, version) else { continue };
            let candidate = Candidate::Gate { gate, setting: row.after.or(row.before), changes: &row.kinds };
            if let Some(group) = ReleaseGroup::of(&row.kinds, row.after)
                && filter.matches(kb, &candidate)
            {
                groups.entry(group).or_default().push(row);
            }
        }
    }
    for rows in groups.values_mut() {
        rows.sort_by_key(|row| row.keps.first().map_or(u32::MAX, |kep| kep.number.0));
    }
    let mut gateless = kb.targets_at(version);
    gateless.retain(|target| kb.gates_of(target.kep).is_empty());
    gateless.retain(|target| filter.matches(kb, &Candidate::Target(*target)));
    ReleaseReport { version, groups: groups.into_iter().collect(), gateless }
}

fn release_row<'kb>(
    kb: &'kb KnowledgeBase,
    gate: &'kb Gate,
    previous: MinorVersion,
    version: MinorVersion,
) -> Option<ReleaseRow<'kb>> {
    let mut kinds = compare(gate, previous, version);
    let mut after = gate.state_at(version).setting();
    // At each version it may have been: but where that is half a life, only at the one from which on it is certain.
    let is_narrow =
        gate.removed.is_some_and(|removed| removed.by.minor.saturating_sub(removed.after.minor) <= WINDOW);
    if is_narrow && matches!(gate.state_at(version), GateState::Unconfirmed(_)) {
        kinds = vec![ChangeKind::Removed];
        after = None;
    }
    if kinds.is_empty() {
        return None;
    }
    let removal = gate.removed.map(|removed| removed.value).filter(|_| kinds.contains(&ChangeKind::Removed));
    let before = gate.state_at(previous).setting();
    Some(ReleaseRow { gate, before, after, kinds, removal, keps: kb.keps_of(gate).collect() })
}

/// What KEPs plan for `version`, the most mature milestone first, as far as `filter` lets it through.
#[must_use]
pub fn planned<'kb>(
    kb: &'kb KnowledgeBase,
    version: MinorVersion,
    filter: &Filter,
) -> Vec<(Milestone, Vec<KepTarget<'kb>>)> {
    let mut groups: Vec<(Milestone, Vec<KepTarget<'kb>>)> = Vec::new();
    for target in kb.targets_at(version) {
        if !filter.matches(kb, &Candidate::Target(target)) {
            continue;
        }
        match groups.last_mut() {
            Some((milestone, targets)) if *milestone == target.milestone => targets.push(target),
            _ => groups.push((target.milestone, vec![target])),
        }
    }
    groups
}

/// A gate that exists at a minor version.
#[derive(Debug, Clone)]
pub struct StateRow<'kb> {
    /// The gate.
    pub gate: &'kb Gate,
    /// Its setting.
    pub setting: Setting,
    /// When it was removed, where the sources do not say whether that was before or after this version.
    pub removal: Option<Removal>,
    /// Since when it has had its stage.
    pub since: MinorVersion,
    /// The KEPs that claim it, by number.
    pub keps: Vec<&'kb Kep>,
}

/// Every gate that exists at `version`, stable ones first, by KEP number and name inside a stage.
#[must_use]
pub fn state_rows<'kb>(
    kb: &'kb KnowledgeBase,
    version: MinorVersion,
    filter: &Filter,
) -> Vec<(Stage, Vec<StateRow<'kb>>)> {
    let mut rows: BTreeMap<u8, (Stage, Vec<StateRow<'kb>>)> = BTreeMap::new();
    for gate in kb.gates() {
        let state = gate.state_at(version);
        let Some(setting) = state.setting() else { continue };
        if !filter.matches(kb, &Candidate::Gate { gate, setting: Some(setting), changes: &[] }) {
            continue;
        }
        let since = gate.stages().take_while(|(since, _)| *since <= version).last();
        let removal = match state {
            GateState::Unconfirmed(_) => gate.removed.map(|removed| removed.value),
            _ => None,
        };
        let rank = match setting.stage {
            Stage::Stable => 0,
            Stage::Beta => 1,
            Stage::Alpha => 2,
            Stage::Deprecated => 3,
        };
        rows.entry(rank).or_insert_with(|| (setting.stage, Vec::new())).1.push(StateRow {
            gate,
            setting,
            removal,
            since: since.map_or(version, |(since, _)| since),
            keps: kb.keps_of(gate).collect(),
        });
    }
    let mut groups: Vec<_> = rows.into_values().collect();
    for (_, rows) in &mut groups {
        rows.sort_by_key(|row| row.keps.first().map_or(u32::MAX, |kep| kep.number.0));
    }
    groups
}

/// Every minor version of which something is known: a release, a change of a gate, or a target.
#[must_use]
pub fn known_versions(kb: &KnowledgeBase) -> BTreeSet<MinorVersion> {
    let releases = kb.releases().iter().map(|release| release.version.value);
    let rows = kb.gates().iter().flat_map(|gate| &gate.history).map(|row| row.since.value);
    let removals = kb.gates().iter().filter_map(|gate| gate.removed).map(|removed| removed.by);
    let targets = kb.keps().iter().flat_map(|kep| kep.targets.iter()).map(|target| target.version.value);
    releases.chain(rows).chain(removals).chain(targets).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{knowledge_base, minor};
    use super::*;

    fn shape(version: &str) -> Vec<(ReleaseGroup, Vec<String>)> {
        let kb = knowledge_base();
        let report = release_report(&kb, minor(version), &Filter::default());
        let names = |rows: &[ReleaseRow<'_>]| rows.iter().map(|row| row.gate.name.to_string()).collect();
        report.groups.iter().map(|(group, rows)| (*group, names(rows))).collect()
    }

    #[test]
    fn lists_each_gate_once_under_the_first_group_that_fits() {
        assert_eq!(
            shape("1.35"),
            [
                (ReleaseGroup::Graduated, vec!["GrownUp".to_owned()]),
                (ReleaseGroup::NewBeta, vec!["PodCertificateRequest".to_owned()]),
                (ReleaseGroup::NewAlpha, vec!["Newcomer".to_owned()]),
                (ReleaseGroup::Removed, vec!["OldTimer".to_owned()]),
            ]
        );
    }

    #[test]
    fn lists_a_removal_that_is_left_open_at_every_version_it_can_be() {
        for version in ["1.36", "1.37"] {
            let kb = knowledge_base();
            let report = release_report(&kb, minor(version), &Filter::default());
            let row = report.groups.iter().flat_map(|(_, rows)| rows).find(|row| row.removal.is_some());
            let row = row.expect("a removed gate");
            assert_eq!(row.gate.name.as_str(), "Vanishing");
            assert_eq!(row.removal.map(Removal::is_exact), Some(false));
        }
        assert!(shape("1.38").is_empty());
    }

    #[test]
    fn keeps_keps_without_a_gate_apart_as_targets() {
        let kb = knowledge_base();
        let report = release_report(&kb, minor("1.37"), &Filter::default());
        let numbers: Vec<_> = report.gateless.iter().map(|target| target.kep.number.0).collect();
        assert_eq!(numbers, [4872]);
    }

    #[test]
    fn the_state_of_a_version_holds_only_gates_that_exist() {
        let kb = knowledge_base();
        let names = |version| -> Vec<String> {
            let groups = state_rows(&kb, minor(version), &Filter::default());
            groups.iter().flat_map(|(_, rows)| rows).map(|row| row.gate.name.to_string()).collect()
        };
        assert_eq!(names("1.34"), ["OldTimer", "GrownUp", "Vanishing", "PodCertificateRequest"]);
        assert_eq!(names("1.35"), ["GrownUp", "PodCertificateRequest", "Vanishing", "Newcomer"]);
    }
}
