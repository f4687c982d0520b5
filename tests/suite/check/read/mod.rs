//! Reading: what each place sets, and where.
//!
//! `tests/fixtures/check/PLACE/` holds files as operators have them, and `expected.txt` with everything that is read
//! from them.

mod limits;
mod mutations;
mod traps;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kepdb::check::{Carrier, Found, Place, Setting, Value, Who, read};

use crate::support::{assert_expected, fixtures};

/// Every file of a fixture folder but the expected text, as the path from there and its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut paths = Vec::new();
    walk(folder, &mut paths);
    paths.sort();
    let name = |path: &Path| {
        let parts: Vec<_> =
            path.strip_prefix(folder).expect("inside").iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    };
    paths
        .iter()
        .map(|path| (name(path), std::fs::read(path).expect("a readable fixture")))
        .filter(|(name, _)| name != "expected.txt")
        .map(|(name, bytes)| (name, with_plain_line_ends(bytes)))
        .collect()
}

/// A checkout may have turned line ends into CRLF, which would shift every place.
fn with_plain_line_ends(bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => text.replace("\r\n", "\n").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// The names of the fixture folders.
fn places() -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(fixtures("check"))
        .expect("the fixtures")
        .map(|entry| entry.expect("a readable entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn line_column(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{line}:{column}")
}

fn who(who: Who) -> String {
    match who {
        Who::Component(slug) => slug.to_owned(),
        Who::Everyone => "(everyone)".to_owned(),
        Who::Unknown => "(unknown)".to_owned(),
        Who::Kubeadm => "(kubeadm)".to_owned(),
        Who::Other(words) => format!("({words})"),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::On => "on".to_owned(),
        Value::Off => "off".to_owned(),
        Value::Missing => "missing".to_owned(),
        Value::Invalid(text) => format!("invalid `{text}`"),
    }
}

fn setting_line(text: &str, setting: &Setting) -> String {
    let carrier = match setting.carrier {
        Carrier::Flag => "flag",
        Carrier::File => "file",
        Carrier::Live => "live",
    };
    let prefix = setting.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
    let emulated = setting.emulated.map(|version| format!(", emulated {version}")).unwrap_or_default();
    format!(
        "{} {} {prefix}{}: {} ({}, {carrier}, list {}{emulated}) `{}`",
        line_column(text, setting.name_span.start),
        who(setting.who),
        setting.gate,
        value(&setting.value),
        setting.place.as_str(),
        setting.list,
        text[setting.span.clone()].replace('\n', "\\n"),
    )
}

/// What was found, as text.
fn told(bytes: &[u8], found: &Found) -> String {
    let text = kepdb::check::text(bytes);
    let mut told = String::new();
    let names: Vec<_> = found.recognised.iter().map(|place| place.as_str()).collect();
    writeln!(told, "  recognised: {}", names.join(", ")).expect("write");
    for setting in &found.settings {
        writeln!(told, "  {}", setting_line(&text, setting)).expect("write");
    }
    for set in &found.feature_sets {
        writeln!(told, "  {} feature set {}", line_column(&text, set.span.start), set.name).expect("write");
    }
    for unread in &found.unread {
        let kind = if unread.fatal { "fatal" } else { "unread" };
        let start = line_column(&text, unread.span.start);
        writeln!(told, "  {start} {kind}: {}", unread.message).expect("write");
        if let Some(help) = &unread.help {
            writeln!(told, "    help: {help}").expect("write");
        }
    }
    told
}

#[test]
fn every_place_is_read_as_expected() {
    for place in places() {
        let mut all = String::new();
        for (name, bytes) in files(&fixtures("check").join(&place)) {
            writeln!(all, "{name}").expect("write");
            all.push_str(&told(&bytes, &read(&name, &bytes)));
        }
        assert_expected(&format!("check/{place}/expected.txt"), &all);
    }
}

#[test]
fn every_kind_of_place_has_a_fixture() {
    let fixtures: BTreeSet<_> = places().into_iter().collect();
    for place in Place::ALL {
        let name = place.as_str();
        assert!(fixtures.contains(name), "tests/fixtures/check/{name} is missing");
        let found = files(&self::fixtures("check").join(name)).iter().any(|(file, bytes)| {
            let found = read(file, bytes);
            found.settings.iter().any(|setting| setting.place == *place)
        });
        assert!(found, "no fixture in tests/fixtures/check/{name} sets a gate in that place");
    }
}
