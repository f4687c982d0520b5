//! Without a token: one issue a request.

use super::Lab;
use super::stub::{FAR, Github, Issue, Reply, Stub, rest_body};

/// A lab with the KEPs 1 to 3, where GitHub answers KEP 2 with what `reply` makes of how often it was asked for.
fn second(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Lab {
    let github = Github::with(1..=3);
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let stub = Stub::start(move |request, _| match request.issue() {
        Some(2) => reply(asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst)),
        _ => github.answer(request),
    });
    Lab::new(1..=3, stub)
}

fn issue(number: u32) -> String {
    rest_body(number, &Issue::default())
}

/// What is said where one of three issues failed with `cause`.
fn one_left(cause: &str) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    format!(
        "issue status: 1 of 3 issues not refreshed, using what was fetched before (the last answer is of {today}): \
         {cause}\n"
    )
}

#[test]
fn an_answer_is_kept_and_a_second_run_asks_only_whether_it_changed() {
    let github = Github::with(1..=3);
    let lab = Lab::new(1..=3, Stub::start(move |request, _| github.answer(request)));
    let first = lab.status(&[]).success();
    assert_eq!(first, "3 issues: 3 new or changed (3 requests).\nKept in .kepdb/status.json.\n");
    let entry = &lab.cache()["issues"]["2"];
    assert_eq!(entry["milestone"], "v1.38");
    assert_eq!(entry["labels"], serde_json::json!(["stage/beta", "sig/auth"]));
    assert_eq!((&entry["assignees"], &entry["updated"]), (&1.into(), &"2026-10-01T10:00:00Z".into()));
    let second = lab.status(&[]).success();
    assert_eq!(second, "3 issues: 3 as before (3 requests).\nKept in .kepdb/status.json.\n");
    let requests = lab.stub.requests();
    assert!(requests[..3].iter().all(|request| !request.headers.contains_key("if-none-match")));
    assert!(requests[3..].iter().all(|request| request.headers.contains_key("if-none-match")));
    assert!(requests.iter().all(|request| !request.headers.contains_key("authorization")));
    assert!(requests.iter().all(|request| request.headers["user-agent"].starts_with("kepdb/")));
}

#[test]
fn a_moved_issue_is_followed_and_its_new_place_kept() {
    let moved = issue(9).replace("kubernetes/enhancements", "kubernetes/website");
    let github = Github::with(1..=3);
    let stub = Stub::start(move |request, _| match (request.issue(), request.path.as_str()) {
        (Some(2), _) => Reply::status(301).header("location", "/repositories/7/issues/9"),
        (_, "/repositories/7/issues/9") if request.headers.contains_key("if-none-match") => {
            Reply::status(304)
        }
        (_, "/repositories/7/issues/9") => Reply::status(200).header("etag", "\"m\"").body(moved.clone()),
        _ => github.answer(request),
    });
    let lab = Lab::new(1..=3, stub);
    lab.status(&[]).success();
    let again = lab.status(&[]).success();
    assert!(again.starts_with("3 issues: 3 as before (4 requests).\n"), "{again}");
    let entry = &lab.cache()["issues"]["2"];
    assert_eq!(entry["moved_to"], "https://github.com/kubernetes/website/issues/9");
    assert_eq!(lab.cache()["issues"]["1"]["moved_to"], serde_json::Value::Null);
}

#[test]
fn nobody_is_led_to_another_host_or_around_in_circles() {
    let other = Stub::start(|_, _| Reply::status(200));
    let elsewhere = format!("{}/repositories/7/issues/9", other.url);
    let circle = "/repos/kubernetes/enhancements/issues/2".to_owned();
    for location in [elsewhere, circle, "https://example.org/".to_owned(), "http://[".to_owned()] {
        let lab = second(move |_| Reply::status(301).header("location", &location));
        let run = lab.status(&[]).code(1);
        assert_eq!(run.stderr, one_left("GitHub leads to another place, where nobody goes after it"));
    }
    assert!(other.requests().is_empty(), "a request left the API's host");
}

#[test]
fn an_issue_that_is_not_there_or_no_longer_is_kept_as_missing() {
    for status in [404, 410] {
        let lab = second(move |_| Reply::status(status));
        let out = lab.status(&[]).success();
        assert!(out.starts_with("3 issues: 2 new or changed, 1 not there (3 requests).\n"), "{out}");
        assert_eq!(lab.state(2), "missing");
    }
}

#[test]
fn a_short_wait_is_waited_for() {
    let reply = |count| match count {
        0 => Reply::status(429).header("retry-after", 0),
        1 => Reply::status(403).header("retry-after", 1),
        _ => Reply::status(200).body(issue(2)),
    };
    let lab = second(reply);
    let out = lab.status(&[]).success();
    assert!(out.starts_with("3 issues: 3 new or changed (5 requests).\n"), "{out}");
}

#[test]
fn a_long_wait_ends_the_run_and_says_until_when() {
    let limits: [(Reply, &str); 4] = [
        (
            Reply::status(403).header("x-ratelimit-remaining", 0).header("x-ratelimit-reset", FAR),
            " until 2100-01-01 00:00 UTC",
        ),
        (
            Reply::status(429).header("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT"),
            " until 2100-01-01 00:00 UTC",
        ),
        (Reply::status(429), ""),
        (Reply::status(403).body("{\"message\":\"You have exceeded a secondary rate limit.\"}"), ""),
    ];
    for (reply, until) in limits {
        let lab = second(move |_| reply.clone());
        let run = lab.status(&[]).code(1);
        // The order is that of the numbers, the newest first: 3 was answered, 2 was refused, 1 was not asked for.
        assert_eq!(lab.stub.asked(), [3, 2]);
        assert!(
            run.stdout.starts_with("3 issues: 1 new or changed, 2 not refreshed (2 requests)."),
            "{}",
            run.stdout
        );
        let cause =
            format!("GitHub's limit of requests is reached{until} (a token in GITHUB_TOKEN raises it)\n");
        assert!(run.stderr.ends_with(&cause) && run.stderr.lines().count() == 1, "{}", run.stderr);
    }
}

#[test]
fn nothing_is_asked_once_the_limit_is_used_up() {
    let github = Github::with(1..=100);
    let lab = Lab::new(1..=100, Stub::start(move |request, _| github.answer(request)));
    let run = lab.status(&[]).code(1);
    assert!(
        run.stdout.starts_with("100 issues: 60 new or changed, 40 not refreshed (60 requests).\n"),
        "{run:?}"
    );
    assert_eq!(lab.stub.asked().len(), 60, "the sixty-first request was never sent");
}

#[test]
fn what_matters_most_is_asked_first_and_what_was_asked_lately_last() {
    let github = std::sync::Arc::new(Github::with(1..=70));
    let server = std::sync::Arc::clone(&github);
    let lab = Lab::new(1..=70, Stub::start(move |request, _| server.answer(request)));
    lab.project.write(
        "content/releases.toml",
        "[[releases]]\nversion = \"1.36\"\nreleased = 2026-04-22\nend-of-life = 2027-06-28\n[[releases]]\nversion = \"1.38\"\n",
    );
    let target = |number: u32, version: &str| {
        let text = format!(
            "number = {number}\nslug = \"k{number}\"\ntitle = \"T\"\n[facts]\nstages = {{ beta = \"{version}\" }}\n"
        );
        lab.project.write(&format!("content/keps/{number}-k{number}.toml"), text);
    };
    target(5, "1.36");
    target(7, "1.38");
    let run = |lab: &Lab| lab.run(lab.command(&["--now", "2026-11-23"]));
    run(&lab).code(1);
    let first = lab.stub.asked();
    assert_eq!(first[..4], [7, 5, 70, 69]);
    // An hour later: what is known costs nothing, and what matters equally and was never asked for comes next.
    *github.remaining.lock().expect("the limit") = 3;
    run(&lab).code(1);
    assert_eq!(lab.stub.asked()[60..], [7, 5, 12, 11, 10]);
}

#[test]
fn an_error_of_the_server_is_tried_again() {
    let lab = second(|count| match count {
        0 => Reply::status(500),
        1 => Reply::Silence,
        _ => Reply::status(200).body(issue(2)),
    });
    let out = lab.status(&[]).success();
    assert!(out.starts_with("3 issues: 3 new or changed"), "{out}");
}

#[test]
fn an_answer_that_never_comes_right_leaves_the_others_alone() {
    let huge = format!("{{\"state\":\"open\",\"x\":\"{}\"}}", "x".repeat(9 << 20));
    let cases: [(Reply, &str); 7] = [
        (Reply::status(502), "GitHub has trouble of its own (status 502)"),
        (Reply::status(418), "GitHub's answer makes no sense here (status 418)"),
        (Reply::status(304), "GitHub's answer makes no sense here (status 304)"),
        (Reply::status(200).body("{\"state\":"), "GitHub's answer cannot be read"),
        (Reply::status(200).body("<html>"), "GitHub's answer cannot be read"),
        (Reply::status(200).body(huge), "GitHub's answer is too large"),
        (Reply::Truncated(issue(2)), "GitHub's answer broke off"),
    ];
    for (reply, cause) in cases {
        let lab = second(move |_| reply.clone());
        let run = lab.status(&[]).code(1);
        assert_eq!(run.stderr, one_left(cause));
        assert_eq!(
            (lab.state(1), lab.state(2), lab.state(3)),
            ("open".into(), "unknown".into(), "open".into())
        );
    }
}

#[test]
fn an_issue_that_fails_keeps_what_was_known_of_it() {
    let lab = second(|count| match count {
        0 => Reply::status(200).body(issue(2)),
        _ => Reply::status(200).body("nothing like it"),
    });
    lab.status(&[]).success();
    let before = lab.cache()["issues"]["2"].clone();
    let run = lab.status(&[]).code(1);
    assert_eq!(run.stderr, one_left("GitHub's answer cannot be read"));
    assert_eq!(lab.cache()["issues"]["2"], before);
}

#[test]
fn a_server_that_only_fails_is_soon_left_alone() {
    let lab = Lab::new(1..=50, Stub::start(|_, _| Reply::status(200).body("no")));
    lab.status(&[]).code(1);
    assert_eq!(lab.stub.asked().len(), 3);
    assert!(!lab.project.join(super::CACHE).exists(), "nothing was heard, so nothing is kept");
}

#[test]
fn a_body_without_end_ends_with_the_time_of_the_run() {
    let lab = second(|_| Reply::Slow);
    let run = lab.status(&["--status-timeout", "1"]).code(1);
    assert!(run.stderr.ends_with(": the 1 s for it were over\n"), "{}", run.stderr);
    assert_eq!(lab.state(3), "open", "what came before is kept");
}

#[test]
fn ten_thousand_labels_are_cut_to_those_that_count() {
    let labels = (0..10_000).map(|number| format!("label-{number}")).chain(["stage/alpha".to_owned()]);
    let body = rest_body(2, &Issue { labels: labels.collect(), ..Issue::default() });
    let lab = second(move |_| Reply::status(200).body(body.clone()));
    lab.status(&[]).success();
    let entry = &lab.cache()["issues"]["2"];
    let labels = entry["labels"].as_array().expect("labels");
    assert_eq!((labels.len(), &entry["labels_left_out"]), (50, &9_951.into()));
    assert_eq!(labels[0], "stage/alpha");
}

#[test]
fn hostile_texts_steer_neither_terminal_nor_cache() {
    let hostile = Issue {
        milestone: Some("v1.38\u{1b}[2J\u{202e}\n<script>".to_owned()),
        labels: vec!["\u{200b}stage/\u{202e}beta".to_owned()],
        ..Issue::default()
    };
    let body = rest_body(2, &hostile);
    let lab = second(move |_| Reply::status(200).body(body.clone()));
    let out = lab.status(&["--format", "json"]).success();
    assert!(out.contains("\"milestone\": \"v1.38[2J <script>\""), "{out}");
    assert!(out.contains("\"stage/beta\""), "{out}");
}

#[test]
fn a_host_that_refuses_is_not_asked_again() {
    for status in [401, 403, 451] {
        let lab = Lab::new(1..=50, Stub::start(move |_, _| Reply::status(status)));
        let run = lab.status(&[]).code(1);
        assert_eq!(
            run.stderr,
            format!(
                "issue status: 50 of 50 issues not refreshed, nothing was fetched before: GitHub refuses to answer \
                 (status {status})\n"
            )
        );
        assert_eq!(lab.stub.asked().len(), 1);
    }
}

#[test]
fn a_host_that_is_not_there_is_no_failure_of_the_program() {
    let lab = Lab::new(1..=3, Stub::start(|_, _| Reply::Silence));
    let run = lab.status(&[]).code(1);
    assert!(run.stderr.ends_with(": GitHub cannot be reached: the connection broke\n"), "{}", run.stderr);
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let closed = format!("http://{}", free.expect("a free port"));
    let run = lab.run(lab.command_at(&closed, &[])).code(1);
    assert!(run.stderr.ends_with(": GitHub cannot be reached: no connection\n"), "{}", run.stderr);
}
