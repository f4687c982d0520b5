//! Gates of other programs, which stand among those of Kubernetes: named, counted and not judged.

use std::collections::BTreeMap;

use super::super::setting::{Found, Place, Setting, Who};
use super::{CORE, Finding, Judge, Rule, settings, words};

impl Judge<'_, '_> {
    /// Whether the setting is of a gate that the records cannot know.
    pub(super) fn is_foreign(&self, setting: &Setting) -> bool {
        self.owner(setting).is_some()
    }

    /// Whose gate it is, where it is none of Kubernetes' own components'.
    fn owner(&self, setting: &Setting) -> Option<String> {
        if let Some(prefix) = setting.prefix.as_deref().filter(|prefix| *prefix != "kube") {
            let reads_no_prefix = self.prefix_is_part_of_the_name(setting);
            return (!reads_no_prefix).then(|| format!("`{}`", words::shown(prefix)));
        }
        match setting.who {
            Who::Other(program) => Some(program.to_owned()),
            Who::Component(component) if !CORE.contains(&component) => {
                let gate = self.gate(&setting.gate);
                let reads =
                    gate.is_some_and(|gate| gate.components.iter().any(|reader| reader.value == component));
                (!reads).then(|| component.to_owned())
            }
            _ if setting.place == Place::OpenShift && self.gate(&setting.gate).is_none() => {
                Some("OpenShift".to_owned())
            }
            _ => None,
        }
    }

    /// One finding for each list and owner.
    pub(super) fn foreign(&mut self, file: usize, found: &Found) {
        let mut groups: BTreeMap<(u32, String), Vec<&Setting>> = BTreeMap::new();
        for setting in settings(found) {
            if let Some(owner) = self.owner(setting) {
                groups.entry((setting.list, owner)).or_default().push(setting);
            }
        }
        for ((_, owner), settings) in groups {
            let (first, rest) = (settings[0], &settings[1..]);
            let name = words::shown(&first.gate);
            let what = match rest.len() {
                0 => format!("`{name}` is a gate"),
                more => format!("`{name}` and {more} more are gates"),
            };
            let message = format!("{what} of {owner}: kepdb judges those of Kubernetes itself");
            let mut finding = Finding::new(Rule::OwnNameSpace, message, "not judged");
            finding.gates = rest.iter().map(|setting| words::shown(&setting.gate)).collect();
            let finding = self.about(finding, file, first, None);
            self.push(finding);
        }
    }
}
