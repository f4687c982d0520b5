//! A version, stage or default in a sentence agrees with the histories: "beta since 1.34", "on by default in 1.35".
//!
//! Only a few plain phrases are understood, and only where they stand directly before "since", "from" or "in" and a
//! version. Everything else is left to readers: a rule that guesses would teach people to ignore it.

use super::Records;
use super::prose::{Passage, code_spans, passages, sentences};
use crate::diag::{Code, Diagnostic};
use crate::model::{Gate, MinorVersion, Stage};

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let horizon = records.kb.horizon();
    let mut found = Vec::new();
    for passage in passages(records).iter().filter(|passage| !passage.gates.is_empty()) {
        for sentence in sentences(passage.text) {
            if names_another_gate(records, passage, sentence) {
                continue;
            }
            let wrong = claims(sentence).into_iter().filter(|claim| {
                // What lies ahead is a plan, and plans are not in the histories.
                horizon.is_some_and(|horizon| claim.version <= horizon)
                    && is_contradicted(&passage.gates, claim)
            });
            found.extend(wrong.map(|claim| diagnostic(records, passage, &claim)));
        }
    }
    found
}

/// Whether the sentence is about a gate that is not the record's own.
fn names_another_gate(records: &Records<'_>, passage: &Passage<'_>, sentence: &str) -> bool {
    let mut named = code_spans(sentence).filter_map(|name| records.kb.gate(name));
    named.any(|gate| !passage.gates.iter().any(|own| std::ptr::eq(*own, gate)))
}

fn diagnostic(records: &Records<'_>, passage: &Passage<'_>, claim: &Claim) -> Diagnostic {
    let place = records.place_of(&claim.words, passage.text.span);
    let message =
        format!("`{}` of {} says “{}”, and no history says so", passage.key, passage.owner, claim.words);
    let mut found = Diagnostic::new(Code::ContradictedProse, place, message, "contradicted by the histories");
    for gate in passage.gates.iter().take(3) {
        found = found.related(gate.name.span, life(gate));
    }
    found.help("write the version that the history has; where the history is wrong, pin it")
}

/// A gate's life in one line: `alpha 1.34, beta 1.35; on by default 1.37`.
fn life(gate: &Gate) -> String {
    let list = |steps: Vec<String>| (!steps.is_empty()).then(|| steps.join(", "));
    let stages = list(gate.stages().map(|(since, stage)| format!("{stage} {since}")).collect());
    let word = |on| if on { "on" } else { "off" };
    let defaults = list(gate.defaults().map(|(since, on)| format!("{} {since}", word(on))).collect());
    let locks = gate.locks().find(|(_, locked)| *locked).map(|(since, _)| format!("locked {since}"));
    let removed = gate.removed.map(|removed| format!("removed {}", removed.by));
    [stages, defaults, locks, removed].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What a phrase says about a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Stage(Stage),
    Default(bool),
    Locked,
    Removed,
    Introduced,
}

/// A phrase with its version.
#[derive(Debug, PartialEq, Eq)]
struct Claim {
    says: Says,
    /// Whether it began with that version ("since"), or was so in it ("in").
    begins: bool,
    version: MinorVersion,
    /// The phrase as it is written.
    words: String,
}

/// The phrases that are understood, longest first.
const PHRASES: &[(&[&str], Says)] = &[
    (&["on", "by", "default"], Says::Default(true)),
    (&["enabled", "by", "default"], Says::Default(true)),
    (&["off", "by", "default"], Says::Default(false)),
    (&["disabled", "by", "default"], Says::Default(false)),
    (&["locked", "on"], Says::Locked),
    (&["locked"], Says::Locked),
    (&["alpha"], Says::Stage(Stage::Alpha)),
    (&["beta"], Says::Stage(Stage::Beta)),
    (&["stable"], Says::Stage(Stage::Stable)),
    (&["ga"], Says::Stage(Stage::Stable)),
    (&["deprecated"], Says::Stage(Stage::Deprecated)),
    (&["removed"], Says::Removed),
    (&["introduced"], Says::Introduced),
];

/// Words that turn a phrase around, or make it about another time.
const TURNS: &[&str] =
    &["not", "no", "never", "without", "longer", "before", "until", "nor", "neither", "if"];

/// How far before the phrase such a word counts.
const REACH: usize = 4;

fn claims(sentence: &str) -> Vec<Claim> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let plain: Vec<String> =
        words.iter().map(|word| word.trim_matches(['(', ')', '*', '_']).to_lowercase()).collect();
    (0..words.len()).filter_map(|at| claim_at(&words, &plain, at)).collect()
}

/// The claim whose version is the word at `at`.
fn claim_at(words: &[&str], plain: &[String], at: usize) -> Option<Claim> {
    let version: MinorVersion = version_of(&plain[at])?;
    let mut before = at.checked_sub(1)?;
    // "since Kubernetes 1.35", "in version 1.35"
    if matches!(plain[before].as_str(), "kubernetes" | "version" | "release") {
        before = before.checked_sub(1)?;
    }
    let begins = match plain[before].as_str() {
        "since" | "from" => true,
        "in" => false,
        _ => return None,
    };
    let (phrase, says) = PHRASES.iter().find(|(phrase, _)| ends_with(&plain[..before], phrase))?;
    let start = before - phrase.len();
    let is_turned = plain[start.saturating_sub(REACH)..start].iter().any(|word| {
        let word = word.trim_end_matches([',', ';', ':']);
        TURNS.contains(&word) || word.ends_with("n't")
    });
    let words = words[start..=at].join(" ");
    let words =
        words.trim_start_matches(['(', '*']).trim_end_matches(['.', ',', ';', ':', ')', '*']).to_owned();
    (!is_turned).then_some(Claim { says: *says, begins, version, words })
}

fn ends_with(words: &[String], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words[words.len() - phrase.len()..].iter().eq(phrase)
}

/// The minor version of `1.35`, `v1.35,` or `1.35.2`.
fn version_of(word: &str) -> Option<MinorVersion> {
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '?', '!', '”', '"']);
    let digits = word.strip_prefix('v').unwrap_or(word);
    let is_version =
        digits.starts_with("1.") && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_version.then(|| word.parse().ok()).flatten()
}

/// Whether every gate's history contradicts the claim. A history that says nothing about it contradicts nothing.
fn is_contradicted(gates: &[&Gate], claim: &Claim) -> bool {
    gates.iter().all(|gate| agrees(gate, claim) == Some(false))
}

/// Whether the gate's history has what is claimed; `None` where it does not say.
fn agrees(gate: &Gate, claim: &Claim) -> Option<bool> {
    let version = claim.version;
    let state = || gate.state_at(version).setting();
    match claim.says {
        _ if gate.history.is_empty() => None,
        Says::Introduced => Some(gate.introduced() == Some(version)),
        Says::Removed => Some(gate.removed.is_some_and(|gone| gone.after < version && version <= gone.by)),
        Says::Stage(stage) if claim.begins => Some(gate.stages().any(|step| step == (version, stage))),
        Says::Stage(stage) => Some(state().is_some_and(|setting| setting.stage == stage)),
        Says::Default(on) if claim.begins => {
            gate.defaults().next()?;
            Some(gate.defaults().any(|step| step == (version, on)))
        }
        Says::Default(on) => match state() {
            Some(setting) => Some(setting.default? == on),
            None => Some(false),
        },
        Says::Locked if claim.begins => {
            gate.locks().next()?;
            Some(gate.locks().any(|step| step == (version, true)))
        }
        Says::Locked => match state() {
            Some(setting) => setting.locked,
            None => Some(false),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::fixture::{gate, removed};

    fn said(sentence: &str) -> Vec<String> {
        claims(sentence).into_iter().map(|claim| claim.words).collect()
    }

    #[test]
    fn plain_phrases_are_understood() {
        assert_eq!(
            said("It is beta since 1.34 and on by default from v1.35."),
            ["beta since 1.34", "on by default from v1.35"]
        );
        assert_eq!(
            said("Stable (GA in Kubernetes 1.36), locked on since 1.37."),
            ["GA in Kubernetes 1.36", "locked on since 1.37"]
        );
        assert_eq!(
            said("The gate is removed in 1.37, where it is off by default in 1.36.2"),
            ["removed in 1.37", "off by default in 1.36.2"]
        );
    }

    #[test]
    fn what_is_turned_around_or_unclear_is_left_alone() {
        for sentence in [
            "It was not on by default in 1.34.",
            "It is never stable in 1.34.",
            "It isn't locked on since 1.34.",
            "Without beta since 1.34",
            "Off by default until 1.34.",
            "Beta, which since 1.34 means nothing.",
            "The v1beta1 API is served in 1.34.",
            "Needs a kernel that is stable since 5.12.",
            "Stable, in 1.34 at least.",
        ] {
            assert_eq!(said(sentence), [""; 0], "{sentence}");
        }
    }

    #[test]
    fn a_history_that_says_nothing_contradicts_nothing() {
        let silent = gate("Silent", &["1.30 alpha", "1.32 beta"]);
        let one = |sentence: &str| is_contradicted(&[&silent], &claims(sentence)[0]);
        assert!(!one("on by default since 1.32"));
        assert!(!one("locked in 1.32"));
        assert!(one("beta since 1.31"));
        assert!(!one("beta since 1.32"));
    }

    #[test]
    fn one_gate_of_several_is_enough() {
        let (early, late) =
            (gate("Early", &["1.30 beta on"]), gate("Late", &["1.31 beta off", "1.33 beta on"]));
        let one = |sentence: &str| is_contradicted(&[&early, &late], &claims(sentence)[0]);
        assert!(!one("on by default since 1.33"));
        assert!(!one("off by default since 1.31"));
        assert!(one("on by default since 1.31"));
        assert!(!one("on by default in 1.31"), "the early one is");
        assert!(one("on by default in 1.29"));
    }

    #[test]
    fn a_removal_with_a_window_may_be_anywhere_in_it() {
        let gone = removed(gate("Gone", &["1.30 stable on locked"]), "1.34", "1.36");
        let one = |sentence: &str| is_contradicted(&[&gone], &claims(sentence)[0]);
        assert!(!one("removed in 1.35"));
        assert!(!one("removed in 1.36"));
        assert!(one("removed in 1.34"));
        assert!(one("stable in 1.37"), "it no longer exists");
        assert!(!one("introduced in 1.30"));
    }
}
