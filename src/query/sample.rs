//! A small knowledge base that the tests of this module share.

use jiff::civil::Date;

use crate::kb::KnowledgeBase;
use crate::model::{
    Content, FactSource, Gate, GateName, HistoryRow, Kep, KepNumber, Milestone, MinorVersion, Release,
    Removal, Stage, Target, Targets, UpstreamSource,
};
use crate::source::{At, Span};

pub(super) fn at<T>(value: T) -> At<T> {
    At::new(value, Span::default())
}

pub(super) fn minor(text: &str) -> MinorVersion {
    text.parse().expect("a minor version")
}

pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn name(text: &str) -> At<GateName> {
    at(GateName::new(text).expect("a gate name"))
}

/// Rows as `1.34 alpha off`, `1.35 stable on locked`.
fn gate(gate: &str, rows: &[&str]) -> Gate {
    let row = |text: &&str| {
        let mut words = text.split(' ');
        HistoryRow {
            since: at(minor(words.next().expect("a version"))),
            stage: at(words.next().expect("a stage").parse::<Stage>().expect("a stage")),
            default: words.next().map(|word| at(word == "on")),
            locked: Some(at(words.next() == Some("locked"))),
            source: FactSource::Code,
        }
    };
    Gate {
        span: Span::default(),
        name: name(gate),
        components: Vec::new(),
        former_names: Vec::new(),
        history: rows.iter().map(row).collect(),
        prior_default: None,
        removed: None,
        summary: None,
        topics: Vec::new(),
        aka: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        code: None,
        docs: None,
    }
}

fn removed(after: &str, by: &str) -> Option<At<Removal>> {
    Some(at(Removal { after: minor(after), by: minor(by) }))
}

fn kep(number: u32, slug: &str, title: &str, gates: &[&str], targets: &[(Milestone, &str)]) -> Kep {
    let target = |(milestone, version): &(Milestone, &str)| Target {
        milestone: *milestone,
        version: at(minor(version)),
    };
    Kep {
        span: Span::default(),
        number: at(KepNumber(number)),
        slug: at(slug.to_owned()),
        title: at(title.to_owned()),
        summary: None,
        topics: Vec::new(),
        aka: Vec::new(),
        risk: None,
        links: Vec::new(),
        sig: Some(at("node".to_owned())),
        participating: Vec::new(),
        status: None,
        stage: None,
        latest: None,
        targets: Targets(targets.iter().map(target).collect()),
        gates: gates.iter().map(|gate| name(gate)).collect(),
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

fn release(version: &str, released: Option<&str>, planned: Option<&str>) -> Release {
    Release {
        version: at(minor(version)),
        released: released.map(|text| at(day(text))),
        planned: planned.map(|text| at(day(text))),
        maintenance: None,
        end_of_life: None,
        final_patch: None,
    }
}

pub(super) fn knowledge_base() -> KnowledgeBase {
    let certificates = Gate {
        components: vec![at("kube-apiserver".to_owned()), at("kubelet".to_owned())],
        ..gate("PodCertificateRequest", &["1.34 alpha off", "1.35 beta off", "1.37 stable on"])
    };
    let grown_up = Gate {
        former_names: vec![name("GrowingUp")],
        ..gate("GrownUp", &["1.32 beta off", "1.34 beta on", "1.35 stable on locked"])
    };
    let old_timer = Gate {
        removed: removed("1.34", "1.35"),
        ..gate("OldTimer", &["1.29 alpha off", "1.31 stable on locked"])
    };
    let vanishing = Gate { removed: removed("1.35", "1.37"), ..gate("Vanishing", &["1.30 beta on"]) };

    let mut pod_certificates =
        kep(4317, "pod-certificates", "Pod Certificates", &["PodCertificateRequest"], &[]);
    pod_certificates.sig = Some(at("auth".to_owned()));
    pod_certificates.topics = vec![at("identity".to_owned())];
    pod_certificates.aka = vec![at("PCR".to_owned())];
    let mut serving = kep(
        4872,
        "kubelet-serving-certificates",
        "Kubelet Serving Certificates",
        &[],
        &[(Milestone::Alpha, "1.37"), (Milestone::Stable, "1.38")],
    );
    serving.unknown_gates = vec![at("KubeletCertValidation".to_owned())];

    let mut content = Content {
        gates: vec![certificates, grown_up, old_timer, vanishing, gate("Newcomer", &["1.35 alpha off"])],
        keps: vec![
            pod_certificates,
            serving,
            kep(2133, "first", "First", &[], &[]),
            kep(2133, "second", "Second", &[], &[]),
            kep(100, "growing", "Growing", &["GrownUp"], &[(Milestone::Removed, "1.38")]),
        ],
        releases: vec![
            release("1.33", Some("2024-04-23"), None),
            release("1.34", Some("2025-08-27"), None),
            release("1.35", Some("2025-12-17"), None),
            release("1.36", Some("2026-04-22"), None),
            release("1.37", None, Some("2026-08-26")),
        ],
        sources: vec![UpstreamSource {
            kind: at(FactSource::Code),
            repository: "https://github.com/kubernetes/kubernetes".to_owned(),
            commit: None,
            date: None,
            describes: Some(minor("1.37")),
            note: None,
        }],
        ..Content::default()
    };
    content.aliases.gates = vec![(at("GrwonUp".to_owned()), name("GrownUp"))];
    KnowledgeBase::new(content)
}
