//! What happened to gates between two minor versions.

use crate::model::{Gate, GateState, MinorVersion, Setting, Stage};

use super::KnowledgeBase;

/// One thing that happened to a gate. The order is the order of an upgrade report: what can hurt comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The gate is gone (or, going back, not there yet): a component that is started with it does not start.
    Removed,
    /// The gate can no longer be set to anything but its default.
    Locked,
    /// On by default now, off before.
    TurnedOn,
    /// Off by default now, on before.
    TurnedOff,
    /// Deprecated now.
    Deprecated,
    /// Back to an earlier stage.
    Demoted,
    /// The gate can be set again.
    Unlocked,
    /// Stable now.
    Graduated,
    /// Beta now, alpha before.
    Promoted,
    /// The gate exists now.
    Introduced,
}

impl ChangeKind {
    /// All kinds, what can hurt first.
    pub const ALL: &'static [Self] = &[
        Self::Removed,
        Self::Locked,
        Self::TurnedOn,
        Self::TurnedOff,
        Self::Deprecated,
        Self::Demoted,
        Self::Unlocked,
        Self::Graduated,
        Self::Promoted,
        Self::Introduced,
    ];

    /// The word on the command line, in JSON and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Locked => "locked",
            Self::TurnedOn => "turned-on",
            Self::TurnedOff => "turned-off",
            Self::Deprecated => "deprecated",
            Self::Demoted => "demoted",
            Self::Unlocked => "unlocked",
            Self::Graduated => "graduated",
            Self::Promoted => "promoted",
            Self::Introduced => "introduced",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// A gate that changed between two minor versions, with its state at either.
#[derive(Debug, Clone)]
pub struct GateChange<'kb> {
    /// The gate.
    pub gate: &'kb Gate,
    /// Its state at the version one comes from.
    pub before: GateState,
    /// Its state at the version one goes to.
    pub after: GateState,
    /// What happened, what can hurt first; never empty.
    pub kinds: Vec<ChangeKind>,
}

impl GateChange<'_> {
    /// Whether `kind` is among what happened.
    #[must_use]
    pub fn has(&self, kind: ChangeKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// What happened to `gate` between two versions, what can hurt first; nothing when neither its existence nor its
/// setting changed. Works in both directions: going back, a gate that does not exist yet counts as removed.
#[must_use]
pub fn compare(gate: &Gate, from: MinorVersion, to: MinorVersion) -> Vec<ChangeKind> {
    let mut kinds = match (gate.state_at(from).setting(), gate.state_at(to).setting()) {
        (None, None) => Vec::new(),
        (Some(_), None) => vec![ChangeKind::Removed],
        (None, Some(after)) => appeared(after, gate.prior_default),
        (Some(before), Some(after)) => moved(before, after),
    };
    kinds.sort_unstable();
    kinds
}

fn appeared(after: Setting, prior_default: Option<bool>) -> Vec<ChangeKind> {
    let mut kinds = vec![ChangeKind::Introduced];
    match after.stage {
        Stage::Stable => kinds.push(ChangeKind::Graduated),
        Stage::Deprecated => kinds.push(ChangeKind::Deprecated),
        Stage::Alpha | Stage::Beta => {}
    }
    // Without the gate there was no such feature, unless the record says what the old behaviour was.
    match (prior_default.unwrap_or(false), after.default) {
        (false, Some(true)) => kinds.push(ChangeKind::TurnedOn),
        (true, Some(false)) => kinds.push(ChangeKind::TurnedOff),
        _ => {}
    }
    if after.locked == Some(true) {
        kinds.push(ChangeKind::Locked);
    }
    kinds
}

fn moved(before: Setting, after: Setting) -> Vec<ChangeKind> {
    let mut kinds = Vec::new();
    if after.stage != before.stage {
        kinds.push(match after.stage {
            Stage::Deprecated => ChangeKind::Deprecated,
            stage if stage < before.stage => ChangeKind::Demoted,
            Stage::Stable => ChangeKind::Graduated,
            Stage::Alpha | Stage::Beta => ChangeKind::Promoted,
        });
    }
    // A default or lock that one side does not record is no change that anybody can claim, with one exception:
    // the docs record a lock only when there is one, so an unrecorded lock becoming a recorded one is news.
    match (before.default, after.default) {
        (Some(false), Some(true)) => kinds.push(ChangeKind::TurnedOn),
        (Some(true), Some(false)) => kinds.push(ChangeKind::TurnedOff),
        _ => {}
    }
    match (before.locked, after.locked) {
        (Some(false) | None, Some(true)) => kinds.push(ChangeKind::Locked),
        (Some(true), Some(false)) => kinds.push(ChangeKind::Unlocked),
        _ => {}
    }
    kinds
}

impl KnowledgeBase {
    /// Every gate that changed between two versions, by name. Works for any pair, downgrades too.
    #[must_use]
    pub fn changes_between(&self, from: MinorVersion, to: MinorVersion) -> Vec<GateChange<'_>> {
        let changed = |gate| {
            let kinds = compare(gate, from, to);
            let (before, after) = (gate.state_at(from), gate.state_at(to));
            (!kinds.is_empty()).then_some(GateChange { gate, before, after, kinds })
        };
        self.gates().iter().filter_map(changed).collect()
    }

    /// Every gate that `version` itself changed: against the minor before it.
    #[must_use]
    pub fn changes_in(&self, version: MinorVersion) -> Vec<GateChange<'_>> {
        version.previous().map_or_else(Vec::new, |previous| self.changes_between(previous, version))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{gate, minor, removed};
    use super::*;

    fn kinds(gate: &Gate, from: &str, to: &str) -> Vec<&'static str> {
        compare(gate, minor(from), minor(to)).into_iter().map(ChangeKind::as_str).collect()
    }

    #[test]
    fn a_whole_life_gives_each_change_at_its_version() {
        let gate = removed(
            gate("A", &["1.30 alpha off", "1.32 beta on", "1.34 stable on", "1.35 stable on locked"]),
            "1.37",
            "1.38",
        );
        assert_eq!(kinds(&gate, "1.28", "1.29"), [""; 0]);
        assert_eq!(kinds(&gate, "1.29", "1.30"), ["introduced"]);
        assert_eq!(kinds(&gate, "1.30", "1.31"), [""; 0]);
        assert_eq!(kinds(&gate, "1.31", "1.32"), ["turned-on", "promoted"]);
        assert_eq!(kinds(&gate, "1.33", "1.34"), ["graduated"]);
        assert_eq!(kinds(&gate, "1.34", "1.35"), ["locked"]);
        assert_eq!(kinds(&gate, "1.37", "1.38"), ["removed"]);
        assert_eq!(kinds(&gate, "1.38", "1.39"), [""; 0]);
    }

    #[test]
    fn stage_and_default_are_two_timelines() {
        let flipping = gate("WatchList", &["1.32 beta on", "1.33 beta off", "1.34 beta on"]);
        assert_eq!(kinds(&flipping, "1.32", "1.33"), ["turned-off"]);
        assert_eq!(kinds(&flipping, "1.33", "1.34"), ["turned-on"]);
        assert_eq!(kinds(&flipping, "1.32", "1.34"), [""; 0]);
        assert_eq!(flipping.stages().count(), 1);
        assert_eq!(flipping.defaults().count(), 3);
    }

    #[test]
    fn a_downgrade_is_the_upgrade_backwards() {
        let gate = gate("A", &["1.30 alpha off unlocked", "1.32 beta on unlocked", "1.34 stable on locked"]);
        assert_eq!(kinds(&gate, "1.34", "1.32"), ["demoted", "unlocked"]);
        assert_eq!(kinds(&gate, "1.32", "1.31"), ["turned-off", "demoted"]);
        assert_eq!(kinds(&gate, "1.30", "1.29"), ["removed"]);
    }

    #[test]
    fn a_gate_made_to_switch_old_behaviour_off_turns_it_off_when_it_appears() {
        let mut gate = gate("AllowX", &["1.31 deprecated off"]);
        gate.prior_default = Some(true);
        assert_eq!(kinds(&gate, "1.30", "1.31"), ["turned-off", "deprecated", "introduced"]);
        gate.prior_default = None;
        assert_eq!(kinds(&gate, "1.30", "1.31"), ["deprecated", "introduced"]);
    }

    #[test]
    fn what_a_side_does_not_record_is_no_change() {
        let gate = gate("A", &["1.30 alpha", "1.31 beta on"]);
        assert_eq!(kinds(&gate, "1.30", "1.31"), ["promoted"]);
    }

    #[test]
    fn between_the_ends_of_a_removal_window_nothing_is_claimed() {
        let gate = removed(gate("A", &["1.33 stable on locked"]), "1.35", "1.37");
        assert_eq!(kinds(&gate, "1.35", "1.36"), [""; 0]);
        assert!(matches!(gate.state_at(minor("1.36")), GateState::Unconfirmed(_)));
        assert_eq!(kinds(&gate, "1.36", "1.37"), ["removed"]);
    }
}
