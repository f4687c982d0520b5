//! Every place times every kind of finding: in each fixture, gates take the places of each other, and what is found is what
//! each of them deserves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kepdb::check::judge::CORE;
use kepdb::check::{Finding, Found, Place, Question, Rule, Setting, Value, Who, judge, read};
use kepdb::model::MinorVersion;

use super::judge::knowledge_base;
use crate::support::fixtures;

const TARGET: MinorVersion = MinorVersion::new(1, 36);

/// What is found about a gate at the target, by the value that stands in the fixture. The gates are those of the rules'
/// own tests.
const KINDS: &[(Rule, &str, &str)] = &[
    // Rule, the gate that is on, the gate that is off.
    (Rule::UnknownGate, "NoSuchGate", "NoSuchGate"),
    (Rule::RemovedGate, "Gone", "GoneOff"),
    (Rule::NotYetGate, "Tomorrow", "Tomorrow"),
    (Rule::LockedGate, "LockedOff", "Locked"),
    (Rule::UnconfirmedGate, "Unsure", "Unsure"),
    (Rule::RemovalExpected, "Fading", "Fading"),
    (Rule::LockedRedundant, "Locked", "LockedOff"),
    (Rule::DeprecatedGate, "Leaving", "Leaving"),
    (Rule::StableGate, "Grown", "Grown"),
    (Rule::SameAsDefault, "Settled", "Early"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

/// The text with another name in the place of the setting's.
fn renamed(text: &str, setting: &Setting, name: &str) -> String {
    format!("{}{name}{}", &text[..setting.name_span.start], &text[setting.name_span.end..])
}

/// What is found about the gate `name`, and on which words.
fn found_about(found: Found, name: &str, words: &str, target: MinorVersion) -> Vec<Rule> {
    let kb = knowledge_base();
    let question = Question::new(&kb, target, None).expect("a known version");
    let report = judge(&kb, &[found], question);
    let is_about = |finding: &&Finding<'_>| {
        let spot = finding.spot.as_ref().expect("a place");
        let is_here = words.get(spot.span.clone()).is_some_and(|words| words.contains(name));
        // Gates of others are named together, where the first of their list stands.
        (finding.gate.as_deref() == Some(name) && is_here) || finding.gates.iter().any(|gate| gate == name)
    };
    report.findings.iter().filter(is_about).map(|finding| finding.rule).collect()
}

/// The rule that speaks in the place of `rule`.
fn expected(setting: &Setting, rule: Rule) -> Rule {
    match (setting.place, setting.who) {
        (_, Who::Kubeadm) => Rule::UnknownKubeadmGate,
        (_, Who::Other(_)) => Rule::OwnNameSpace,
        (_, Who::Unknown) if matches!(rule, Rule::UnknownGate) => Rule::OwnNameSpace,
        (Place::OpenShift, _) if matches!(rule, Rule::UnknownGate) => Rule::OwnNameSpace,
        _ => rule,
    }
}

#[test]
fn every_kind_is_found_in_every_place() {
    let mut seen: BTreeMap<Place, usize> = BTreeMap::new();
    let mut paths = Vec::new();
    files(&fixtures("check"), &mut paths);
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let text = text.replace("\r\n", "\n");
        if name == "expected.txt" {
            continue;
        }
        let path = path.display();
        let original = read(&path.to_string(), text.as_bytes());
        for setting in &original.settings {
            let is_plain = text.get(setting.name_span.clone()) == Some(setting.gate.as_str())
                && setting.prefix.as_deref().is_none_or(|prefix| prefix == "kube");
            let is_on = match setting.value {
                Value::On => true,
                Value::Off => false,
                Value::Missing | Value::Invalid(_) => continue,
            };
            let is_foreign = matches!(setting.who, Who::Component(component) if !CORE.contains(&component));
            if !is_plain || is_foreign || setting.place == Place::Metrics {
                continue;
            }
            for (rule, on, off) in KINDS {
                let gate = if is_on { on } else { off };
                let text = renamed(&text, setting, gate);
                let mut found = read(&path.to_string(), text.as_bytes());
                // A command that emulates another version would have other findings; its place is what counts here.
                found.settings.iter_mut().for_each(|setting| setting.emulated = None);
                let rules = found_about(found, gate, &text, TARGET);
                let expected = expected(setting, *rule);
                assert!(
                    rules.contains(&expected),
                    "{path}: {gate} for {}: {expected} is not in {rules:?}",
                    setting.gate
                );
            }
            *seen.entry(setting.place).or_default() += 1;
        }
    }
    for place in Place::ALL.iter().filter(|place| !EXEMPT.contains(place)) {
        assert!(seen.contains_key(place), "no fixture has {}: {seen:?}", place.as_str());
    }
}

/// Places whose gates cannot be exchanged by name: metrics tell a gate's stage beside it.
const EXEMPT: &[Place] = &[Place::Metrics];
