//! The GitHub action of this repository: its script does what its inputs say.

use std::path::Path;
use std::process::Command;

use crate::support::Project;

/// The script of the step that checks.
fn script() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    let text = std::fs::read_to_string(path).expect("action.yml");
    let action: serde_json::Value = yaml_serde::from_str(&text).expect("YAML");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    for step in steps {
        assert!(step["uses"].is_null(), "no action of others: {step}");
        // An expression in a script would let an input write the script.
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step}");
    }
    steps.last().expect("a step")["run"].as_str().expect("a script").to_owned()
}

#[cfg(unix)]
#[test]
fn the_action_reports_in_every_way_and_fails_as_it_was_told() {
    let project = Project::new()
        .folder("tmp/kepdb/bin")
        .file("my files/a.txt", "kubelet --feature-gates=NoSuchGate=true\n")
        .file("b.txt", "kubelet --feature-gates=MemoryQoS=true\n");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_kepdb"), project.join("tmp/kepdb/bin/kepdb"))
        .expect("a link");
    let run = |paths: &str, target: &str, sarif: &str| {
        Command::new("bash")
            .args(["-c", &script()])
            .current_dir(project.path())
            .env("RUNNER_TEMP", project.join("tmp"))
            .env("GITHUB_STEP_SUMMARY", project.join("summary.md"))
            .envs([("CHECK_TARGET", target), ("CHECK_PATHS", paths), ("CHECK_SARIF", sarif)])
            .envs([("CHECK_FROM", ""), ("CHECK_CONFIG", ""), ("CHECK_FAIL_ON", "error")])
            .output()
            .expect("bash")
    };
    let output = run("my files\nb.txt\n", "1.36", "out.sarif");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(stdout.starts_with("::error file=my files/a.txt,line=1,"), "{stdout}");
    assert!(project.read("summary.md").contains("| ❌ error | unknown-gate | my files/a.txt:1 |"));
    assert!(project.read("out.sarif").contains("my%20files/a.txt"));
    assert_eq!(run("b.txt", "1.36", "").status.code(), Some(0));
    assert_eq!(run("b.txt", "1.99", "").status.code(), Some(2));
}
