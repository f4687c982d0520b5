//! Which kind of record a file holds, by its place.

use crate::diag::nearest;

/// The kinds of record file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Kep,
    Gate,
    Collection,
    Releases,
    Taxonomy,
    Aliases,
    Sources,
    Drift,
    Waivers,
}

use FileKind::{Aliases, Collection, Drift, Gate, Kep, Releases, Sources, Taxonomy, Waivers};

/// Folders with one record a file.
pub(super) const FOLDERS: &[(&str, FileKind)] =
    &[("collections", Collection), ("gates", Gate), ("keps", Kep)];

/// Files with all records of a kind.
const FILES: &[(&str, FileKind)] = &[
    ("aliases.toml", Aliases),
    ("drift.toml", Drift),
    ("releases.toml", Releases),
    ("sources.toml", Sources),
    ("taxonomy.toml", Taxonomy),
    ("waivers.toml", Waivers),
];

impl FileKind {
    /// The kind of the file at `path`, which may start with the folder it was found in.
    pub(super) fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = folder.rsplit('/').next().unwrap_or_default();
        if let Some((_, kind)) = FOLDERS.iter().find(|(known, _)| *known == folder) {
            return name.ends_with(".toml").then_some(*kind);
        }
        FILES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// What the file at `path`, which is of no kind, may have been meant to be.
    pub(super) fn meant(path: &str) -> String {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if let Some(near) = nearest(name, FILES.iter().map(|(known, _)| *known)) {
            return format!("did you mean `{near}`?");
        }
        if let Some(folder) = FOLDERS.iter().find(|(known, _)| folder.rsplit('/').next() == Some(known)) {
            return format!("records in {}/ end in .toml", folder.0);
        }
        let files: Vec<_> = FILES.iter().map(|(known, _)| *known).collect();
        format!("records are read from keps/, gates/, collections/, {}", files.join(", "))
    }
}

/// The name of the file at `path`, without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_says_what_a_file_holds() {
        assert_eq!(FileKind::of("content/keps/4317-pod-certificates.toml"), Some(Kep));
        assert_eq!(FileKind::of("keps/releases.toml"), Some(Kep));
        assert_eq!(FileKind::of("/somewhere/else/gates/A.toml"), Some(Gate));
        assert_eq!(FileKind::of("releases.toml"), Some(Releases));
        assert_eq!(FileKind::of("content/waivers.toml"), Some(Waivers));
        for path in ["", "a.toml", "content/keps/a.md", "content/keps/sub/a.toml", "content/keps.toml"] {
            assert_eq!(FileKind::of(path), None, "{path}");
        }
        assert_eq!(FileKind::meant("content/release.toml"), "did you mean `releases.toml`?");
        assert_eq!(FileKind::meant("content/keps/a.md"), "records in keps/ end in .toml");
        assert_eq!(stem("content/keps/4317-pod-certificates.toml"), "4317-pod-certificates");
    }
}
