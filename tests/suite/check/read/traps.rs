//! What looks like one thing and is another, one test a trap.

use kepdb::check::{Carrier, Place, Value, Who, read};

use super::{files, fixtures, line_column, places, told};

/// `who gate=value` of every setting.
fn found(name: &str, text: &str) -> Vec<String> {
    let who = |who| match who {
        Who::Component(slug) => slug,
        Who::Everyone => "everyone",
        Who::Unknown => "unknown",
        Who::Kubeadm => "kubeadm",
        Who::Other(words) => words,
    };
    let value = |value| match value {
        Value::On => "on".to_owned(),
        Value::Off => "off".to_owned(),
        Value::Missing => "missing".to_owned(),
        Value::Invalid(text) => text,
    };
    let line = |setting: kepdb::check::Setting| {
        format!("{} {}={}", who(setting.who), setting.gate, value(setting.value))
    };
    read(name, text.as_bytes()).settings.into_iter().map(line).collect()
}

fn messages(name: &str, text: &str) -> Vec<String> {
    read(name, text.as_bytes()).unread.into_iter().map(|unread| unread.message).collect()
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    for place in places() {
        for (name, bytes) in files(&fixtures("check").join(&place)) {
            let Ok(text) = String::from_utf8(bytes.clone()) else { continue };
            if text.contains('\0') {
                continue;
            }
            let same = |text: &str| {
                let bytes = text.as_bytes();
                let (shown, found) = (kepdb::check::text(bytes), read(&name, bytes));
                let at: Vec<_> =
                    found.settings.iter().map(|set| line_column(&shown, set.name_span.start)).collect();
                let names: Vec<_> = found.settings.iter().map(|set| set.gate.clone()).collect();
                (at, names, found.unread.len())
            };
            let plain = same(&text);
            assert_eq!(plain, same(&text.replace('\n', "\r\n")), "{place}/{name} with CRLF");
            let marked = same(&format!("\u{feff}{text}"));
            assert_eq!((&plain.1, plain.2), (&marked.1, marked.2), "{place}/{name} with a byte order mark");
        }
    }
}

#[test]
fn the_words_of_parse_bool_are_the_values_of_flags() {
    for (word, value) in
        [("1", "on"), ("t", "on"), ("T", "on"), ("TRUE", "on"), ("true", "on"), ("True", "on")]
    {
        assert_eq!(found("x", &format!("kubelet --feature-gates=A={word}")), [format!("kubelet A={value}")]);
    }
    for word in ["0", "f", "F", "FALSE", "false", "False"] {
        assert_eq!(found("x", &format!("kubelet --feature-gates=A={word}")), ["kubelet A=off"]);
    }
    for word in ["yes", "on", "tRUE", "2", "truee"] {
        assert_eq!(found("x", &format!("kubelet --feature-gates=A={word}")), [format!("kubelet A={word}")]);
    }
    assert_eq!(found("x", "kubelet --feature-gates=A=,B"), ["kubelet A=", "kubelet B=missing"]);
    assert_eq!(found("x", "kubelet --feature-gates=,A=1,,"), ["kubelet A=on"]);
}

#[test]
fn a_flag_belongs_to_the_last_program_before_it() {
    for (text, expected) in [
        ("systemctl stop kubelet; kube-proxy --feature-gates=A=1", "kube-proxy A=on"),
        ("kubelet --v=2 | tee x --feature-gates=A=1", "unknown A=on"),
        ("kube-scheduler --kubeconfig=/etc/kubernetes/kubelet --feature-gates=A=1", "kube-scheduler A=on"),
        ("kube-scheduler --root-dir /var/lib/kubelet --feature-gates=A=1", "kube-scheduler A=on"),
        ("docker run registry.k8s.io/kube-apiserver:v1.35.0 --feature-gates=A=1", "kube-apiserver A=on"),
        ("hyperkube controller-manager --feature-gates=A=1", "kube-controller-manager A=on"),
        ("KUBE_API_ARGS=--feature-gates=A=1", "kube-apiserver A=on"),
        ("k0s worker --kubelet-extra-args=\"--feature-gates=A=1\"", "kubelet A=on"),
        ("k0s controller --feature-gates=A=1", "k0s A=on"),
        ("ExecStart=-/usr/bin/kubelet --feature-gates=A=1", "kubelet A=on"),
        ("[\"kube-proxy\", \"--feature-gates\", \"A=1\"]", "kube-proxy A=on"),
    ] {
        assert_eq!(found("x", text), [expected], "{text}");
    }
}

#[test]
fn comments_and_prose_are_no_settings() {
    for text in [
        "# kubelet --feature-gates=A=1",
        "kubelet --v=2 # --feature-gates=A=1",
        "; kubelet --feature-gates=A=1",
        "the --feature-gates flag is deprecated",
        "see --feature-gates=... and --feature-gates=<names>",
        "kubelet --feature-gates --v=2",
        "kubelet --feature-gates=",
        "feature-gates=A=1",
        "--feature-gateway=A=1 --my-feature-gates=A=1",
    ] {
        assert_eq!(found("x", text), [""; 0], "{text}");
    }
    assert_eq!(found("x", "kubelet --log=a#b --feature-gates=A=1"), ["kubelet A=on"]);
    assert_eq!(found("x", "echo 'x # y' kubelet --feature-gates=A=1"), ["kubelet A=on"]);
}

#[test]
fn a_value_may_be_the_next_word_line_or_item() {
    for text in [
        "kubelet --feature-gates A=1",
        "kubelet --feature-gates \\\n  A=1",
        "kubelet --feature-gates \\\n  'A=1'",
        "kubelet --feature-gates=\"A=1\"",
        "- kubelet\n- --feature-gates\n- A=1\n- broken: {",
        "[\"kubelet\",\n \"--feature-gates\",\n \"A=1\"",
    ] {
        assert_eq!(found("x", text), ["kubelet A=on"], "{text}");
    }
}

#[test]
fn flags_of_one_command_share_their_list() {
    let lists = |text: &str| -> Vec<u32> {
        read("x", text.as_bytes()).settings.iter().map(|setting| setting.list).collect()
    };
    assert_eq!(lists("kubelet --feature-gates=A=1 --feature-gates=B=1"), [1, 1]);
    assert_eq!(lists("kubelet --feature-gates=A=1 \\\n --feature-gates=B=1"), [1, 1]);
    assert_eq!(lists("kubelet --feature-gates=A=1\nkubelet --feature-gates=B=1"), [1, 2]);
    assert_eq!(lists("kubelet --feature-gates=A=1; kubelet --feature-gates=B=1"), [1, 2]);
}

#[test]
fn an_emulated_version_is_that_of_its_own_command() {
    let text = "kube-apiserver --emulated-version=1.33 --feature-gates=A=1\nkubelet --feature-gates=B=1";
    let found = read("x", text.as_bytes());
    let emulated: Vec<_> =
        found.settings.iter().map(|setting| setting.emulated.map(|version| version.to_string())).collect();
    assert_eq!(emulated, [Some("1.33".to_owned()), None]);
}

#[test]
fn quoted_values_of_a_map_are_no_booleans() {
    let text = "kind: KubeletConfiguration\nfeatureGates: {A: true, B: \"true\", C: 1, D: !!str true, E: {}}";
    let expected =
        ["kubelet A=on", "kubelet B=\"true\"", "kubelet C=1", "kubelet D=\"true\"", "kubelet E=a mapping"];
    assert_eq!(found("x.yaml", text), expected);
}

#[test]
fn a_gate_without_a_value_counts_as_false_and_is_told() {
    let text = "kind: KubeletConfiguration\nfeatureGates:\n  A:\n";
    assert_eq!(found("x.yaml", text), ["kubelet A=off"]);
    assert_eq!(messages("x.yaml", text), ["`A` has no value, which counts as false"]);
}

#[test]
fn the_wrong_type_is_fatal() {
    for (value, what) in [("[A]", "a list"), ("A=true", "a text"), ("true", "a text")] {
        let text = format!("kind: KubeletConfiguration\nfeatureGates: {value}");
        let found = read("x.yaml", text.as_bytes());
        assert!(found.settings.is_empty() && found.unread[0].fatal, "{value}");
        assert!(found.unread[0].message.contains(what), "{}", found.unread[0].message);
    }
    for value in ["", "null", "~", "{}"] {
        let text = format!("kind: KubeletConfiguration\nfeatureGates: {value}");
        assert_eq!(read("x.yaml", text.as_bytes()).unread, [], "{value}");
    }
}

#[test]
fn documents_around_a_broken_one_still_count() {
    let good = "kind: KubeletConfiguration\nfeatureGates: {A: true}\n";
    let text = format!("{good}---\nfeatureGates: [\n---\n{good}");
    assert_eq!(found("x.yaml", &text), ["kubelet A=on", "kubelet A=on"]);
    assert_eq!(messages("x.yaml", &text).len(), 1);
}

#[test]
fn a_file_that_says_nothing_of_gates_is_nothing() {
    assert_eq!(read("x.yaml", b"a: [broken\n"), kepdb::check::Found::default());
    assert_eq!(read("-", b""), kepdb::check::Found::default());
}

#[test]
fn programs_of_the_same_flag_are_told_apart() {
    let container = |image: &str, command: &str| {
        format!(
            "spec:\n  containers:\n  - image: {image}\n    command: [{command}]\n    args: [--feature-gates=A=1]\n"
        )
    };
    for (image, command, who) in [
        ("registry.k8s.io/kube-apiserver:v1", "kube-apiserver", "kube-apiserver"),
        ("registry.k8s.io/kube-apiserver:v1", "", "kube-apiserver"),
        ("example.com/all@sha256:0", "/go-runner, --log, kube-scheduler", "kube-scheduler"),
        ("registry.k8s.io/sig-storage/csi-provisioner:v6", "", "another program"),
        ("registry.k8s.io/cluster-api/controller:v1", "/manager", "another program"),
    ] {
        assert_eq!(found("x.yaml", &container(image, command)), [format!("{who} A=on")], "{image} {command}");
    }
}

#[test]
fn an_alias_gives_its_gates_to_each_component_that_uses_it() {
    let text = "x: &x {feature-gates: A=1}\nkind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta3\n\
                apiServer: {extraArgs: *x}\nscheduler: {extraArgs: *x}\n";
    let settings = read("x.yaml", text.as_bytes()).settings;
    let who: Vec<_> = settings.iter().map(|setting| setting.who).collect();
    assert_eq!(who, [Who::Component("kube-apiserver"), Who::Component("kube-scheduler")]);
    assert!(settings.iter().all(|setting| &text[setting.span.clone()] == "A=1"));
}

#[test]
fn live_state_is_live() {
    let metrics = "kubernetes_feature_enabled{name=\"A\",stage=\"\"} 1\n";
    let setting = &read("kubelet.prom", metrics.as_bytes()).settings[0];
    assert_eq!((setting.carrier, setting.place), (Carrier::Live, Place::Metrics));
    assert_eq!(setting.who, Who::Component("kubelet"));
}

#[test]
fn flagz_in_each_of_its_separators() {
    for separator in [":", ": ", "=", " "] {
        for value in ["A=1", ":A=1", "kube:A=1"] {
            let text = format!(
                "\nkube-apiserver flagz\nWarning: This endpoint is not meant to be machine parseable, and so on.\n\
                 allow-privileged{separator}true\nfeature-gates{separator}{value}\n"
            );
            assert_eq!(found("-", &text), ["kube-apiserver A=on"], "{text}");
        }
    }
}

#[test]
fn what_is_told_is_sorted_by_place() {
    for place in places() {
        for (name, bytes) in files(&fixtures("check").join(&place)) {
            let found = read(&name, &bytes);
            assert!(
                found.settings.is_sorted_by_key(|setting| setting.span.start),
                "{}",
                told(&bytes, &found)
            );
        }
    }
}
