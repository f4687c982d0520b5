//! The file that remembers.

use std::process::{Command, Stdio};

use super::stub::{Github, Reply, Stub};
use super::{CACHE, Lab, TOKEN};

fn lab(numbers: std::ops::RangeInclusive<u32>) -> Lab {
    let github = Github::with(numbers.clone());
    Lab::new(numbers, Stub::start(move |request, _| github.answer(request)))
}

#[test]
fn a_damaged_cache_is_reported_once_and_made_anew() {
    let lab = lab(1..=2);
    for text in ["", "{", "[]", "{\"format\":1,\"issues\":{\"x\":{}}}", "\0\0\0"] {
        lab.project.write(CACHE, text);
        let run = lab.status(&[]).code(0);
        assert!(
            run.stderr.starts_with("issue status: the cache .kepdb/status.json is damaged (line "),
            "{}",
            run.stderr
        );
        assert!(run.stderr.ends_with(") and counts as empty\n"), "{}", run.stderr);
        lab.status(&[]).success();
    }
    lab.project.write(CACHE, "{\"format\":2,\"api\":\"\",\"repository\":\"\",\"issues\":{}}");
    let run = lab.status(&[]).code(0);
    assert!(run.stderr.contains("its format is 2, and this program knows 1"), "{}", run.stderr);
}

#[test]
fn the_cache_is_where_it_is_told_to_be() {
    let lab = lab(1..=1);
    lab.status(&["--status-cache", "deep/er/issues.json"]).success();
    assert!(lab.project.join("deep/er/issues.json").is_file() && !lab.project.join(CACHE).exists());
    let inner = lab.project.join("inner/records");
    std::fs::create_dir_all(inner.join("keps")).expect("make a folder");
    std::fs::copy(lab.project.join("content/keps/1-k1.toml"), inner.join("keps/1-k1.toml")).expect("copy");
    let command =
        crate::support::kepdb(["status", "--content", "inner/records", "--github-api", &lab.stub.url]);
    lab.run(command.current_dir(lab.project.path())).success();
    assert!(lab.project.join("inner/.kepdb/status.json").is_file(), "beside the content folder");
}

#[test]
fn a_cache_that_cannot_be_written_is_a_remark() {
    let lab = lab(1..=1);
    lab.project.write(".kepdb", "a file where the folder should be");
    let run = lab.status(&[]).code(1);
    assert!(run.stderr.contains("issue status: the cache .kepdb/status.json cannot be written: "), "{run:?}");
    assert!(run.stdout.starts_with("1 issue: 1 new or changed"), "{}", run.stdout);
}

#[test]
fn a_killed_run_leaves_a_readable_cache_with_what_it_heard() {
    let github = Github::with(1..=250);
    // The third batch never ends: by then the first two are kept.
    let stub =
        Stub::start(move |request, count| if count == 2 { Reply::Slow } else { github.answer(request) });
    let lab = Lab::new(1..=250, stub);
    let mut child = Command::new(env!("CARGO_BIN_EXE_kepdb"))
        .args(["status", "--content", "content", "--github-api", &lab.stub.url])
        .env("GITHUB_TOKEN", TOKEN)
        .current_dir(lab.project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("start kepdb");
    while lab.stub.requests().len() < 3 {
        assert!(child.try_wait().expect("look at kepdb").is_none(), "kepdb ended early");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("kill kepdb");
    child.wait().expect("wait for kepdb");
    assert_eq!(lab.cache()["issues"].as_object().expect("issues").len(), 200);
    let out = lab.status_with_token(&[]).success();
    assert!(out.starts_with("250 issues: 50 new or changed, 200 as before"), "{out}");
}

#[test]
fn runs_at_once_keep_each_others_answers() {
    let lab = lab(1..=120);
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..4).map(|_| scope.spawn(|| lab.command(&[]).env("GITHUB_TOKEN", TOKEN).run())).collect();
        for run in runs {
            run.join().expect("a run").code(0);
        }
    });
    assert_eq!(lab.cache()["issues"].as_object().expect("issues").len(), 120);
    let left: Vec<_> = lab.project.snapshot(".kepdb").into_iter().map(|(name, _)| name).collect();
    assert_eq!(left, [CACHE], "nothing else is left behind");
}
