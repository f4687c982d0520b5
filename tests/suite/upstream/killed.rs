//! An import that ends in the middle leaves each file old or new.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use kepdb::upstream;

use super::{LIST, Records, import, input, world};
use crate::support::Project;

/// A world that was imported once and has news since, in many records.
fn with_news(gates: usize) -> Project {
    let project = world();
    let spec = |name: &str, stage: &str, default: bool| {
        format!(
            "- name: {name}\n  versionedSpecs:\n  - default: {default}\n    lockToDefault: false\n    preRelease: {stage}\n    version: \"1.36\"\n"
        )
    };
    let small = project.read(LIST);
    let list = |stage: &str, default: bool| {
        let many = (0..gates).map(|number| spec(&format!("Gate{number:03}"), stage, default));
        small.clone() + &many.collect::<String>()
    };
    project.write(LIST, list("Alpha", false));
    import(&project);
    project.write(LIST, list("Beta", true));
    let kep = "enhancements/keps/sig-node/1011-claims-a-gate/kep.yaml";
    // A new number renames a record.
    project.write(kep, project.read(kep).replace("kep-number: 1011", "kep-number: 1111"));
    project
}

/// Fails unless each record of `now` is what it was before the import or what it is behind it.
#[track_caller]
fn assert_old_or_new(now: &Records, old: &Records, new: &Records) {
    let temporary = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with(".kepdb-"));
    for (path, text) in now.0.iter().filter(|(path, _)| !temporary(path)) {
        // A renamed record has the old text under its new name for a moment.
        let renamed = path.replace("/1111-", "/1011-");
        let known = [old.0.get(path), new.0.get(path), old.0.get(&renamed)];
        assert!(known.contains(&Some(text)), "{path} is neither old nor new:\n{text}");
    }
    let lost: Vec<_> =
        old.0.keys().filter(|path| new.0.contains_key(*path) && !now.0.contains_key(*path)).collect();
    assert!(lost.is_empty(), "{lost:?} are gone");
}

#[test]
fn an_import_that_stops_behind_any_file_is_finished_by_the_next_one() {
    let fresh = with_news(6);
    let old = Records::of(&fresh);
    let news: BTreeMap<String, Vec<u8>> = fresh.snapshot("").into_iter().collect();
    import(&fresh);
    let new = Records::of(&fresh);
    assert_ne!(old.0, new.0);
    for stop in 0.. {
        let mut project = Project::new();
        for (path, bytes) in &news {
            project = project.file(path, bytes);
        }
        let mut written = 0;
        let plan = upstream::plan(&input(&project)).expect("a plan");
        plan.write_while(|_| {
            written += 1;
            written <= stop
        })
        .expect("a write");
        let now = Records::of(&project);
        assert_old_or_new(&now, &old, &new);
        let finished = now.0 == new.0;
        import(&project);
        assert_eq!(Records::of(&project).0, new.0, "after a stop behind {stop} files");
        if finished {
            assert!(stop > 8, "only {stop} files were written");
            break;
        }
    }
}

#[test]
fn a_killed_process_leaves_each_file_old_or_new() {
    let gates = 150;
    let template = with_news(gates);
    let old = Records::of(&template);
    let done = Project::new().copy("", template.path());
    import(&done);
    let new = Records::of(&done);
    let mut halfway = 0;
    let project = template;
    let stale = Project::new().copy("content", &project.join("content"));
    for round in 0..40_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kepdb"))
            .args(["import", "--source-note", "code=,,1.37", "--source-note", "docs=,,1.35"])
            .args(["--enhancements", "enhancements", "--website", "website", "--kubernetes", "kubernetes"])
            .current_dir(project.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("start kepdb");
        if round % 2 == 0 {
            // As soon as it has begun to write, so that the kill comes in the middle on any machine.
            let first = project.join("content/gates/Gate000.toml");
            let before = &old.0["gates/Gate000.toml"];
            while child.try_wait().expect("ask for the child").is_none()
                && std::fs::read_to_string(&first).is_ok_and(|text| text == *before)
            {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(300 * round));
        } else {
            std::thread::sleep(Duration::from_millis(5 * round));
        }
        // It may have ended by itself.
        drop(child.kill());
        child.wait().expect("wait for kepdb");
        let now = Records::of(&project);
        assert_old_or_new(&now, &old, &new);
        halfway += usize::from(now.0 != old.0 && now.0 != new.0);
        if round % 10 == 9 {
            import(&project);
            assert_eq!(Records::of(&project).0, new.0, "leftovers are cleared and the rest is written");
        }
        std::fs::remove_dir_all(project.join("content")).expect("clear the content");
        copy_back(&stale, &project);
        if halfway >= 4 && round >= 9 {
            break;
        }
    }
    assert!(halfway > 0, "no kill came in the middle of the writes");
}

fn copy_back(from: &Project, to: &Project) {
    for (path, bytes) in from.snapshot("content") {
        to.write(&path, bytes);
    }
}

#[test]
fn a_file_that_cannot_be_written_ends_the_import_and_spoils_no_other() {
    let project = with_news(6);
    let old = Records::of(&project);
    let whole = Project::new().copy("", project.path());
    import(&whole);
    let new = Records::of(&whole);
    // A folder stands where the record of a new gate has to go.
    let list = project.read(LIST);
    project.write(LIST, list + "- name: Gate002x\n  versionedSpecs:\n  - default: false\n    lockToDefault: false\n    preRelease: Alpha\n    version: \"1.36\"\n");
    std::fs::create_dir_all(project.join("content/gates/Gate002x.toml/inside")).expect("make a folder");
    let error = upstream::import(&input(&project)).expect_err("a folder in the way").to_string();
    assert!(error.contains("Gate002x.toml"), "{error}");
    let now = Records::of(&project);
    assert_old_or_new(&now, &old, &new);
    assert_eq!(now.text("gates/Gate001.toml"), new.text("gates/Gate001.toml"));
    assert_eq!(now.text("gates/Gate003.toml"), old.text("gates/Gate003.toml"));
    assert!(!now.0.keys().any(|path| path.contains(".kepdb-")), "a temporary file is left");
    // The sources are written last: they still name the import before.
    assert_eq!(now.text("sources.toml"), old.text("sources.toml"));
}
