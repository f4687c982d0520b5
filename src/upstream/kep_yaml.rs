//! One `kep.yaml` of `kubernetes/enhancements`.
//!
//! Only facts are kept: names, numbers, versions, stages, dates, paths. Authors and reviewers are not read.

use jiff::civil::Date;

use super::fields::{Fields, Problem, Read, clean};
use super::yaml::{self, Node};
use crate::model::{Milestone, MinorVersion};

/// What a `kep.yaml` says, word for word where a word's meaning is decided elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KepYaml {
    /// `kep-number`; `None` where it is absent or no number.
    pub number: Option<u32>,
    /// `title`.
    pub title: Option<String>,
    /// `owning-sig`.
    pub owning_sig: Option<String>,
    /// `participating-sigs`.
    pub participating_sigs: Vec<String>,
    /// `status`.
    pub status: Option<String>,
    /// `stage`.
    pub stage: Option<String>,
    /// `creation-date`.
    pub created: Option<Date>,
    /// `last-updated`.
    pub updated: Option<Date>,
    /// `latest-milestone`.
    pub latest: Option<MinorVersion>,
    /// `milestone`, in the order of a feature's life.
    pub milestones: Vec<(Milestone, MinorVersion)>,
    /// `feature-gates`.
    pub gates: Vec<KepGate>,
    /// `disable-supported`.
    pub disable_supported: Option<bool>,
    /// `metrics`, as written.
    pub metrics: Vec<String>,
    /// `see-also`, as written.
    pub see_also: Vec<String>,
    /// `replaces`, as written.
    pub replaces: Vec<String>,
    /// `superseded-by`, as written.
    pub superseded_by: Vec<String>,
}

/// One entry of `feature-gates`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KepGate {
    /// `name`, as written.
    pub name: String,
    /// `components`, as written; may be prose.
    pub components: Vec<String>,
}

/// Reads a `kep.yaml`.
#[must_use]
pub fn read(text: &str) -> Read<KepYaml> {
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(why) => return Read::unreadable(why),
    };
    let mut problems = Vec::new();
    let Some(fields) = Fields::of(&node, "", &mut problems) else {
        return Read::unreadable(format!("a mapping was expected, not {}", node.kind()));
    };
    let problems = &mut problems;
    let kep = KepYaml {
        number: number(&fields, problems),
        title: fields.text("title", problems).map(clean),
        owning_sig: fields.text("owning-sig", problems).map(clean),
        participating_sigs: owned(fields.texts("participating-sigs", problems)),
        status: fields.text("status", problems).map(clean),
        stage: fields.text("stage", problems).map(clean),
        created: fields.date("creation-date", problems),
        updated: fields.date("last-updated", problems),
        latest: fields.version("latest-milestone", problems),
        milestones: milestones(&fields, problems),
        gates: gates(&fields, problems),
        disable_supported: fields.flag("disable-supported", problems),
        metrics: owned(fields.texts("metrics", problems)),
        see_also: owned(fields.texts("see-also", problems)),
        replaces: owned(fields.texts("replaces", problems)),
        superseded_by: owned(fields.texts("superseded-by", problems)),
    };
    Read { value: Some(kep), problems: std::mem::take(problems) }
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(clean).filter(|text| !text.is_empty()).collect()
}

fn number(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Option<u32> {
    let text = fields.text("kep-number", problems)?;
    let number = text.parse().ok().filter(|number| *number <= 1_000_000);
    if number.is_none() {
        problems.push(Problem::new("kep-number", text, "no number"));
    }
    number
}

fn milestones(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<(Milestone, MinorVersion)> {
    let inner = match fields.node("milestone") {
        None => return Vec::new(),
        Some(Node::Text(text)) if super::fields::is_placeholder(text) => return Vec::new(),
        Some(node) => Fields::of(node, "milestone.", problems),
    };
    let Some(inner) = inner else {
        problems.push(Problem::new("milestone", "", "a mapping was expected"));
        return Vec::new();
    };
    let mut milestones = Vec::new();
    for milestone in Milestone::ALL {
        if let Some(version) = inner.version(milestone.as_str(), problems) {
            milestones.push((*milestone, version));
        }
    }
    milestones
}

fn gates(fields: &Fields<'_>, problems: &mut Vec<Problem>) -> Vec<KepGate> {
    let nodes = match fields.node("feature-gates") {
        None => return Vec::new(),
        Some(Node::List(nodes)) => nodes.as_slice(),
        Some(single) => std::slice::from_ref(single),
    };
    let mut gates = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Null => {}
            // Some files list bare names.
            Node::Text(name) if super::fields::is_placeholder(name) => {}
            Node::Text(name) => gates.push(KepGate { name: clean(name), components: Vec::new() }),
            _ => {
                let prefix = format!("feature-gates[{index}].");
                let Some(gate) = Fields::of(node, &prefix, problems) else {
                    problems.push(Problem::new(
                        format!("feature-gates[{index}]"),
                        node.kind(),
                        "a gate was expected",
                    ));
                    continue;
                };
                let components = owned(gate.texts("components", problems));
                if let Some(name) = gate.text("name", problems)
                    && !super::fields::is_placeholder(name)
                {
                    gates.push(KepGate { name: clean(name), components });
                }
            }
        }
    }
    gates
}
