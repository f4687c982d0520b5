//! `kepdb import`: the options and the report; what it reads and writes is tested with the importer.

use super::json_schema;
use crate::support::{Kepdb, Project, kepdb};

const NOTE: &str = "code=0123456789abcdef0123456789abcdef01234567,2026-07-30,1.37";

/// A checkout of each kind with one gate, and an empty content folder.
fn project() -> Project {
    Project::new()
        .folder("content")
        .file(
            "kubernetes/test/compatibility_lifecycle/reference/versioned_feature_list.yaml",
            "- name: MyGate\n  versionedSpecs:\n  - default: false\n    lockToDefault: false\n    preRelease: Alpha\n    version: \"1.36\"\n",
        )
        .file(
            "website/content/en/docs/reference/command-line-tools-reference/feature-gates/MyGate.md",
            "---\ntitle: MyGate\ncontent_type: feature_gate\nstages:\n  - stage: alpha\n    defaultValue: false\n    fromVersion: \"1.36\"\n---\nText.\n",
        )
        .file("website/data/releases/schedule.yaml", "schedules: []\n")
        .file("website/data/releases/eol.yaml", "branches: []\n")
        .file(
            "enhancements/keps/sig-node/5000-my-feature/kep.yaml",
            "title: My Feature\nkep-number: 5000\nowning-sig: sig-node\nstatus: implementable\nmilestone:\n  alpha: \"v1.36\"\nfeature-gates:\n  - name: MyGate\n    components:\n      - kubelet\n",
        )
}

fn import(project: &Project, args: &[&str]) -> Kepdb {
    kepdb([&["import"], args].concat()).current_dir(project.path())
}

const ALL: &[&str] = &[
    "--enhancements",
    "enhancements",
    "--website",
    "website",
    "--kubernetes",
    "kubernetes",
    "--source-note",
    NOTE,
];

#[test]
fn writes_records_and_says_which() {
    let project = project();
    let run = import(&project, ALL).run().code(0);
    assert!(run.stdout.contains("KEPs  1 new, 0 changed"), "{}", run.stdout);
    assert!(run.stdout.contains("  new: MyGate"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    assert!(project.read("content/gates/MyGate.toml").contains("stage = \"alpha\""));
    assert!(project.read("content/keps/5000-my-feature.toml").contains("MyGate"));
    assert!(project.read("content/sources.toml").contains("0123456789abcdef0123456789abcdef01234567"));

    let before = project.snapshot("content");
    let again = import(&project, ALL).run().code(0);
    assert_eq!(again.stderr, "nothing changed\n");
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = project();
    let run = import(&project, ALL).arg("--dry-run").run().code(0);
    assert!(run.stdout.contains("gates 1 new"), "{}", run.stdout);
    assert_eq!(run.stderr, "nothing was written: this was a dry run\n");
    assert!(project.snapshot("content").is_empty());
}

#[test]
fn writes_into_the_folder_that_is_named() {
    let project = project();
    import(&project, &["--kubernetes", "kubernetes", "--content", "elsewhere"]).run().code(0);
    assert!(project.read("elsewhere/gates/MyGate.toml").contains("MyGate"));
    assert!(project.snapshot("content").is_empty());
}

#[test]
fn the_report_as_json_keeps_to_its_schema() {
    let project = project();
    let run = import(&project, ALL).arg("--format").arg("json").run().code(0);
    json_schema::assert_valid("import", &serde_json::from_str(&run.stdout).expect("JSON"));
}

#[test]
fn an_unreadable_file_ends_only_a_strict_import() {
    let project = project().file("enhancements/keps/sig-node/1-broken/kep.yaml", "title: [\n");
    let run = import(&project, ALL).arg("--strict").run().code(2);
    assert!(run.stderr.contains("keps/sig-node/1-broken/kep.yaml"), "{}", run.stderr);
    assert!(project.snapshot("content").is_empty());
    let run = import(&project, ALL).run().code(0);
    assert!(run.stdout.contains("left out: 1"), "{}", run.stdout);
}

#[test]
fn wrong_usage_says_what_to_type() {
    let project = project();
    let run = import(&project, &[]).run().code(2);
    assert_eq!(
        run.stderr,
        "error: nothing to import: give at least one checkout\n  try: kepdb import --enhancements DIR --website DIR \
         --kubernetes DIR\n"
    );
    import(&project, &["--kubernetes", "kubernetes", "--source-note", "blog=x"]).run().code(2);
    import(&project, &["--kubernetes", "website"]).run().code(2);
    import(&project, &["--website", "nowhere"]).run().code(2);
}
