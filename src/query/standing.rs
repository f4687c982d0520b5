//! Where a gate or a KEP stands, in one sentence.
//!
//! The sentence says what the newest release does, then what the code of a later version already does, then what KEPs
//! only plan. The three are never mixed: a plan is always called a target.

use jiff::civil::Date;

use super::words::capitalised;
use crate::kb::KnowledgeBase;
use crate::model::{Gate, GateState, Kep, KepStatus, Milestone, MinorVersion, Removal, Setting, Targets};

/// The newest minor version that is released on the day `today`, as far as the records know; the newest one of which
/// anything is known where they hold no dates.
#[must_use]
pub fn newest_release(kb: &KnowledgeBase, today: Date) -> Option<MinorVersion> {
    let released = |day: Option<Date>| day.is_some_and(|day| day <= today);
    let newest = kb.releases().iter().rev().find(|release| released(release.released.map(|at| at.value)));
    newest.map(|release| release.version.value).or_else(|| kb.horizon())
}

/// Where `gate` stands on the day `today`.
#[must_use]
pub fn gate_standing(kb: &KnowledgeBase, gate: &Gate, today: Date) -> String {
    let mut text = gate_facts(kb, gate, today);
    let is_shared = kb.keps_of(gate).count() > 1;
    for kep in kb.keps_of(gate) {
        let Some(target) = next_target(kb, &kep.targets) else { continue };
        // Of a gate that several KEPs share, the plan is only one KEP's.
        match is_shared {
            true => text.push_str(&format!("; target of KEP-{}: {target}", kep.number.value)),
            false => text.push_str(&format!("; target: {target}")),
        }
    }
    text
}

/// Where `kep` stands on the day `today`: by its gates, or by its targets where it has none that anybody knows.
#[must_use]
pub fn kep_standing(kb: &KnowledgeBase, kep: &Kep, today: Date) -> String {
    let mut facts: Vec<(String, u32)> = Vec::new();
    let gates = kb.gates_of(kep);
    for gate in &gates {
        let fact = gate_facts(kb, gate, today);
        match facts.iter_mut().find(|(known, _)| *known == fact) {
            Some((_, count)) => *count += 1,
            None => facts.push((fact, 1)),
        }
    }
    let mut text = match facts.as_slice() {
        [] => without_gate(kep),
        [(fact, 1)] => fact.clone(),
        [(fact, count)] => format!("{fact} (all {count} gates)"),
        _ => format!("{} gates: {}", gates.len(), stage_counts(kb, &gates, today)),
    };
    if let Some(target) = next_target(kb, &kep.targets) {
        text.push_str(&format!("; target: {target}"));
    }
    text
}

/// `removed in 1.36`, `removed in 1.36 or 1.37`, or `removed between 1.34 and 1.37`.
#[must_use]
pub fn removal_words(removal: Removal) -> String {
    let first = removal.after.next();
    if first >= removal.by {
        format!("removed in {}", removal.by)
    } else if first.next() == removal.by {
        format!("removed in {first} or {}", removal.by)
    } else {
        format!("removed between {first} and {}", removal.by)
    }
}

/// What code and docs say about the gate: the newest release first, then later versions.
fn gate_facts(kb: &KnowledgeBase, gate: &Gate, today: Date) -> String {
    let Some(newest) = newest_release(kb, today).or_else(|| gate.introduced()) else {
        return "No source says since when it exists".to_owned();
    };
    let removal = gate.removed.map(|removed| removed.value);
    let mut text = match (gate.state_at(newest), removal) {
        (GateState::NotYet, _) if gate.history.is_empty() => "No source gives its history".to_owned(),
        (GateState::NotYet, _) => format!("Not in {newest} yet"),
        (GateState::Present(setting), _) => capitalised(&present(gate, setting, newest)),
        (GateState::Removed | GateState::Unconfirmed(_), Some(removal)) => {
            let last = gate.state_at(removal.after).setting();
            let was = last.map(|setting| format!("; was {}", setting_words(setting))).unwrap_or_default();
            capitalised(&format!("{}{was}", removal_words(removal)))
        }
        (GateState::Removed, None) | (GateState::Unconfirmed(_), None) => "Removed".to_owned(),
    };
    if matches!(gate.state_at(newest), GateState::Present(_) | GateState::NotYet) {
        for step in later(gate, newest) {
            text.push_str(&format!("; {step}"));
        }
    }
    text
}

/// `beta since 1.30, on by default since 1.33, locked`.
fn present(gate: &Gate, setting: Setting, at: MinorVersion) -> String {
    let stage_since = gate.stages().take_while(|(since, _)| *since <= at).last().map(|(since, _)| since);
    let default_since = gate.defaults().take_while(|(since, _)| *since <= at).last().map(|(since, _)| since);
    let mut text = setting.stage.to_string();
    if let Some(since) = stage_since {
        text.push_str(&format!(" since {since}"));
    }
    match setting.default {
        Some(on) => text.push_str(if on { ", on by default" } else { ", off by default" }),
        None => text.push_str(", default not recorded"),
    }
    // Only a flip inside a stage needs a version of its own.
    if let (Some(stage), Some(default)) = (stage_since, default_since)
        && default > stage
    {
        text.push_str(&format!(" since {default}"));
    }
    if setting.locked == Some(true) {
        text.push_str(", locked");
    }
    text
}

/// `beta, on by default, locked`.
fn setting_words(setting: Setting) -> String {
    let default = match setting.default {
        Some(true) => ", on by default",
        Some(false) => ", off by default",
        None => "",
    };
    let locked = if setting.locked == Some(true) { ", locked" } else { "" };
    format!("{}{default}{locked}", setting.stage)
}

/// What later versions do, one part per version.
fn later(gate: &Gate, newest: MinorVersion) -> Vec<String> {
    let mut before = gate.state_at(newest).setting();
    let mut parts = Vec::new();
    for row in gate.history.iter().filter(|row| row.since.value > newest) {
        let Some(after) = gate.state_at(row.since.value).setting() else { continue };
        let mut words = Vec::new();
        if before.map(|setting| setting.stage) != Some(after.stage) {
            words.push(after.stage.as_str());
        }
        if before.and_then(|setting| setting.default) != after.default {
            words.push(match after.default {
                Some(true) => "on by default",
                Some(false) => "off by default",
                None => "default not recorded",
            });
        }
        if after.locked == Some(true) && before.and_then(|setting| setting.locked) != Some(true) {
            words.push("locked");
        }
        if !words.is_empty() {
            parts.push(format!("{} in {}", words.join(", "), row.since.value));
        }
        before = Some(after);
    }
    if let Some(removed) = gate.removed {
        parts.push(removal_words(removed.value));
    }
    parts
}

fn without_gate(kep: &Kep) -> String {
    let status = kep.status.as_ref().map(|status| status.value);
    let ended = match status {
        Some(KepStatus::Deferred) => "Deferred. ",
        Some(KepStatus::Rejected) => "Rejected. ",
        Some(KepStatus::Withdrawn) => "Withdrawn. ",
        Some(KepStatus::Replaced) => "Replaced. ",
        _ => "",
    };
    let done = if status == Some(KepStatus::Implemented) { ", implemented according to its KEP" } else { "" };
    format!("{ended}No gate of it is in the code or the docs{done}")
}

/// `3 stable, on by default, locked; 1 beta, off by default in 1.37`: gates with one setting counted together.
fn stage_counts(kb: &KnowledgeBase, gates: &[&Gate], today: Date) -> String {
    let Some(newest) = newest_release(kb, today) else {
        return "no source says since when they exist".to_owned();
    };
    let mut counts: Vec<(String, u32)> = Vec::new();
    for gate in gates {
        let words = match gate.state_at(newest) {
            GateState::NotYet => "not there yet".to_owned(),
            GateState::Present(setting) => setting_words(setting),
            GateState::Unconfirmed(_) => "perhaps removed".to_owned(),
            GateState::Removed => "removed".to_owned(),
        };
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    let parts: Vec<_> = match counts.as_slice() {
        [(words, _)] => vec![format!("all {words}")],
        several => several.iter().map(|(words, count)| format!("{count} {words}")).collect(),
    };
    format!("{} in {newest}", parts.join("; "))
}

/// The first target past what is known from the code.
fn next_target(kb: &KnowledgeBase, targets: &Targets) -> Option<String> {
    let horizon = kb.horizon()?;
    let ahead = targets.iter().filter(|target| target.version.value > horizon);
    let next = ahead.min_by_key(|target| target.version.value)?;
    let what = match next.milestone {
        Milestone::Disabled => "off by default",
        milestone => milestone.as_str(),
    };
    Some(format!("{what} in {}", next.version.value))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, knowledge_base};
    use super::*;

    fn standing(name: &str, today: &str) -> String {
        let kb = knowledge_base();
        let gate = kb.gate(name).expect("a gate of the sample");
        gate_standing(&kb, gate, day(today))
    }

    #[test]
    fn says_what_the_newest_release_does_before_what_comes_later() {
        assert_eq!(
            standing("PodCertificateRequest", "2026-11-23"),
            "Beta since 1.35, off by default; stable, on by default in 1.37"
        );
        assert_eq!(
            standing("PodCertificateRequest", "2025-10-01"),
            "Alpha since 1.34, off by default; beta in 1.35; stable, on by default in 1.37"
        );
        assert_eq!(
            standing("PodCertificateRequest", "2025-01-01"),
            "Not in 1.33 yet; alpha, off by default in 1.34; beta in 1.35; stable, on by default in 1.37"
        );
    }

    #[test]
    fn names_the_version_of_a_flip_inside_a_stage() {
        assert_eq!(
            standing("GrownUp", "2025-10-01"),
            "Beta since 1.32, on by default since 1.34; stable, locked in 1.35; target: removed in 1.38"
        );
    }

    #[test]
    fn says_how_sure_a_removal_is() {
        assert_eq!(standing("OldTimer", "2026-11-23"), "Removed in 1.35; was stable, on by default, locked");
        assert_eq!(standing("Vanishing", "2026-11-23"), "Removed in 1.36 or 1.37; was beta, on by default");
    }

    #[test]
    fn a_kep_without_a_gate_has_only_targets() {
        let kb = knowledge_base();
        let kep = kb.keps_numbered(crate::model::KepNumber(4872)).next().expect("a KEP of the sample");
        assert_eq!(
            kep_standing(&kb, kep, day("2026-11-23")),
            "No gate of it is in the code or the docs; target: stable in 1.38"
        );
    }

    #[test]
    fn words_a_removal_by_how_wide_its_window_is() {
        let removal =
            |after, by| Removal { after: MinorVersion::new(1, after), by: MinorVersion::new(1, by) };
        assert_eq!(removal_words(removal(35, 36)), "removed in 1.36");
        assert_eq!(removal_words(removal(35, 37)), "removed in 1.36 or 1.37");
        assert_eq!(removal_words(removal(33, 37)), "removed between 1.34 and 1.37");
    }
}
