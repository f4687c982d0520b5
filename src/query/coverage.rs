//! How much of what changed lately has notes of our own: the line of `validate` and of the page about the site.
//!
//! In scope is what somebody who upgrades meets now: every gate that changed in the last minor versions up to the horizon,
//! and every KEP with such a gate. Security reaches further back: what SIG Auth owns and what is tagged `security`.

use std::collections::BTreeMap;

use crate::kb::KnowledgeBase;
use crate::model::{Gate, Kep, MinorVersion};

/// How many minor versions back a change counts, the newest included.
const MINORS: u32 = 6;
/// The same for security, the deepest shelf.
const SECURITY_MINORS: u32 = 9;
/// The SIG and the topic that make a KEP one of security.
const SECURITY_SIG: &str = "auth";
const SECURITY_TOPIC: &str = "security";

/// How many of some records have notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Those with notes.
    pub noted: usize,
    /// All in scope.
    pub scope: usize,
}

impl Share {
    fn count(&mut self, has_notes: bool) {
        self.scope += 1;
        self.noted += usize::from(has_notes);
    }
}

/// The share of one SIG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigCoverage<'a> {
    /// The SIG's slug; `None` for gates without a KEP, and KEPs without a SIG.
    pub sig: Option<&'a str>,
    /// Its KEPs.
    pub keps: Share,
    /// Its gates.
    pub gates: Share,
}

/// The notes of all records in scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage<'a> {
    /// The first and the last minor version whose changes count; `None` where no gate is known.
    pub versions: Option<(MinorVersion, MinorVersion)>,
    /// All KEPs.
    pub keps: Share,
    /// All gates.
    pub gates: Share,
    /// The first minor version whose changes count for security, and the KEPs of SIG Auth or with the topic `security`
    /// that have such a change.
    pub security: Option<(MinorVersion, Share)>,
    /// The same by SIG, in the order of their slugs, those without one at the end. A gate of several SIGs counts for the
    /// one whose KEP has the lowest number.
    pub sigs: Vec<SigCoverage<'a>>,
}

/// Counts the notes of what changed in the last minor versions.
#[must_use]
pub fn coverage(kb: &KnowledgeBase) -> Coverage<'_> {
    let Some(last) = kb.horizon() else { return Coverage::default() };
    let (first, first_secure) = (back(last, MINORS), back(last, SECURITY_MINORS));
    let changed_since =
        |gate: &Gate, first| gate.change_versions().any(|version| (first..=last).contains(&version));
    let is_recent = |gate: &Gate| changed_since(gate, first);

    let mut security = Share::default();
    for kep in kb.keps().iter().filter(|kep| is_secure(kep)) {
        if kb.gates_of(kep).into_iter().any(|gate| changed_since(gate, first_secure)) {
            security.count(has_notes(kep));
        }
    }
    let mut found = Coverage {
        versions: Some((first, last)),
        security: Some((first_secure, security)),
        ..Coverage::default()
    };
    let mut by_sig: BTreeMap<Option<&str>, (Share, Share)> = BTreeMap::new();
    for kep in kb.keps().iter().filter(|kep| kb.gates_of(kep).into_iter().any(is_recent)) {
        found.keps.count(has_notes(kep));
        by_sig.entry(sig(kep)).or_default().0.count(has_notes(kep));
    }
    for gate in kb.gates().iter().filter(|gate| is_recent(gate)) {
        let noted = is_said(gate.summary.as_deref()) || kb.keps_of(gate).any(has_notes);
        found.gates.count(noted);
        let owner = kb.keps_of(gate).next().and_then(sig);
        by_sig.entry(owner).or_default().1.count(noted);
    }
    found.sigs = by_sig.into_iter().map(|(sig, (keps, gates))| SigCoverage { sig, keps, gates }).collect();
    // The map has what belongs to nobody first.
    if found.sigs.first().is_some_and(|share| share.sig.is_none()) {
        found.sigs.rotate_left(1);
    }
    found
}

/// The first of `minors` minor versions that end with `last`.
fn back(last: MinorVersion, minors: u32) -> MinorVersion {
    (1..minors).fold(last, |first, _| first.previous().unwrap_or(first))
}

fn is_secure(kep: &Kep) -> bool {
    sig(kep) == Some(SECURITY_SIG) || kep.topics.iter().any(|topic| topic.as_str() == SECURITY_TOPIC)
}

/// Whether people wrote what the KEP means and what it risks.
#[must_use]
pub fn has_notes(kep: &Kep) -> bool {
    is_said(kep.summary.as_deref()) && kep.risk.is_some()
}

fn is_said(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn sig(kep: &Kep) -> Option<&str> {
    kep.sig.as_ref().map(|sig| sig.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::fixture::{at, gate, minor, removed};
    use crate::model::{Content, FactSource, GateName, KepNumber, Risk, RiskLevel, Targets, UpstreamSource};
    use crate::source::Span;

    fn kep(number: u32, sig: &str, gates: &[&str], noted: bool) -> Kep {
        let risk = Risk {
            level: at(RiskLevel::Low),
            reviewed: None,
            enable: None,
            disable: None,
            upgrade: None,
            mitigation: None,
        };
        Kep {
            span: Span::default(),
            number: at(KepNumber(number)),
            slug: at("a".to_owned()),
            title: at("A".to_owned()),
            summary: noted.then(|| at("A summary.".to_owned())),
            topics: Vec::new(),
            aka: Vec::new(),
            risk: noted.then_some(risk),
            links: Vec::new(),
            sig: Some(at(sig.to_owned())),
            participating: Vec::new(),
            status: None,
            stage: None,
            latest: None,
            targets: Targets::default(),
            gates: gates.iter().map(|name| at(GateName::new(name).expect("a gate name"))).collect(),
            unknown_gates: Vec::new(),
            components: Vec::new(),
            metrics: Vec::new(),
            disable_supported: None,
            created: None,
            updated: None,
            see_also: Vec::new(),
            replaces: Vec::new(),
            superseded_by: Vec::new(),
            shares_number: false,
            pins: Vec::new(),
            source: None,
        }
    }

    fn counted() -> KnowledgeBase {
        KnowledgeBase::new(content())
    }

    fn content() -> Content {
        let code = UpstreamSource {
            kind: at(FactSource::Code),
            repository: "https://example.com".to_owned(),
            commit: None,
            date: None,
            describes: Some(minor("1.37")),
            note: None,
        };
        let mut said = gate("Said", &["1.36 alpha off"]);
        said.summary = Some(at("What it does.".to_owned()));
        Content {
            sources: vec![code],
            gates: vec![
                gate("Fresh", &["1.30 alpha off", "1.32 beta on"]),
                removed(gate("Gone", &["1.20 stable on"]), "1.35", "1.37"),
                gate("Old", &["1.20 alpha off", "1.31 stable on"]),
                gate("Orphan", &["1.37 alpha off"]),
                said,
            ],
            keps: vec![
                kep(1, "auth", &["Fresh"], true),
                kep(2, "node", &["Gone", "Fresh"], false),
                kep(3, "node", &["Old"], true),
            ],
            ..Content::default()
        }
    }

    #[test]
    fn what_changed_in_the_last_six_minors_is_in_scope() {
        let kb = counted();
        let found = coverage(&kb);
        assert_eq!(found.versions, Some((minor("1.32"), minor("1.37"))));
        assert_eq!(found.keps, Share { noted: 1, scope: 2 }, "the old one does not count, noted or not");
        assert_eq!(found.gates, Share { noted: 2, scope: 4 }, "notes of a KEP or a summary of its own");
    }

    #[test]
    fn security_reaches_further_back() {
        let kb = counted();
        let secure = coverage(&kb).security;
        assert_eq!(secure, Some((minor("1.29"), Share { noted: 1, scope: 1 })), "only that of SIG Auth");
        let mut content = content();
        content.keps[2].topics = vec![at("security".to_owned())];
        content.keps[2].summary = None;
        let secure = coverage(&KnowledgeBase::new(content)).security;
        assert_eq!(secure, Some((minor("1.29"), Share { noted: 1, scope: 2 })), "1.31 counts, notes or not");
    }

    #[test]
    fn a_gate_counts_for_one_sig_and_gates_of_nobody_come_last() {
        let kb = counted();
        let share = |noted, scope| Share { noted, scope };
        let sigs: Vec<_> = coverage(&kb).sigs.into_iter().map(|one| (one.sig, one.keps, one.gates)).collect();
        let nobody = (None, share(0, 0), share(1, 2));
        assert_eq!(
            sigs,
            [(Some("auth"), share(1, 1), share(1, 1)), (Some("node"), share(0, 1), share(0, 1)), nobody]
        );
    }

    #[test]
    fn without_gates_nothing_is_in_scope() {
        assert_eq!(coverage(&KnowledgeBase::default()), Coverage::default());
    }
}
