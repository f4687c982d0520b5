//! What is done with what was fetched, and what a build does when nothing can be.

use super::stub::{Github, Issue, Reply, Stub};
use super::{CACHE, Lab, TOKEN};
use crate::support::{Kepdb, Run, kepdb};

/// Records on which every kind of fact is true of one KEP, and an issue for each.
fn lab() -> Lab {
    let mut github = Github::with(1..=6);
    let issue = |number: u32, change: &dyn Fn(&mut Issue)| {
        let mut issue = Issue { milestone: None, labels: Vec::new(), ..Issue::default() };
        change(&mut issue);
        (number, issue)
    };
    github.issues.extend([
        issue(1, &|issue| issue.state = "closed"),
        issue(2, &|issue| issue.milestone = Some("v1.39".to_owned())),
        issue(3, &|issue| issue.labels = vec!["stage/stable".to_owned()]),
        issue(4, &|issue| issue.updated = "2024-01-01T00:00:00Z".to_owned()),
        issue(5, &|issue| issue.labels = vec!["stage/beta".to_owned(), "tracked/no".to_owned()]),
    ]);
    github.issues.remove(&6);
    let lab = Lab::new([], Stub::start(move |request, _| github.answer(request)));
    for number in 1..=6 {
        lab.project.write(
            &format!("content/keps/{number}-k{number}.toml"),
            format!(
                "number = {number}\nslug = \"k{number}\"\ntitle = \"KEP {number}\"\n[facts]\nstages = {{ beta = \
                 \"1.38\" }}\ngates = [\"Gate\"]\n"
            ),
        );
    }
    lab.project.write(
        "content/gates/Gate.toml",
        "name = \"Gate\"\nhistory = [{ since = \"1.35\", stage = \"alpha\", default = false, source = \"code\" }]\n",
    );
    lab.project.write(
        "content/releases.toml",
        "[[releases]]\nversion = \"1.34\"\n[[releases]]\nversion = \"1.35\"\nreleased = 2025-12-17\n[[releases]]\n\
         version = \"1.36\"\n[[releases]]\nversion = \"1.37\"\n[[releases]]\nversion = \"1.38\"\n",
    );
    lab.project.write("content/taxonomy.toml", "");
    lab
}

/// The same with everything fetched.
fn fetched() -> Lab {
    let lab = lab();
    lab.run(lab.command(&[]).env("SOURCE_DATE_EPOCH", NOW)).success();
    lab
}

/// 2026-11-23.
const NOW: &str = "1795435200";

/// Another command on the records.
fn ask(lab: &Lab, args: &[&str]) -> Kepdb {
    kepdb(args).args(["--content", "content"]).env("SOURCE_DATE_EPOCH", NOW).current_dir(lab.project.path())
}

/// A build that asks `url`.
fn build(lab: &Lab, url: &str, args: &[&str]) -> Run {
    lab.run(ask(lab, &["build", "--github-api", url]).args(args).env("GITHUB_TOKEN", TOKEN))
}

/// A site that stands.
#[track_caller]
fn built(run: Run) -> String {
    let run = run.code(0);
    let (remarks, last) = run.stderr.trim_end().rsplit_once('\n').unwrap_or(("", run.stderr.trim_end()));
    assert!(last.starts_with("built "), "{}", run.stderr);
    remarks.to_owned()
}

/// The cache with every moment at which something was fetched set to one that is long ago.
fn age(lab: &Lab) {
    let mut cache = lab.cache();
    for (_, entry) in cache["issues"].as_object_mut().expect("issues") {
        entry["fetched"] = "2026-01-01T00:00:00Z".into();
    }
    lab.project.write(CACHE, cache.to_string());
}

/// An address where nobody listens.
fn nobody() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    format!("http://{}", free.expect("a free port"))
}

#[test]
fn status_counts_where_issues_and_records_do_not_fit_together() {
    let lab = lab();
    let out = lab.run(lab.command(&[]).env("SOURCE_DATE_EPOCH", NOW)).success();
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[0], "6 issues: 5 new or changed, 1 not there (6 requests).");
    let mut facts = lines[2..].to_vec();
    facts.sort_unstable();
    assert_eq!(
        facts,
        [
            "Nothing changed about the issue for a year: 1 KEP.",
            "The issue is closed, but the feature is not stable: 1 KEP.",
            "The issue's labels name another stage: 1 KEP.",
            "The issue's milestone lies past what the record plans: 1 KEP.",
        ]
    );
}

#[test]
fn show_says_what_the_issue_is_and_what_does_not_fit() {
    let lab = fetched();
    let show = |number: &str| lab.run(ask(&lab, &["show", number])).success();
    let facts = [
        ("1", "- The issue is closed, but the records say alpha."),
        ("2", "- The issue is planned for 1.39, the record knows of nothing past 1.38."),
        ("3", "- The issue is labelled stable, the records say alpha and plan no stable next."),
        ("4", "- Still alpha, and nothing changed about the issue since 2024-01-01."),
        ("6", "GitHub has no issue of this number (asked on "),
    ];
    for (number, text) in facts {
        let page = show(number).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("Issue status") && page.contains(text), "{number}: {page}");
    }
    let fitting = show("5");
    assert!(fitting.contains("stage/beta, tracked/no") && !fitting.contains("- "), "{fitting}");
    std::fs::remove_file(lab.project.join(CACHE)).expect("remove the cache");
    assert!(show("1").contains("Not fetched: `kepdb status` asks GitHub for it."));
}

#[test]
fn query_has_a_column_for_issues_where_it_is_asked_for() {
    let lab = fetched();
    let plain = lab.run(ask(&lab, &["query", "1.38"])).success();
    let with = lab.run(ask(&lab, &["query", "1.38", "--status"])).success();
    let last: Vec<_> = with.lines().filter_map(|line| line.rsplit('\t').next()).collect();
    assert_eq!(
        last,
        [
            "closed; closed-not-stable",
            "open, v1.39; milestone-ahead",
            "open; other-stage",
            "open; stale",
            "open",
            "missing"
        ]
    );
    let without: Vec<_> =
        with.lines().filter_map(|line| line.rsplit_once('\t')).map(|(rest, _)| rest.to_owned()).collect();
    assert_eq!(plain.lines().collect::<Vec<_>>(), without, "the other columns stay as they are");
    let csv = lab.run(ask(&lab, &["query", "1.38", "--status", "--format", "csv"])).success();
    assert!(csv.lines().next().is_some_and(|line| line.ends_with(",issue")), "{csv}");
    for args in [&["query", "1.35", "--status"][..], &["query", "1.35", "--all", "--status"]] {
        let out = lab.run(ask(&lab, args)).success();
        assert!(out.contains("1 closed; closed-not-stable / 2 open, v1.39; milestone-ahead"), "{out}");
    }
}

#[test]
fn the_json_of_issues_keeps_to_the_schemas() {
    use crate::cli::json_schema::assert_valid;
    let lab = fetched();
    let json = |command: Kepdb| {
        let text = lab.run(command.arg("--format").arg("json")).success();
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
    };
    let status = json(lab.command(&[]).env("SOURCE_DATE_EPOCH", NOW));
    assert_valid("status", &status);
    assert_eq!(status["issues"].as_array().map(Vec::len), Some(6));
    assert_eq!(status["issues"][0]["issue"]["facts"][0]["fact"], "closed-not-stable");
    assert_eq!(status["issues"][5]["issue"]["state"], "missing");
    for number in ["1", "6"] {
        let show = json(ask(&lab, &["show", number]));
        assert_valid("show", &show);
        assert_eq!(
            show["keps"][0]["issue"],
            status["issues"][number.parse::<usize>().expect("a number") - 1]["issue"]
        );
    }
    for args in [&["query", "1.38", "--status"][..], &["query", "1.35", "--status"], &["query", "1.35"]] {
        assert_valid("query", &json(ask(&lab, args)));
    }
    let planned = json(ask(&lab, &["query", "1.38", "--status"]));
    assert_eq!(planned["releases"][0]["targets"][4]["issue"]["tracked"], "no");
    std::fs::remove_file(lab.project.join(CACHE)).expect("remove the cache");
    assert_eq!(json(ask(&lab, &["show", "1"]))["keps"][0]["issue"], serde_json::Value::Null);
}

#[test]
fn a_build_fetches_what_is_old_and_leaves_what_is_young() {
    let lab = fetched();
    let before = lab.stub.requests().len();
    assert_eq!(built(build(&lab, &lab.stub.url, &["--status", "auto"])), "");
    assert_eq!(lab.stub.requests().len(), before, "everything was fetched a moment ago");
    age(&lab);
    assert_eq!(built(build(&lab, &lab.stub.url, &["--status", "auto"])), "");
    assert!(lab.stub.requests().len() > before);
    assert!(!lab.project.read(CACHE).contains("2026-01-01T00:00:00Z"));
}

#[test]
fn a_build_without_github_uses_what_was_fetched_and_says_so_in_one_line() {
    let lab = fetched();
    age(&lab);
    let remarks = built(build(&lab, &nobody(), &["--status", "cached"]));
    assert_eq!(
        remarks, "issue status: 6 issues as fetched before, the last on 2026-01-01",
        "nothing was asked"
    );
    // Under another address the cache is another GitHub's: only `cached` takes it as it is.
    let remarks = built(build(&lab, &nobody(), &["--status", "auto"]));
    assert_eq!(
        remarks,
        "issue status: 6 of 6 issues not refreshed, nothing was fetched before: GitHub cannot be reached: no connection"
    );
    let broken = Stub::start(|_, _| Reply::status(503));
    let cache = lab.project.read(CACHE).replace(&lab.stub.url, &broken.url);
    lab.project.write(CACHE, cache);
    let remarks = built(build(&lab, &broken.url, &["--status", "auto"]));
    assert_eq!(
        remarks,
        "issue status: 6 of 6 issues not refreshed, using what was fetched before (the last answer is of 2026-01-01): \
         GitHub has trouble of its own (status 503)"
    );
}

#[test]
fn a_build_that_requires_fresh_answers_fails_without_them_and_writes_nothing() {
    let lab = lab();
    let url = nobody();
    let run = build(&lab, &url, &["--status", "require"]).code(2);
    assert_eq!(
        run.stderr,
        "error: 6 of 6 issues could not be asked for, and fresh answers are required: GitHub cannot be reached: no \
         connection\n  try: … --status auto, which uses what was fetched before\n"
    );
    assert!(!lab.project.join("public").exists());
    assert_eq!(built(build(&lab, &lab.stub.url, &["--status", "require"])), "");
    // What is not there was answered too, and what is young need not be.
    assert_eq!(lab.state(6), "missing");
}

#[test]
fn a_build_without_status_asks_nobody_and_reads_no_cache() {
    let lab = lab();
    lab.project.write(CACHE, "damaged");
    assert_eq!(built(build(&lab, &lab.stub.url, &["--status", "off"])), "");
    let run = lab.run(ask(&lab, &["build", "--github-api", &lab.stub.url]).env("KEPDB_STATUS", "off"));
    assert_eq!(built(run), "", "the environment sets it too");
    assert!(lab.stub.requests().is_empty());
    let remarks = built(build(&lab, &lab.stub.url, &["--status", "cached"]));
    let (damage, age) = remarks.split_once('\n').expect("two lines");
    assert!(damage.contains("is damaged"), "{remarks}");
    assert_eq!(age, "issue status: nothing was fetched before");
}

#[test]
fn two_builds_of_the_same_cache_are_the_same() {
    let lab = fetched();
    for out in ["one", "other"] {
        built(build(&lab, &lab.stub.url, &["--status", "cached", "--out", out]));
    }
    let files = |folder: &str| {
        let strip = |(name, bytes): (String, Vec<u8>)| (name.trim_start_matches(folder).to_owned(), bytes);
        lab.project.snapshot(folder).into_iter().map(strip).collect::<Vec<_>>()
    };
    assert!(files("one") == files("other"), "the files differ");
}

/// A page of the site that was built, with its white space in order.
#[track_caller]
fn page(lab: &Lab, path: &str) -> String {
    let text = lab.project.read(&format!("public/{path}/index.html"));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_say_what_is_known_about_an_issue_and_where_it_does_not_fit() {
    let lab = fetched();
    built(build(&lab, &lab.stub.url, &["--status", "cached"]));
    let closed = page(&lab, "keps/1");
    assert!(closed.contains("<b class=\"issue-closed\">closed</b>"), "{closed}");
    assert!(closed.contains("<li>The issue is closed, but the records say alpha.</li>"), "{closed}");
    assert!(page(&lab, "keps/5").contains("does not track it for its milestone"));
    assert!(page(&lab, "keps/6").contains("GitHub has no such issue"));
    let drift = page(&lab, "drift");
    for kind in ["closed-not-stable", "milestone-ahead", "other-stage", "stale"] {
        assert!(drift.contains(&format!("<h2 id=\"issue-{kind}\">")), "{kind}: {drift}");
    }
    assert!(drift.contains("the 4 cases in which a KEP's tracking issue"), "{drift}");
}

#[test]
fn pages_without_status_say_that_it_was_not_fetched() {
    let lab = lab();
    built(build(&lab, &lab.stub.url, &["--status", "off"]));
    assert!(page(&lab, "keps/1").contains("status not fetched"));
    assert!(page(&lab, "drift").contains("The status of the tracking issues was not fetched"));
}

#[test]
fn what_is_said_on_github_is_text_on_a_page() {
    let hostile = "<script>alert(1)</script>\"'{{ 1 }}";
    let mut github = Github::with(1..=1);
    let issue =
        Issue { milestone: Some(hostile.to_owned()), labels: vec![hostile.to_owned()], ..Issue::default() };
    github.issues.insert(1, issue);
    let lab = Lab { stub: Stub::start(move |request, _| github.answer(request)), ..lab() };
    lab.run(lab.command(&[])).success();
    built(build(&lab, &lab.stub.url, &["--status", "cached"]));
    let page = page(&lab, "keps/1");
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
}
