//! Options of every command, exit codes and streams.

use std::process::{Command, Stdio};

use super::records::{TODAY, ask, on, project};
use crate::support::kepdb;

#[test]
fn the_day_comes_from_the_option_before_the_environment() {
    let head = |run: String| run.lines().nth(2).unwrap_or_default().to_owned();
    let query = ["query", "1.35", "--format", "table"];
    assert_eq!(head(ask(&query)), format!("On {TODAY}: supported until 2027-02-28."));
    let later = on(&project(), &query).arg("--now").arg("2027-01-15").run().success();
    assert_eq!(head(later), "On 2027-01-15: in maintenance mode, supported until 2027-02-28.");
    let late = on(&project(), &query).arg("--now").arg("2028-01-01").run().success();
    assert_eq!(head(late), "On 2028-01-01: not supported: its end of life was 2027-02-28.");
    on(&project(), &query).arg("--now").arg("tomorrow").run().code(2);
    let run = on(&project(), &query).env("SOURCE_DATE_EPOCH", "soon").run().code(2);
    assert!(run.stderr.contains("SOURCE_DATE_EPOCH is `soon`"), "{}", run.stderr);
}

#[test]
fn colour_is_only_written_where_it_is_wanted() {
    let query = ["query", "1.35", "--format", "table"];
    assert!(!ask(&query).contains('\u{1b}'), "no colour in a pipe");
    let painted = on(&project(), &query).arg("--color").arg("always").run().success();
    assert!(painted.contains("\u{1b}["), "{painted}");
    let wanted = on(&project(), &query).arg("--color=always").env("NO_COLOR", "1").run().success();
    assert!(wanted.contains("\u{1b}["), "an option wins over the environment");
    let plain = on(&project(), &["query", "1.35"]).arg("--color=always").run().success();
    assert!(!plain.contains('\u{1b}'), "lines for programs have no colour");
    let never = on(&project(), &query).arg("--color=never").env("CLICOLOR_FORCE", "1").run().success();
    assert!(!never.contains('\u{1b}'), "{never}");
}

#[test]
fn records_with_errors_answer_nothing() {
    let project = project().file("content/gates/Broken.toml", "name = \"Broken\"\nstagee = 1\n");
    for args in [&["query", "1.35"][..], &["show", "4317"], &["diff", "1.33", "1.35"]] {
        let run = on(&project, args).run().code(2);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr.contains("error[unknown-key]") && run.stderr.contains("content/gates/Broken.toml:2:1"),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.ends_with("error: the records have errors\n  try: kepdb validate --content content\n"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error_with_its_cause() {
    let project = project();
    let run = kepdb(["query", "1.35", "--content", "nowhere"]).current_dir(project.path()).run().code(2);
    assert!(
        run.stderr.starts_with("error: cannot read the records in `nowhere`\n  caused by: "),
        "{}",
        run.stderr
    );
}

#[test]
fn an_empty_folder_holds_no_answer() {
    let project = crate::support::Project::new().folder("content");
    let run = on(&project, &["query", "1.35"]).run().code(1);
    assert!(run.stderr.contains("the records hold no release and no gate"), "{}", run.stderr);
    on(&project, &["show", "4317"]).run().code(1);
    on(&project, &["diff", "1.33", "1.35"]).run().code(2);
}

#[test]
fn records_that_know_only_plans_answer_with_plans() {
    let project = crate::support::Project::new()
        .file("content/releases.toml", "[[releases]]\nversion = \"1.37\"\n[[releases]]\nversion = \"1.40\"\n")
        .file(
            "content/sources.toml",
            "[[sources]]\nkind = \"code\"\nrepository = \"https://example.org/\"\ndescribes = \"1.36\"\n",
        )
        .file(
            "content/keps/1-a.toml",
            "number = 1\nslug = \"a\"\ntitle = \"A\"\n[facts]\nstages = { alpha = \"1.40\" }\n",
        );
    assert_eq!(
        on(&project, &["query", "1.40"]).run().success(),
        "1.40\ttarget-alpha\t1\tA\t\ttarget alpha\t\t\n"
    );
    on(&project, &["query", "1.36"]).run().code(1);
    on(&project, &["diff", "1.36", "1.40"]).run().code(2);
    on(&project, &["show", "1"]).run().code(0);
}

#[test]
fn help_and_version_are_answers() {
    let help = kepdb(["--help"]).run().success();
    for line in ["0  fine: done, or found", "1  findings, or nothing found", "2  wrong usage or bad input"] {
        assert!(help.contains(line), "{help}");
    }
    assert_eq!(kepdb(["--version"]).run().success(), format!("kepdb {}\n", env!("CARGO_PKG_VERSION")));
    for command in [
        "query",
        "show",
        "diff",
        "status",
        "build",
        "validate",
        "import",
        "new",
        "schema",
        "completions",
        "man",
    ] {
        let help = kepdb([command, "--help"]).run().success();
        assert!(help.contains("--content <DIR>"), "{help}");
    }
    kepdb(["frobnicate"]).run().code(2);
    kepdb([""; 0]).run().code(2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let project = project();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kepdb"))
        .args(["query", ">=1.29", "--all", "--format", "json", "--content", "content"])
        .current_dir(project.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("start kepdb");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("wait for kepdb");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
