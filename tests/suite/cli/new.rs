//! `kepdb new`: what it writes is a valid record, and it never overwrites one.

use super::records::{on, project};
use crate::support::Project;

#[track_caller]
fn make(project: &Project, args: &[&str]) -> String {
    let run = on(project, &[&["new"], args].concat()).run().code(0);
    assert_eq!(run.stderr, "fill it in, then: kepdb validate --content content\n");
    let path = run.stdout.trim_end().to_owned();
    on(project, &["validate", "--strict"]).run().code(0);
    project.read(&path)
}

#[test]
fn a_new_kep_is_valid_with_and_without_flags() {
    let project = project();
    let text = make(&project, &["kep", "5000-my-feature"]);
    assert!(text.starts_with("number = 5000\nslug = \"my-feature\"\ntitle = \"My feature\"\n"), "{text}");
    let text = make(
        &project,
        &[
            "kep",
            "5001-other",
            "--title",
            "A \"quoted\" \\ title",
            "--sig",
            "auth",
            "--topic",
            "identity",
            "--gate",
            "newcomer",
        ],
    );
    for line in [
        "title = \"A \\\"quoted\\\" \\\\ title\"",
        "sig = \"auth\"",
        "topics = [\"identity\"]",
        "gates = [\"Newcomer\"]",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn a_new_gate_is_valid_with_and_without_flags() {
    let project = project();
    assert!(make(&project, &["gate", "BareGate"]).starts_with("name = \"BareGate\"\n"));
    let text = make(
        &project,
        &[
            "gate",
            "FullGate",
            "--component",
            "kubelet",
            "--since",
            "1.37",
            "--stage",
            "beta",
            "--default",
            "on",
        ],
    );
    assert!(text.contains("components = [\"kubelet\"]\n"), "{text}");
    assert!(
        text.contains("{ since = \"1.37\", stage = \"beta\", default = true, source = \"hand\" }"),
        "{text}"
    );
}

#[test]
fn a_new_collection_is_valid_with_and_without_flags() {
    let project = project();
    make(&project, &["collection", "bare-list"]);
    let text =
        make(&project, &["collection", "my-list", "--title", "My List", "--kep", "4317", "--kep", "100"]);
    assert!(text.contains("title = \"My List\"\n"), "{text}");
    assert!(text.contains("kep = 4317\n") && text.contains("kep = 100\n"), "{text}");
}

#[test]
fn nothing_is_overwritten() {
    let project = project();
    let before = project.snapshot("content");
    for args in [
        ["kep", "4317-pod-certificates"],
        ["kep", "4317-another-slug"],
        ["gate", "GrownUp"],
        ["gate", "growingup"],
        ["collection", "security"],
    ] {
        let run = on(&project, &[&["new"], &args[..]].concat()).run().code(2);
        assert!(run.stderr.contains("has a record"), "{}", run.stderr);
    }
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn names_and_references_are_checked_before_anything_is_written() {
    let project = project();
    let before = project.snapshot("content");
    for args in [
        &["kep", "my-feature"][..],
        &["kep", "5000-My"],
        &["kep", "5000-../../x"],
        &["kep", "5000-a", "--sig", "nod"],
        &["kep", "5000-a", "--gate", "Nothing"],
        &["gate", "my-gate"],
        &["gate", "Gate", "--component", "etcd"],
        &["gate", "Gate", "--stage", "beta"],
        &["collection", "My List"],
        &["collection", "list", "--kep", "7"],
    ] {
        on(&project, &[&["new"], args].concat()).run().code(2);
    }
    assert_eq!(project.snapshot("content"), before);
    let empty = Project::new();
    let run = crate::support::kepdb(["new", "gate", "Gate"]).current_dir(empty.path()).run().code(2);
    assert!(run.stderr.contains("there is no folder `content`"), "{}", run.stderr);
}
