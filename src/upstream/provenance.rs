//! Which commit of an upstream repository a checkout is at: from git, or from what the caller was told.

use std::path::Path;
use std::process::Command;
use std::str::FromStr;

use jiff::civil::Date;

use super::import::ImportError;
use crate::model::{FactSource, MinorVersion};

/// What a person says about a source, for checkouts that are no git repository: `docs=<commit>,<date>,<version>`.
///
/// Date and version may be left out; so may the commit, by an empty text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// Which source it is about.
    pub kind: FactSource,
    /// Full commit hash.
    pub commit: Option<String>,
    /// Commit date.
    pub date: Option<Date>,
    /// Newest minor version that the source describes.
    pub describes: Option<MinorVersion>,
}

/// A text that is no note on a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{why}: write code=<commit>, docs=<commit> or kep=<commit>, then, if known, ,<date> and ,<minor version>"
)]
pub struct ParseSourceNoteError {
    why: String,
}

impl FromStr for SourceNote {
    type Err = ParseSourceNoteError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |why: &str| ParseSourceNoteError { why: why.to_owned() };
        let (kind, rest) = text.split_once('=').ok_or_else(|| error("the source is not named"))?;
        let kind = [FactSource::Code, FactSource::Docs, FactSource::Kep]
            .into_iter()
            .find(|source| source.as_str() == kind.trim())
            .ok_or_else(|| error("that is no source"))?;
        let mut note = Self { kind, commit: None, date: None, describes: None };
        for (index, part) in rest.split(',').map(str::trim).enumerate() {
            match index {
                _ if part.is_empty() => {}
                0 if is_commit(part) => note.commit = Some(part.to_owned()),
                0 => return Err(error("the commit is not 40 hexadecimal digits in lower case")),
                1 => {
                    note.date = Some(part.parse().map_err(|_cause| error("the date is not like 2026-01-22"))?)
                }
                2 => {
                    note.describes =
                        Some(part.parse().map_err(|_cause| error("the version is not like 1.35"))?);
                }
                _ => return Err(error("there is more than a commit, a date and a version")),
            }
        }
        Ok(note)
    }
}

/// Commit and date of a checkout, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Commit {
    pub(crate) hash: Option<String>,
    pub(crate) date: Option<Date>,
}

/// Commit and date of the checkout `dir`: git's word where it is the top of a repository, else the note's.
pub(crate) fn commit_of(dir: &Path, note: Option<&SourceNote>) -> Result<Commit, ImportError> {
    let noted = note.map(|note| Commit { hash: note.commit.clone(), date: note.date }).unwrap_or_default();
    let Some(found) = from_git(dir, git) else { return Ok(noted) };
    match (&noted.hash, &found.hash) {
        (Some(noted), Some(found)) if noted != found => {
            Err(ImportError::Note { dir: dir.to_owned(), noted: noted.clone(), found: found.clone() })
        }
        _ => Ok(found),
    }
}

/// What git says, asked through `run`; nothing for a folder that is not the top of a work tree: a plain folder inside
/// some other repository must not get that repository's commit.
fn from_git(dir: &Path, run: impl Fn(&Path, &[&str]) -> Option<String>) -> Option<Commit> {
    let top = run(dir, &["rev-parse", "--show-toplevel"])?;
    let same =
        std::fs::canonicalize(top.trim_end_matches(['\n', '\r'])).ok()? == std::fs::canonicalize(dir).ok()?;
    if !same {
        return None;
    }
    let line = run(dir, &["log", "-1", "--format=%H %cs", "HEAD"])?;
    let (hash, date) = line.trim().split_once(' ')?;
    is_commit(hash).then(|| Commit { hash: Some(hash.to_owned()), date: date.parse().ok() })
}

fn git(dir: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // The checkout's own settings must not start programs, and the caller's variables must not point elsewhere.
    command.args(["-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-C"]).arg(dir).args(args);
    for name in
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"]
    {
        command.env_remove(name);
    }
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

fn is_commit(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn reads_notes_with_and_without_date_and_version() {
        let full: SourceNote = format!("code={HASH},2026-07-30,1.37").parse().expect("a note");
        assert_eq!(full.kind, FactSource::Code);
        assert_eq!(full.commit.as_deref(), Some(HASH));
        assert_eq!(full.date, Some(jiff::civil::date(2026, 7, 30)));
        assert_eq!(full.describes, Some(MinorVersion::new(1, 37)));
        let sparse: SourceNote = format!("kep={HASH},,").parse().expect("a note");
        assert_eq!((sparse.date, sparse.describes), (None, None));
        for text in ["", "kep", "hand=", "kep=abc", "kep=,2026-13-01", "docs=,,x", "kep=,,,1"] {
            assert!(text.parse::<SourceNote>().is_err(), "{text}");
        }
    }

    #[test]
    fn takes_the_commit_of_the_top_of_a_repository_only() {
        let dir = tempfile::tempdir().expect("a folder");
        let inner = dir.path().join("inner");
        std::fs::create_dir(&inner).expect("a folder");
        let top = dir.path().to_string_lossy().into_owned();
        let git = |_: &Path, args: &[&str]| match args[0] {
            "rev-parse" => Some(format!("{top}\n")),
            _ => Some(format!("{HASH} 2026-07-24\n")),
        };
        let commit = from_git(dir.path(), git).expect("the top has a commit");
        assert_eq!(commit.hash.as_deref(), Some(HASH));
        assert_eq!(commit.date, Some(jiff::civil::date(2026, 7, 24)));
        assert_eq!(from_git(&inner, git), None);
        assert_eq!(from_git(dir.path(), |_, _| None), None);
        assert_eq!(from_git(dir.path(), |_, _| Some("nonsense".to_owned())), None);
    }
}
