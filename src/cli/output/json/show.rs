//! `kepdb show --format json`.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{Drift, FactSource, Gate, Kep, Link, Pin, Provenance};
use kepdb::query::{Found, gate_standing, kep_standing};

use super::facts::{KepRefV1, ReleaseV1, SettingV1, StateV1, WindowV1, components};
use kepdb::query::{upstream_url, versions_of_interest};

#[derive(Debug, Serialize)]
struct ShowV1<'a> {
    version: u32,
    today: String,
    /// The name that was asked for.
    name: &'a str,
    keps: Vec<KepV1<'a>>,
    gates: Vec<GateV1<'a>>,
}

#[derive(Debug, Serialize)]
struct KepV1<'a> {
    #[serde(flatten)]
    kep: KepRefV1<'a>,
    standing: String,
    participating: Vec<&'a str>,
    stage: Option<&'static str>,
    latest: Option<String>,
    /// Plans, not facts.
    targets: Vec<TargetV1>,
    gates: Vec<&'a str>,
    unknown_gates: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    aka: Vec<&'a str>,
    summary: Option<&'a str>,
    risk: Option<RiskV1<'a>>,
    metrics: &'a [String],
    disable_supported: Option<bool>,
    created: Option<String>,
    updated: Option<String>,
    see_also: Vec<u32>,
    replaces: Vec<u32>,
    superseded_by: Vec<u32>,
    collections: Vec<CollectionV1<'a>>,
    drift: Vec<DriftV1<'a>>,
    pinned: Vec<PinV1<'a>>,
    links: Vec<LinkV1<'a>>,
    sources: Vec<SourceV1<'a>>,
}

#[derive(Debug, Serialize)]
struct TargetV1 {
    milestone: &'static str,
    release: String,
}

#[derive(Debug, Serialize)]
struct RiskV1<'a> {
    level: &'static str,
    reviewed: Option<String>,
    enable: Option<&'a str>,
    disable: Option<&'a str>,
    upgrade: Option<&'a str>,
    mitigation: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct CollectionV1<'a> {
    slug: &'a str,
    title: &'a str,
    claim: ClaimV1,
    /// `confirmed`, `differs` or `contradicted`.
    verdict: &'static str,
    reasons: Vec<String>,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct ClaimV1 {
    stage: &'static str,
    release: String,
    new: bool,
    default: Option<bool>,
}

#[derive(Debug, Serialize)]
struct GateV1<'a> {
    gate: &'a str,
    standing: String,
    keps: Vec<KepRefV1<'a>>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    former_names: Vec<&'a str>,
    aka: Vec<&'a str>,
    summary: Option<&'a str>,
    prior_default: Option<bool>,
    history: Vec<RowV1>,
    removed: Option<WindowV1>,
    states: Vec<ReleaseStateV1>,
    drift: Vec<DriftV1<'a>>,
    pinned: Vec<PinV1<'a>>,
    links: Vec<LinkV1<'a>>,
    sources: Vec<SourceV1<'a>>,
}

#[derive(Debug, Serialize)]
struct RowV1 {
    since: String,
    #[serde(flatten)]
    setting: SettingV1,
    /// `code`, `docs` or `hand`.
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct ReleaseStateV1 {
    #[serde(flatten)]
    release: ReleaseV1,
    #[serde(flatten)]
    state: StateV1,
}

#[derive(Debug, Serialize)]
struct DriftV1<'a> {
    class: &'static str,
    field: &'a str,
    says: Vec<SaysV1<'a>>,
    nearest: Option<&'a str>,
    /// Why it is accepted; `null` where it is not.
    waived: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SaysV1<'a> {
    source: &'static str,
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct PinV1<'a> {
    field: &'a str,
    reason: &'a str,
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LinkV1<'a> {
    kind: &'static str,
    title: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
struct SourceV1<'a> {
    source: &'static str,
    path: &'a str,
    commit: Option<&'a str>,
    url: Option<String>,
}

/// The document.
pub(crate) fn render(
    kb: &KnowledgeBase,
    name: &str,
    found: &Found<'_>,
    today: Date,
) -> anyhow::Result<String> {
    let (keps, gates): (Vec<&Kep>, Vec<&Gate>) = match found {
        Found::Gate(gate) => (kb.keps_of(gate).collect(), vec![*gate]),
        Found::Keps(keps) => {
            let mut gates: Vec<&Gate> = Vec::new();
            for gate in keps.iter().flat_map(|kep| kb.gates_of(kep)) {
                if !gates.iter().any(|known| std::ptr::eq(*known, gate)) {
                    gates.push(gate);
                }
            }
            (keps.clone(), gates)
        }
    };
    super::text(&ShowV1 {
        version: super::VERSION,
        today: today.to_string(),
        name,
        keps: keps.iter().map(|kep| kep_document(kb, kep, today)).collect(),
        gates: gates.iter().map(|gate| gate_document(kb, gate, today)).collect(),
    })
}

fn kep_document<'a>(kb: &'a KnowledgeBase, kep: &'a Kep, today: Date) -> KepV1<'a> {
    KepV1 {
        kep: KepRefV1::new(kep),
        standing: kep_standing(kb, kep, today),
        participating: kep.participating.iter().map(|slug| slug.as_str()).collect(),
        stage: kep.stage.map(|stage| stage.as_str()),
        latest: kep.latest.map(|version| version.value.to_string()),
        targets: kep
            .targets
            .iter()
            .map(|target| TargetV1 {
                milestone: target.milestone.as_str(),
                release: target.version.value.to_string(),
            })
            .collect(),
        gates: kb.gates_of(kep).iter().map(|gate| gate.name.as_str()).collect(),
        unknown_gates: kep.unknown_gates.iter().map(|name| name.as_str()).collect(),
        components: kep.components.iter().map(|slug| slug.as_str()).collect(),
        topics: kep.topics.iter().map(|slug| slug.as_str()).collect(),
        aka: kep.aka.iter().map(|name| name.as_str()).collect(),
        summary: kep.summary.as_ref().map(|text| text.as_str()),
        risk: kep.risk.as_ref().map(|risk| RiskV1 {
            level: risk.level.as_str(),
            reviewed: risk.reviewed.map(|day| day.value.to_string()),
            enable: risk.enable.as_ref().map(|text| text.as_str()),
            disable: risk.disable.as_ref().map(|text| text.as_str()),
            upgrade: risk.upgrade.as_ref().map(|text| text.as_str()),
            mitigation: risk.mitigation.as_ref().map(|text| text.as_str()),
        }),
        metrics: &kep.metrics,
        disable_supported: kep.disable_supported,
        created: kep.created.map(|day| day.value.to_string()),
        updated: kep.updated.map(|day| day.value.to_string()),
        see_also: kep.see_also.iter().map(|number| number.0).collect(),
        replaces: kep.replaces.iter().map(|number| number.0).collect(),
        superseded_by: kep.superseded_by.iter().map(|number| number.0).collect(),
        collections: collections(kb, kep),
        drift: kb.drift_of_kep(kep).map(|found| drift(kb, found)).collect(),
        pinned: kep.pins.iter().map(pin).collect(),
        links: kep.links.iter().map(link).collect(),
        sources: kep.source.iter().map(|file| source(kb, FactSource::Kep, file)).collect(),
    }
}

fn collections<'a>(kb: &'a KnowledgeBase, kep: &Kep) -> Vec<CollectionV1<'a>> {
    let number = kep.number.value;
    let entries = kb.collections().iter().flat_map(|collection| {
        collection
            .entries
            .iter()
            .filter(move |entry| entry.kep.value == number)
            .map(move |entry| (collection, entry))
    });
    entries
        .map(|(collection, entry)| {
            let judgement = kb.judge(entry);
            CollectionV1 {
                slug: &collection.slug,
                title: &collection.title,
                claim: ClaimV1 {
                    stage: entry.claim.stage.as_str(),
                    release: entry.claim.version.value.to_string(),
                    new: entry.claim.new,
                    default: entry.claim.default,
                },
                verdict: judgement.verdict.as_str(),
                reasons: judgement.reasons,
                why: &entry.why,
            }
        })
        .collect()
}

fn gate_document<'a>(kb: &'a KnowledgeBase, gate: &'a Gate, today: Date) -> GateV1<'a> {
    let states = versions_of_interest(kb, today).into_iter().map(|version| ReleaseStateV1 {
        release: ReleaseV1::new(kb, version, today),
        state: gate.state_at(version).into(),
    });
    let history = gate.history.iter().map(|row| RowV1 {
        since: row.since.value.to_string(),
        setting: SettingV1 {
            stage: row.stage.as_str(),
            default: row.default.map(|at| at.value),
            locked: row.locked.map(|at| at.value),
        },
        source: row.source.as_str(),
    });
    let files = [(FactSource::Code, &gate.code), (FactSource::Docs, &gate.docs)];
    GateV1 {
        gate: gate.name.as_str(),
        standing: gate_standing(kb, gate, today),
        keps: kb.keps_of(gate).map(KepRefV1::new).collect(),
        sigs: kb.sigs_of(gate),
        components: components(gate),
        topics: kb.topics_of(gate),
        former_names: gate.former_names.iter().map(|name| name.as_str()).collect(),
        aka: gate.aka.iter().map(|name| name.as_str()).collect(),
        summary: gate.summary.as_ref().map(|text| text.as_str()),
        prior_default: gate.prior_default,
        history: history.collect(),
        removed: gate.removed.map(|removed| removed.value.into()),
        states: states.collect(),
        drift: kb.drift_of_gate(gate).map(|found| drift(kb, found)).collect(),
        pinned: gate.pins.iter().map(pin).collect(),
        links: gate.links.iter().map(link).collect(),
        sources: files
            .into_iter()
            .filter_map(|(kind, file)| Some(source(kb, kind, file.as_ref()?)))
            .collect(),
    }
}

fn drift<'a>(kb: &'a KnowledgeBase, found: &'a Drift) -> DriftV1<'a> {
    DriftV1 {
        class: found.class.as_str(),
        field: &found.field,
        says: found
            .says
            .iter()
            .map(|says| SaysV1 { source: says.source.as_str(), value: &says.value })
            .collect(),
        nearest: found.nearest.as_deref(),
        waived: kb.waiver(found).map(|waiver| waiver.reason.as_str()),
    }
}

fn pin(pin: &Pin) -> PinV1<'_> {
    PinV1 { field: &pin.field, reason: &pin.reason, url: pin.url.as_ref().map(|url| url.as_str()) }
}

fn link(link: &Link) -> LinkV1<'_> {
    LinkV1 { kind: link.kind.as_str(), title: &link.title, url: &link.url }
}

fn source<'a>(kb: &KnowledgeBase, kind: FactSource, file: &'a Provenance) -> SourceV1<'a> {
    SourceV1 {
        source: kind.as_str(),
        path: &file.path,
        commit: file.commit.as_deref(),
        url: upstream_url(kb, kind, file),
    }
}
