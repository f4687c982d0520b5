//! `kepdb check` as people and programs run it.

use serde_json::Value;

use kepdb::check::{Place, Rule};

use crate::cli::json_schema;
use crate::support::{Kepdb, Project, Run, assert_expected, fixtures, kepdb};

const KUBELET: &str = "\
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
featureGates:
  SidecarContainers: true
  InPlacePodVerticalScaling: false
  PodCertificatRequest: true
";

const QUIET: &str = "\
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
featureGates:
  MemoryQoS: true
";

fn check(project: &Project, args: &[&str]) -> Kepdb {
    kepdb(["check", "--target", "1.36"]).args(args).current_dir(project.path())
}

fn json(run: Run) -> Value {
    let document: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    json_schema::assert_valid("check", &document);
    document
}

/// `file:line rule`, one for each finding that stands in a file.
fn places(document: &Value) -> Vec<String> {
    let findings = document["findings"].as_array().expect("findings");
    let placed = findings.iter().filter(|finding| !finding["file"].is_null());
    placed
        .map(|finding| {
            let file = finding["file"].as_str().expect("a file");
            format!("{file}:{} {}", finding["line"], finding["rule"].as_str().expect("a rule"))
        })
        .collect()
}

/// A few gates, so that what is shown does not change with the records.
fn records() -> Project {
    let gate = |name: &str, more: &str, rows: &[(&str, &str, bool, bool)]| {
        let rows: String = rows
            .iter()
            .map(|(since, stage, default, locked)| {
                format!(
                    "  {{ since = \"{since}\", stage = \"{stage}\", default = {default}, locked = {locked}, source = \"code\" }},\n"
                )
            })
            .collect();
        format!("name = \"{name}\"\n{more}history = [\n{rows}]\n")
    };
    let (kubelet, both) =
        ("components = [\"kubelet\"]\n", "components = [\"kube-apiserver\", \"kubelet\"]\n");
    let gone = format!("{kubelet}removed = \"1.36\"\n");
    Project::new()
        .file("content/gates/Gone.toml", gate("Gone", &gone, &[("1.30", "beta", true, false)]))
        .file("content/gates/Kept.toml", gate("Kept", both, &[("1.30", "beta", true, false), ("1.36", "stable", true, true)]))
        .file("content/gates/Rising.toml", gate("Rising", both, &[("1.34", "beta", false, false), ("1.36", "beta", true, false)]))
        .file("content/gates/Nobodys.toml", gate("Nobodys", "", &[("1.35", "beta", true, false)]))
        .file(
            "content/keps/7-rising.toml",
            "number = 7\nslug = \"rising\"\ntitle = \"Rise\"\n\n[risk]\nlevel = \"medium\"\nenable = \"x\"\n\n[facts]\ngates = [\"Kept\", \"Rising\"]\n",
        )
}

#[test]
fn findings_are_shown_with_their_lines() {
    let project = records()
        .file(
            "kubelet.yaml",
            "kind: KubeletConfiguration\nfeatureGates:\n  Gone: true\n  Kept: false\n  Kpet: true\n",
        )
        .file("kube-apiserver.txt", "exec kube-apiserver --feature-gates=Kept=true --v=2\n");
    let ask = |format: &str| {
        let args = [
            "--content",
            "content",
            "--from",
            "1.34",
            "--format",
            format,
            "kubelet.yaml",
            "kube-apiserver.txt",
        ];
        let run = check(&project, &args).env("COLUMNS", "100").run().code(1);
        assert_eq!(run.stderr, "");
        run.stdout
    };
    for (format, file) in [("table", "terminal.txt"), ("github", "github.txt"), ("markdown", "markdown.md")] {
        assert_expected(&format!("check-out/{file}"), &ask(format));
    }
}

#[test]
fn silence_says_how_much_was_read() {
    let project = Project::new().file("a.yaml", QUIET).file("b.txt", "nothing here\n");
    assert_eq!(
        check(&project, &["a.yaml", "b.txt"]).run().success(),
        "nothing to complain of at Kubernetes 1.36\nread 1 gate in 1 of 2 files: a KubeletConfiguration\n"
    );
    assert_eq!(
        check(&project, &["b.txt"]).run().success(),
        "nothing to complain of at Kubernetes 1.36\nno gate is set in 1 file: there was nothing to judge\n"
    );
}

#[test]
fn the_exit_code_is_what_fail_on_says() {
    let warned = QUIET.replace("MemoryQoS: true", "MemoryQoS: false");
    let project =
        Project::new().file("error.yaml", KUBELET).file("warning.yaml", warned).file("quiet.yaml", QUIET);
    for (file, fail_on, code) in [
        ("error.yaml", "error", 1),
        ("warning.yaml", "error", 0),
        ("warning.yaml", "warning", 1),
        ("quiet.yaml", "info", 0),
    ] {
        check(&project, &["--fail-on", fail_on, file]).run().code(code);
    }
    check(&project, &["--from", "1.34", "--fail-on", "warning", "quiet.yaml"]).run().code(0);
    check(&project, &["--from", "1.34", "--fail-on", "info", "quiet.yaml"]).run().code(1);
}

#[test]
fn wrong_questions_are_refused() {
    let project = Project::new().file("a.yaml", QUIET);
    let run = kepdb(["check", "--target", "1.99", "a.yaml"]).current_dir(project.path()).run().code(2);
    assert_eq!(
        run.stderr,
        "error: the gates of 1.99 are not known: the newest version whose gates are known is 1.37\n  \
         try: kepdb check --target 1.37 …\n"
    );
    for args in
        [&["--from", "1.99", "a.yaml"][..], &["no-such-file"], &["--config", "no-such-file", "a.yaml"], &[]]
    {
        let run = check(&project, args).run().code(2);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{args:?}: {run:?}");
    }
    for ignore in ["NoReason", "NoReason:", ":no gate", "A: "] {
        check(&project, &["--ignore", ignore, "a.yaml"]).run().code(2);
    }
}

#[test]
fn json_keeps_to_its_schema_and_knows_every_rule() {
    let project = Project::new().file("kubelet.yaml", KUBELET);
    let document =
        json(check(&project, &["--from", "1.34", "--format", "json", "kubelet.yaml"]).run().code(1));
    assert_eq!(document["target"], "1.36");
    assert_eq!(document["findings"][2]["prints"], "unrecognized feature gate: PodCertificatRequest");
    assert_eq!(document["read"]["places"][0]["place"], "kubelet-config");
    let schema: Value = serde_json::from_str(&kepdb(["schema", "check"]).run().success()).expect("JSON");
    let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(schema["$defs"]["finding"]["properties"]["rule"]["enum"], Value::from(known));
}

#[test]
fn sarif_keeps_to_the_published_schema() {
    let odd = "a b#%\"é.yaml";
    let project = Project::new().file("kubelet.yaml", KUBELET).file(odd, KUBELET).file(
        "kepdb-check.toml",
        "[[ignore]]\ngate = \"SidecarContainers\"\nreason = \"known\"\n\n[[ignore]]\ngate = \"Unused\"\nreason = \"x\"\n",
    );
    let run = check(&project, &["--from", "1.34", "--format", "sarif", "."]).run().code(1);
    let log: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let schema = std::fs::read_to_string(fixtures("sarif/sarif-2.1.0.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems: Vec<_> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{problems:#?}");

    let run = &log["runs"][0];
    let uris: Vec<_> =
        run["artifacts"].as_array().expect("artifacts").iter().map(|a| &a["location"]["uri"]).collect();
    assert_eq!(uris, ["a%20b%23%25%22%C3%A9.yaml", "kubelet.yaml", "kepdb-check.toml"]);
    let results = run["results"].as_array().expect("results");
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let index = place["artifactLocation"]["index"].as_u64().expect("an index") as usize;
        assert_eq!(run["artifacts"][index]["location"]["uri"], place["artifactLocation"]["uri"]);
    }
    let suppressed: Vec<_> =
        results.iter().filter(|result| !result["suppressions"].is_null()).map(|r| &r["ruleId"]).collect();
    assert_eq!(suppressed, ["removal-expected", "removal-expected"]);
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().expect("flips");
    assert!(notes.iter().all(|note| note["level"] == "note"), "{notes:?}");
}

#[test]
fn github_and_markdown_survive_odd_names_and_texts() {
    let odd = "a,b:c\n::error::x%.yaml";
    let project = Project::new().file(odd, KUBELET.replace("SidecarContainers", "\"Si`|<b>\""));
    let github = check(&project, &["--format", "github", "."]).run().code(1).stdout;
    assert!(github.starts_with("::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax%25.yaml,line=4,"), "{github}");
    assert_eq!(github.lines().filter(|line| line.starts_with("::")).count(), 3, "{github}");
    let markdown = check(&project, &["--format", "markdown", "."]).run().code(1).stdout;
    assert!(markdown.contains("\\`Si\\`\\|\\<b\\>\\`"), "{markdown}");
    let rows: Vec<_> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(rows.iter().all(|row| bars(row) == 6), "{markdown}");
}

#[test]
fn a_table_for_a_comment_is_no_longer_than_a_comment() {
    let gates: Vec<_> = (0..2000).map(|number| format!("NoSuchGate{number}=true")).collect();
    let project = Project::new().file("a.txt", format!("kubelet --feature-gates={}\n", gates.join(",")));
    let markdown = check(&project, &["--format", "markdown", "a.txt"]).run().code(1).stdout;
    assert!(markdown.len() < 60_000, "{}", markdown.len());
    assert!(markdown.contains(" more findings are not listed."), "{}", &markdown[markdown.len() - 300..]);
}

#[test]
fn accepted_findings_are_taken_out_and_counted() {
    let project = Project::new().file("kubelet.yaml", KUBELET).file(
        "kepdb-check.toml",
        "[[ignore]]\ngate = \"SidecarContainers\"\nreason = \"a\"\n\n\
         [[ignore]]\ngate = \"InPlacePodVerticalScaling\"\nrule = \"locked-gate\"\ncomponent = \"kubelet\"\nuntil = \"1.37\"\nreason = \"b\"\n\n\
         [[ignore]]\ngate = \"PodCertificatRequest\"\nrule = \"removed-gate\"\nreason = \"c\"\n",
    );
    let document = json(check(&project, &["--format", "json", "kubelet.yaml"]).run().code(1));
    assert_eq!(places(&document), ["kubelet.yaml:6 unknown-gate", "kepdb-check.toml:12 unused-ignore"]);
    assert_eq!(document["summary"]["ignored"], 2);
    assert_eq!(document["ignored"][1]["reason"], "b");

    let args = ["--target", "1.37", "--format", "json", "kubelet.yaml"];
    let later = json(kepdb(["check"]).args(args).current_dir(project.path()).run().code(1));
    assert!(
        places(&later).contains(&"kubelet.yaml:5 locked-gate".to_owned()),
        "an entry ends at its version: {:?}",
        places(&later)
    );

    let line = ["--ignore", "PodCertificatRequest: a fork has it", "--ignore", "Nope:x", "kubelet.yaml"];
    let run = check(&project, &line).run().code(0);
    assert!(
        run.stdout.contains("warning[unused-ignore]: nothing is found that was accepted for `Nope`"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("2 warnings at Kubernetes 1.36, 3 accepted\n"), "{}", run.stdout);
}

#[test]
fn errors_in_the_file_of_accepted_findings_show_their_places() {
    let project = Project::new().file("a.yaml", QUIET).file(
        "my.toml",
        "[[ignore]]\ngate = \"A\"\nrule = \"removed\"\nreason = \"x\"\n[[ignore]]\nreason = \"y\"\n",
    );
    let run = check(&project, &["--config", "my.toml", "a.yaml"]).run().code(2);
    for part in [
        "my.toml:3:8",
        "error[unknown-value]: no rule is called `removed`",
        "my.toml:5:1",
        "`my.toml` has errors",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}

#[test]
fn folders_are_walked_in_order_and_hidden_entries_left_out() {
    let bad = |gate: &str| format!("kubelet --feature-gates={gate}=true\n");
    let project = Project::new()
        .file("tree/b.txt", bad("NoGateB"))
        .file("tree/a/z.txt", bad("NoGateZ"))
        .file("tree/.git/x.txt", bad("NoGateX"))
        .file("tree/.hidden", bad("NoGateH"))
        .file("tree/picture.bin", b"\0\x01--feature-gates=NoGateP=true")
        .file("tree/kepdb-check.toml", bad("NoGateT"));
    let document = json(check(&project, &["--format", "json", "tree"]).run().code(1));
    assert_eq!(places(&document), ["tree/a/z.txt:1 unknown-gate", "tree/b.txt:1 unknown-gate"]);
    assert_eq!(
        (&document["read"]["files"], &document["read"]["skipped"]),
        (&Value::from(2), &Value::from(1))
    );
    // What is named is read, hidden or not, and each file once.
    let document =
        json(check(&project, &["--format", "json", "tree/.hidden", "tree", "tree/b.txt"]).run().code(1));
    assert_eq!(
        places(&document),
        ["tree/.hidden:1 unknown-gate", "tree/a/z.txt:1 unknown-gate", "tree/b.txt:1 unknown-gate"]
    );
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let project = Project::new();
    let run = check(&project, &["--format", "json", "-"]).stdin(KUBELET).run().code(1);
    assert_eq!(places(&json(run))[0], "<stdin>:4 removal-expected");
}

#[test]
fn a_line_of_megabytes_is_cut_around_the_gate() {
    let text = format!(
        "{} kubelet --feature-gates=NoSuchGate=true {}\n",
        "x".repeat(3_000_000),
        "s3cret ".repeat(100_000)
    );
    let project = Project::new().file("log.txt", text);
    for format in ["table", "json", "github", "markdown", "sarif"] {
        let run = check(&project, &["--format", format, "log.txt"]).run().code(1);
        let limit = if format == "sarif" { 60_000 } else { 3_000 };
        assert!(run.stdout.len() < limit, "{format}: {}", run.stdout.len());
        assert!(run.stdout.contains("NoSuchGate"), "{format}");
    }
}

#[test]
fn a_file_that_is_too_large_is_said_and_not_read() {
    let project = Project::new();
    let file = std::fs::File::create(project.join("huge.log")).expect("a file");
    file.set_len(200 * 1024 * 1024).expect("a hole");
    let run = check(&project, &["huge.log"]).run().code(0);
    assert!(
        run.stdout.starts_with("warning[unread]: huge.log: the file is larger than 32 MiB and is not read\n"),
        "{}",
        run.stdout
    );
    // In a folder nobody asked for it: it is only counted, as any file that starts with no text.
    let run = check(&project, &["."]).run().code(0);
    assert!(run.stdout.ends_with("; 1 file without text left\nout\n"), "{}", run.stdout);
    let endless = check(&project, &["-"]).stdin(vec![b'x'; 33 * 1024 * 1024]).run().code(0);
    assert!(
        endless.stdout.starts_with("warning[unread]: <stdin>: the file is larger than 32 MiB"),
        "{}",
        endless.stdout
    );
}

#[cfg(unix)]
#[test]
fn links_and_names_that_are_no_text_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let project = Project::new().file("tree/real.txt", "kubelet --feature-gates=NoGateA=true\n");
    symlink(project.join("tree"), project.join("tree/loop")).expect("a link");
    symlink(project.join("nowhere"), project.join("tree/broken")).expect("a link");
    symlink("real.txt", project.join("tree/alias.txt")).expect("a link");
    let odd = project.path().join(OsStr::from_bytes(b"tree/odd\xff.txt"));
    std::fs::write(&odd, "kubelet --feature-gates=NoGateB=true\n").expect("a file");
    let document = json(check(&project, &["--format", "json", "tree"]).run().code(1));
    assert_eq!(
        places(&document),
        [
            "tree/alias.txt:1 unknown-gate",
            "tree/odd\u{fffd}.txt:1 unknown-gate",
            "tree/real.txt:1 unknown-gate"
        ]
    );
    let sarif: Value =
        serde_json::from_str(&check(&project, &["--format", "sarif", "tree"]).run().code(1).stdout)
            .expect("JSON");
    assert_eq!(sarif["runs"][0]["artifacts"][1]["location"]["uri"], "tree/odd%FF.txt");
}

#[test]
fn every_rule_has_a_heading_that_says_how_bad_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check.md");
    let document = std::fs::read_to_string(path).expect("docs/check.md");
    let recipes = document.find("\n## Recipes").expect("the recipes come last");
    let sections: Vec<_> = document[..recipes].split("\n### ").skip(1).collect();
    let names: Vec<_> = sections.iter().map(|section| section.lines().next().unwrap_or_default()).collect();
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(names, rules);
    for (section, rule) in sections.iter().zip(Rule::ALL) {
        let severity = format!("\n\n*{}.* ", rule.severity().as_str());
        assert!(section.to_lowercase()[rule.as_str().len()..].starts_with(&severity), "{rule}: {section}");
    }
}

#[test]
fn every_place_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check.md");
    let document = std::fs::read_to_string(path).expect("docs/check.md");
    let rows: Vec<_> =
        document.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next()).collect();
    let named: Vec<_> = rows.iter().flat_map(|cell| cell.split(['`', ',', ' '])).collect();
    for place in Place::ALL {
        assert!(named.contains(&place.as_str()), "{}", place.as_str());
    }
}
