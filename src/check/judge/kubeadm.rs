//! kubeadm's own gates. What is no gate of kubeadm is usually one of the components, in the wrong place.

use super::super::kubeadm_gates::{KUBEADM_GATES, KubeadmGate};
use super::super::setting::{Carrier, Setting};
use super::{Finding, Judge, Rule, words};
use crate::diag::nearest;
use crate::model::{GateState, MinorVersion, Setting as State, Stage};
use crate::query::removal_words;

impl<'kb> Judge<'kb, '_> {
    /// One setting of kubeadm's own list.
    pub(super) fn kubeadm(&mut self, file: usize, setting: &Setting) {
        self.value(file, setting);
        if setting.gate.is_empty() {
            return;
        }
        let finding = match KubeadmGate::named(&setting.gate) {
            Some(gate) => self.kubeadm_state(setting, gate),
            None => Some(self.no_kubeadm_gate(setting)),
        };
        if let Some(finding) = finding {
            let finding = self.about(finding, file, setting, None);
            self.push(finding);
        }
    }

    fn no_kubeadm_gate(&self, setting: &Setting) -> Finding<'kb> {
        let name = words::shown(&setting.gate);
        let message = format!("kubeadm has no gate of its own called `{name}`");
        let finding = Finding::new(Rule::UnknownKubeadmGate, message, "").prints(prints(setting));
        if self.gate(&setting.gate).is_some() {
            return finding
                .help("it is a gate of components: set it with `extraArgs`, or in a KubeletConfiguration");
        }
        let target = self.question.target;
        let there = KUBEADM_GATES.iter().filter(|gate| gate.state_at(target).setting().is_some());
        match nearest(&setting.gate, there.map(|gate| gate.name)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(words::remove(setting)),
        }
    }

    fn kubeadm_state(&self, setting: &Setting, gate: &KubeadmGate) -> Option<Finding<'kb>> {
        let (name, target) = (gate.name, self.question.target);
        let removal = gate.removal();
        let since = gate.since(target);
        match gate.state_at(target) {
            GateState::NotYet => {
                let first = gate.history.first().map(|(since, _)| *since);
                let comes = first.map_or_else(String::new, |first| format!("it comes with {first}"));
                let message = format!("kubeadm {target} has no gate `{name}` yet");
                Some(Finding::new(Rule::NotYetGate, message, comes).since(first).prints(prints(setting)))
            }
            GateState::Removed => Some(
                Finding::new(
                    Rule::RemovedGate,
                    format!("kubeadm {target} has no gate `{name}` any more"),
                    removal.map(removal_words).unwrap_or_default(),
                )
                .since(removal.map(|removal| removal.by))
                .prints(prints(setting)),
            ),
            GateState::Unconfirmed(_) => {
                let last = gate.last.map_or_else(String::new, |last| format!("{last} has it"));
                let message = format!("no source says whether kubeadm {target} still has its gate `{name}`");
                Some(Finding::new(Rule::UnconfirmedGate, message, last).prints(prints(setting)))
            }
            GateState::Present(state) => {
                words::value_of(setting).and_then(|value| present(name, target, since, state, value))
            }
        }
        .map(|finding| finding.help(words::remove(setting)))
    }
}

fn present<'kb>(
    name: &str,
    target: MinorVersion,
    since: Option<MinorVersion>,
    state: State,
    value: bool,
) -> Option<Finding<'kb>> {
    let (word, way) = (words::bool_word(value), words::on_off(value));
    let is_default = state.default == Some(value);
    let stage = state.stage;
    let (rule, message) = match (state.locked == Some(true), stage) {
        (true, _) if is_default => (
            Rule::LockedRedundant,
            format!("kubeadm's `{name}` is locked to {word} in {target}: setting it changes nothing"),
        ),
        (true, _) => {
            let lock = words::bool_word(!value);
            (
                Rule::LockedGate,
                format!("kubeadm's `{name}` is locked to {lock} in {target}, and set to {word}"),
            )
        }
        (false, Stage::Deprecated) => {
            (Rule::DeprecatedGate, format!("kubeadm's `{name}` is deprecated in {target} and still set"))
        }
        (false, _) if is_default => (
            Rule::SameAsDefault,
            format!("kubeadm's `{name}` is {way} by default in {target}: setting it changes nothing"),
        ),
        (false, _) => return None,
    };
    let label = since.map_or_else(String::new, |since| format!("{stage} since {since}"));
    Some(Finding::new(rule, message, label).since(since))
}

/// What kubeadm says of a name that it does not know: a flag is read by `NewFeatureGate` of
/// <https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/features/features.go>, a file is checked by
/// `ValidateFeatureGates` of `cmd/kubeadm/app/apis/kubeadm/validation/validation.go`, which puts the whole map before
/// these words.
fn prints(setting: &Setting) -> String {
    let name = words::shown(&setting.gate);
    match setting.carrier {
        Carrier::Flag => format!("unrecognized feature-gate key: {name}"),
        Carrier::File | Carrier::Live => format!("{name} is not a valid feature name."),
    }
}
