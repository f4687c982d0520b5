//! A KEP's targets beside what its gates did.

use serde::Serialize;

use super::super::context::Context;
use super::super::view::GateRef;
use crate::model::{Gate, Kep, Milestone, MinorVersion, Target};
use crate::query::removal_words;

/// One target.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TargetView<'a> {
    /// `Alpha`, `Off by default`.
    title: &'static str,
    version: String,
    href: Option<String>,
    /// What became of it, one entry a gate; one without a gate where the KEP has none.
    outcomes: Vec<Outcome<'a>>,
}

/// What became of a target in one gate.
#[derive(Debug, Clone, Serialize)]
struct Outcome<'a> {
    gate: Option<GateRef<'a>>,
    /// `met`, `later`, `earlier`, `missed`, `ahead` or `unknown`.
    kind: &'static str,
    words: String,
}

/// The targets of `kep` in the order of a feature's life.
pub(super) fn kep_targets<'a>(ctx: &Context<'a>, kep: &Kep, gates: &[&'a Gate]) -> Vec<TargetView<'a>> {
    let horizon = ctx.kb.horizon();
    let view = |target: &Target| {
        let version = target.version.value;
        let is_ahead = horizon.is_some_and(|horizon| version > horizon);
        let mut outcomes: Vec<_> = gates
            .iter()
            .map(|gate| {
                let (kind, words) = outcome(horizon, gate, target.milestone, version);
                Outcome { gate: (gates.len() > 1).then(|| GateRef::new(ctx, gate)), kind, words }
            })
            .collect();
        if outcomes.is_empty() {
            let (kind, words) = match is_ahead {
                true => ("ahead", "still ahead"),
                false => ("unknown", "no gate that would tell"),
            };
            outcomes.push(Outcome { gate: None, kind, words: words.to_owned() });
        }
        TargetView {
            title: title(target.milestone),
            version: version.to_string(),
            href: ctx.release_href(version),
            outcomes,
        }
    };
    kep.targets.iter().map(view).collect()
}

fn title(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Alpha => "Alpha",
        Milestone::Beta => "Beta",
        Milestone::Stable => "Stable",
        Milestone::Deprecated => "Deprecated",
        Milestone::Disabled => "Off by default",
        Milestone::Removed => "Removed",
    }
}

fn outcome(
    horizon: Option<MinorVersion>,
    gate: &Gate,
    milestone: Milestone,
    target: MinorVersion,
) -> (&'static str, String) {
    let is_ahead = horizon.is_some_and(|horizon| target > horizon);
    if let (Milestone::Removed, Some(removal)) = (milestone, gate.removed)
        && !removal.is_exact()
    {
        return ("unknown", removal_words(removal.value));
    }
    match (reached(gate, milestone), is_ahead) {
        (Some(version), _) => compared(version, target),
        (None, true) => ("ahead", "still ahead".to_owned()),
        (None, false) => ("missed", not_reached(horizon, gate, milestone)),
    }
}

/// The version at which `gate` reached the milestone.
fn reached(gate: &Gate, milestone: Milestone) -> Option<MinorVersion> {
    match milestone {
        Milestone::Removed => gate.removed.map(|removed| removed.by),
        Milestone::Disabled => {
            let turned_off = gate.defaults().skip_while(|(_, on)| !on).find(|(_, on)| !on);
            turned_off.map(|(since, _)| since)
        }
        milestone => milestone.stage().and_then(|stage| gate.stage_since(stage)),
    }
}

fn compared(version: MinorVersion, target: MinorVersion) -> (&'static str, String) {
    let releases = |count: u16| if count == 1 { "1 release".to_owned() } else { format!("{count} releases") };
    match version.cmp(&target) {
        std::cmp::Ordering::Equal => ("met", format!("in {version}, as planned")),
        std::cmp::Ordering::Greater if version.major == target.major => {
            ("later", format!("in {version}, {} later", releases(version.minor - target.minor)))
        }
        std::cmp::Ordering::Less if version.major == target.major => {
            ("earlier", format!("in {version}, {} earlier", releases(target.minor - version.minor)))
        }
        std::cmp::Ordering::Greater => ("later", format!("in {version}, later")),
        std::cmp::Ordering::Less => ("earlier", format!("in {version}, earlier")),
    }
}

fn not_reached(horizon: Option<MinorVersion>, gate: &Gate, milestone: Milestone) -> String {
    let first = gate.history.first();
    if let (Some(stage), Some(first)) = (milestone.stage(), first)
        && stage < first.stage.value
    {
        return format!("never {stage}: the gate began as {} in {}", first.stage.value, first.since.value);
    }
    if let Some(removed) = gate.removed {
        return format!("never: the gate was {}", removal_words(removed.value));
    }
    match horizon {
        Some(horizon) => format!("not in the code up to {horizon}"),
        None => "not recorded".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_far_a_plan_was_off() {
        let minor = |n| MinorVersion::new(1, n);
        assert_eq!(compared(minor(34), minor(34)), ("met", "in 1.34, as planned".to_owned()));
        assert_eq!(compared(minor(35), minor(34)), ("later", "in 1.35, 1 release later".to_owned()));
        assert_eq!(compared(minor(33), minor(36)), ("earlier", "in 1.33, 3 releases earlier".to_owned()));
    }
}
