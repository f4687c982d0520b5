//! `kepdb build`: the real program.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::PACKED;
use crate::cli::records::{self, TODAY};
use crate::support::{Kepdb, Project, kepdb};

/// `kepdb build` of the few records of `project` into its folder `out`.
fn build(project: &Project, out: &str) -> Kepdb {
    let args = vec!["build", "--content", "content", "--now", TODAY, "--out", out];
    kepdb(args).current_dir(project.path())
}

/// The files below `folder` without the folder's own name.
fn tree(project: &Project, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = project.snapshot(folder).into_iter();
    files.map(|(path, bytes)| (path.trim_start_matches(folder).to_owned(), bytes)).collect()
}

#[test]
fn says_on_standard_error_what_it_made() {
    let project = records::project();
    let run = build(&project, "public").run().code(0);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("built ") && run.stderr.contains(" in public: "), "{}", run.stderr);
    let run = build(&project, "public").run().code(0);
    assert!(run.stderr.ends_with(": 0 files changed\n"), "{}", run.stderr);
}

#[test]
fn two_builds_are_the_same_whatever_the_number_of_threads() {
    let project = records::project();
    build(&project, "one").arg("--jobs").arg("1").run().code(0);
    build(&project, "four").arg("--jobs").arg("4").run().code(0);
    build(&project, "any").run().code(0);
    let one = tree(&project, "one");
    assert!(one.len() > 20, "{}", one.len());
    assert!(one == tree(&project, "four") && one == tree(&project, "any"), "the sites differ");
    build(&project, "none").arg("--jobs").arg("0").run().code(2);
}

#[test]
fn the_packed_site_is_the_same_in_memory_and_on_disk() {
    let project = Project::new();
    let mut args = vec!["build", "--base-url", super::BASE, "--now", "2026-11-23", "--jobs", "3"];
    args.extend(["--repository", "https://example.com/me/kepdb/", "--out", "public"]);
    kepdb(args).current_dir(project.path()).run().code(0);
    let found = tree(&project, "public/");
    let found = found.iter().filter(|(path, _)| path != ".kepdb-site");
    let wanted = PACKED.files.iter().map(|file| (&file.path, &file.bytes));
    let differs: Vec<_> = found
        .map(|(path, bytes)| (path, bytes))
        .zip(wanted)
        .filter(|(found, wanted)| found != wanted)
        .map(|(found, wanted)| (found.0, wanted.0))
        .collect();
    assert!(differs.is_empty(), "{differs:?}");
    assert_eq!(tree(&project, "public/").len(), PACKED.files.len() + 1);
}

#[test]
fn the_day_of_the_site_comes_from_the_option_or_the_epoch() {
    let project = records::project();
    build(&project, "option").run().code(0);
    let args = vec!["build", "--content", "content", "--out", "epoch"];
    // Noon of the same day.
    kepdb(args).current_dir(project.path()).env("SOURCE_DATE_EPOCH", "1795435200").run().code(0);
    assert!(tree(&project, "option") == tree(&project, "epoch"), "the sites differ");
}

#[test]
fn every_address_holds_the_path_that_the_site_stands_under() {
    let project = records::project();
    build(&project, "public").arg("--base-url").arg("https://example.org/a/b").run().code(0);
    for (path, bytes) in tree(&project, "public/") {
        let text = String::from_utf8_lossy(&bytes);
        if path.ends_with(".html") {
            for attribute in [" href=\"/", " src=\"/", " action=\"/"] {
                for (at, _) in text.match_indices(attribute) {
                    let rest = &text[at + attribute.len()..];
                    assert!(rest.starts_with("a/b/"), "{path}: {}", &rest[..rest.len().min(60)]);
                }
            }
        }
        assert!(!text.contains("localhost"), "{path}");
    }
    assert!(project.read("public/sitemap.xml").contains("<loc>https://example.org/a/b/</loc>"));
    assert!(project.read("public/feed.xml").contains("href=\"https://example.org/a/b/feed.xml\""));
    assert!(
        project.read("public/api/v1/index.json").contains("\"https://example.org/a/b/api/v1/gates.json\"")
    );
}

#[test]
fn a_folder_of_somebody_else_stays_as_it_is() {
    let project = records::project().file("public/thesis.txt", "years of work");
    let run = build(&project, "public").run().code(2);
    assert!(run.stderr.contains("is not empty and was not written by `kepdb build`"), "{}", run.stderr);
    assert_eq!(tree(&project, "public/"), [("thesis.txt".to_owned(), b"years of work".to_vec())]);
}

#[test]
fn records_with_errors_leave_the_former_site_as_it_was() {
    let project = records::project();
    build(&project, "public").run().code(0);
    let before = tree(&project, "public");
    project.write("content/gates/Broken.toml", "name = \"Broken\"\nhistory = 3\n");
    let run = build(&project, "public").run().code(2);
    assert!(run.stderr.contains("the records have errors"), "{}", run.stderr);
    assert!(tree(&project, "public") == before, "the site changed");
}

#[test]
fn a_broken_link_fails_the_build_and_names_page_and_link() {
    let project = records::project();
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let project = project.copy("templates", &templates);
    let page = project.read("templates/redirect.html").replace("<h1>", "<a href=\"/nowhere/\">x</a><h1>");
    project.write("templates/redirect.html", page);
    let args =
        ["build", "--content", "content", "--now", TODAY, "--templates", "templates", "--out", "public"];
    let run = kepdb(args).current_dir(project.path()).run().code(2);
    assert!(run.stderr.contains("`/nowhere/` leads to no file of the site"), "{}", run.stderr);
    assert!(run.stderr.contains("gates/GrowingUp/index.html: `/nowhere/`"), "{}", run.stderr);
    assert!(!project.join("public").exists());
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let project = records::project();
    build(&project, "public").run().code(0);
    let old = tree(&project, "public");
    build(&project, "other").arg("--base-url").arg("https://example.org/").run().code(0);
    let new = tree(&project, "other");
    for wait in [5, 20, 60, 120, 200, 400] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kepdb"));
        command.args(["build", "--content", "content", "--now", TODAY, "--out", "public"]);
        command.args(["--base-url", "https://example.org/"]);
        let mut child =
            command.current_dir(project.path()).stderr(Stdio::null()).spawn().expect("start kepdb");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("kill kepdb");
        child.wait().expect("wait for kepdb");
        let found = tree(&project, "public");
        assert!(found == old || found == new, "after {wait} ms the site is neither the old nor the new one");
    }
}
