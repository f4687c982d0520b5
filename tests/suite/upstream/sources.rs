//! Which checkouts are given, what they are said to be, and what cannot be read in them.

use std::path::Path;
use std::process::Command;

use kepdb::upstream::{self, ImportError, ImportInput};

use super::{LIST, PAGES, Records, import, input, world};
use crate::support::{Project, kepdb};

const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

/// Runs git in `folder`, as a person who has no settings of their own.
#[track_caller]
fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(["-c", "init.defaultBranch=main", "-c", "core.hooksPath=/dev/null"])
        .args(args)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
        .env("GIT_COMMITTER_DATE", "2026-02-03T04:05:06Z")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("this test needs git");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

fn as_repository(project: &Project, folder: &str) -> String {
    let dir = project.join(folder);
    git(&dir, &["init", "-q"]);
    git(&dir, &["add", "-A"]);
    git(&dir, &["commit", "-q", "-m", "Everything"]);
    git(&dir, &["rev-parse", "HEAD"])
}

#[test]
fn commit_and_date_come_from_git_where_the_checkout_is_a_repository() {
    let project = world();
    let hash = as_repository(&project, "website");
    let report = import(&project);
    let docs = report.sources.iter().find(|source| source.kind == "docs").expect("the docs");
    assert_eq!(docs.commit.as_deref(), Some(hash.as_str()));
    assert_eq!(docs.date.as_deref(), Some("2026-02-03"));
    let records = Records::of(&project);
    let commit = format!("commit = \"{hash}\"");
    records.has("sources.toml", &["kind = \"docs\"", &commit, "date = 2026-02-03", "describes = \"1.35\""]);
    records.has("gates/GoneLongAgo.toml", &["[source.docs]", &commit]);
    assert!(!records.text("keps/1012-claims-it-too.toml").contains("commit"));
}

#[test]
fn a_folder_inside_some_other_repository_has_no_commit_of_its_own() {
    let project = world();
    as_repository(&project, "");
    assert!(import(&project).sources.iter().all(|source| source.commit.is_none()));
}

#[test]
fn commit_and_date_come_from_the_note_where_there_is_no_repository() {
    let project = world();
    let mut input = input(&project);
    input.notes.push(format!("kep={HASH},2026-07-24").parse().expect("a note"));
    upstream::import(&input).expect("an import");
    let records = Records::of(&project);
    let commit = format!("commit = \"{HASH}\"");
    records.has("sources.toml", &["kind = \"kep\"", &commit, "date = 2026-07-24"]);
    records.has("keps/1012-claims-it-too.toml", &["[facts.source]", &commit]);
}

#[test]
fn a_note_that_contradicts_git_ends_the_import() {
    let project = world();
    as_repository(&project, "kubernetes");
    let mut input = input(&project);
    input.notes.push(format!("code={HASH}").parse().expect("a note"));
    assert!(matches!(upstream::plan(&input), Err(ImportError::Note { .. })));
}

#[test]
fn each_checkout_alone_is_enough() {
    let only = |change: fn(&mut ImportInput)| {
        let project = world();
        let mut input = input(&project);
        change(&mut input);
        let report = upstream::import(&input).expect("an import");
        assert_eq!(report.sources.len(), 1);
        let before = project.snapshot("content");
        assert!(!upstream::import(&input).expect("an import").changes_anything());
        assert_eq!(project.snapshot("content"), before);
        Records::of(&project)
    };
    let code = only(|input| (input.website, input.enhancements) = (None, None));
    assert_eq!(code.0.keys().filter(|path| path.starts_with("gates/")).count(), 9);
    assert!(!code.0.keys().any(|path| path.starts_with("keps/")));
    let docs = only(|input| (input.kubernetes, input.enhancements) = (None, None));
    assert_eq!(docs.0.keys().filter(|path| path.starts_with("gates/")).count(), 17);
    docs.lacks("gates/GoneFromTheList.toml", "removed");
    let keps = only(|input| (input.kubernetes, input.website) = (None, None));
    assert_eq!(keps.0.keys().filter(|path| path.starts_with("keps/")).count(), 16);
    assert!(!keps.0.keys().any(|path| path.starts_with("gates/")));
}

#[test]
fn an_import_of_all_after_imports_of_each_gives_what_it_gives_from_nothing() {
    let together = world();
    import(&together);
    let apart = world();
    let all = input(&apart);
    let only = |kubernetes: bool, website: bool, enhancements: bool| {
        let one = ImportInput {
            kubernetes: all.kubernetes.clone().filter(|_| kubernetes),
            website: all.website.clone().filter(|_| website),
            enhancements: all.enhancements.clone().filter(|_| enhancements),
            ..all.clone()
        };
        upstream::import(&one).expect("an import");
    };
    only(true, false, false);
    only(false, true, false);
    only(false, false, true);
    // What each source says alone is there already, whoever came first.
    for (path, text) in Records::of(&together).0.iter().filter(|(path, _)| path.starts_with("keps/")) {
        assert_eq!(Records::of(&apart).text(path), text, "{path}");
    }
    import(&apart);
    assert_eq!(Records::of(&apart).0, Records::of(&together).0);
}

#[test]
fn a_source_that_is_not_given_keeps_its_word() {
    let project = world();
    import(&project);
    let before = project.snapshot("content");
    let all = input(&project);
    for leave in 0..3 {
        let mut some = all.clone();
        match leave {
            0 => some.kubernetes = None,
            1 => some.website = None,
            _ => some.enhancements = None,
        }
        let report = upstream::import(&some).expect("an import");
        assert!(!report.changes_anything(), "{}", report.to_text(9));
        assert_eq!(project.snapshot("content"), before);
    }
}

/// Breaks one file of each kind.
fn broken() -> Project {
    let project = world();
    project.write("enhancements/keps/sig-node/1012-claims-it-too/kep.yaml", "title: [\n");
    project.write(&format!("{PAGES}/GoneLongAgo.md"), "no block of YAML\n");
    project.write(&format!("{PAGES}/NotText.md"), [0xff, 0xfe, 0x00]);
    project.write("website/data/releases/eol.yaml", "just a word\n");
    project.write("enhancements/keps/prod-readiness/sig-node/1011.yaml", "- a list\n");
    project
}

#[test]
fn unreadable_files_are_reported_and_skipped() {
    let project = broken();
    let report = import(&project);
    let paths: Vec<_> = report.unreadable.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "content/en/docs/reference/command-line-tools-reference/feature-gates/GoneLongAgo.md",
            "content/en/docs/reference/command-line-tools-reference/feature-gates/NotText.md",
            "data/releases/eol.yaml",
            "keps/prod-readiness/sig-node/1011.yaml",
            "keps/sig-node/1012-claims-it-too/kep.yaml",
        ]
    );
    assert!(report.unreadable.iter().all(|file| !file.reason.is_empty()));
    let records = Records::of(&project);
    assert_eq!(records.0.keys().filter(|path| path.starts_with("gates/")).count(), 20);
    assert_eq!(records.0.keys().filter(|path| path.starts_with("keps/")).count(), 15);
}

#[test]
fn a_file_that_becomes_unreadable_does_not_wipe_its_record() {
    let project = world();
    import(&project);
    let before = Records::of(&project);
    project.write("enhancements/keps/sig-node/1012-claims-it-too/kep.yaml", "title: [\n");
    project.write(&format!("{PAGES}/GoneLongAgo.md"), "no block of YAML\n");
    let report = import(&project);
    assert!(report.gates.gone.is_empty() && report.keps.gone.is_empty(), "{}", report.to_text(9));
    let after = Records::of(&project);
    for path in ["gates/GoneLongAgo.toml", "keps/1012-claims-it-too.toml"] {
        assert_eq!(after.text(path), before.text(path));
    }
}

#[test]
fn an_unreadable_feature_list_is_no_empty_list() {
    let project = world();
    import(&project);
    let before = project.snapshot("content");
    project.write(LIST, "- name: [\n");
    let report = import(&project);
    assert_eq!(report.unreadable.len(), 1);
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn strict_makes_unreadable_files_fatal_and_writes_nothing() {
    let project = broken();
    let before = project.snapshot("content");
    let error = upstream::import(&ImportInput { strict: true, ..input(&project) }).expect_err("strict");
    assert!(matches!(&error, ImportError::Strict(files) if files.len() == 5), "{error}");
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn a_folder_of_another_layout_is_refused_before_anything_is_written() {
    let project = world();
    let before = project.snapshot("content");
    let mut swapped = input(&project);
    std::mem::swap(&mut swapped.website, &mut swapped.enhancements);
    assert!(matches!(upstream::import(&swapped), Err(ImportError::Layout { .. })));
    assert_eq!(project.snapshot("content"), before);
}

#[test]
fn the_report_of_everything_keeps_to_the_schema() {
    let project = broken();
    let schema: serde_json::Value =
        serde_json::from_str(&kepdb(["schema", "import"]).run().success()).expect("a schema is JSON");
    let note = format!("docs={HASH},2026-01-22,1.35");
    let run = |project: &Project| {
        let checkouts =
            ["--enhancements", "enhancements", "--website", "website", "--kubernetes", "kubernetes"];
        let answer =
            kepdb(["import", "--format", "json", "--source-note", &note].into_iter().chain(checkouts))
                .current_dir(project.path())
                .run()
                .code(0);
        let report: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        if let Err(error) = jsonschema::validate(&schema, &report) {
            panic!("{error}\n{report:#}");
        }
        report
    };
    let first = run(&project);
    assert_eq!(first["unreadable"].as_array().map(Vec::len), Some(5));
    assert_eq!(first["gates"]["new"].as_array().map(Vec::len), Some(20));
    let again = run(&project);
    assert_eq!(again["gates"]["unchanged"], 20);
}
