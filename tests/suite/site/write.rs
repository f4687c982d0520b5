//! Putting a site on disk: all or nothing, and nowhere else.

use std::fs;
use std::time::{Duration, SystemTime};

use kepdb::site::OutputFile;
use kepdb::site::write::{WriteError, Written, stage, write};

use crate::support::Project;

fn files(files: &[(&str, &str)]) -> Vec<OutputFile> {
    files
        .iter()
        .map(|(path, text)| OutputFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() })
        .collect()
}

/// A project with a site of two files in `public`.
fn site() -> Project {
    let project = Project::new();
    write(&files(&[("index.html", "one"), ("a/index.html", "two")]), &project.join("public"))
        .expect("a site");
    project
}

fn names(project: &Project, path: &str) -> Vec<String> {
    project.snapshot(path).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn the_folder_holds_exactly_the_files() {
    let project = site();
    assert_eq!(names(&project, "public"), ["public/.kepdb-site", "public/a/index.html", "public/index.html"]);
    let written = write(&files(&[("b.txt", "x")]), &project.join("public")).expect("another site");
    assert_eq!(written, Written { changed: 1, unchanged: 0 });
    assert_eq!(names(&project, ""), ["public/.kepdb-site", "public/b.txt"]);
}

#[test]
fn an_unchanged_file_keeps_its_modification_time() {
    let project = site();
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    for path in ["public/index.html", "public/a/index.html"] {
        fs::File::options()
            .append(true)
            .open(project.join(path))
            .expect("a file")
            .set_modified(long_ago)
            .expect("set");
    }
    let new = files(&[("a/index.html", "two"), ("index.html", "new")]);
    assert_eq!(write(&new, &project.join("public")).expect("a site"), Written { changed: 1, unchanged: 1 });
    let modified = |path| fs::metadata(project.join(path)).and_then(|data| data.modified()).expect("a time");
    assert_eq!(modified("public/a/index.html"), long_ago);
    assert!(modified("public/index.html") > long_ago);
    assert_eq!(project.read("public/index.html"), "new");
}

#[cfg(unix)]
#[test]
fn a_site_that_is_already_there_is_not_touched() {
    use std::os::unix::fs::MetadataExt as _;
    let project = site();
    let folder = || fs::metadata(project.join("public")).expect("the folder").ino();
    let (before, same) = (folder(), files(&[("a/index.html", "two"), ("index.html", "one")]));
    assert_eq!(write(&same, &project.join("public")).expect("a site"), Written { changed: 0, unchanged: 2 });
    assert_eq!(folder(), before);
    fs::write(project.join("public/a/stray"), "x").expect("a stray file");
    assert_eq!(write(&same, &project.join("public")).expect("a site"), Written { changed: 0, unchanged: 2 });
    assert_eq!(names(&project, "public"), ["public/.kepdb-site", "public/a/index.html", "public/index.html"]);
}

#[test]
fn a_staged_site_that_is_not_published_goes_away() {
    let project = site();
    let before = project.snapshot("");
    drop(stage(&files(&[("index.html", "new")]), &project.join("public")).expect("a staged site"));
    assert_eq!(project.snapshot(""), before);
}

#[test]
fn a_write_that_fails_leaves_the_former_site_whole() {
    let project = site();
    let before = project.snapshot("");
    // A file cannot be a folder as well.
    let error =
        write(&files(&[("index.html", "new"), ("x", "file"), ("x/y", "file")]), &project.join("public"));
    assert!(matches!(error, Err(WriteError::Io(_))), "{error:?}");
    assert_eq!(project.snapshot(""), before, "nothing changed and nothing is left behind");
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let project = Project::new().file("public/thesis.txt", "years of work");
    let error = write(&files(&[("index.html", "x")]), &project.join("public"));
    assert!(matches!(error, Err(WriteError::NotOurs(_))), "{error:?}");
    assert_eq!(names(&project, ""), ["public/thesis.txt"]);
}

#[test]
fn an_empty_folder_and_a_missing_one_are_taken() {
    let project = Project::new().folder("empty");
    for path in ["empty", "missing/below"] {
        write(&files(&[("index.html", "x")]), &project.join(path)).expect(path);
        assert_eq!(project.read(&format!("{path}/index.html")), "x");
    }
}

#[test]
fn a_path_that_leaves_the_folder_is_refused_before_anything_is_written() {
    let project = site();
    let before = project.snapshot("");
    for path in ["../evil", "a/../../evil", "/evil", "a//b", "", ".", "a\\..\\b", "a\0b", "a/./b"] {
        let error = write(&files(&[("index.html", "new"), (path, "x")]), &project.join("public"));
        assert!(matches!(error, Err(WriteError::Outside(_))), "{path:?}: {error:?}");
    }
    assert_eq!(project.snapshot(""), before);
}

#[test]
fn what_a_killed_build_left_behind_goes_away_when_it_is_old() {
    let project =
        site().file(".kepdb-new-old/index.html", "half").file(".kepdb-new-young/index.html", "half");
    let long_ago = SystemTime::now() - Duration::from_secs(3 * 60 * 60);
    fs::File::open(project.join(".kepdb-new-old")).expect("a folder").set_modified(long_ago).expect("set");
    write(&files(&[("index.html", "new")]), &project.join("public")).expect("a site");
    assert_eq!(
        names(&project, ""),
        [".kepdb-new-young/index.html", "public/.kepdb-site", "public/index.html"]
    );
}

#[cfg(unix)]
#[test]
fn behind_a_link_the_folder_is_replaced_and_the_link_stays() {
    let project = site();
    std::os::unix::fs::symlink("public", project.join("link")).expect("a link");
    write(&files(&[("index.html", "new")]), &project.join("link")).expect("a site");
    assert!(fs::symlink_metadata(project.join("link")).expect("the link").is_symlink());
    assert_eq!(project.read("public/index.html"), "new");
    assert_eq!(names(&project, "public"), ["public/.kepdb-site", "public/index.html"]);
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_former_site_is_not_followed() {
    let project = site().file("secret.txt", "mine");
    fs::remove_file(project.join("public/index.html")).expect("remove a file");
    std::os::unix::fs::symlink("../secret.txt", project.join("public/index.html")).expect("a link");
    write(&files(&[("index.html", "mine")]), &project.join("public")).expect("a site");
    assert!(fs::symlink_metadata(project.join("public/index.html")).expect("the page").is_file());
    assert_eq!(project.read("secret.txt"), "mine");
}

#[cfg(unix)]
#[test]
fn everybody_may_read_the_site() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = site();
    let mode = fs::metadata(project.join("public")).expect("the folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
}
