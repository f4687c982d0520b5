//! `kepdb query`.

use super::records::{ask, on, project};
use crate::support::{Project, assert_expected};

#[test]
fn shows_what_a_release_changed_as_a_table() {
    assert_expected("cli/query-1.35.txt", &ask(&["query", "1.35", "--format", "table"]));
}

#[test]
fn shows_what_a_release_changed_as_lines_in_a_pipe() {
    let expected = "1.35\tgraduated\t100\t=Evil ␛[31m \u{fffd} | <b>x</b>, \"y\"\tGrownUp\tbeta → stable\ton, locked\tnode\n\
                    1.35\tnew-beta\t4317\tPod Certificates\tPodCertificateRequest\talpha → beta\toff\tauth\n\
                    1.35\tnew-alpha\t\t\tNewcomer\talpha\toff\t\n\
                    1.35\tremoved\t\t\tOldTimer\twas stable\twas on, locked\t\n";
    assert_eq!(ask(&["query", "1.35"]), expected);
    assert_eq!(ask(&["query", "v1.35.2-gke.100"]), expected);
}

#[test]
fn says_where_the_sources_leave_a_removal_open() {
    for version in ["1.36", "1.37"] {
        let table = ask(&["query", version, "--format", "table"]);
        assert!(table.contains("Removed in 1.36 or 1.37: the sources leave it open (1)"), "{table}");
    }
}

#[test]
fn says_that_no_source_confirms_a_release() {
    let table = on(&project(), &["query", "1.37", "--format", "table"]).env("COLUMNS", "120").run().success();
    assert!(table.contains("planned for 2026-08-26, and no imported source confirms the release"), "{table}");
    assert!(table.contains("What follows is what the code does as of 2026-07-30."), "{table}");
    assert!(table.contains("The code freeze of 1.37."), "{table}");
    assert!(table.contains("KEPs without a gate, target alpha: a plan, not a fact (1)"), "{table}");
}

#[test]
fn a_future_version_gets_targets_named_as_such() {
    let table = ask(&["query", "1.38", "--format", "table"]);
    assert!(table.contains("2 targets from KEPs: plans, not facts; gates are known up to 1.37."), "{table}");
    assert!(table.contains("Targets: beta (1)") && table.contains("Targets: removed (1)"), "{table}");
    assert_eq!(
        ask(&["query", "1.38", "--sig", "auth"]),
        "1.38\ttarget-beta\t4872\tKubelet Serving Certificates\t\ttarget beta\t\tauth\n"
    );
}

#[test]
fn a_version_nobody_knows_gives_nothing_and_the_nearest_that_has_something() {
    let run = on(&project(), &["query", "1.45"]).run().code(1);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "nothing found: nothing is known about 1.45, and no KEP plans anything for it; the newest version whose gates \
         are known is 1.37\n  try: kepdb query 1.38\n"
    );
}

#[test]
fn a_version_before_the_first_release_gives_nothing() {
    let run = on(&project(), &["query", "1.12"]).run().code(1);
    assert_eq!(
        run.stderr,
        "nothing found: 1.12 is older than 1.29, the first release that the records know\n  try: kepdb query 1.29\n"
    );
}

#[test]
fn a_range_has_a_section_for_each_version_in_it() {
    let out = ask(&["query", ">=1.34, <1.36"]);
    let versions: Vec<_> = out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(versions, ["1.34", "1.34", "1.35", "1.35", "1.35", "1.35"]);
    let table = ask(&["query", ">=1.34, <1.36", "--format", "table"]);
    assert!(table.contains("Kubernetes 1.34\n") && table.contains("\nKubernetes 1.35\n"), "{table}");
    let run = on(&project(), &["query", ">=1.50"]).run().code(1);
    assert!(run.stderr.contains("no known version is in the range >=1.50"), "{}", run.stderr);
}

#[test]
fn all_gives_the_state_of_every_gate() {
    assert_eq!(
        ask(&["query", "1.34", "--all"]),
        "1.34\tstable\t\t\tOldTimer\tstable since 1.29\ton, locked\t\n\
         1.34\tbeta\t100\t=Evil ␛[31m \u{fffd} | <b>x</b>, \"y\"\tGrownUp\tbeta since 1.32\ton\tnode\n\
         1.34\tbeta\t\t\tVanishing\tbeta since 1.30\ton\t\n\
         1.34\talpha\t4317\tPod Certificates\tPodCertificateRequest\talpha since 1.34\toff\tauth\n"
    );
    let run = on(&project(), &["query", "1.38", "--all"]).run().code(2);
    assert!(run.stderr.contains("the newest version whose gates are known is 1.37"), "{}", run.stderr);
    let run = on(&project(), &["query", "1.35", "--all", "--change", "locked"]).run().code(2);
    assert!(run.stderr.contains("--change asks what happened"), "{}", run.stderr);
}

fn gates(args: &[&str]) -> Vec<String> {
    let out = ask(&[&["query", "1.35"], args].concat());
    out.lines().filter_map(|line| line.split('\t').nth(4)).map(str::to_owned).collect()
}

#[test]
fn every_filter_lets_through_what_it_names() {
    let certificates = ["PodCertificateRequest"];
    assert_eq!(gates(&["--stage", "beta"]), certificates);
    assert_eq!(gates(&["--stage", "GA", "--change", "graduated"]), ["GrownUp"]);
    assert_eq!(gates(&["--sig", "auth"]), certificates);
    assert_eq!(gates(&["--sig", "sig-auth"]), certificates);
    assert_eq!(gates(&["--topic", "identity"]), certificates);
    assert_eq!(gates(&["--component", "kube-apiserver"]), certificates);
    assert_eq!(gates(&["--component", "kubelet"]), ["GrownUp", "PodCertificateRequest"]);
    assert_eq!(gates(&["--default", "off"]), ["PodCertificateRequest", "Newcomer"]);
    assert_eq!(gates(&["--kep", "KEP-4317"]), certificates);
    assert_eq!(gates(&["--gate", "podcertificaterequest"]), certificates);
    assert_eq!(gates(&["--gate", "GrwonUp"]), ["GrownUp"]);
    assert_eq!(gates(&["--change", "removed"]), ["OldTimer"]);
}

#[test]
fn values_of_one_filter_add_up_and_different_filters_narrow() {
    assert_eq!(gates(&["--stage", "beta", "--stage", "alpha"]), ["PodCertificateRequest", "Newcomer"]);
    assert_eq!(gates(&["--stage", "beta,alpha", "--sig", "auth"]), ["PodCertificateRequest"]);
    let run = on(&project(), &["query", "1.35", "--sig", "auth", "--stage", "alpha"]).run().code(1);
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr, "nothing found: nothing in 1.35 meets every filter\n  try: kepdb query 1.35\n");
}

#[test]
fn a_filter_says_out_of_how_many() {
    let table = ask(&["query", "1.35", "--sig", "auth", "--format", "table"]);
    assert!(table.contains("\n1 of the 4 gates that changed.\n"), "{table}");
    let table = ask(&["query", "1.34", "--all", "--stage", "beta", "--format", "table"]);
    assert!(table.contains("\n2 of the 4 gates in this version.\n"), "{table}");
    let table = ask(&["query", "1.34", "--all", "--format", "table"]);
    assert!(table.contains("\n4 gates in this version.\n"), "{table}");
}

#[test]
fn a_release_whose_end_is_not_recorded_is_past_it_once_a_newer_one_is() {
    let table = ask(&["query", "1.32", "--format", "table"]);
    assert!(table.contains("no record says whether it is supported"), "{table}");
    let releases = "[[releases]]\nversion = \"1.29\"\nreleased = 2023-12-13\n\
                    [[releases]]\nversion = \"1.30\"\nreleased = 2024-04-17\nend-of-life = 2025-07-15\n";
    let gate = "name = \"Only\"\nhistory = [{ since = \"1.30\", stage = \"alpha\", source = \"docs\" }]\n";
    let project =
        Project::new().file("content/releases.toml", releases).file("content/gates/Only.toml", gate);
    let run = on(&project, &["query", "1.29", "--format", "json"]).run().code(1);
    assert!(run.stdout.contains("\"support\": \"end-of-life\""), "{}", run.stdout);
    let run = on(&project, &["query", "1.29", "--format", "table"]).run().code(1);
    let sentence = "On 2026-11-23: not supported: newer versions are past their end of life.";
    assert!(run.stdout.contains(sentence), "{}", run.stdout);
}

#[test]
fn a_plan_keeps_the_titles_of_its_keps_where_there_is_little_room() {
    for (width, has_gates) in [("100", true), ("40", false)] {
        let table =
            on(&project(), &["query", "1.38", "--format", "table"]).env("COLUMNS", width).run().success();
        assert!(table.contains("  4872  Kubelet Serving Certificates"), "{width}: {table}");
        assert_eq!(table.contains("Gate now"), has_gates, "{width}: {table}");
    }
}

#[test]
fn a_misspelt_filter_is_wrong_usage_with_a_suggestion() {
    let cases = [
        (["--sig", "auht"], "error: no SIG is called `auht`: did you mean `auth`?\n  try: … --sig auth\n"),
        (["--sig", "storage"], "error: no SIG is called `storage`; known are auth, node\n"),
        (
            ["--topic", "identiy"],
            "error: no topic is called `identiy`: did you mean `identity`?\n  try: … --topic identity\n",
        ),
        (
            ["--component", "kublet"],
            "error: no component is called `kublet`: did you mean `kubelet`?\n  try: … --component kubelet\n",
        ),
        (["--kep", "99"], "error: no KEP has the number 99\n  try: kepdb show NAME\n"),
        (
            ["--gate", "Newcomr"],
            "error: no gate is called `Newcomr`: did you mean `Newcomer`?\n  try: … --gate Newcomer\n",
        ),
    ];
    for (filter, expected) in cases {
        let run = on(&project(), &[&["query", "1.35"], &filter[..]].concat()).run().code(2);
        assert_eq!(run.stderr, expected);
        assert_eq!(run.stdout, "");
    }
    for filter in [["--stage", "gamma"], ["--default", "maybe"], ["--change", "vanished"], ["--kep", "x"]] {
        let run = on(&project(), &[&["query", "1.35"], &filter[..]].concat()).run().code(2);
        assert!(run.stderr.starts_with("error: invalid value"), "{}", run.stderr);
    }
}

#[test]
fn what_is_no_version_is_wrong_usage() {
    let run = on(&project(), &["query", "latest"]).run().code(2);
    assert!(
        run.stderr.contains("write a minor version such as 1.35, or a range such as '>=1.33, <1.36'"),
        "{}",
        run.stderr
    );
}
