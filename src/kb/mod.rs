//! The knowledge base: all records joined, indexed and immutable.
//!
//! [`KnowledgeBase::new`] takes what `load` read and never fails: a dangling reference is a rule's business
//! (`lint`), here it only leads nowhere. Everything is borrowed from the base, nothing is cloned.

mod changes;
mod claims;
#[cfg(test)]
pub(crate) mod fixture;
mod notes;
mod support;
mod targets;

pub use changes::{ChangeKind, GateChange, compare};
pub use claims::{Judgement, Verdict};
pub use notes::LastChange;
pub use support::Support;
pub use targets::KepTarget;

use std::collections::BTreeMap;

use crate::model::{
    Collection, Content, Drift, FactSource, Gate, Kep, KepNumber, MinorVersion, Release, Subject,
    UpstreamSource, Waiver,
};

/// All records, joined.
#[derive(Debug, Default)]
pub struct KnowledgeBase {
    content: Content,
    /// Positions in `content.gates`, by lower-case name, former name or alias.
    gate_slots: BTreeMap<String, usize>,
    /// Positions in `content.keps`, by number; several where upstream repeats a number.
    kep_slots: BTreeMap<KepNumber, Vec<usize>>,
    /// Positions in `content.keps`, by position of the gate.
    keps_of_gate: Vec<Vec<usize>>,
    /// Positions in `content.releases`, by version.
    release_slots: BTreeMap<MinorVersion, usize>,
    /// Positions in `content.drift`, by subject key.
    drift_slots: BTreeMap<String, Vec<usize>>,
}

impl KnowledgeBase {
    /// Joins the records. Gates end up sorted by name (letter case aside), KEPs by number, releases by version.
    #[must_use]
    pub fn new(mut content: Content) -> Self {
        content.gates.sort_by_cached_key(|gate| (gate.name.as_str().to_lowercase(), gate.span));
        content.keps.sort_by_cached_key(|kep| (kep.number.value, kep.slug.value.clone()));
        content.releases.sort_by_key(|release| release.version.value);
        content.collections.sort_by(|a, b| a.slug.value.cmp(&b.slug.value));

        // Real names go in first: an alias or a former name never hides a gate that exists.
        let mut gate_slots = BTreeMap::new();
        for (slot, gate) in content.gates.iter().enumerate() {
            gate_slots.entry(gate.name.as_str().to_lowercase()).or_insert(slot);
        }
        for (slot, gate) in content.gates.iter().enumerate() {
            for name in &gate.former_names {
                gate_slots.entry(name.as_str().to_lowercase()).or_insert(slot);
            }
        }
        for (written, real) in &content.aliases.gates {
            if let Some(&slot) = gate_slots.get(&real.as_str().to_lowercase()) {
                gate_slots.entry(written.to_lowercase()).or_insert(slot);
            }
        }

        let mut kep_slots: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut keps_of_gate = vec![Vec::new(); content.gates.len()];
        for (slot, kep) in content.keps.iter().enumerate() {
            kep_slots.entry(kep.number.value).or_default().push(slot);
            for name in &kep.gates {
                if let Some(&gate) = gate_slots.get(&name.as_str().to_lowercase())
                    && !keps_of_gate[gate].contains(&slot)
                {
                    keps_of_gate[gate].push(slot);
                }
            }
        }

        let release_slots = content
            .releases
            .iter()
            .enumerate()
            .map(|(slot, release)| (release.version.value, slot))
            .collect();
        let mut drift_slots: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (slot, drift) in content.drift.iter().enumerate() {
            drift_slots.entry(drift.subject.key().to_owned()).or_default().push(slot);
        }
        Self { content, gate_slots, kep_slots, keps_of_gate, release_slots, drift_slots }
    }

    /// Every record as it was loaded, sorted.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// All gates, by name.
    #[must_use]
    pub fn gates(&self) -> &[Gate] {
        &self.content.gates
    }

    /// All KEPs, by number.
    #[must_use]
    pub fn keps(&self) -> &[Kep] {
        &self.content.keps
    }

    /// All collections, by slug.
    #[must_use]
    pub fn collections(&self) -> &[Collection] {
        &self.content.collections
    }

    /// All minor releases, oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.content.releases
    }

    /// The gate of that name. Letter case does not count; former names and known misspellings lead to the gate.
    #[must_use]
    pub fn gate(&self, name: &str) -> Option<&Gate> {
        self.gate_slots.get(&name.to_lowercase()).map(|&slot| &self.content.gates[slot])
    }

    /// The KEPs of that number: usually one, two where upstream gives a number twice.
    pub fn keps_numbered(&self, number: KepNumber) -> impl Iterator<Item = &Kep> {
        self.kep_slots.get(&number).into_iter().flatten().map(|&slot| &self.content.keps[slot])
    }

    /// The KEPs that name `gate` as theirs, by number.
    pub fn keps_of<'a>(&'a self, gate: &Gate) -> impl Iterator<Item = &'a Kep> + use<'a> {
        self.gate_slots
            .get(&gate.name.as_str().to_lowercase())
            .into_iter()
            .flat_map(|&slot| &self.keps_of_gate[slot])
            .map(|&slot| &self.content.keps[slot])
    }

    /// The gates that carry `kep`, in the order of its record, each once.
    #[must_use]
    pub fn gates_of<'a>(&'a self, kep: &Kep) -> Vec<&'a Gate> {
        let mut gates: Vec<&Gate> = Vec::new();
        for name in &kep.gates {
            if let Some(gate) = self.gate(name.as_str())
                && !gates.iter().any(|known| std::ptr::eq(*known, gate))
            {
                gates.push(gate);
            }
        }
        gates
    }

    /// The SIGs whose KEPs claim `gate`, as slugs, each once, in the order of the KEPs' numbers.
    #[must_use]
    pub fn sigs_of<'a>(&'a self, gate: &Gate) -> Vec<&'a str> {
        let mut sigs = Vec::new();
        for sig in self.keps_of(gate).filter_map(|kep| kep.sig.as_ref()) {
            if !sigs.contains(&sig.value.as_str()) {
                sigs.push(&sig.value);
            }
        }
        sigs
    }

    /// The topics of `gate`: its own and those of its KEPs, as slugs, each once.
    #[must_use]
    pub fn topics_of<'a>(&'a self, gate: &'a Gate) -> Vec<&'a str> {
        let mut topics: Vec<&str> = Vec::new();
        for topic in gate.topics.iter().chain(self.keps_of(gate).flat_map(|kep| &kep.topics)) {
            if !topics.contains(&topic.value.as_str()) {
                topics.push(&topic.value);
            }
        }
        topics
    }

    /// The minor release `version`.
    #[must_use]
    pub fn release(&self, version: MinorVersion) -> Option<&Release> {
        self.release_slots.get(&version).map(|&slot| &self.content.releases[slot])
    }

    /// The newest minor version whose gates are known from the code. What lies past it is only planned.
    #[must_use]
    pub fn horizon(&self) -> Option<MinorVersion> {
        self.source(FactSource::Code).and_then(|source| source.describes).or_else(|| {
            self.content.gates.iter().flat_map(|gate| &gate.history).map(|row| row.since.value).max()
        })
    }

    /// The upstream source of that kind, as last imported.
    #[must_use]
    pub fn source(&self, kind: FactSource) -> Option<&UpstreamSource> {
        self.content.sources.iter().find(|source| source.kind.value == kind)
    }

    /// All drift, in the order of `drift.toml`.
    #[must_use]
    pub fn drift(&self) -> &[Drift] {
        &self.content.drift
    }

    /// Drift about `gate`.
    pub fn drift_of_gate<'a>(&'a self, gate: &Gate) -> impl Iterator<Item = &'a Drift> + use<'a> {
        self.drift_about(gate.name.as_str()).filter(|drift| matches!(drift.subject, Subject::Gate(_)))
    }

    /// Drift about `kep`.
    pub fn drift_of_kep<'a>(&'a self, kep: &Kep) -> impl Iterator<Item = &'a Drift> + use<'a> {
        self.drift_about(&kep.key()).filter(|drift| matches!(drift.subject, Subject::Kep(..)))
    }

    fn drift_about<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a Drift> + use<'a> {
        self.drift_slots.get(key).into_iter().flatten().map(|&slot| &self.content.drift[slot])
    }

    /// The waiver that covers `drift`, if somebody accepted it.
    #[must_use]
    pub fn waiver(&self, drift: &Drift) -> Option<&Waiver> {
        self.content.waivers.iter().find(|waiver| waiver.covers(drift))
    }
}
