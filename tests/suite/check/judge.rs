//! The rules on operators' files, each just before and just after it has something to say.

use std::borrow::Cow;

use proptest::prelude::*;

use kepdb::check::{
    Carrier, FeatureSet, Found, Place, Question, Report, Rule, Setting, UnknownVersion, Unread, Value, Who,
    judge,
};
use kepdb::diag::Severity;
use kepdb::kb::KnowledgeBase;
use kepdb::load::load_texts;
use kepdb::model::MinorVersion;

/// One gate a line: name, components, then rows (`version stage default [locked]`) and `removed …` after semicolons.
const GATES: &str = "
Gone; kubelet; 1.30 alpha false; 1.32 beta true; 1.34 stable true locked; removed \"1.36\"
GoneOff; kubelet; 1.30 alpha false; removed \"1.36\"
Maybe; kubelet; 1.30 beta true; removed { after = \"1.34\", by = \"1.36\" }
Newcomer; kubelet; 1.35 alpha false
Locked; kubelet kube-apiserver; 1.30 beta true; 1.36 stable true locked
LockedLong; kubelet; 1.30 beta true; 1.35 stable true locked
LockedOff; kubelet; 1.30 beta true; 1.36 deprecated false locked
LockedEarly; kubelet; 1.28 stable true locked
Grown; kubelet; 1.30 beta true; 1.35 stable true
Leaving; kubelet; 1.30 beta true; 1.35 deprecated false
Settled; kubelet kube-apiserver; 1.30 alpha false; 1.35 beta true
Early; kubelet kube-apiserver; 1.30 alpha false
FlipsOn; kubelet; 1.33 beta false; 1.36 beta true
FlipsOff; kubelet; 1.33 beta true; 1.36 beta false
FlipsLocked; kube-apiserver; 1.33 beta false; 1.36 stable true locked
OnFromTheStart; kube-scheduler; 1.36 beta true
Renamed; kubelet; 1.30 alpha false
Tomorrow; kubelet; 1.37 alpha false
Unsure; kubelet; 1.30 stable true; removed { after = \"1.35\", by = \"1.37\" }
Fading; kubelet; 1.30 stable true; removed \"1.37\"
";

pub fn knowledge_base() -> KnowledgeBase {
    let mut files: Vec<(String, Cow<'static, str>)> = Vec::new();
    for line in GATES.lines().filter(|line| !line.is_empty()) {
        let mut parts = line.split("; ");
        let name = parts.next().expect("a name");
        let components: Vec<_> =
            parts.next().expect("components").split(' ').map(|word| format!("\"{word}\"")).collect();
        let (mut rows, mut removed) = (String::new(), String::new());
        for part in parts {
            if let Some(when) = part.strip_prefix("removed ") {
                removed = format!("removed = {when}\n");
                continue;
            }
            let words: Vec<_> = part.split(' ').collect();
            rows.push_str(&format!(
                "  {{ since = \"{}\", stage = \"{}\", default = {}, locked = {}, source = \"code\" }},\n",
                words[0],
                words[1],
                words[2],
                words.len() > 3
            ));
        }
        let former = if name == "Renamed" { "former-names = [\"FormerName\"]\n" } else { "" };
        let text = format!(
            "name = \"{name}\"\ncomponents = [{}]\n{former}{removed}history = [\n{rows}]\n",
            components.join(", ")
        );
        files.push((format!("content/gates/{name}.toml"), text.into()));
    }
    let sources =
        "[[sources]]\nkind = \"code\"\nrepository = \"https://example.org/k\"\ndescribes = \"1.37\"\n";
    files.push(("content/sources.toml".to_owned(), sources.into()));
    files.push((
        "content/keps/7-gone.toml".to_owned(),
        "number = 7\nslug = \"gone\"\ntitle = \"Gone KEP\"\n\n[risk]\nlevel = \"high\"\nreviewed = 2026-01-01\nenable = \"x\"\n\n[facts]\ngates = [\"Gone\"]\n"
            .into(),
    ));
    let loaded = load_texts(files);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    KnowledgeBase::new(loaded.content)
}

fn version(text: &str) -> MinorVersion {
    text.parse().expect("a version")
}

/// Settings as `--feature-gates` has them, all of one list, with made-up places that rise.
fn flags(component: &'static str, list: &str) -> Found {
    settings(Who::Component(component), Place::Text, Carrier::Flag, list)
}

fn config(component: &'static str, list: &str) -> Found {
    settings(Who::Component(component), Place::KubeletConfig, Carrier::File, list)
}

fn settings(who: Who, place: Place, carrier: Carrier, list: &str) -> Found {
    let mut at = 0;
    let setting = |item: &str| {
        let (name, value) = match item.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (item, None),
        };
        let (prefix, gate) = match name.split_once(':') {
            Some((prefix, gate)) => (Some(prefix.to_owned()), gate),
            None => (None, name),
        };
        let span = at..at + item.len();
        at = span.end + 1;
        Setting {
            gate: gate.to_owned(),
            value: match value {
                None => Value::Missing,
                Some("true") => Value::On,
                Some("false") => Value::Off,
                Some(other) => Value::Invalid(other.to_owned()),
            },
            prefix,
            who,
            place,
            carrier,
            list: 0,
            emulated: None,
            name_span: span.start..span.start + name.len(),
            span,
        }
    };
    Found { settings: list.split(',').map(setting).collect(), recognised: vec![place], ..Found::default() }
}

fn ask<'kb>(kb: &'kb KnowledgeBase, files: &[Found], target: &str, from: Option<&str>) -> Report<'kb> {
    let question = Question::new(kb, version(target), from.map(version)).expect("known versions");
    judge(kb, files, question)
}

/// `rule message | label | prints | help`, one for each finding.
fn lines(files: &[Found], target: &str, from: Option<&str>) -> Vec<String> {
    let kb = knowledge_base();
    let report = ask(&kb, files, target, from);
    let line = |finding: &kepdb::check::Finding<'_>| {
        let parts = [
            Some(format!("{} {}", finding.rule, finding.message)),
            Some(finding.label.clone()),
            finding.prints.clone(),
            finding.help.clone(),
        ];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    report.findings.iter().map(line).collect()
}

fn rules(files: &[Found], target: &str, from: Option<&str>) -> Vec<Rule> {
    let kb = knowledge_base();
    ask(&kb, files, target, from).findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_rule_speaks_from_its_version_on_and_not_before() {
    use Rule::*;
    // The setting, the version before, what is found at the version named last.
    let table: &[(&str, &str, Rule, &str)] = &[
        ("Gone=true", "1.32", RemovedGate, "1.36"),
        ("Newcomer=true", "1.35", NotYetGate, "1.34"),
        ("Maybe=false", "1.30", UnconfirmedGate, "1.35"),
        ("Locked=false", "1.35", LockedGate, "1.36"),
        ("LockedOff=true", "1.35", LockedGate, "1.36"),
        ("Locked=true", "1.35", LockedRedundant, "1.36"),
        ("Gone=true", "1.32", RemovalExpected, "1.33"),
        ("LockedLong=true", "1.36", RemovalExpected, "1.37"),
        ("Grown=false", "1.34", StableGate, "1.35"),
        ("Leaving=true", "1.34", DeprecatedGate, "1.35"),
        ("Settled=true", "1.34", SameAsDefault, "1.35"),
        ("Settled=false", "1.35", SameAsDefault, "1.34"),
    ];
    for (list, before, rule, after) in table {
        let files = [config("kubelet", list)];
        assert!(!rules(&files, before, None).contains(rule), "{list} at {before}: {rule}");
        assert_eq!(rules(&files, after, None), [*rule], "{list} at {after}");
    }
}

#[test]
fn says_what_the_component_prints_and_what_to_do() {
    let of = |list: &str, target: &str| lines(&[flags("kubelet", list)], target, None);
    assert_eq!(
        of("Gone=true,Gone=false,GoneOff=true", "1.36"),
        [
            "removed-gate `Gone` does not exist in 1.36 any more | removed in 1.36 | unrecognized feature gate: Gone | \
             remove `Gone=true`; the feature is stable and always on",
            "removed-gate `Gone` does not exist in 1.36 any more | removed in 1.36 | unrecognized feature gate: Gone | \
             remove `Gone=false`; the feature is stable and can no longer be turned off",
            "set-twice `Gone` is set to true and to false in one list | the last one wins | keep one of them: false is \
             what counts now",
            "removed-gate `GoneOff` does not exist in 1.36 any more | removed in 1.36 | unrecognized feature gate: \
             GoneOff | remove `GoneOff=true`",
        ]
    );
    assert_eq!(
        of("Newcomer=true", "1.33"),
        [
            "not-yet-gate `Newcomer` does not exist in 1.33 yet | it comes with 1.35 | unrecognized feature gate: Newcomer | \
          remove `Newcomer=true`"
        ]
    );
    assert_eq!(
        of("Maybe=false", "1.35"),
        [
            "unconfirmed-gate no source says whether 1.35 still has `Maybe` | removed in 1.35 or 1.36 | unrecognized \
          feature gate: Maybe | remove `Maybe=false`"
        ]
    );
    assert_eq!(
        of("Locked=false", "1.36"),
        [
            "locked-gate `Locked` is locked to true in 1.36, and set to false | locked since 1.36 | cannot set feature gate \
          Locked to false, feature is locked to true | remove `Locked=false`; the feature stays on either way"
        ]
    );
    assert_eq!(
        of("Locked=true", "1.36"),
        [
            "locked-redundant `Locked` is locked to true in 1.36: setting it changes nothing | locked since 1.36 | remove \
          `Locked=true`; a component that is started with it can fail from 1.39 on"
        ]
    );
    assert_eq!(
        of("LockedLong=true,LockedEarly=true", "1.37"),
        [
            "removal-expected `LockedLong` can be gone from 1.38 on | locked since 1.35 | remove `LockedLong=true` before \
             the upgrade to 1.38",
            "removal-expected `LockedEarly` can be gone from 1.38 on | locked since 1.28 | remove `LockedEarly=true` \
             before the upgrade to 1.38",
        ]
    );
    assert_eq!(
        of("Gone=true", "1.35"),
        [
            "removal-expected `Gone` is gone from 1.36 on | removed in 1.36 | remove `Gone=true` before the upgrade to 1.36"
        ]
    );
    assert_eq!(
        of("Grown=false,Leaving=true", "1.35"),
        [
            "stable-gate `Grown` is stable in 1.35 and still set | stable since 1.35 | Setting GA feature gate \
             Grown=false. It will be removed in a future release. | plan to live without it: the gate will be removed, \
             and `Grown=false` with it",
            "deprecated-gate `Leaving` is deprecated in 1.35 and still set | deprecated since 1.35 | Setting deprecated \
             feature gate Leaving=true. It will be removed in a future release. | plan to live without it: the gate \
             will be removed, and `Leaving=true` with it",
        ]
    );
}

#[test]
fn names_the_gate_that_was_meant() {
    let of = |list: &str| lines(&[config("kubelet", list)], "1.35", None);
    assert_eq!(
        of("Setled=true,settled=false,FormerName=true,Xyzzy=true"),
        [
            "unknown-gate no gate is called `Setled` | unrecognized feature gate: Setled | did you mean `Settled`?",
            "unknown-gate no gate is called `settled` | letter case counts | unrecognized feature gate: settled | write \
             `Settled`",
            "removed-gate `FormerName` does not exist in 1.35: the gate is called `Renamed` now | its former name | \
             unrecognized feature gate: FormerName | write `Renamed`",
            "unknown-gate no gate is called `Xyzzy` | unrecognized feature gate: Xyzzy | check the spelling, and that it \
             is a gate of Kubernetes itself",
        ]
    );
}

#[test]
fn reports_values_that_no_component_takes() {
    assert_eq!(
        lines(&[flags("kubelet", "Early,Early=maybe,=true")], "1.35", None),
        [
            "malformed-value `Early` has no value | no value | missing bool value for Early | write `true` or `false` \
             behind `=`",
            "malformed-value `Early` has the value `maybe`, which is neither true nor false | not true or false | invalid \
             value of Early=maybe, err: strconv.ParseBool: parsing \"maybe\": invalid syntax | write `true` or `false` \
             behind `=`",
            "malformed-value a gate has no name | nothing before the value | unrecognized feature gate:  | write `true` \
             or `false` behind `=`",
        ]
    );
    // What a file's parser says of it is not the same for every component.
    assert_eq!(
        lines(&[config("kubelet", "Early=maybe")], "1.35", None),
        [
            "malformed-value `Early` has the value `maybe`, which is neither true nor false | not true or false | write \
          `true` or `false`"
        ]
    );
}

#[test]
fn prefixes_are_all_or_none_and_not_for_every_component() {
    assert_eq!(rules(&[flags("kube-apiserver", "kube:Early=true,kube:Settled=false")], "1.35", None), []);
    assert_eq!(
        lines(&[flags("kube-apiserver", "Early=true,kube:Settled=false")], "1.35", None),
        [
            "mixed-prefix gates stand in one list with and without the prefix `kube:` | with prefix | set kube feature gates \
          with default empty prefix or kube: prefix consistently, do not mix use | write `kube:` before all of them, or \
          before none"
        ]
    );
    assert_eq!(
        lines(&[flags("kubelet", "kube:Early=true")], "1.35", None),
        [
            "unknown-gate kubelet reads no prefix: no gate is called `kube:Early` | unrecognized feature gate: kube:Early | \
          write `Early`"
        ]
    );
}

#[test]
fn an_emulated_version_decides_what_a_gate_is_and_the_program_whether_it_is() {
    let emulating = |list: &str, emulated: &str| {
        let mut found = flags("kube-apiserver", list);
        for setting in &mut found.settings {
            setting.emulated = Some(version(emulated));
        }
        lines(&[found], "1.36", None)
    };
    assert_eq!(emulating("Locked=false", "1.35"), Vec::<String>::new());
    let gone = emulating("Gone=true", "1.35");
    assert!(gone[0].starts_with("removed-gate `Gone` does not exist in 1.36"), "{gone:?}");
    let early = emulating("Newcomer=true", "1.34");
    assert!(
        early[0].starts_with(
            "not-yet-gate `Newcomer` does not exist in 1.34 yet, which the command emulates | it comes with 1.35 | \
             cannot set feature gate Newcomer to true, feature is PreAlpha at emulated version 1.34"
        ),
        "{early:?}"
    );
}

#[test]
fn components_that_do_not_read_a_gate_are_told() {
    assert_eq!(
        lines(&[flags("kube-scheduler", "Early=true")], "1.35", None),
        [
            "not-read-by-component kube-scheduler does not read `Early` | read by kubelet and kube-apiserver | set it for \
          kubelet and kube-apiserver, or remove `Early=true`"
        ]
    );
    let everyone = settings(Who::Everyone, Place::Kind, Carrier::File, "Early=true");
    assert_eq!(rules(&[everyone], "1.35", None), []);
}

#[test]
fn a_whole_stage_is_expanded_at_the_version() {
    let of = |list: &str, target: &str, from| lines(&[flags("kubelet", list)], target, from);
    assert_eq!(
        of("AllAlpha=true", "1.35", None),
        [
            "whole-stage `AllAlpha` turns 4 alpha gates on in 1.35 | another set of gates in every version | set the gates \
          that you need by name, and remove `AllAlpha=true`"
        ]
    );
    let with_from = of("AllAlpha=true", "1.35", Some("1.34"));
    assert!(with_from[0].contains("4 alpha gates on in 1.35 | not yet in 1.34: Newcomer |"), "{with_from:?}");
    assert!(!with_from.iter().any(|line| line.contains("flips-on `Newcomer`")), "{with_from:?}");
    // Those set by name do not count, and are no repetition of their default.
    let beta = of("AllBeta=false,FlipsOff=true", "1.35", None);
    assert_eq!(beta.len(), 1, "{beta:?}");
    assert!(beta[0].starts_with("whole-stage `AllBeta` turns 3 beta gates off in 1.35"), "{beta:?}");
    let nothing = of("AllAlpha=false", "1.35", None);
    assert!(
        nothing[0].starts_with("same-as-default `AllAlpha` set to false changes nothing in 1.35"),
        "{nothing:?}"
    );
}

#[test]
fn settings_are_held_against_each_other() {
    let apart = [flags("kube-apiserver", "Early=false"), config("kubelet", "Early=true")];
    let found = lines(&apart, "1.35", None);
    assert!(
        found.contains(
            &"set-differently `Early` is off for kube-apiserver and on for kubelet | on for kubelet | give both the same \
              value, unless the notes on the gate say otherwise"
                .to_owned()
        ),
        "{found:?}"
    );
    let same = [flags("kube-apiserver", "Early=true"), config("kubelet", "Early=true")];
    assert_eq!(rules(&same, "1.35", None), []);
    let unread = [flags("kube-scheduler", "Early=false"), config("kubelet", "Early=true")];
    assert!(!rules(&unread, "1.35", None).contains(&Rule::SetDifferently));

    let twice = [flags("kubelet", "Early=true"), config("kubelet", "Early=true")];
    assert_eq!(
        lines(&twice, "1.35", None),
        [
            "set-twice kubelet gets `Early` twice, to true in both | in the file | keep it in the file alone: the flag wins \
          over the file, so it is on now"
        ]
    );
    let nodes = [config("kubelet", "Early=true"), config("kubelet", "Early=false")];
    assert!(!rules(&nodes, "1.35", None).contains(&Rule::SetTwice), "two nodes may differ");
}

#[test]
fn names_what_turns_by_itself_and_is_not_set() {
    let kubelet = [config("kubelet", "Early=true")];
    assert_eq!(
        lines(&kubelet, "1.36", Some("1.35")),
        [
            "flips-on `FlipsOn` turns on by itself with 1.36 for kubelet, beta in 1.36 | `FlipsOn=false` keeps what 1.35 \
             does",
            "flips-off `FlipsOff` turns off by itself with 1.36 for kubelet, beta in 1.36 | `FlipsOff=true` keeps what \
             1.35 does",
            "flips-off `LockedOff` turns off by itself with 1.36 for kubelet, deprecated in 1.36 | it is locked off in \
             1.36: it cannot be kept as it is in 1.35",
        ]
    );
    let set = [config("kubelet", "FlipsOn=false,FlipsOff=true,LockedOff=false")];
    assert!(lines(&set, "1.36", Some("1.35")).iter().all(|line| !line.starts_with("flips")));
    let hidden = [config("kubelet", "AllBeta=false")];
    let found = lines(&hidden, "1.36", Some("1.35"));
    assert!(!found.iter().any(|line| line.starts_with("flips-on `FlipsOn`")), "{found:?}");
    // What the whole stage held off comes on when the gate leaves the stage.
    assert!(
        found.iter().any(|line| line.starts_with("flips-on `Locked` turns on by itself with 1.36")),
        "{found:?}"
    );

    // Without a component in the files, everybody's flips count.
    let all = lines(&[], "1.36", Some("1.35"));
    assert!(all.iter().any(|line| line.starts_with("flips-on `FlipsLocked`")), "{all:?}");
    assert!(all.iter().any(|line| line.starts_with("flips-on `OnFromTheStart`")), "{all:?}");
    // Going back, the version that is undone is named.
    let back = lines(&kubelet, "1.35", Some("1.36"));
    assert!(
        back.contains(
            &"flips-off `FlipsOn` turns off by itself before 1.36 for kubelet, beta in 1.35 | `FlipsOn=true` keeps what \
              1.36 does"
                .to_owned()
        ),
        "{back:?}"
    );
    assert_eq!(lines(&kubelet, "1.35", Some("1.35")), Vec::<String>::new());
}

#[test]
fn metrics_are_judged_by_what_differs_from_the_defaults_of_the_version_that_runs() {
    let metrics = |list: &str| [settings(Who::Component("kubelet"), Place::Metrics, Carrier::Live, list)];
    let list = "Gone=true,Maybe=true,Locked=false,Early=false,NoSuchGate=true";
    assert_eq!(rules(&metrics(list), "1.36", None), [Rule::NeedsFrom]);
    let found = lines(&metrics(list), "1.36", Some("1.35"));
    let found: Vec<_> = found.iter().filter(|line| !line.starts_with("flips")).collect();
    assert_eq!(
        found,
        [
            "locked-gate `Locked` is locked to true in 1.36, and set to false | locked since 1.36 | cannot set feature gate \
          Locked to false, feature is locked to true | take `Locked` out of the configuration of the component; the \
          feature stays on either way"
        ]
    );
}

#[test]
fn kubeadm_has_gates_of_its_own() {
    let of = |list: &str, target: &str| {
        let found = settings(Who::Kubeadm, Place::KubeadmOwn, Carrier::File, list);
        lines(&[found], target, None)
    };
    assert_eq!(
        of("NodeLocalCRISocket=false,ControlPlaneKubeletLocalMode=false", "1.34"),
        Vec::<String>::new()
    );
    assert_eq!(
        of(
            "EtcdLearnerMode=true,NodeLocalCRISocket=true,RootlessControlPlane=true,PublicKeysECDSA=true",
            "1.36"
        ),
        [
            "removed-gate kubeadm 1.36 has no gate `EtcdLearnerMode` any more | removed in 1.33 | EtcdLearnerMode is not a \
             valid feature name. | remove `EtcdLearnerMode: true`",
            "locked-redundant kubeadm's `NodeLocalCRISocket` is locked to true in 1.36: setting it changes nothing | \
             stable since 1.36 | remove `NodeLocalCRISocket: true`",
            "unconfirmed-gate no source says whether kubeadm 1.36 still has its gate `RootlessControlPlane` | 1.34 has it | \
             RootlessControlPlane is not a valid feature name. | remove `RootlessControlPlane: true`",
            "unconfirmed-gate no source says whether kubeadm 1.36 still has its gate `PublicKeysECDSA` | 1.35 has it | \
             PublicKeysECDSA is not a valid feature name. | remove `PublicKeysECDSA: true`",
        ]
    );
    assert_eq!(
        of("Early=true,EtcdLearnerMod=true,NodeLocalCRISocket=false", "1.32"),
        [
            "unknown-kubeadm-gate kubeadm has no gate of its own called `Early` | Early is not a valid feature name. | it \
             is a gate of components: set it with `extraArgs`, or in a KubeletConfiguration",
            "unknown-kubeadm-gate kubeadm has no gate of its own called `EtcdLearnerMod` | EtcdLearnerMod is not a valid \
             feature name. | did you mean `EtcdLearnerMode`?",
            "same-as-default kubeadm's `NodeLocalCRISocket` is off by default in 1.32: setting it changes nothing | alpha \
             since 1.32 | remove `NodeLocalCRISocket: false`",
        ]
    );
    let not_yet = of("NodeLocalCRISocket=true", "1.31");
    assert!(not_yet[0].starts_with("not-yet-gate kubeadm 1.31 has no gate"), "{not_yet:?}");
    let deprecated = of("PublicKeysECDSA=true", "1.35");
    assert!(deprecated[0].starts_with("deprecated-gate kubeadm's"), "{deprecated:?}");
    let locked = of("WaitForAllControlPlaneComponents=false", "1.34");
    assert!(locked[0].starts_with("locked-gate kubeadm's"), "{locked:?}");
}

#[test]
fn gates_of_others_are_counted_and_not_judged() {
    let foreign = |who, place, list: &str| lines(&[settings(who, place, Carrier::Flag, list)], "1.35", None);
    assert_eq!(
        foreign(Who::Other("k0s"), Place::K0s, "A=true,B=true,C=false"),
        [
            "own-name-space `A` and 2 more are gates of k0s: kepdb judges those of Kubernetes itself | not judged"
        ]
    );
    assert_eq!(
        foreign(Who::Component("kube-apiserver"), Place::Text, "wardle:A=true,Early=true"),
        ["own-name-space `A` is a gate of `wardle`: kepdb judges those of Kubernetes itself | not judged"]
    );
    assert_eq!(
        foreign(Who::Component("external-provisioner"), Place::Pod, "Topology=true"),
        [
            "own-name-space `Topology` is a gate of external-provisioner: kepdb judges those of Kubernetes itself | not \
          judged"
        ]
    );
    // Where nobody says who reads it, a name that is like no gate's is nobody's mistake.
    assert_eq!(
        foreign(Who::Unknown, Place::Values, "GatewayAPI=true,Setled=true"),
        [
            "own-name-space Kubernetes has no gate `GatewayAPI`: another program may have one | not judged",
            "unknown-gate no gate is called `Setled` | unrecognized feature gate: Setled | did you mean `Settled`?",
        ]
    );
    let mut openshift = settings(Who::Everyone, Place::OpenShift, Carrier::File, "Gone=true,GatewayAPI=true");
    openshift.feature_sets = vec![FeatureSet { name: "CustomNoUpgrade".to_owned(), span: 90..105 }];
    assert_eq!(
        rules(&[openshift], "1.36", None),
        [Rule::RemovedGate, Rule::OwnNameSpace, Rule::BlocksUpgrades]
    );
}

#[test]
fn what_cannot_be_read_is_as_bad_as_it_is_for_the_component() {
    let unread = |fatal| Unread { span: 3..4, message: "broken".to_owned(), help: None, fatal };
    let found = Found { unread: vec![unread(false), unread(true)], ..Found::default() };
    let kb = knowledge_base();
    let report = ask(&kb, &[found], "1.36", None);
    let severities: Vec<_> = report.findings.iter().map(|finding| (finding.rule, finding.severity)).collect();
    assert_eq!(severities, [(Rule::Unread, Severity::Warning), (Rule::Unread, Severity::Error)]);
    assert_eq!(report.coverage.settings, 0);
}

#[test]
fn findings_come_in_the_order_of_files_and_places() {
    let files = [config("kubelet", "Nope=true,Gone=true"), flags("kube-apiserver", "Nope=1x,Locked=false")];
    let kb = knowledge_base();
    let report = ask(&kb, &files, "1.36", Some("1.35"));
    let places: Vec<_> = report
        .findings
        .iter()
        .map(|one| one.spot.as_ref().map(|spot| (spot.file, spot.span.start)))
        .collect();
    let placed: Vec<_> = places.iter().flatten().collect();
    assert!(placed.is_sorted(), "{placed:?}");
    assert!(places.iter().position(Option::is_none).is_none_or(|first| first >= placed.len()));
    let gone = report.findings.iter().find(|one| one.gate.as_deref() == Some("Gone")).expect("a finding");
    assert_eq!(gone.keps.iter().map(|kep| kep.number.0).collect::<Vec<_>>(), [7]);
    assert_eq!(gone.risk().map(|risk| risk.as_str()), Some("high"));
    assert_eq!((report.coverage.files, report.coverage.settings), (2, 4));
}

#[test]
fn versions_that_the_records_do_not_know_are_refused() {
    let kb = knowledge_base();
    let refused = |target: &str, from: Option<&str>| {
        Question::new(&kb, version(target), from.map(version)).expect_err("a refusal")
    };
    let newest = version("1.37");
    assert_eq!(refused("1.38", None), UnknownVersion::TooNew { version: version("1.38"), newest });
    assert_eq!(refused("1.36", Some("1.99")), UnknownVersion::TooNew { version: version("1.99"), newest });
    assert!(matches!(refused("1.3", None), UnknownVersion::TooOld { .. }));
    let empty = KnowledgeBase::new(kepdb::model::Content::default());
    assert_eq!(Question::new(&empty, newest, None), Err(UnknownVersion::NoRecords));
}

#[test]
fn names_of_any_length_stay_short_in_messages() {
    let long = format!("{}=true", "x".repeat(1_000_000));
    let found = lines(&[flags("kubelet", &long)], "1.36", None);
    assert!(found[0].len() < 500, "{}", found[0].len());
}

#[test]
fn a_file_with_more_gates_than_anybody_sets_is_judged_in_part() {
    let list: Vec<_> = (0..30_000).map(|number| format!("Gate{number}=true")).collect();
    let kb = knowledge_base();
    let report = ask(&kb, &[flags("kubelet", &list.join(","))], "1.36", None);
    assert_eq!(report.count(Severity::Error), 20_000);
    let last = report.findings.last().expect("a finding");
    assert_eq!(
        (last.rule, last.message.as_str()),
        (Rule::Unread, "the file sets 30000 gates: the first 20000 are judged")
    );
}

/// Any setting that a reader could make.
fn any_setting() -> impl Strategy<Value = Setting> {
    let name = prop::sample::select(vec![
        "Gone",
        "Maybe",
        "Newcomer",
        "Locked",
        "LockedOff",
        "Settled",
        "AllAlpha",
        "AllBeta",
        "FormerName",
        "gone",
        "",
        "NodeLocalCRISocket",
        "RootlessControlPlane",
        "x\u{202e}\n`|",
        "日本",
    ]);
    let who = prop::sample::select(vec![
        Who::Component("kubelet"),
        Who::Component("kube-proxy"),
        Who::Component("kube-apiserver"),
        Who::Component("external-resizer"),
        Who::Component("nobody"),
        Who::Everyone,
        Who::Unknown,
        Who::Kubeadm,
        Who::Other("k0s"),
    ]);
    let value =
        prop::sample::select(vec![Value::On, Value::Off, Value::Missing, Value::Invalid("\"".to_owned())]);
    let prefix = prop::sample::select(vec![None, Some("kube".to_owned()), Some("wardle".to_owned())]);
    let carrier = prop::sample::select(vec![Carrier::Flag, Carrier::File, Carrier::Live]);
    let emulated = prop::option::of(1_u16..60);
    let place = prop::sample::select(Place::ALL.to_vec());
    (name, who, value, prefix, carrier, emulated, place, 0_u32..3, 0_usize..99).prop_map(
        |(gate, who, value, prefix, carrier, emulated, place, list, at)| Setting {
            gate: gate.to_owned(),
            value,
            prefix,
            who,
            place,
            carrier,
            list,
            emulated: emulated.map(|minor| MinorVersion::new(1, minor)),
            span: at..at + 1,
            name_span: at..at + 1,
        },
    )
}

proptest! {
    #[test]
    fn any_settings_can_be_judged_at_any_known_version(
        files in prop::collection::vec(prop::collection::vec(any_setting(), 0..12), 0..4),
        target in 30_u16..=37,
        from in prop::option::of(30_u16..=37),
    ) {
        let kb = knowledge_base();
        let files: Vec<_> = files.into_iter().map(|settings| Found { settings, ..Found::default() }).collect();
        let from = from.map(|minor| MinorVersion::new(1, minor));
        let question = Question::new(&kb, MinorVersion::new(1, target), from).expect("known versions");
        let report = judge(&kb, &files, question);
        for finding in &report.findings {
            prop_assert!(!finding.message.is_empty() && finding.message.len() < 600, "{}", finding.message);
            prop_assert!(finding.spot.as_ref().is_none_or(|spot| spot.file < files.len()));
            prop_assert_eq!(finding.severity, finding.rule.severity());
            prop_assert!(!finding.message.contains("``") || finding.gate.as_deref() == Some(""), "{}", finding.message);
        }
        let settings: usize = files.iter().map(|found| found.settings.len()).sum();
        prop_assert!(report.findings.len() <= settings * 6 + kb.gates().len() * 2);
    }
}
