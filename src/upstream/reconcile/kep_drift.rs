//! Where a KEP's plans differ from what its gates did, and gates that several KEPs claim.

use std::collections::BTreeMap;

use super::entry::DriftList;
use super::gates::Described;
use super::history::{Row, reached};
use super::keps::{KepFacts, KepFile};
use super::keys::KepKey;
use crate::model::{DriftClass, FactSource, GateName, KepStatus, Milestone, MinorVersion, Removal, Stage};

/// What a gate did, corrections by hand included.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) rows: Vec<Row>,
    pub(crate) removed: Option<Removal>,
}

impl Life {
    fn source(&self) -> FactSource {
        self.rows.last().map_or(FactSource::Code, |row| row.source)
    }

    /// Newest version for which it is known what the gate is; `None` for ever, because the gate is gone.
    fn known_until(&self, described: Described) -> Option<MinorVersion> {
        match (self.removed, self.source()) {
            (Some(_), _) => None,
            (None, FactSource::Docs) => described.docs,
            (None, _) => described.code.or(described.docs),
        }
    }
}

/// The lives of all gates.
pub(crate) type Lives = BTreeMap<GateName, Life>;

/// Milestones that differ from what the KEP's gates did, and a status that lags behind them.
pub(crate) fn compare(
    file: &KepFile,
    key: &KepKey,
    facts: &KepFacts,
    lives: &Lives,
    described: Described,
    drift: &mut DriftList,
) {
    let gates: Vec<(&GateName, &Life)> = facts
        .gates
        .iter()
        .filter_map(|name| Some((name, lives.get(name)?)))
        .filter(|(_, life)| !life.rows.is_empty())
        .collect();
    if gates.is_empty() {
        return;
    }
    for (milestone, planned) in &file.kep.milestones {
        let stage = match milestone {
            Milestone::Alpha | Milestone::Beta | Milestone::Stable => milestone.stage(),
            // A deprecated or removed feature is not its gate being deprecated or removed.
            Milestone::Deprecated | Milestone::Disabled | Milestone::Removed => None,
        };
        let Some(stage) = stage else { continue };
        let Some((source, happened)) = differs(&gates, stage, *planned, described) else { continue };
        let says = [(source, happened), (FactSource::Kep, planned.to_string())];
        drift.kep(DriftClass::Milestone, (key.number, &key.slug), milestone.as_str(), &says, None);
    }
    let stable =
        |life: &Life| began(&life.rows).filter(|row| row.stage == Stage::Stable).map(|row| row.since);
    let all: Option<Vec<_>> = gates.iter().map(|(_, life)| stable(life)).collect();
    if let (Some(KepStatus::Implementable), Some(since)) =
        (facts.status, all.and_then(|all| all.into_iter().max()))
    {
        let says = [
            (gates[0].1.source(), format!("stable since {since}")),
            (FactSource::Kep, KepStatus::Implementable.as_str().to_owned()),
        ];
        drift.kep(DriftClass::Status, (key.number, &key.slug), "status", &says, None);
    }
}

/// What happened instead of `stage` at `planned`; `None` where one of the gates did just that, or where the sources
/// do not reach that far.
fn differs(
    gates: &[(&GateName, &Life)],
    stage: Stage,
    planned: MinorVersion,
    described: Described,
) -> Option<(FactSource, String)> {
    let mut reached_at: Vec<(&Row, &GateName)> =
        gates.iter().filter_map(|(name, life)| Some((reached(&life.rows, stage)?, *name))).collect();
    reached_at.sort_by_key(|(row, name)| (row.since, *name));
    if reached_at.iter().any(|(row, _)| row.since == planned) {
        return None;
    }
    if let Some((first, _)) = reached_at.first() {
        let mut versions: Vec<String> = reached_at.iter().map(|(row, _)| row.since.to_string()).collect();
        versions.dedup();
        return Some((first.source, versions.join(", ")));
    }
    let ahead = gates.iter().any(|(_, life)| life.known_until(described).is_some_and(|end| end < planned));
    if ahead {
        return None;
    }
    let (_, life) =
        gates.iter().max_by_key(|(_, life)| life.rows.last().map(|row| (row.stage, row.since)))?;
    let last = began(&life.rows)?;
    let end = match life.removed {
        Some(removed) => format!("removed by {}", removed.by),
        None => format!("as of {}", life.known_until(described)?),
    };
    Some((life.source(), format!("never; {} since {}, {end}", last.stage, last.since)))
}

/// The row with which the last stage began: rows after it changed only the default or the lock.
fn began(rows: &[Row]) -> Option<&Row> {
    let last = rows.last()?.stage;
    let others = rows.iter().rev().take_while(|row| row.stage == last).count();
    rows.get(rows.len() - others)
}

/// Gates that several KEPs claim.
pub(crate) fn shared(keys: &[KepKey], facts: &[KepFacts], drift: &mut DriftList) {
    let mut claims: BTreeMap<&GateName, Vec<String>> = BTreeMap::new();
    for (key, facts) in keys.iter().zip(facts) {
        for gate in &facts.gates {
            claims.entry(gate).or_default().push(format!("{}-{}", key.number, key.slug));
        }
    }
    for (gate, mut keps) in claims {
        keps.sort_by_key(|key| {
            (key.split('-').next().and_then(|number| number.parse::<u32>().ok()), key.clone())
        });
        if keps.len() > 1 {
            drift.gate(DriftClass::SharedGate, gate, "claims", &[(FactSource::Kep, keps.join(", "))]);
        }
    }
}
