//! What is wrong with the writing: values, prefixes, lists that say a thing twice, and what could not be read.

use std::collections::BTreeMap;

use super::super::setting::{Carrier, Found, Place, Setting, Value, Who};
use super::{Finding, Judge, MOST_SETTINGS, Rule, is_live, settings, words};
use crate::diag::Severity;

impl<'kb> Judge<'kb, '_> {
    /// What the reader could not use.
    pub(super) fn unread(&mut self, file: usize, found: &Found) {
        for unread in &found.unread {
            let mut finding = Finding::new(Rule::Unread, unread.message.clone(), "").at(file, &unread.span);
            if unread.fatal {
                finding.severity = Severity::Error;
            }
            finding.help.clone_from(&unread.help);
            self.push(finding);
        }
    }

    /// More than anybody sets.
    pub(super) fn too_many(&mut self, file: usize, found: &Found) {
        if let Some(first) = found.settings.get(MOST_SETTINGS) {
            let (most, all) = (MOST_SETTINGS, found.settings.len());
            let message = format!("the file sets {all} gates: the first {most} are judged");
            let finding = Finding::new(Rule::Unread, message, "from here on").at(file, &first.span);
            self.push(finding);
        }
    }

    /// OpenShift's feature sets other than the default one: the cluster version operator then refuses upgrades
    /// (<https://docs.openshift.com/container-platform/4.17/nodes/clusters/nodes-cluster-enabling-features.html>).
    pub(super) fn feature_sets(&mut self, file: usize, found: &Found) {
        for set in &found.feature_sets {
            if matches!(set.name.as_str(), "" | "Default") {
                continue;
            }
            let message =
                format!("the feature set `{}` keeps OpenShift from being upgraded", words::shown(&set.name));
            let mut finding = Finding::new(Rule::BlocksUpgrades, message, "cannot be taken back")
                .at(file, &set.span)
                .help("use it on clusters that may be thrown away");
            finding.place = Some(Place::OpenShift);
            self.push(finding);
        }
    }

    /// Metrics cannot be judged without the version they are from.
    pub(super) fn metrics_without_from(&mut self, file: usize, found: &Found) {
        if self.question.from().is_some() {
            return;
        }
        let Some(first) = found.settings.iter().find(|setting| setting.place == Place::Metrics) else {
            return;
        };
        let message = "metrics list every gate, set or not: they are not judged without --from";
        let mut finding = Finding::new(Rule::NeedsFrom, message.to_owned(), "").at(file, &first.span).help(
            "say which version runs now with --from: what differs from its defaults was set by somebody",
        );
        finding.place = Some(Place::Metrics);
        self.push(finding);
    }

    /// The value of one setting.
    pub(super) fn value(&mut self, file: usize, setting: &Setting) {
        let name = words::shown(&setting.gate);
        let is_flag = setting.carrier == Carrier::Flag;
        let (message, label, prints) = match &setting.value {
            _ if setting.gate.is_empty() => (
                "a gate has no name".to_owned(),
                "nothing before the value",
                is_flag.then(|| words::prints_unrecognized("")),
            ),
            Value::Missing => (
                format!("`{name}` has no value"),
                "no value",
                is_flag.then(|| words::prints_missing(&setting.gate)),
            ),
            Value::Invalid(value) => (
                format!("`{name}` has the value `{}`, which is neither true nor false", words::shown(value)),
                "not true or false",
                is_flag.then(|| words::prints_invalid(&setting.gate, value)).flatten(),
            ),
            Value::On | Value::Off => return,
        };
        let mut finding = Finding::new(Rule::MalformedValue, message, label).help(match setting.carrier {
            Carrier::Flag => "write `true` or `false` behind `=`",
            Carrier::File | Carrier::Live => "write `true` or `false`",
        });
        // kubeadm words it otherwise.
        finding.prints = prints.filter(|_| setting.who != Who::Kubeadm);
        let gate = self.gate(&setting.gate).filter(|_| setting.who != Who::Kubeadm);
        let finding = self.about(finding, file, setting, gate);
        self.push(finding);
    }

    /// Kubelet and kube-proxy read no prefix: they take it for a part of the name
    /// (<https://github.com/kubernetes/kubernetes/blob/master/cmd/kubelet/app/options/options.go>).
    pub(super) fn prefix_is_part_of_the_name(&self, setting: &Setting) -> bool {
        setting.prefix.is_some() && matches!(setting.who, Who::Component("kubelet" | "kube-proxy"))
    }

    pub(super) fn prefixed(&mut self, file: usize, setting: &Setting) {
        let name = words::shown(&setting.gate);
        let prefix = words::shown(setting.prefix.as_deref().unwrap_or_default());
        let Who::Component(component) = setting.who else { return };
        let message = format!("{component} reads no prefix: no gate is called `{prefix}:{name}`");
        let finding = Finding::new(Rule::UnknownGate, message, "")
            .prints(words::prints_unrecognized(&format!("{prefix}:{name}")))
            .help(format!("write `{name}`"));
        let finding = self.about(finding, file, setting, None);
        self.push(finding);
    }

    /// What only a whole list shows.
    pub(super) fn lists(&mut self, file: usize, found: &Found) {
        let mut lists: BTreeMap<(u32, Who), Vec<&Setting>> = BTreeMap::new();
        for setting in settings(found).iter().filter(|setting| !is_live(setting)) {
            lists.entry((setting.list, setting.who)).or_default().push(setting);
        }
        for list in lists.values() {
            self.mixed_prefix(file, list);
            self.twice(file, list);
        }
    }

    fn mixed_prefix(&mut self, file: usize, list: &[&Setting]) {
        let is_kube = |setting: &&&Setting| setting.prefix.as_deref() == Some("kube");
        let bare = list.iter().find(|setting| setting.prefix.is_none());
        let prefixed = list.iter().find(is_kube);
        let (Some(bare), Some(prefixed)) = (bare, prefixed) else { return };
        if self.prefix_is_part_of_the_name(prefixed) || prefixed.who == Who::Kubeadm {
            return;
        }
        let (first, second) =
            if bare.span.start < prefixed.span.start { (bare, prefixed) } else { (prefixed, bare) };
        let how = |setting: &Setting| if setting.prefix.is_some() { "with prefix" } else { "without prefix" };
        let message = "gates stand in one list with and without the prefix `kube:`".to_owned();
        let finding = Finding::new(Rule::MixedPrefix, message, how(second))
            .prints(words::PRINTS_MIXED)
            .help("write `kube:` before all of them, or before none");
        let finding = self.about(finding, file, second, None).related(file, &first.span, how(first));
        self.push(finding);
    }

    /// One list says a gate twice and does not agree with itself.
    fn twice(&mut self, file: usize, list: &[&Setting]) {
        let mut by_name: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
        for setting in list.iter().filter(|setting| words::value_of(setting).is_some()) {
            if matches!(setting.prefix.as_deref(), None | Some("kube")) {
                by_name.entry(&setting.gate).or_default().push(setting);
            }
        }
        for settings in by_name.values() {
            let Some(last) = settings.last() else { continue };
            let Some(value) = words::value_of(last) else { continue };
            let Some(other) = settings.iter().find(|setting| words::value_of(setting) != Some(value)) else {
                continue;
            };
            let name = words::shown(&last.gate);
            let (word, other_word) = (words::bool_word(value), words::bool_word(!value));
            let message = format!("`{name}` is set to {other_word} and to {word} in one list");
            let finding = Finding::new(Rule::SetTwice, message, "the last one wins")
                .help(format!("keep one of them: {word} is what counts now"));
            let finding = self.about(finding, file, last, self.gate(&last.gate)).related(
                file,
                &other.span,
                "has no effect",
            );
            self.push(finding);
        }
    }
}
