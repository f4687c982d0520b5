//! What turns on or off by itself between two versions: the gates that the configuration does not set.

use std::collections::{BTreeMap, BTreeSet};

use super::super::setting::{Setting, Who};
use super::{CORE, Finding, Judge, Rule, is_live, reads, settings, stages, words};
use crate::model::{Gate, GateState, MinorVersion, Stage};

/// What the files set, as far as flips are concerned.
#[derive(Default)]
struct Given<'f> {
    /// Components that the files configure; everybody where they name none.
    present: BTreeSet<&'static str>,
    /// Gates by name, and whom they are set for; `None` is everybody.
    set: BTreeSet<(&'f str, Option<&'static str>)>,
    /// `AllAlpha` and `AllBeta`, the same way.
    stages: BTreeMap<(Stage, Option<&'static str>), bool>,
}

impl Given<'_> {
    fn is_set(&self, gate: &Gate, component: &'static str) -> bool {
        let name = gate.name.as_str();
        self.set.contains(&(name, None)) || self.set.contains(&(name, Some(component)))
    }

    /// What is set for every gate of the stage.
    fn stage(&self, stage: Stage, component: &'static str) -> Option<bool> {
        let own = self.stages.get(&(stage, Some(component)));
        own.or_else(|| self.stages.get(&(stage, None))).copied()
    }

    /// Whether the gate is on for the component at `version`, when nobody sets it by name. `None` where it is not
    /// known, or where the gate is gone.
    fn is_on(&self, gate: &Gate, component: &'static str, version: MinorVersion) -> Option<bool> {
        match gate.state_at(version) {
            GateState::NotYet => Some(gate.prior_default.unwrap_or(false)),
            GateState::Present(state) => self.stage(state.stage, component).or(state.default),
            GateState::Unconfirmed(_) | GateState::Removed => None,
        }
    }
}

impl<'kb, 'f> Judge<'kb, 'f> {
    /// All flips between `from` and the target.
    pub(super) fn flips(&mut self) {
        let Some(from) = self.question.from() else { return };
        let given = self.given();
        for gate in self.kb.gates() {
            for direction in [true, false] {
                let flips = |component: &&&'static str| {
                    reads(gate, component) && self.flips_to(&given, gate, component, from) == Some(direction)
                };
                let components: Vec<&'static str> = given.present.iter().filter(flips).copied().collect();
                if let Some(first) = components.first() {
                    let since = self.flip_version(&given, gate, first, from, direction);
                    let finding = self.flip(gate, direction, since, from, &components);
                    self.push(finding);
                }
            }
        }
    }

    fn given(&self) -> Given<'f> {
        let (mut given, mut is_for_all, files) = (Given::default(), false, self.files);
        for setting in files.iter().flat_map(settings) {
            let whom = match setting.who {
                Who::Component(component) if CORE.contains(&component) => Some(component),
                Who::Everyone | Who::Unknown => None,
                _ => continue,
            };
            if self.is_foreign(setting) {
                continue;
            }
            is_for_all |= whom.is_none();
            given.present.extend(whom);
            if !is_live(setting) || self.is_set_by_somebody(setting) {
                note(&mut given, setting, whom);
            }
        }
        if is_for_all || given.present.is_empty() {
            given.present.extend(CORE);
        }
        given
    }

    /// Whether the gate turns on (`Some(true)`) or off (`Some(false)`) by itself.
    fn flips_to(
        &self,
        given: &Given<'_>,
        gate: &Gate,
        component: &'static str,
        from: MinorVersion,
    ) -> Option<bool> {
        if given.is_set(gate, component) {
            return None;
        }
        let target = self.question.target;
        let (before, after) = (given.is_on(gate, component, from)?, given.is_on(gate, component, target)?);
        // What a whole stage brings is listed where the stage is set.
        let by_stage = gate.state_at(target).setting().and_then(|state| given.stage(state.stage, component));
        (before != after && by_stage != Some(after)).then_some(after)
    }

    /// The version on the way that turned it: going up the last one, going down the one that is undone.
    fn flip_version(
        &self,
        given: &Given<'_>,
        gate: &Gate,
        component: &'static str,
        from: MinorVersion,
        direction: bool,
    ) -> MinorVersion {
        let (low, high) = (from.min(self.question.target), from.max(self.question.target));
        let (mut version, mut found) = (low.next(), high);
        // Going down, the change that is undone is the other way round.
        let wanted = if from <= self.question.target { direction } else { !direction };
        while version <= high {
            let before = version.previous().and_then(|before| given.is_on(gate, component, before));
            if given.is_on(gate, component, version) == Some(wanted) && before == Some(!wanted) {
                found = version;
            }
            version = version.next();
        }
        found
    }

    fn flip(
        &self,
        gate: &'kb Gate,
        on: bool,
        since: MinorVersion,
        from: MinorVersion,
        components: &[&'static str],
    ) -> Finding<'kb> {
        let (name, way, target) = (gate.name.as_str(), words::on_off(on), self.question.target);
        let rule = if on { Rule::FlipsOn } else { Rule::FlipsOff };
        let state = gate.state_at(target).setting();
        let stage = state.map_or_else(String::new, |state| format!(", {} in {target}", state.stage));
        let readers = match gate.components.is_empty() {
            true => String::new(),
            false => format!(" for {}", words::listed(components, CORE.len())),
        };
        let when = if from <= target { format!("with {since}") } else { format!("before {since}") };
        let message = format!("`{name}` turns {way} by itself {when}{readers}{stage}");
        let keep = words::bool_word(!on);
        let help = match state {
            None => format!("{target} does not have it: it cannot be set"),
            Some(state) if state.locked == Some(true) => {
                format!("it is locked {way} in {target}: it cannot be kept as it is in {from}")
            }
            Some(_) => format!("`{name}={keep}` keeps what {from} does"),
        };
        let mut finding = Finding::new(rule, message, "").since(Some(since)).help(help);
        finding.gate = Some(name.to_owned());
        finding.keps = self.kb.keps_of(gate).collect();
        if !gate.components.is_empty() {
            finding.components = components.iter().map(|component| (*component).to_owned()).collect();
        }
        finding
    }
}

/// Takes down what `setting` sets, and for whom.
fn note<'f>(given: &mut Given<'f>, setting: &'f Setting, whom: Option<&'static str>) {
    let Some(value) = words::value_of(setting) else { return };
    match stages::stage_of(&setting.gate) {
        Some(stage) => {
            given.stages.insert((stage, whom), value);
        }
        None => {
            given.set.insert((&setting.gate, whom));
        }
    }
}
