//! A gate name leads to one gate, whichever letter case is written and whether it is today's name or a former one.

use std::collections::BTreeMap;

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::Gate;
use crate::source::Span;

/// One use of a name.
struct Claim<'a> {
    name: &'a str,
    span: Span,
    kind: Kind<'a>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kind<'a> {
    /// The name of a gate; whether the gate still exists.
    Name { is_removed: bool },
    /// A former name of this gate.
    Former(&'a str),
    /// A misspelling that stands for this gate.
    Alias(&'a str),
}

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let mut claims: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    let mut claim = |name, span, kind| {
        claims.entry(str::to_lowercase(name)).or_default().push(Claim { name, span, kind });
    };
    for gate in records.kb.gates() {
        claim(gate.name.as_str(), gate.name.span, Kind::Name { is_removed: gate.removed.is_some() });
        for former in &gate.former_names {
            claim(former.as_str(), former.span, Kind::Former(gate_name(gate)));
        }
    }
    for (written, means) in &records.kb.content().aliases.gates {
        claim(&written.value, written.span, Kind::Alias(means.as_str()));
    }
    claims.into_values().flat_map(conflicts).collect()
}

fn gate_name(gate: &Gate) -> &str {
    gate.name.as_str()
}

fn conflicts(mut claims: Vec<Claim<'_>>) -> Vec<Diagnostic> {
    claims.sort_by(|a, b| (&a.kind, a.span).cmp(&(&b.kind, b.span)));
    let Some((first, others)) = claims.split_first() else { return Vec::new() };
    others.iter().filter_map(|other| conflict(first, other)).collect()
}

fn conflict(first: &Claim<'_>, other: &Claim<'_>) -> Option<Diagnostic> {
    let name = other.name;
    let (message, label, help) = match (&first.kind, &other.kind) {
        (Kind::Name { .. }, Kind::Name { .. }) if first.name == name => (
            format!("gate `{name}` has two records"),
            "this record repeats the name".to_owned(),
            "merge the two records into one",
        ),
        (Kind::Name { .. }, Kind::Name { .. }) => (
            format!("the gates `{}` and `{name}` differ only by letter case", first.name),
            "the same name to whoever ignores letter case".to_owned(),
            "keep one record, and correct the name in it",
        ),
        (Kind::Name { .. }, Kind::Former(gate)) if *gate == first.name => (
            format!("gate `{gate}` lists its own name among its former names"),
            "this is its name today".to_owned(),
            "delete it from `former-names`",
        ),
        // A renamed gate may have a record of its own, as long as that says that the gate is gone.
        (Kind::Name { is_removed: true }, Kind::Former(_)) => return None,
        (Kind::Name { .. }, Kind::Former(gate)) => (
            format!("`{name}` cannot be a former name of gate `{gate}`: a gate of that name exists"),
            format!("a former name of `{gate}`"),
            "delete it from `former-names`, or add `removed` to the gate that had the name",
        ),
        (Kind::Former(one), Kind::Former(two)) if one != two => (
            format!("the gates `{one}` and `{two}` both claim `{name}` as a former name"),
            format!("a former name of `{two}`"),
            "keep it in the record of the gate that really had the name",
        ),
        (Kind::Name { .. }, Kind::Alias(means)) if *means != first.name => (
            format!("`{name}` cannot stand for `{means}`: a gate of that name exists"),
            format!("read as `{means}`"),
            "delete the alias",
        ),
        (Kind::Former(gate), Kind::Alias(means)) if gate != means => (
            format!("`{name}` cannot stand for `{means}`: it is a former name of gate `{gate}`"),
            format!("read as `{means}`"),
            "delete the alias",
        ),
        // The same name twice in one list is `duplicate-entry`; an alias may correct the letter case of a name.
        _ => return None,
    };
    Some(
        Diagnostic::new(Code::DuplicateGateName, other.span, message, label)
            .related(first.span, "the name is taken here")
            .help(help),
    )
}
