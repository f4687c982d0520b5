//! The importer on checkouts of our own, in the layout and the formats of the real ones.
//!
//! `tests/fixtures/upstream/` holds a small world: three checkouts with one file for each oddity that real files have,
//! and the content folder that people keep beside them.

mod code_traps;
mod damage;
mod drift_page;
mod keeping;
mod kep_traps;
mod killed;
mod merging;
mod page_traps;
mod sources;
mod summary;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kepdb::load;
use kepdb::model::{Drift, DriftClass};
use kepdb::upstream::{self, ImportInput, ImportReport};

use crate::support::{Project, fixtures};

/// Where the gate pages of a website checkout stand.
const PAGES: &str = "website/content/en/docs/reference/command-line-tools-reference/feature-gates";
/// Where the feature list of a code checkout stands.
const LIST: &str = "kubernetes/test/compatibility_lifecycle/reference/versioned_feature_list.yaml";

/// The small world in a folder of its own.
fn world() -> Project {
    Project::new().copy("", &fixtures("upstream"))
}

/// An import of all three checkouts of `project` into its content folder; code describes 1.37, docs 1.35.
fn input(project: &Project) -> ImportInput {
    let notes = ["code=,,1.37", "docs=,,1.35"].map(|note| note.parse().expect("a note")).to_vec();
    ImportInput {
        content: project.join("content"),
        enhancements: Some(project.join("enhancements")),
        website: Some(project.join("website")),
        kubernetes: Some(project.join("kubernetes")),
        notes,
        strict: false,
    }
}

/// Imports all three checkouts.
#[track_caller]
fn import(project: &Project) -> ImportReport {
    upstream::import(&input(project)).expect("an import")
}

/// Texts of a content folder, by path inside it.
struct Records(BTreeMap<String, String>);

/// What an import of the small world writes.
static IMPORTED: LazyLock<Records> = LazyLock::new(|| {
    let project = world();
    import(&project);
    Records::of(&project)
});

impl Records {
    fn of(project: &Project) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let inside = |path: String| path.strip_prefix("content/").expect("below content").to_owned();
        let files = project.snapshot("content");
        Self(files.into_iter().map(|(path, bytes)| (inside(path), text(bytes))).collect())
    }

    #[track_caller]
    fn text(&self, path: &str) -> &str {
        self.0.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", self.0.keys()))
    }

    /// Fails unless each of `lines` is a line of the file, in this order.
    #[track_caller]
    fn has(&self, path: &str, lines: &[&str]) {
        let text = self.text(path);
        let mut rest = text.lines();
        for line in lines {
            assert!(rest.any(|found| found == *line), "{path} lacks `{line}`:\n{text}");
        }
    }

    /// Fails if a line of the file starts with `key`.
    #[track_caller]
    fn lacks(&self, path: &str, key: &str) {
        let text = self.text(path);
        assert!(!text.lines().any(|line| line.starts_with(key)), "{path} has `{key}`:\n{text}");
    }

    /// The rows of a gate's history, without who says so.
    #[track_caller]
    fn history(&self, gate: &str) -> Vec<String> {
        let rows = self.text(&format!("gates/{gate}.toml")).lines().filter_map(|line| {
            let row = line.strip_prefix("  { since = ")?.strip_suffix(" },")?;
            Some(row.replace('"', "").replace(", source = code", "").replace(", source = docs", ""))
        });
        rows.collect()
    }

    /// Disagreements of one class about one subject, as `field: source value; …` and the nearest name.
    fn drift(&self, class: DriftClass, subject: &str) -> Vec<String> {
        drift_of(self.text("drift.toml"))
            .iter()
            .filter(|entry| entry.class == class && entry.subject.key() == subject)
            .map(in_words)
            .collect()
    }
}

/// The entries of a `drift.toml`.
fn drift_of(text: &str) -> Vec<Drift> {
    let loaded = load::load_texts(vec![("content/drift.toml".to_owned(), text.to_owned().into())]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.content.drift
}

fn in_words(entry: &Drift) -> String {
    let says: Vec<_> =
        entry.says.iter().map(|says| format!("{} {}", says.source.as_str(), says.value)).collect();
    let nearest = entry.nearest.as_ref().map(|name| format!(" → {name}")).unwrap_or_default();
    format!("{}: {}{nearest}", entry.field, says.join("; "))
}
