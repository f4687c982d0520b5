//! The versioned feature list of `kubernetes/kubernetes`: what the binaries do.
//!
//! It lists the gates that exist at its commit, and for each only the changes: a spec holds from its version until
//! the next one.

use super::fields::{Fields, Problem, Read};
use super::yaml::{self, Node};
use crate::model::{GateName, MinorVersion, Stage};

/// One gate of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedGate {
    /// `name`.
    pub name: GateName,
    /// `versionedSpecs`, in the order of the list.
    pub specs: Vec<Spec>,
    /// What could not be read in this gate's entry.
    pub problems: Vec<Problem>,
}

/// One entry of `versionedSpecs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// `version`: the first minor version for which the spec holds.
    pub since: MinorVersion,
    /// `preRelease`.
    pub stage: Stage,
    /// `default`.
    pub default: bool,
    /// `lockToDefault`.
    pub locked: bool,
}

/// Reads the list. Problems of one gate stand in its entry; the returned ones concern no readable gate.
#[must_use]
pub fn read(text: &str) -> Read<Vec<ListedGate>> {
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(why) => return Read::unreadable(why),
    };
    let Node::List(nodes) = &node else {
        return Read::unreadable(format!("a list of gates was expected, not {}", node.kind()));
    };
    let mut problems = Vec::new();
    let mut gates: Vec<ListedGate> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let Some(gate) = gate(index, node, &mut problems) else { continue };
        match gates.iter_mut().find(|known| known.name == gate.name) {
            None => gates.push(gate),
            Some(known) => {
                known.problems.push(Problem::new("name", gate.name.as_str(), "the gate is listed twice"));
                known.specs.extend(gate.specs);
            }
        }
    }
    if gates.is_empty() {
        return Read::unreadable("the list names no gate");
    }
    Read { value: Some(gates), problems }
}

fn gate(index: usize, node: &Node, problems: &mut Vec<Problem>) -> Option<ListedGate> {
    let place = format!("[{index}]");
    let mut own = Vec::new();
    let Some(fields) = Fields::of(node, "", &mut own) else {
        problems.push(Problem::new(place, node.kind(), "a gate was expected"));
        return None;
    };
    let word = fields.text("name", &mut own).unwrap_or_default();
    let Some(name) = GateName::new(word) else {
        problems.push(Problem::new(format!("{place}.name"), word, "no name of a gate"));
        return None;
    };
    let specs = match fields.node("versionedSpecs") {
        Some(Node::List(nodes)) => {
            nodes.iter().enumerate().filter_map(|(index, node)| spec(index, node, &mut own)).collect()
        }
        _ => Vec::new(),
    };
    if specs.is_empty() {
        own.push(Problem::new("versionedSpecs", "", "the gate has no readable spec"));
    }
    Some(ListedGate { name, specs, problems: own })
}

fn spec(index: usize, node: &Node, problems: &mut Vec<Problem>) -> Option<Spec> {
    let place = format!("versionedSpecs[{index}]");
    let Some(fields) = Fields::of(node, &format!("{place}."), problems) else {
        problems.push(Problem::new(place, node.kind(), "a spec was expected"));
        return None;
    };
    let word = fields.text("preRelease", problems).unwrap_or_default();
    let Ok(stage) = word.parse::<Stage>() else {
        problems.push(Problem::new(fields.name("preRelease"), word, "no stage"));
        return None;
    };
    let since = fields.version("version", problems);
    let default = fields.flag("default", problems);
    let locked = fields.flag("lockToDefault", problems);
    let (Some(since), Some(default), Some(locked)) = (since, default, locked) else {
        problems.push(Problem::new(place, "", "version, default or lockToDefault cannot be read"));
        return None;
    };
    Some(Spec { since, stage, default, locked })
}
