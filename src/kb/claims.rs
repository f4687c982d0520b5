//! Judging a collection's claims against the records.

use super::KnowledgeBase;
use crate::model::{Claim, CollectionEntry, Gate, GateState, Kep, Milestone, Stage};

/// How a claim stands against the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every gate of the KEP is as claimed.
    Confirmed,
    /// Right in part: some gates are as claimed, or the stage is right but was reached at another version, or only
    /// the default differs.
    Differs,
    /// No gate is as claimed, not even in part.
    Contradicted,
}

impl Verdict {
    /// The word shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Differs => "differs",
            Self::Contradicted => "contradicted",
        }
    }
}

/// A verdict with its reasons, one sentence per gate (or one for a KEP without a gate).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in plain sentences.
    pub reasons: Vec<String>,
}

impl KnowledgeBase {
    /// Compares an entry's claim with the histories of the KEP's gates; where the KEP has no gate that anybody knows,
    /// with its targets, which can contradict a claim but are only plans and so never confirm one as fact. `None` for
    /// an entry about which nobody claims anything.
    #[must_use]
    pub fn judge(&self, entry: &CollectionEntry) -> Option<Judgement> {
        let claim = entry.claim.as_ref()?;
        let keps: Vec<_> = self.keps_numbered(entry.kep.value).collect();
        let mut gates: Vec<&Gate> = Vec::new();
        for gate in keps.iter().flat_map(|kep| self.gates_of(kep)) {
            if !gates.iter().any(|known| std::ptr::eq(*known, gate)) {
                gates.push(gate);
            }
        }
        if gates.is_empty() {
            return Some(judge_targets(claim, keps.first().copied()));
        }
        let single: Vec<_> = gates.iter().map(|gate| judge_gate(claim, gate)).collect();
        let all = |verdict| single.iter().all(|(found, _)| *found == verdict);
        let verdict = if all(Verdict::Confirmed) {
            Verdict::Confirmed
        } else if all(Verdict::Contradicted) {
            Verdict::Contradicted
        } else {
            Verdict::Differs
        };
        Some(Judgement { verdict, reasons: single.into_iter().map(|(_, reason)| reason).collect() })
    }
}

fn judge_gate(claim: &Claim, gate: &Gate) -> (Verdict, String) {
    let (stage, version) = (claim.stage.value, claim.version.value);
    let since = gate.stage_since(stage);
    let state = gate.state_at(version);
    let says = format!("{} is {} in {version}", gate.name.value, describe(state));
    let Some(setting) = state.setting() else { return (Verdict::Contradicted, says) };
    if setting.stage != stage {
        // The right stage at another version is half right only where the claim is about *when* it got there.
        let verdict = if claim.new && since.is_some() { Verdict::Differs } else { Verdict::Contradicted };
        return match since {
            Some(since) => (verdict, format!("{says}; {stage} since {since}")),
            None => (Verdict::Contradicted, format!("{says}; never {stage} so far")),
        };
    }
    if let (Some(claimed), Some(actual)) = (claim.default, setting.default)
        && claimed != actual
    {
        return (Verdict::Differs, says);
    }
    match since {
        Some(since) if since == version => (Verdict::Confirmed, format!("{says}, new in that version")),
        Some(since) if claim.new => {
            (Verdict::Differs, format!("{says}, but {stage} since {since}{}", flip(gate, claim)))
        }
        Some(since) => (Verdict::Confirmed, format!("{says} ({stage} since {since}{})", flip(gate, claim))),
        None => (Verdict::Confirmed, says),
    }
}

/// What the claimed version did to the default, or since when the default has been on, where that explains the claim.
fn flip(gate: &Gate, claim: &Claim) -> String {
    let version = claim.version.value;
    let on_since =
        gate.defaults().filter(|(since, on)| *on && *since <= version).last().map(|(since, _)| since);
    match on_since {
        Some(since) if since == version => format!("; what {version} changed is that it is on by default"),
        Some(since) => format!(", on by default since {since}"),
        None => String::new(),
    }
}

fn judge_targets(claim: &Claim, kep: Option<&Kep>) -> Judgement {
    let (stage, version) = (claim.stage.value, claim.version.value);
    let Some(kep) = kep else {
        return Judgement {
            verdict: Verdict::Contradicted,
            reasons: vec!["there is no such KEP".to_owned()],
        };
    };
    let milestone = match stage {
        Stage::Alpha => Milestone::Alpha,
        Stage::Beta => Milestone::Beta,
        Stage::Stable => Milestone::Stable,
        Stage::Deprecated => Milestone::Deprecated,
    };
    let no_gate = "no gate of this KEP is in the code or the docs";
    let (verdict, reason) = match kep.targets.get(milestone) {
        Some(target) if target == version => {
            (Verdict::Differs, format!("{no_gate}; {stage} in {version} is its target, not a fact"))
        }
        Some(target) => (Verdict::Contradicted, format!("{no_gate}; its {stage} target is {target}")),
        None => (Verdict::Contradicted, format!("{no_gate}, and it has no {stage} target")),
    };
    Judgement { verdict, reasons: vec![reason] }
}

fn describe(state: GateState) -> String {
    let setting = match state {
        GateState::NotYet => return "not there yet".to_owned(),
        GateState::Removed => return "already removed".to_owned(),
        GateState::Present(setting) | GateState::Unconfirmed(setting) => setting,
    };
    let default = match setting.default {
        Some(true) => ", on by default",
        Some(false) => ", off by default",
        None => "",
    };
    let locked = if setting.locked == Some(true) { " and locked" } else { "" };
    format!("{}{default}{locked}", setting.stage)
}
