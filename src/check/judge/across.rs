//! Settings against each other: two components that differ, and a component that gets a gate on two ways.

use std::collections::BTreeMap;

use super::super::setting::{Carrier, Setting, Who};
use super::{CORE, Finding, Judge, Rule, is_live, reads, settings, words};

/// Other places that are listed with a finding.
const MOST_RELATED: usize = 6;

/// A setting of one component, with its file.
#[derive(Clone, Copy)]
struct Set<'f> {
    file: usize,
    setting: &'f Setting,
    component: &'static str,
    value: bool,
}

impl<'kb> Judge<'kb, '_> {
    /// Both rules, gate by gate.
    pub(super) fn across(&mut self) {
        let files = self.files;
        let mut by_gate: BTreeMap<&str, Vec<Set<'_>>> = BTreeMap::new();
        for (file, found) in files.iter().enumerate() {
            for setting in settings(found) {
                let (Who::Component(component), Some(value)) = (setting.who, words::value_of(setting)) else {
                    continue;
                };
                if !is_live(setting) && CORE.contains(&component) && !self.is_foreign(setting) {
                    by_gate.entry(&setting.gate).or_default().push(Set { file, setting, component, value });
                }
            }
        }
        for settings in by_gate.values() {
            self.set_differently(settings);
            for component in CORE {
                let of_component: Vec<_> =
                    settings.iter().copied().filter(|set| set.component == *component).collect();
                self.flag_and_file(&of_component);
            }
        }
    }

    /// The first pair of components that read the gate and get different values.
    fn set_differently(&mut self, sets: &[Set<'_>]) {
        let gate = sets.first().and_then(|set| self.gate(&set.setting.gate));
        let read: Vec<_> =
            sets.iter().filter(|set| gate.is_none_or(|gate| reads(gate, set.component))).collect();
        let Some(first) = read.first() else { return };
        let differs = |set: &&&Set<'_>| set.component != first.component && set.value != first.value;
        let Some(second) = read.iter().find(differs) else { return };
        let name = words::shown(&first.setting.gate);
        let side = |set: &Set<'_>| format!("{} for {}", words::on_off(set.value), set.component);
        let message = format!("`{name}` is {} and {}", side(first), side(second));
        let finding = Finding::new(Rule::SetDifferently, message, side(second))
            .help("give both the same value, unless the notes on the gate say otherwise");
        let mut finding = self.about(finding, second.file, second.setting, gate);
        finding.components = vec![first.component.to_owned(), second.component.to_owned()];
        for set in read.iter().filter(|set| !std::ptr::eq(set.setting, second.setting)).take(MOST_RELATED) {
            finding = finding.related(set.file, &set.setting.span, side(set));
        }
        self.push(finding);
    }

    /// A flag and the configuration file of one component set the same gate.
    fn flag_and_file(&mut self, sets: &[Set<'_>]) {
        let of = |carrier| sets.iter().find(|set| set.setting.carrier == carrier);
        let (Some(flag), Some(in_file)) = (of(Carrier::Flag), of(Carrier::File)) else { return };
        let (name, component) = (words::shown(&flag.setting.gate), flag.component);
        // kube-proxy says so in the help of its flag; the kubelet puts flags over its files
        // (<https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/>).
        let (winner, rule) = match component {
            "kube-proxy" => (in_file, "kube-proxy ignores the flag where it has a configuration file"),
            _ => (flag, "the flag wins over the file"),
        };
        let values = match flag.value == in_file.value {
            true => format!("to {} in both", words::bool_word(flag.value)),
            false => format!(
                "to {} by the flag and to {} by the file",
                words::bool_word(flag.value),
                words::bool_word(in_file.value)
            ),
        };
        let message = format!("{component} gets `{name}` twice, {values}");
        let finding = Finding::new(Rule::SetTwice, message, "in the file")
            .help(format!("keep it in the file alone: {rule}, so it is {} now", words::on_off(winner.value)));
        let finding = self
            .about(finding, in_file.file, in_file.setting, self.gate(&flag.setting.gate))
            .related(flag.file, &flag.setting.span, "by the flag");
        self.push(finding);
    }
}
