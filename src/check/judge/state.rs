//! One setting against the state of its gate at the version in question.
//!
//! The rules are tried from the worst to the mildest and the first that fits speaks: a setting has one finding about its
//! state at most, so that one line to delete is one message to read.

use super::super::setting::{Setting, Who};
use super::{Finding, Judge, MOST_SUGGESTIONS, Rule, reads, words};
use crate::diag::nearest;
use crate::model::{Gate, GateState, MinorVersion, Setting as State, Stage};
use crate::query::removal_words;

/// Kubernetes keeps a gate for three versions after the one that locked it, so that a component can emulate the three
/// before its own; so say the developers' rules
/// (<https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/feature-gates.md>), and a test
/// in `test/compatibility_lifecycle` of Kubernetes holds the code to it.
const KEPT_LOCKED: u16 = 3;

/// The last version for whose locks that rule does not hold. Before, the deprecation policy alone counted: a stable gate
/// stays for two versions (rule 8b of <https://kubernetes.io/docs/reference/using-api/deprecation-policy/>).
const BEFORE_EMULATION: MinorVersion = MinorVersion::new(1, 31);

/// Versions after the target whose recorded removals are worth a warning: about a year.
const SOON: u16 = 3;

/// Why a gate is expected to go, and the first version that may not have it.
struct Expected {
    earliest: MinorVersion,
    is_certain: bool,
    why: String,
}

impl<'kb> Judge<'kb, '_> {
    /// The gate exists in the records; what about it at the version in question?
    pub(super) fn state(&mut self, file: usize, setting: &Setting, gate: &'kb Gate) {
        let target = self.question.target;
        let finding = match gate.state_at(target) {
            GateState::NotYet => Some(self.not_yet(setting, gate)),
            GateState::Removed => Some(self.removed(setting, gate)),
            GateState::Unconfirmed(_) => Some(self.unconfirmed(setting, gate)),
            GateState::Present(_) => match gate.state_at(self.version_for(setting)).setting() {
                None => Some(self.not_emulated(setting, gate)),
                Some(state) => words::value_of(setting).and_then(|value| {
                    self.locked_otherwise(setting, gate, state, value)
                        .or_else(|| self.removal_expected(setting, gate, state))
                        .or_else(|| self.superfluous(setting, gate, state, value))
                }),
            },
        };
        let exists = gate.state_at(target).setting().is_some();
        if let Some(finding) = finding {
            let finding = self.about(finding, file, setting, Some(gate));
            self.push(finding);
        }
        if exists {
            self.not_read(file, setting, gate);
        }
    }

    fn not_yet(&self, setting: &Setting, gate: &Gate) -> Finding<'kb> {
        let (name, target, since) = (gate.name.as_str(), self.question.target, gate.introduced());
        let comes = since.map_or_else(String::new, |since| format!("it comes with {since}"));
        Finding::new(Rule::NotYetGate, format!("`{name}` does not exist in {target} yet"), comes)
            .prints(words::prints_unrecognized(name))
            .since(since)
            .help(words::remove(setting))
    }

    /// The binary has the gate, the version that it is told to emulate has not.
    fn not_emulated(&self, setting: &Setting, gate: &Gate) -> Finding<'kb> {
        let (name, emulated, since) = (gate.name.as_str(), self.version_for(setting), gate.introduced());
        let comes = since.map_or_else(String::new, |since| format!("it comes with {since}"));
        let message = format!("`{name}` does not exist in {emulated} yet, which the command emulates");
        let finding =
            Finding::new(Rule::NotYetGate, message, comes).since(since).help(words::remove(setting));
        match words::value_of(setting) {
            Some(value) => finding.prints(words::prints_pre_alpha(name, value, emulated)),
            None => finding,
        }
    }

    fn removed(&self, setting: &Setting, gate: &Gate) -> Finding<'kb> {
        let (name, target) = (gate.name.as_str(), self.question.target);
        let removal = gate.removed.map(|removed| removed.value);
        let last = gate.history.last();
        let stays_on = last.is_some_and(|row| {
            row.stage.value == Stage::Stable && row.default.is_some_and(|default| default.value)
        });
        let what = match (stays_on, words::value_of(setting)) {
            (true, Some(false)) => "; the feature is stable and can no longer be turned off",
            (true, _) => "; the feature is stable and always on",
            (false, _) => "",
        };
        Finding::new(
            Rule::RemovedGate,
            format!("`{name}` does not exist in {target} any more"),
            removal.map(removal_words).unwrap_or_default(),
        )
        .prints(words::prints_unrecognized(name))
        .since(removal.map(|removal| removal.by))
        .help(format!("{}{what}", words::remove(setting)))
    }

    fn unconfirmed(&self, setting: &Setting, gate: &Gate) -> Finding<'kb> {
        let (name, target) = (gate.name.as_str(), self.question.target);
        let removal = gate.removed.map(|removed| removed.value);
        Finding::new(
            Rule::UnconfirmedGate,
            format!("no source says whether {target} still has `{name}`"),
            removal.map(removal_words).unwrap_or_default(),
        )
        .prints(words::prints_unrecognized(name))
        .since(removal.map(|removal| removal.by))
        .help(words::remove(setting))
    }

    fn locked_otherwise(
        &self,
        setting: &Setting,
        gate: &Gate,
        state: State,
        value: bool,
    ) -> Option<Finding<'kb>> {
        if state.locked != Some(true) {
            return None;
        }
        let (name, version, since) =
            (gate.name.as_str(), self.version_for(setting), locked_since(gate, self.version_for(setting)));
        let label = since.map_or_else(String::new, |since| format!("locked since {since}"));
        let Some(lock) = state.default else {
            let message = format!("`{name}` is locked in {version}, and no source says to which value");
            return Some(
                Finding::new(Rule::UnconfirmedGate, message, label).since(since).help(words::remove(setting)),
            );
        };
        (lock != value).then(|| {
            let (word, lock_word) = (words::bool_word(value), words::bool_word(lock));
            let message = format!("`{name}` is locked to {lock_word} in {version}, and set to {word}");
            let stays = words::on_off(lock);
            Finding::new(Rule::LockedGate, message, label)
                .prints(words::prints_locked(name, value, lock))
                .since(since)
                .help(format!("{}; the feature stays {stays} either way", words::remove(setting)))
        })
    }

    fn removal_expected(&self, setting: &Setting, gate: &Gate, state: State) -> Option<Finding<'kb>> {
        let Expected { earliest, is_certain, why } = self.expected_removal(gate, state)?;
        let verb = if is_certain { "is" } else { "can be" };
        let message = format!("`{}` {verb} gone from {earliest} on", gate.name.as_str());
        Some(
            Finding::new(Rule::RemovalExpected, message, why)
                .since(Some(earliest))
                .help(format!("{} before the upgrade to {earliest}", words::remove(setting))),
        )
    }

    /// Whether the gate goes soon: because the records know it, or because it has been locked for long.
    ///
    /// A locked gate always goes within three versions at the earliest, so the rule of three alone would say this of every
    /// one of them. It speaks where the very next version may go without the gate.
    fn expected_removal(&self, gate: &Gate, state: State) -> Option<Expected> {
        let target = self.question.target;
        if let Some(removal) = gate.removed.map(|removed| removed.value) {
            let earliest = removal.after.next();
            let (is_certain, why) = (removal.is_exact(), removal_words(removal));
            return (earliest <= plus(target, SOON)).then_some(Expected { earliest, is_certain, why });
        }
        let earliest = self.earliest_removal(gate, state)?;
        let since = locked_since(gate, target)?;
        (earliest <= target.next()).then(|| Expected {
            earliest,
            is_certain: false,
            why: format!("locked since {since}"),
        })
    }

    /// The first version that may go without a locked gate of which no removal is recorded.
    fn earliest_removal(&self, gate: &Gate, state: State) -> Option<MinorVersion> {
        let target = self.question.target;
        let since = (state.locked == Some(true)).then(|| locked_since(gate, target))??;
        let by_rule = if since > BEFORE_EMULATION {
            plus(since, KEPT_LOCKED)
        } else {
            plus(gate.stage_since(Stage::Stable).unwrap_or(since), 2)
        };
        // It is known to be there up to the horizon.
        Some(by_rule.max(self.kb.horizon().map_or(target, MinorVersion::next)))
    }

    /// The component starts, and the setting is of no use, or soon will be.
    fn superfluous(&self, setting: &Setting, gate: &Gate, state: State, value: bool) -> Option<Finding<'kb>> {
        let (name, version) = (gate.name.as_str(), self.version_for(setting));
        let (word, state_word) = (words::bool_word(value), words::on_off(value));
        if state.locked == Some(true) {
            let since = locked_since(gate, version);
            let label = since.map_or_else(String::new, |since| format!("locked since {since}"));
            let until = self.earliest_removal(gate, state);
            let until = until.map_or_else(String::new, |version| {
                format!("; a component that is started with it can fail from {version} on")
            });
            let message = format!("`{name}` is locked to {word} in {version}: setting it changes nothing");
            return Some(
                Finding::new(Rule::LockedRedundant, message, label)
                    .since(since)
                    .help(format!("{}{until}", words::remove(setting))),
            );
        }
        let (rule, kind, adjective, log) = match state.stage {
            Stage::Deprecated => (Rule::DeprecatedGate, Stage::Deprecated, "deprecated", "deprecated"),
            Stage::Stable => (Rule::StableGate, Stage::Stable, "stable", "GA"),
            Stage::Alpha | Stage::Beta => {
                let default = state.default?;
                if default != value || self.overview.stages.contains(&(setting.who, state.stage, !value)) {
                    return None;
                }
                let message =
                    format!("`{name}` is {state_word} by default in {version}: setting it changes nothing");
                let since = gate.defaults().take_while(|(since, _)| *since <= version).last();
                let label = since
                    .map_or_else(String::new, |(since, _)| format!("{state_word} by default since {since}"));
                return Some(
                    Finding::new(Rule::SameAsDefault, message, label)
                        .since(since.map(|(since, _)| since))
                        .help(words::remove(setting)),
                );
            }
        };
        let since = gate.stages().take_while(|(since, _)| *since <= version).last().map(|(since, _)| since);
        let label = since.map_or_else(String::new, |since| format!("{kind} since {since}"));
        let help = match state.default {
            Some(default) if default == value => {
                format!("{}; it is {state_word} by default", words::remove(setting))
            }
            _ => format!("plan to live without it: the gate will be removed, and `{name}={word}` with it"),
        };
        let finding =
            Finding::new(rule, format!("`{name}` is {adjective} in {version} and still set"), label)
                .since(since)
                .help(help);
        Some(match words::prints_warning(log, name, value, self.question.target) {
            Some(line) => finding.prints(line),
            None => finding,
        })
    }

    fn not_read(&mut self, file: usize, setting: &Setting, gate: &'kb Gate) {
        let Who::Component(component) = setting.who else { return };
        if reads(gate, component) {
            return;
        }
        let names: Vec<_> = gate.components.iter().map(|reader| reader.value.as_str()).collect();
        let readers = words::listed(&names, 6);
        let message = format!("{component} does not read `{}`", gate.name.as_str());
        let finding = Finding::new(Rule::NotReadByComponent, message, format!("read by {readers}"))
            .help(format!("set it for {readers}, or {}", words::remove(setting)));
        let finding = self.about(finding, file, setting, Some(gate));
        self.push(finding);
    }

    /// No version has a gate that is written like this.
    pub(super) fn unknown(&mut self, file: usize, setting: &Setting) {
        let (written, name) = (setting.gate.as_str(), words::shown(&setting.gate));
        let known = self.kb.gate(written);
        let is_former =
            known.is_some_and(|gate| gate.former_names.iter().any(|former| former.as_str() == written));
        let target = self.question.target;
        let finding = match known {
            Some(gate) if is_former => {
                let now = gate.name.as_str();
                Finding::new(
                    Rule::RemovedGate,
                    format!("`{name}` does not exist in {target}: the gate is called `{now}` now"),
                    "its former name",
                )
                .help(format!("write `{now}`"))
            }
            Some(gate) if gate.name.as_str().eq_ignore_ascii_case(written) => {
                Finding::new(Rule::UnknownGate, format!("no gate is called `{name}`"), "letter case counts")
                    .help(format!("write `{}`", gate.name.as_str()))
            }
            _ => match known.map(|gate| gate.name.as_str()).or_else(|| self.nearest_gate(written)) {
                Some(near) => Finding::new(Rule::UnknownGate, format!("no gate is called `{name}`"), "")
                    .help(format!("did you mean `{near}`?")),
                // Nobody says which program reads it, and it is like no gate of Kubernetes.
                None if setting.who == Who::Unknown => {
                    let message = format!("Kubernetes has no gate `{name}`: another program may have one");
                    let finding = Finding::new(Rule::OwnNameSpace, message, "not judged");
                    let finding = self.about(finding, file, setting, None);
                    return self.push(finding);
                }
                None => Finding::new(Rule::UnknownGate, format!("no gate is called `{name}`"), "")
                    .help("check the spelling, and that it is a gate of Kubernetes itself"),
            },
        };
        let finding = finding.prints(words::prints_unrecognized(written));
        let mut finding = self.about(finding, file, setting, known);
        if known.is_some() && !is_former {
            finding.keps.clear();
        }
        self.push(finding);
    }

    /// The gate of the target version whose name is nearest, else of any version.
    fn nearest_gate(&mut self, written: &str) -> Option<&'kb str> {
        if let Some(known) = self.suggestions.get(written) {
            return *known;
        }
        if self.suggestions.len() >= MOST_SUGGESTIONS {
            return None;
        }
        let (kb, target) = (self.kb, self.question.target);
        let there = kb.gates().iter().filter(|gate| gate.state_at(target).setting().is_some());
        let near = nearest(written, there.map(|gate| gate.name.as_str()))
            .or_else(|| nearest(written, kb.gates().iter().map(|gate| gate.name.as_str())));
        self.suggestions.insert(written.to_owned(), near);
        near
    }
}

/// Since when the gate is locked at `version`.
fn locked_since(gate: &Gate, version: MinorVersion) -> Option<MinorVersion> {
    let (since, locked) = gate.locks().take_while(|(since, _)| *since <= version).last()?;
    locked.then_some(since)
}

fn plus(version: MinorVersion, minors: u16) -> MinorVersion {
    MinorVersion { minor: version.minor.saturating_add(minors), ..version }
}
