//! `kepdb search`, as a process: its answers, its formats and its cache.

use serde_json::Value;

use super::json_schema::assert_valid;
use super::records::{ask, on, project};
use crate::support::{Project, kepdb};

#[test]
fn finds_names_titles_and_words_and_marks_them() {
    let list = ask(&["search", "certificates", "pod", "--format", "table", "--color", "always"]);
    assert!(list.contains("\u{1b}[1mPod\u{1b}[0m \u{1b}[1mCertificates\u{1b}[0m"), "{list}");
    let plain = ask(&["search", "PodCertificateRequest"]);
    assert!(plain.starts_with("PodCertificateRequest\tresult\tgate\tPodCertificateRequest\t"), "{plain}");
    let csv = ask(&["search", "certificate", "--format", "csv", "--limit", "1"]);
    assert!(csv.starts_with("query,group,kind,name,title,stage,sig,snippet\n"), "{csv}");
    assert_eq!(csv.lines().count(), 2);
}

#[test]
fn the_json_keeps_to_its_schema_with_and_without_results() {
    let found: Value = serde_json::from_str(&ask(&["search", "pod", "--format", "json"])).expect("JSON");
    assert_valid("search", &found);
    assert!(found["total"].as_u64() > Some(0), "{found}");
    let run = on(&project(), &["search", "qqqqqqq", "--format", "json"]).run().code(1);
    let nothing: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_valid("search", &nothing);
    assert_eq!(nothing["total"], 0);
}

#[test]
fn nothing_found_is_one_and_a_wrong_condition_two() {
    let run = on(&project(), &["search", "qqqqqqq"]).run().code(1);
    assert_eq!(run.stderr, "nothing found: nothing in the records answers `qqqqqqq`\n");
    let run = on(&project(), &["search", "pod", "stage:bta"]).run().code(2);
    assert!(run.stderr.contains("no stage is called `bta`: did you mean `stage:beta`?"), "{}", run.stderr);
    assert!(run.stderr.contains("try: kepdb search pod stage:beta"), "{}", run.stderr);
    kepdb(["search"]).run().code(2);
}

#[test]
fn a_query_takes_conditions_as_words() {
    let by_option = ask(&["query", "1.35", "--sig", "auth", "--stage", "beta"]);
    assert_eq!(ask(&["query", "1.35", "--where", "sig:auth stage:beta"]), by_option);
    for (conditions, says) in [
        ("sig:aut", "did you mean `sig:auth`?"),
        ("stage:beta pod", "`pod` is no condition"),
        ("version:1.35", "the version is an argument of its own"),
        ("kind:gate", "kind: is for searches only"),
        ("stage:removed", "what was removed is a change"),
    ] {
        let run = on(&project(), &["query", "1.35", "--where", conditions]).run().code(2);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
}

#[test]
fn the_cache_is_used_and_no_state_of_it_is_an_error() {
    let home = Project::new();
    let cache = home.path().join("cache");
    let search = |folder: &std::path::Path| {
        kepdb(["search", "pod", "certificates"])
            .env("XDG_CACHE_HOME", folder)
            .env("SOURCE_DATE_EPOCH", "1795435200")
            .run()
            .success()
    };
    let built = search(&cache);
    let file = cache.join("kepdb/search-packed.bin");
    let kept = std::fs::read(&file).expect("a cache");
    assert_eq!(search(&cache), built, "from the cache");
    assert_eq!(std::fs::read(&file).expect("a cache"), kept);

    // Cut short, of another program, or with another letter in it: made again.
    let mut damaged = kept.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for bytes in [Vec::new(), kept[..kept.len() / 2].to_vec(), b"something else".to_vec(), damaged] {
        std::fs::write(&file, bytes).expect("write");
        assert_eq!(search(&cache), built);
        assert_eq!(std::fs::read(&file).expect("a cache"), kept, "made again");
    }

    // Nowhere to write: the folder's place is a file.
    let blocked = home.path().join("blocked");
    std::fs::write(&blocked, "").expect("write");
    assert_eq!(search(&blocked), built);
}

#[test]
fn other_records_are_not_answered_from_the_cache() {
    let home = Project::new();
    let ask =
        |project: &Project| on(project, &["search", "pod"]).env("XDG_CACHE_HOME", home.path()).run().stdout;
    let all = ask(&project());
    assert!(all.contains("PodCertificateRequest"), "{all}");
    let fewer = project();
    std::fs::remove_file(fewer.join("content/gates/PodCertificateRequest.toml")).expect("a gate");
    assert!(!ask(&fewer).contains("\tgate\tPodCertificateRequest\t"));
}
