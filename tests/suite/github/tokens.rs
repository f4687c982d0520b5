//! With a token: a hundred issues a request, and a token that nobody sees.

use super::stub::{FAR, Github, Issue, Reply, Stub, graph_body, rest_body};
use super::{Lab, TOKEN};
use crate::support::kepdb;

fn lab(numbers: std::ops::RangeInclusive<u32>, github: Github) -> Lab {
    Lab::new(numbers, Stub::start(move |request, _| github.answer(request)))
}

#[test]
fn all_keps_take_few_requests_and_a_second_run_without_a_token_costs_nothing() {
    let github = std::sync::Arc::new(Github::with(1..=655));
    let server = std::sync::Arc::clone(&github);
    let lab = Lab::new(1..=655, Stub::start(move |request, _| server.answer(request)));
    let out = lab.status_with_token(&[]).success();
    assert!(out.starts_with("655 issues: 655 new or changed (7 requests).\n"), "{out}");
    let requests = lab.stub.requests();
    assert!(requests.len() <= 8, "{} requests", requests.len());
    assert!(requests.iter().all(|request| request.headers["authorization"] == format!("Bearer {TOKEN}")));
    assert!(requests.iter().all(|request| request.method == "POST" && request.path == "/graphql"));

    let out = lab.status(&[]).success();
    assert!(out.starts_with("655 issues: 655 as before (655 requests).\n"), "{out}");
    assert_eq!(*github.remaining.lock().expect("the limit"), 60, "nothing of the limit is spent");
}

#[test]
fn both_ways_hear_the_same() {
    let lab = lab(1..=3, Github::with(1..=3));
    lab.status_with_token(&[]).success();
    let by_token = lab.cache()["issues"].clone();
    std::fs::remove_file(lab.project.join(super::CACHE)).expect("remove the cache");
    lab.status(&[]).success();
    for number in ["1", "2", "3"] {
        let mut by_rest = lab.cache()["issues"][number].clone();
        let mut by_token = by_token[number].clone();
        for entry in [&mut by_rest, &mut by_token] {
            let entry = entry.as_object_mut().expect("an entry");
            entry.remove("fetched");
            entry.remove("etag");
        }
        assert_eq!(by_rest, by_token);
    }
}

#[test]
fn what_graphql_does_not_know_is_looked_for_once_more() {
    let github = Github::with([1, 2, 5]);
    let moved = rest_body(9, &Issue::default()).replace("kubernetes/enhancements", "kubernetes/website");
    let stub = Stub::start(move |request, _| match (request.issue(), request.path.as_str()) {
        (Some(3), _) => Reply::status(301).header("location", "/repositories/7/issues/9"),
        (Some(4), _) => Reply::status(410),
        (_, "/repositories/7/issues/9") => Reply::status(200).body(moved.clone()),
        _ => github.answer(request),
    });
    let lab = Lab::new(1..=5, stub);
    let out = lab.status_with_token(&[]).success();
    assert!(out.starts_with("5 issues: 4 new or changed, 1 not there (4 requests).\n"), "{out}");
    assert_eq!(lab.cache()["issues"]["3"]["moved_to"], "https://github.com/kubernetes/website/issues/9");
    // What was missing a moment ago is not looked for again.
    let before = lab.stub.requests().len();
    lab.status_with_token(&[]).success();
    let again: Vec<_> = lab.stub.requests()[before..].iter().filter_map(|request| request.issue()).collect();
    assert_eq!(again, [3]);
}

#[test]
fn a_batch_with_errors_gives_what_it_has() {
    let stub = Stub::start(|request, _| {
        let one = graph_body(1, &Issue::default());
        let body = format!(
            "{{\"data\":{{\"repository\":{{\"i1\":{one},\"i2\":null,\"i3\":{{\"state\":1}}}}}},\
             \"errors\":[{{\"message\":\"Something went wrong\",\"path\":[\"repository\",\"i2\"]}}]}}"
        );
        assert_eq!(request.path, "/graphql");
        Reply::status(200).body(body)
    });
    let lab = Lab::new(1..=3, stub);
    let run = lab.status_with_token(&[]).code(1);
    assert!(run.stdout.starts_with("3 issues: 1 new or changed, 2 not refreshed (1 request).\n"), "{run:?}");
    assert!(run.stderr.ends_with(": GitHub could not look an issue up\n"), "{}", run.stderr);
    assert_eq!((lab.state(1), lab.state(2)), ("open".into(), "unknown".into()));
}

#[test]
fn what_graphql_refuses_as_a_whole_ends_the_run_with_the_reason() {
    let limited = "{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"x\"}]}";
    let unknown =
        "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"NOT_FOUND\",\"path\":[\"repository\"]}]}";
    let cases: [(Reply, &str, usize); 8] = [
        (Reply::status(401), "GitHub does not accept the token (status 401)", 1),
        (Reply::status(403), "GitHub does not accept the token (status 403)", 2),
        (
            Reply::status(200)
                .header("x-ratelimit-remaining", 0)
                .header("x-ratelimit-reset", FAR)
                .body(limited),
            "GitHub's limit of requests is reached until 2100-01-01 00:00 UTC",
            1,
        ),
        (Reply::status(429).header("retry-after", 999), "GitHub's limit of requests is reached until", 1),
        (Reply::status(200).body(unknown), "GitHub knows no repository of that name", 1),
        (Reply::status(200).body("{\"data\":"), "GitHub's answer cannot be read", 2),
        (Reply::Truncated(limited.to_owned()), "GitHub's answer broke off", 6),
        (
            Reply::status(302).header("location", "https://example.org/"),
            "makes no sense here (status 302)",
            2,
        ),
    ];
    for (reply, cause, requests) in cases {
        let lab = Lab::new(1..=150, Stub::start(move |_, _| reply.clone()));
        let run = lab.status_with_token(&[]).code(1);
        assert!(run.stderr.contains(cause) && run.stderr.lines().count() == 1, "{cause}: {}", run.stderr);
        assert_eq!(lab.stub.requests().len(), requests, "{cause}");
    }
}

#[test]
fn a_token_that_may_not_ask_graphql_asks_one_by_one() {
    let forbidden = "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"FORBIDDEN\"}]}";
    for refusal in [Reply::status(403), Reply::status(200).body(forbidden)] {
        let github = Github::with(1..=3);
        let stub = Stub::start(move |request, _| match request.path.as_str() {
            "/graphql" => refusal.clone(),
            _ => github.answer(request),
        });
        let lab = Lab::new(1..=3, stub);
        let out = lab.status_with_token(&[]).success();
        assert!(out.starts_with("3 issues: 3 new or changed (4 requests).\n"), "{out}");
        assert_eq!(lab.stub.asked(), [3, 2, 1]);
    }
}

#[test]
fn an_error_that_passes_is_tried_again() {
    let github = Github::with(1..=3);
    let stub = Stub::start(move |request, count| match count {
        0 => Reply::status(500),
        1 => Reply::status(429).header("retry-after", 0),
        _ => github.answer(request),
    });
    let out = Lab::new(1..=3, stub).status_with_token(&[]).success();
    assert!(out.starts_with("3 issues: 3 new or changed (3 requests).\n"), "{out}");
}

#[test]
fn the_token_comes_from_a_file_or_one_of_two_variables() {
    let lab = lab(1..=1, Github::with(1..=1));
    lab.project.write("token", format!("  {TOKEN}\n"));
    let sent = || lab.stub.requests().pop().and_then(|request| request.headers.get("authorization").cloned());
    let wanted = Some(format!("Bearer {TOKEN}"));
    lab.run(lab.command(&["--token-file", "token"]).env("GITHUB_TOKEN", "other")).success();
    assert_eq!(sent(), wanted);
    lab.run(lab.command(&[]).env("GH_TOKEN", TOKEN)).success();
    assert_eq!(sent(), wanted);
    lab.run(lab.command(&[]).env("GITHUB_TOKEN", TOKEN).env("GH_TOKEN", "other")).success();
    assert_eq!(sent(), wanted);
    lab.run(lab.command(&[]).env("GITHUB_TOKEN", "  ").env("GH_TOKEN", "")).success();
    assert_eq!(sent(), None, "an empty variable is none");
}

#[test]
fn what_is_no_token_is_refused_without_being_shown() {
    let lab = lab(1..=1, Github::with(1..=1));
    lab.project.write("token", format!("{TOKEN}\nsecond line\n"));
    let run = lab.run(lab.command(&["--token-file", "token"])).code(2);
    assert_eq!(
        run.stderr,
        "error: no token in `token`\n  caused by: the token holds characters that no token has: is it the right file?\n"
    );
    lab.project.write("token", "\n");
    lab.run(lab.command(&["--token-file", "token"])).code(2);
    lab.run(lab.command(&["--token-file", "nowhere"])).code(2);
    let run = lab.run(lab.command(&[]).env("GH_TOKEN", format!("{TOKEN} and more"))).code(2);
    assert!(run.stderr.starts_with("error: no token in GH_TOKEN\n"), "{}", run.stderr);
    assert!(lab.stub.requests().is_empty());
}

#[test]
fn a_token_goes_to_no_host_without_encryption() {
    for url in ["http://api.github.com", "http://example.org", "https://me:pw@example.org", "nonsense"] {
        let run = kepdb(["status", "--github-api", url]).env("GITHUB_TOKEN", TOKEN).run().code(2);
        assert!(run.stderr.contains("write an address such as https://api.github.com"), "{}", run.stderr);
    }
}
