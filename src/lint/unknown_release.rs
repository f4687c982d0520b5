//! A version that a record speaks of has an entry in `releases.toml`, or lies a plausible way ahead of the newest.

use super::records::{Owner, Records};
use crate::diag::{Code, Diagnostic};
use crate::kb::KnowledgeBase;
use crate::model::{Collection, Gate, Kep, MinorVersion};
use crate::source::Span;

/// How many minor versions past the newest release a plan can lie: about three years.
const PLAN_REACH: u16 = 10;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    // Without a readable list of releases, every version of every record would be unknown.
    let Some(newest) = kb.releases().last().map(|release| release.version.value) else { return Vec::new() };
    let facts = kb.gates().iter().flat_map(facts_of);
    let mut found: Vec<_> = facts
        .filter(|fact| kb.release(fact.version).is_none())
        .map(|fact| {
            unknown(&fact).help("correct the version, or add it as `[[releases]]` to `releases.toml`")
        })
        .collect();
    let plans = kb.keps().iter().flat_map(plans_of).chain(kb.collections().iter().flat_map(claims_of));
    found.extend(plans.filter(|plan| !is_plausible(kb, newest, plan.version)).map(|plan| {
        unknown(&plan).help(format!(
            "correct the version: the newest release is {newest}, and plans reach at most {PLAN_REACH} minor \
             versions past it"
        ))
    }));
    found
}

/// A version that a record speaks of.
struct Mention<'a> {
    owner: Owner<'a>,
    version: MinorVersion,
    span: Span,
}

fn unknown(mention: &Mention<'_>) -> Diagnostic {
    let message = format!("{} speaks of {}, which is no known release", mention.owner, mention.version);
    Diagnostic::new(Code::UnknownRelease, mention.span, message, "no entry in `releases.toml`")
}

fn is_plausible(kb: &KnowledgeBase, newest: MinorVersion, version: MinorVersion) -> bool {
    let is_near = version.major == newest.major && version.minor <= newest.minor.saturating_add(PLAN_REACH);
    kb.release(version).is_some() || (version > newest && is_near)
}

/// What happened, happened in a release.
fn facts_of(gate: &Gate) -> impl Iterator<Item = Mention<'_>> {
    let rows = gate.history.iter().map(|row| (row.since.value, row.since.span));
    let removal = gate.removed.iter().flat_map(|at| {
        let window = [at.value.after, at.value.by];
        // An exact removal is written as one version; the other is only its neighbour.
        window.into_iter().skip(usize::from(at.value.is_exact())).map(|version| (version, at.span))
    });
    rows.chain(removal).map(|(version, span)| Mention { owner: Owner::Gate(gate), version, span })
}

fn plans_of(kep: &Kep) -> impl Iterator<Item = Mention<'_>> {
    let versions = kep.targets.iter().map(|target| target.version).chain(kep.latest);
    versions.map(|version| Mention { owner: Owner::Kep(kep), version: version.value, span: version.span })
}

fn claims_of(list: &Collection) -> impl Iterator<Item = Mention<'_>> {
    let versions = list.entries.iter().filter_map(|entry| Some(entry.claim.as_ref()?.version));
    versions.map(|version| Mention {
        owner: Owner::Collection(list),
        version: version.value,
        span: version.span,
    })
}
