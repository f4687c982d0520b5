//! Every key of every file reaches the model.

use kepdb::load::{self, Loaded};
use kepdb::model::{
    DriftClass, FactSource, GateName, KepNumber, KepStatus, LinkKind, Milestone, MinorVersion, Removal,
    RiskLevel, Stage, Subject,
};

use super::{lines, samples};

fn load_samples() -> Loaded {
    let files = samples::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect();
    load::load_texts(files)
}

fn minor(minor: u16) -> MinorVersion {
    MinorVersion::new(1, minor)
}

fn values<T: Clone>(list: &[kepdb::source::At<T>]) -> Vec<T> {
    list.iter().map(|at| at.value.clone()).collect()
}

#[test]
fn the_samples_have_every_key_and_no_problem() {
    assert_eq!(lines(&load_samples()), "");
    for table in load::keys::ALL {
        for key in table.keys {
            let folder = table.file.trim_end_matches("*.toml");
            let written = |line: &str| {
                let line = line.trim_start();
                line.starts_with(&format!("{key} ="))
                    || line.contains(&format!(", {key} ="))
                    || line.contains(&format!("{{ {key} ="))
                    || line.starts_with(&format!("[{key}."))
                    || line.starts_with(&format!("[{key}]"))
                    || line.starts_with(&format!("[[{key}]]"))
                    || (line.starts_with('[') && line.ends_with(&format!(".{key}]")))
            };
            let found =
                samples::FILES.iter().any(|(path, text)| path.contains(folder) && text.lines().any(written));
            // One correction is enough to show how each is written.
            assert!(found || table.table == "[pinned]", "`{key}` of {} {}", table.file, table.table);
        }
    }
}

#[test]
fn a_kep_is_read_in_full() {
    let loaded = load_samples();
    let kep = &loaded.content.keps[0];
    assert_eq!(kep.key(), "4242-brighter-pods");
    assert_eq!(kep.title.value, "Brighter Pods");
    assert_eq!(kep.summary.as_ref().expect("a summary").value, "Pods glow.\n\nThey glow *brightly*.");
    assert_eq!(values(&kep.topics), ["identity", "observability"]);
    assert_eq!(values(&kep.aka), ["glowing pods"]);
    let risk = kep.risk.as_ref().expect("operations notes");
    assert_eq!(risk.level.value, RiskLevel::Medium);
    assert_eq!(risk.reviewed.expect("a day").to_string(), "2026-11-23");
    let notes = [&risk.enable, &risk.disable, &risk.upgrade, &risk.mitigation];
    assert!(notes.iter().all(|note| note.is_some()));
    assert_eq!(kep.links.len(), 2);
    assert_eq!((kep.links[1].kind, kep.links[1].title.as_str()), (LinkKind::Cve, "Too bright"));
    assert_eq!(kep.sig.as_ref().expect("a SIG").value, "node");
    assert_eq!(values(&kep.participating), ["auth"]);
    assert_eq!(kep.stage.expect("a stage").value, Stage::Beta);
    assert_eq!(kep.latest.expect("a version").value, minor(36));
    assert_eq!(kep.created.expect("a day").to_string(), "2023-10-29");
    assert_eq!(kep.updated.expect("a day").to_string(), "2024-02-29");
    let milestones: Vec<_> = kep.targets.iter().map(|target| target.milestone).collect();
    assert_eq!(milestones, Milestone::ALL, "in the order of a feature's life");
    assert_eq!(kep.targets.get(Milestone::Stable), Some(minor(38)));
    assert_eq!(values(&kep.gates), [GateName::new("BrighterPods").expect("a name")]);
    assert_eq!(values(&kep.unknown_gates), ["HTTP3 glow"]);
    assert_eq!(values(&kep.components), ["kubelet", "kube-apiserver"]);
    assert_eq!(kep.metrics[0].value, "pod_brightness_lumen");
    assert_eq!(kep.disable_supported, Some(true));
    assert_eq!(values(&kep.see_also), [KepNumber(1), KepNumber(2)]);
    assert_eq!(values(&kep.replaces), [KepNumber(3)]);
    assert_eq!(values(&kep.superseded_by), [KepNumber(4)]);
    assert!(kep.shares_number);
    let source = kep.source.as_ref().expect("provenance");
    assert_eq!(source.path, "keps/sig-node/4242-brighter-pods/kep.yaml");
    assert_eq!(source.commit.as_deref(), Some("0123456789abcdef0123456789abcdef01234567"));
    assert_eq!(kep.status.expect("a status").value, KepStatus::Implemented, "the correction counts");
    assert_eq!(kep.pins[0].reason.value, "It shipped.");
}

#[test]
fn a_gate_is_read_in_full() {
    let loaded = load_samples();
    let gate = &loaded.content.gates[0];
    assert_eq!(gate.name.as_str(), "BrighterPods");
    assert_eq!(values(&gate.components), ["kubelet"]);
    assert_eq!(values(&gate.former_names), [GateName::new("BrightPods").expect("a name")]);
    let row = &gate.history[0];
    assert_eq!((row.since.value, row.stage.value), (minor(34), Stage::Alpha));
    assert_eq!((row.default.map(|at| at.value), row.locked.map(|at| at.value)), (Some(false), Some(false)));
    let row = &gate.history[1];
    assert_eq!((row.default, row.locked), (None, None), "what no source says stays empty");
    assert_eq!((gate.history[0].source, row.source), (FactSource::Code, FactSource::Docs));
    assert_eq!(gate.prior_default, Some(true));
    let removed = gate.removed.expect("a removal").value;
    assert_eq!(removed, Removal { after: minor(38), by: minor(40) }, "the correction counts");
    assert_eq!(gate.summary.as_ref().expect("a summary").value, "Makes pods glow.");
    assert_eq!((values(&gate.topics), values(&gate.aka)), (vec!["identity".into()], vec!["the lamp".into()]));
    assert_eq!(gate.links[0].kind, LinkKind::Code);
    assert!(gate.code.is_some() && gate.docs.is_some());
    assert_eq!(gate.pins[0].field.value, "removed");
}

#[test]
fn a_removal_is_a_version_or_a_window() {
    let text = "name = \"A\"\nremoved = \"1.36\"\n";
    let loaded = super::load_one("gates/A.toml", text);
    let removed = loaded.content.gates[0].removed.expect("a removal").value;
    assert_eq!(removed, Removal { after: minor(35), by: minor(36) });
    assert!(removed.is_exact());
}

#[test]
fn a_collection_is_read_in_full() {
    let loaded = load_samples();
    let collection = &loaded.content.collections[0];
    assert_eq!(collection.slug.value, "secure-by-default");
    assert_eq!(collection.title, "Secure by default");
    assert_eq!(collection.introduction, "What an article said.");
    assert_eq!(values(&collection.related), ["darker-pods"]);
    assert_eq!(collection.links[0].kind, LinkKind::Blog);
    let entry = &collection.entries[0];
    assert_eq!((entry.kep.value, entry.why.as_str()), (KepNumber(4242), "Burglars stay away."));
    let claim = entry.claim.as_ref().expect("a claim");
    assert_eq!((claim.stage.value, claim.version.value), (Stage::Beta, minor(36)));
    assert_eq!((claim.new, claim.default), (true, Some(true)));
    let claim = collection.entries[1].claim.as_ref().expect("a claim");
    assert_eq!((claim.new, claim.default), (false, None));
    assert_eq!(collection.entries[2].claim, None);
}

#[test]
fn the_lists_are_read_in_full() {
    let content = load_samples().content;
    let ended = &content.releases[0];
    let days = [ended.released, ended.maintenance, ended.end_of_life];
    assert!(days.iter().all(Option::is_some));
    assert_eq!(ended.final_patch.as_deref(), Some("1.31.14"));
    assert_eq!(content.releases[1].planned.expect("a day").to_string(), "2026-08-26");
    assert_eq!(content.releases[1].released, None);

    let taxonomy = &content.taxonomy;
    assert_eq!(taxonomy.sig_name("node"), "Node");
    assert_eq!(taxonomy.component_name("kubelet"), "kubelet");
    assert_eq!(taxonomy.topics[0].about.as_deref(), Some("Who is who."));

    let aliases = &content.aliases;
    assert_eq!(aliases.gates[0].0.value, "BrigterPods");
    assert_eq!(aliases.gates[0].1.as_str(), "BrighterPods");
    assert_eq!(values(&aliases.components[0].1), ["kubelet", "kube-apiserver"]);
    assert!(aliases.components[1].1.is_empty());
    assert_eq!(aliases.statuses[0].1.value, KepStatus::Implemented);
    assert_eq!(aliases.unlisted[0].gate.as_str(), "GlowClient");

    let source = &content.sources[0];
    assert_eq!((source.kind.value, source.describes), (FactSource::Code, Some(minor(37))));
    assert!(source.commit.is_some() && source.date.is_some() && source.note.is_some());
}

#[test]
fn drift_and_waivers_are_read_in_full() {
    let content = load_samples().content;
    let [first, second] = content.drift.as_slice() else { panic!("two entries: {:?}", content.drift) };
    assert_eq!(first.class, DriftClass::Default);
    assert_eq!(first.subject, Subject::Gate("BrighterPods".to_owned()));
    let says: Vec<_> = first.says.iter().map(|says| (says.source, says.value.as_str())).collect();
    assert_eq!(says, [(FactSource::Code, "off"), (FactSource::Docs, "on"), (FactSource::Hand, "off")]);
    assert_eq!(second.subject, Subject::Kep(KepNumber(4242), "4242-brighter-pods".to_owned()));
    assert_eq!(second.nearest.as_deref(), Some("BrighterPods"));
    assert_eq!(second.says[0].source, FactSource::Kep);
    let waiver = &content.waivers[0];
    assert_eq!(waiver.class.value, DriftClass::SharedGate);
    assert_eq!((waiver.subject.as_str(), waiver.field.as_deref()), ("BrighterPods", Some("default at 1.36")));
    assert!(!waiver.covers(first), "another class");
}
