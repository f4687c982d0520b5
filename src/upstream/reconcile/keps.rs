//! One KEP's facts, from its `kep.yaml` and what is known about gates, groups and components.

use std::collections::BTreeSet;

use super::super::fields::{Problem, is_placeholder};
use super::super::kep_yaml::KepYaml;
use super::entry::DriftList;
use super::gate_drift::sentence;
use super::keys::KepKey;
use super::names::{Names, Resolved};
use super::references::Folders;
use crate::model::{Aliases, DriftClass, FactSource, GateName, KepStatus, Stage, Taxonomy};

/// A `kep.yaml`, where it stands, and what could not be read in it.
#[derive(Debug)]
pub(crate) struct KepFile {
    pub(crate) path: String,
    pub(crate) kep: KepYaml,
    pub(crate) problems: Vec<Problem>,
}

/// Everything about one KEP that goes into its record and that `kep.yaml` does not say in the record's own words.
#[derive(Debug, Clone, Default)]
pub(crate) struct KepFacts {
    pub(crate) sig: Option<String>,
    pub(crate) participating: Vec<String>,
    pub(crate) status: Option<KepStatus>,
    pub(crate) stage: Option<Stage>,
    pub(crate) gates: Vec<GateName>,
    pub(crate) unknown_gates: Vec<String>,
    pub(crate) components: Vec<String>,
    pub(crate) metrics: Vec<String>,
    pub(crate) see_also: Vec<u32>,
    pub(crate) replaces: Vec<u32>,
    pub(crate) superseded_by: Vec<u32>,
    /// Components that the KEP names for each gate.
    pub(crate) gate_components: Vec<(GateName, BTreeSet<String>)>,
}

/// What reading KEPs needs to know.
pub(crate) struct Lexicon<'a> {
    pub(crate) names: &'a Names,
    pub(crate) folders: &'a Folders,
    pub(crate) taxonomy: &'a Taxonomy,
    pub(crate) aliases: &'a Aliases,
}

/// Reads one KEP's words; what cannot be understood becomes drift.
pub(crate) fn facts(file: &KepFile, key: &KepKey, lexicon: &Lexicon<'_>, drift: &mut DriftList) -> KepFacts {
    let mut reader = Reader { subject: (key.number, &key.slug), lexicon, drift };
    let kep = &file.kep;
    for problem in &file.problems {
        reader.field(&problem.field, sentence(problem));
    }
    let sig = kep.owning_sig.as_deref().and_then(|sig| reader.group("owning-sig", sig));
    let mut facts = KepFacts {
        status: kep.status.as_deref().and_then(|word| reader.status(word)),
        stage: kep.stage.as_deref().and_then(|word| reader.stage(word)),
        metrics: reader.metrics(&kep.metrics),
        see_also: lexicon.folders.resolve(&kep.see_also, key.number),
        replaces: lexicon.folders.resolve(&kep.replaces, key.number),
        superseded_by: lexicon.folders.resolve(&kep.superseded_by, key.number),
        ..KepFacts::default()
    };
    for group in &kep.participating_sigs {
        let group = reader.group("participating-sigs", group);
        if let Some(group) = group.filter(|group| Some(group) != sig.as_ref()) {
            push_new(&mut facts.participating, group);
        }
    }
    facts.sig = sig;
    reader.gates(kep, &mut facts);
    facts
}

struct Reader<'a, 'b> {
    subject: (u32, &'a str),
    lexicon: &'a Lexicon<'b>,
    drift: &'a mut DriftList,
}

impl Reader<'_, '_> {
    fn report(&mut self, class: DriftClass, field: &str, kep: String, nearest: Option<String>) {
        self.drift.kep(class, self.subject, field, &[(FactSource::Kep, kep)], nearest);
    }

    fn field(&mut self, field: &str, kep: String) {
        self.report(DriftClass::KepField, field, kep, None);
    }

    /// A group's slug: `sig-auth` is `auth`, other groups keep their prefix.
    fn group(&mut self, field: &str, written: &str) -> Option<String> {
        if is_placeholder(written) {
            return None;
        }
        let lower = written.to_ascii_lowercase();
        let slug = lower.strip_prefix("sig-").unwrap_or(&lower);
        let known = &self.lexicon.taxonomy.sigs;
        if is_slug(slug) && (known.is_empty() || known.iter().any(|sig| sig.slug.value == slug)) {
            return Some(slug.to_owned());
        }
        self.field(field, format!("`{written}`: no group of the project"));
        None
    }

    fn status(&mut self, written: &str) -> Option<KepStatus> {
        if let Some(status) = KepStatus::from_word(written) {
            return Some(status);
        }
        self.report(DriftClass::Status, "status word", written.to_owned(), None);
        let known = self.lexicon.aliases.statuses.iter().find(|(word, _)| word.value == written);
        known.map(|(_, status)| status.value)
    }

    fn stage(&mut self, written: &str) -> Option<Stage> {
        if is_placeholder(written) {
            return None;
        }
        if let Ok(stage) = written.parse() {
            return Some(stage);
        }
        self.field("stage", format!("`{written}`: no stage"));
        // Off by default after deprecation: the feature is still deprecated.
        (written == "disabled").then_some(Stage::Deprecated)
    }

    fn metrics(&mut self, written: &[String]) -> Vec<String> {
        let mut metrics = Vec::new();
        for entry in written {
            match metric_name(entry) {
                Some(name) => push_new(&mut metrics, name.to_owned()),
                None => self.field("metrics", format!("`{entry}`: no name of a metric")),
            }
        }
        metrics
    }

    fn gates(&mut self, kep: &KepYaml, facts: &mut KepFacts) {
        let mut all = BTreeSet::new();
        for gate in &kep.gates {
            let components = self.components(&gate.components);
            all.extend(components.iter().cloned());
            match self.lexicon.names.resolve(&gate.name) {
                Resolved::Known(name) => {
                    push_new(&mut facts.gates, name.clone());
                    facts.gate_components.push((name, components));
                }
                Resolved::Unlisted => push_new(&mut facts.unknown_gates, gate.name.clone()),
                Resolved::Unknown(nearest) => {
                    push_new(&mut facts.unknown_gates, gate.name.clone());
                    let field = format!("gate {}", gate.name);
                    self.report(DriftClass::UnknownGate, &field, gate.name.clone(), nearest);
                }
            }
        }
        facts.components = all.into_iter().collect();
    }

    fn components(&mut self, written: &[String]) -> BTreeSet<String> {
        let mut slugs = BTreeSet::new();
        for word in written {
            let known = &self.lexicon.taxonomy.components;
            let aliases = &self.lexicon.aliases.components;
            if let Some((_, means)) = aliases.iter().find(|(prose, _)| prose.value == *word) {
                slugs.extend(means.iter().map(|slug| slug.value.clone()));
            } else if is_slug(word) && (known.is_empty() || known.iter().any(|c| c.slug.value == *word)) {
                slugs.insert(word.clone());
            } else {
                self.field("components", format!("`{word}`: no component"));
            }
        }
        slugs
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// The metric that an entry names. Labels and remarks behind the name are left out; a text that is no name gives none.
fn metric_name(entry: &str) -> Option<&str> {
    let entry = entry.trim().trim_matches('`');
    // Old KEPs write `subsystem/name`.
    let end = entry
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | ':' | '/'))
        .unwrap_or(entry.len());
    let (name, rest) = entry.split_at(end);
    let fits = !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit());
    // Behind a name comes nothing, labels, or a remark. A word without an underscore starts a sentence.
    let ends = rest.is_empty() || (name.contains('_') && rest.starts_with(['{', '[', ' ', '(']));
    (fits && ends).then_some(name)
}

/// Whether `text` is a slug: lower-case words of letters and digits, joined by single dashes.
fn is_slug(text: &str) -> bool {
    text.len() <= 100
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::metric_name;

    #[test]
    fn takes_the_name_of_a_metric_and_leaves_prose() {
        assert_eq!(metric_name("kubelet_pods_total"), Some("kubelet_pods_total"));
        assert_eq!(metric_name("requests_total{code=\"200\"}"), Some("requests_total"));
        assert_eq!(metric_name("endpoint_slice/syncs"), Some("endpoint_slice/syncs"));
        assert_eq!(metric_name("started_total (exposed by kubelet)"), Some("started_total"));
        for prose in ["", "workqueue_* with a name", "the queue's depth", "work queue", "9_lives"] {
            assert_eq!(metric_name(prose), None, "{prose}");
        }
    }
}
