//! `AllAlpha` and `AllBeta`: one word that sets every gate of a stage which nothing else sets.
//!
//! What they mean is another set of gates in every version, so they are expanded at the version in question
//! (`setUnsetAlphaGates` and `setUnsetBetaGates` of
//! <https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/component-base/featuregate/feature_gate.go>).

use super::super::setting::{Setting, Who};
use super::{Finding, Judge, Rule, reads, words};
use crate::model::{Gate, GateState, MinorVersion, Stage};

/// The stage that a name stands for.
pub(super) fn stage_of(name: &str) -> Option<Stage> {
    match name {
        "AllAlpha" => Some(Stage::Alpha),
        "AllBeta" => Some(Stage::Beta),
        _ => None,
    }
}

impl<'kb> Judge<'kb, '_> {
    /// What `AllAlpha` or `AllBeta` does.
    pub(super) fn whole_stage(&mut self, file: usize, setting: &Setting) {
        let (Some(stage), Some(value)) = (stage_of(&setting.gate), words::value_of(setting)) else { return };
        let version = self.version_for(setting);
        let affected = self.affected(setting, stage, value, version);
        let (name, word, way) = (setting.gate.as_str(), words::bool_word(value), words::on_off(value));
        if affected.is_empty() {
            let message = format!("`{name}` set to {word} changes nothing in {version}");
            let finding =
                Finding::new(Rule::SameAsDefault, message, format!("every {stage} gate is {way} anyway"))
                    .help(words::remove(setting));
            let finding = self.about(finding, file, setting, None);
            return self.push(finding);
        }
        let count = words::counted(affected.len(), &format!("{stage} gate"));
        let message = format!("`{name}` turns {count} {way} in {version}");
        let before = self.question.from().map(|from| (from, self.affected(setting, stage, value, from)));
        let mut finding = Finding::new(Rule::WholeStage, message, "another set of gates in every version")
            .help(format!("set the gates that you need by name, and {}", words::remove(setting)));
        if let Some((from, before)) = before {
            let is_new = |gate: &&&Gate| !before.iter().any(|known| std::ptr::eq(*known, **gate));
            finding.gates = affected.iter().filter(is_new).map(|gate| gate.name.to_string()).collect();
            finding.label = match finding.gates.as_slice() {
                [] => format!("the same gates as in {from}"),
                new => format!("not yet in {from}: {}", words::listed(new, 6)),
            };
        }
        let finding = self.about(finding, file, setting, None);
        self.push(finding);
    }

    /// The gates whose value it changes in `version`, as far as the component reads them and nobody sets them by name.
    fn affected(
        &self,
        setting: &Setting,
        stage: Stage,
        value: bool,
        version: MinorVersion,
    ) -> Vec<&'kb Gate> {
        let is_set = |gate: &Gate| self.overview.names.contains(&(setting.who, gate.name.as_str()));
        let is_read = |gate: &Gate| match setting.who {
            Who::Component(component) => reads(gate, component),
            _ => true,
        };
        let is_changed = |gate: &Gate| match gate.state_at(version) {
            GateState::Present(state) => state.stage == stage && state.default != Some(value),
            _ => false,
        };
        let fits = |gate: &&Gate| is_changed(gate) && is_read(gate) && !is_set(gate);
        self.kb.gates().iter().filter(fits).collect()
    }
}
