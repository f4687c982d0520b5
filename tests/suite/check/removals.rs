//! Every gate that was removed since 1.24 stops a kubelet from the first version without it on, and none before.

use kepdb::check::{Question, Rule, judge, read};
use kepdb::diag::Severity;
use kepdb::kb::KnowledgeBase;
use kepdb::load::load_packed;
use kepdb::model::MinorVersion;

const FIRST: MinorVersion = MinorVersion::new(1, 24);

#[test]
fn every_removed_gate_is_an_error_from_the_first_version_without_it() {
    let kb = KnowledgeBase::new(load_packed().content);
    let horizon = kb.horizon().expect("a horizon");
    let mut checked = 0;
    for gate in kb.gates() {
        let Some(removal) = gate.removed.map(|removed| removed.value) else { continue };
        if removal.by < FIRST || removal.by > horizon {
            continue;
        }
        let name = gate.name.as_str();
        let text = format!(
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  {name}: true\n"
        );
        let found = [read("config.yaml", text.as_bytes())];
        assert_eq!(found[0].settings.len(), 1, "{name}");
        let rules = |version| {
            let question = Question::new(&kb, version, None).expect("a known version");
            let report = judge(&kb, &found, question);
            report.findings.iter().map(|finding| (finding.rule, finding.severity)).collect::<Vec<_>>()
        };
        assert!(
            rules(removal.by).contains(&(Rule::RemovedGate, Severity::Error)),
            "{name} in {}",
            removal.by
        );
        // The gate may be locked off, or unknown to the records before: only its absence is in question here.
        let before = rules(removal.after);
        let is_gone = |(rule, _): &(Rule, Severity)| {
            matches!(rule, Rule::RemovedGate | Rule::UnknownGate | Rule::UnconfirmedGate | Rule::NotYetGate)
        };
        assert!(!before.iter().any(is_gone), "{name} in {}: {before:?}", removal.after);
        if !gate
            .state_at(removal.after)
            .setting()
            .is_some_and(|state| state.locked == Some(true) && state.default == Some(false))
        {
            let has_error = before.iter().any(|(_, severity)| *severity == Severity::Error);
            assert!(!has_error, "{name} in {}: {before:?}", removal.after);
        }
        let mut between = removal.after.next();
        while between < removal.by {
            let found = rules(between);
            assert!(
                found.contains(&(Rule::UnconfirmedGate, Severity::Warning)),
                "{name} in {between}: {found:?}"
            );
            between = between.next();
        }
        checked += 1;
    }
    assert!(checked > 150, "{checked} gates were removed");
}
