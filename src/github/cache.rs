//! What earlier runs heard, in one JSON file.
//!
//! The file is written whole or not at all, and a run that is killed leaves the one before. Two runs at once do not undo
//! each other's work: before a run writes, it reads the file again and keeps, issue by issue, what was heard last. A
//! file that cannot be read, or that another version of the format or another repository wrote, counts as empty.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use fs_err as fs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::api::{Api, RepositoryName};
use super::failure::Trouble;
use super::wire;
use crate::load::write;
use crate::model::{IssueAnswer, IssueKind, IssueStatus, KepNumber, StatusBook};

/// The version of the format.
const FORMAT: u32 = 1;
/// A file larger than this is none of ours.
const LARGEST: u64 = 64 << 20;
/// The word for an issue that does not exist.
const MISSING: &str = "missing";

/// One issue of the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// What GitHub said.
    pub(super) answer: IssueAnswer,
    /// The tag to ask with next time.
    pub(super) etag: Option<String>,
}

/// The cache in memory.
#[derive(Debug)]
pub(super) struct Cache {
    path: PathBuf,
    home: Home,
    entries: BTreeMap<u32, Entry>,
}

/// Whose issues they are: numbers of one repository mean nothing in another.
#[derive(Debug, Clone)]
struct Home {
    /// The API that was asked; any, for a run that asks none.
    api: Option<String>,
    repository: String,
}

/// The file. New keys may come without a new version; a key that goes, or means something else, needs one.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format: u32,
    api: String,
    repository: String,
    issues: BTreeMap<u32, Line>,
}

/// An entry in the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// `open`, `closed` or `missing`.
    state: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pull_request: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    milestone: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    labels_left_out: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    assignees: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    fetched: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Cache {
    /// Reads the file, if there is one.
    pub(super) fn read(
        path: &Path,
        api: Option<&Api>,
        repository: &RepositoryName,
    ) -> (Self, Option<Trouble>) {
        let home = Home { api: api.map(ToString::to_string), repository: repository.to_string() };
        let (entries, damage) = match read(path, &home) {
            Ok(entries) => (entries, None),
            Err(reason) => (BTreeMap::new(), Some(reason)),
        };
        let trouble = damage.map(|reason| Trouble::DamagedCache { path: path.to_owned(), reason });
        (Self { path: path.to_owned(), home, entries }, trouble)
    }

    /// The entry of the number.
    pub(super) fn get(&self, number: u32) -> Option<&Entry> {
        self.entries.get(&number)
    }

    /// Takes in what was heard.
    pub(super) fn insert(&mut self, number: u32, entry: Entry) {
        self.entries.insert(number, entry);
    }

    /// The entry of the number was confirmed at the moment `now`.
    pub(super) fn confirm(&mut self, number: u32, now: Timestamp) {
        match self.entries.get_mut(&number).map(|entry| &mut entry.answer) {
            Some(IssueAnswer::Issue(issue)) => issue.fetched_at = now,
            Some(IssueAnswer::Missing { checked }) => *checked = now,
            None => {}
        }
    }

    /// Writes the file, together with what other runs wrote meanwhile.
    pub(super) fn write(&mut self) -> Result<(), Trouble> {
        if let Ok(others) = read(&self.path, &self.home) {
            for (number, other) in others {
                let is_newer =
                    self.entries.get(&number).is_none_or(|own| own.answer.heard() < other.answer.heard());
                if is_newer {
                    self.entries.insert(number, other);
                }
            }
        }
        self.store().map_err(|error| Trouble::CacheNotWritten {
            path: self.path.clone(),
            reason: error.kind().to_string(),
        })
    }

    fn store(&self) -> io::Result<()> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let issues = self.entries.iter().map(|(number, entry)| (*number, Line::from(entry))).collect();
        let Home { api, repository } = self.home.clone();
        let file = File { format: FORMAT, api: api.unwrap_or_default(), repository, issues };
        let mut text = serde_json::to_string_pretty(&file).map_err(io::Error::other)?;
        text.push('\n');
        write::write(&self.path, &text)
    }

    /// What is known about the numbers that are asked for.
    pub(super) fn book(&self, numbers: impl Iterator<Item = KepNumber>) -> StatusBook {
        numbers.filter_map(|number| Some((number, self.get(number.0)?.answer.clone()))).collect()
    }
}

/// The entries of the file; none where there is no file. The error is a reason, without text of the file.
fn read(path: &Path, home: &Home) -> Result<BTreeMap<u32, Entry>, String> {
    let data = match fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error.kind().to_string()),
    };
    if !data.is_file() || data.len() > LARGEST {
        return Err("it is no file of this program".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| error.kind().to_string())?;
    let file: File = serde_json::from_slice(&bytes)
        .map_err(|error| format!("line {}, column {}", error.line(), error.column()))?;
    if file.format != FORMAT {
        return Err(format!("its format is {}, and this program knows {FORMAT}", file.format));
    }
    // Not damaged, but somebody else's.
    if file.repository != home.repository || home.api.as_ref().is_some_and(|api| *api != file.api) {
        return Ok(BTreeMap::new());
    }
    // One entry that makes no sense does not spoil the others.
    let entries = file.issues.into_iter().filter_map(|(number, line)| Some((number, line.into_entry()?)));
    Ok(entries.collect())
}

impl From<&Entry> for Line {
    fn from(entry: &Entry) -> Self {
        let fetched = entry.answer.heard().to_string();
        let etag = entry.etag.clone();
        match &entry.answer {
            IssueAnswer::Issue(issue) => Self {
                state: issue.state.as_str().to_owned(),
                pull_request: issue.kind == IssueKind::PullRequest,
                milestone: issue.milestone.clone(),
                labels: issue.labels.clone(),
                labels_left_out: issue.labels_left_out,
                assignees: issue.assignees,
                updated: Some(issue.updated.to_string()),
                fetched,
                moved_to: issue.moved_to.clone(),
                etag,
            },
            IssueAnswer::Missing { .. } => Self {
                state: MISSING.to_owned(),
                pull_request: false,
                milestone: None,
                labels: Vec::new(),
                labels_left_out: 0,
                assignees: 0,
                updated: None,
                fetched,
                moved_to: None,
                etag,
            },
        }
    }
}

impl Line {
    /// The entry, cleaned as if it came from GitHub: a cache is restored from places that others can write to.
    fn into_entry(self) -> Option<Entry> {
        let heard: Timestamp = self.fetched.parse().ok()?;
        if self.state == MISSING {
            return Some(Entry { answer: IssueAnswer::Missing { checked: heard }, etag: self.etag });
        }
        let (labels, labels_left_out) = wire::labels(self.labels.into_iter(), self.labels_left_out);
        let issue = IssueStatus {
            kind: if self.pull_request { IssueKind::PullRequest } else { IssueKind::Issue },
            state: wire::state(&self.state)?,
            milestone: self.milestone.and_then(|title| wire::milestone(&title)),
            labels,
            labels_left_out,
            assignees: self.assignees,
            updated: self.updated?.parse().ok()?,
            fetched_at: heard,
            moved_to: self.moved_to.and_then(|address| wire::address(&address)),
        };
        Some(Entry { answer: IssueAnswer::Issue(issue), etag: self.etag })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueState;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn entry(heard: &str) -> Entry {
        let issue = IssueStatus {
            kind: IssueKind::Issue,
            state: IssueState::Open,
            milestone: Some("v1.38".to_owned()),
            labels: vec!["stage/beta".to_owned(), "sig/auth".to_owned()],
            labels_left_out: 2,
            assignees: 1,
            updated: time("2026-10-01T00:00:00Z"),
            fetched_at: time(heard),
            moved_to: Some("https://github.com/a/b/issues/1".to_owned()),
        };
        Entry { answer: IssueAnswer::Issue(issue), etag: Some("W/\"x\"".to_owned()) }
    }

    fn open(path: &Path) -> (Cache, Option<Trouble>) {
        let api: Api = Api::GITHUB.parse().expect("an address");
        Cache::read(path, Some(&api), &"a/b".parse().expect("a repository"))
    }

    #[test]
    fn gives_back_what_it_was_given() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/status.json");
        let (mut cache, trouble) = open(&path);
        assert_eq!(trouble, None, "a file that is not there is not damaged");
        cache.insert(1, entry("2026-11-23T00:00:00Z"));
        let missing = IssueAnswer::Missing { checked: time("2026-11-22T00:00:00Z") };
        cache.insert(2, Entry { answer: missing, etag: None });
        cache.write().expect("a written cache");
        let (again, trouble) = open(&path);
        assert_eq!(trouble, None);
        assert_eq!(again.entries, cache.entries);
    }

    #[test]
    fn two_runs_keep_what_each_heard_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("status.json");
        let (mut one, _) = open(&path);
        let (mut other, _) = open(&path);
        one.insert(1, entry("2026-11-23T00:00:00Z"));
        one.insert(2, entry("2026-11-20T00:00:00Z"));
        other.insert(2, entry("2026-11-22T00:00:00Z"));
        other.insert(3, entry("2026-11-22T00:00:00Z"));
        other.write().expect("a written cache");
        one.write().expect("a written cache");
        let (both, _) = open(&path);
        let heard: Vec<_> =
            both.entries.values().map(|entry| entry.answer.heard().strftime("%d").to_string()).collect();
        assert_eq!(heard, ["23", "22", "22"]);
    }

    #[test]
    fn every_prefix_of_the_file_is_reported_and_counts_as_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("status.json");
        let (mut cache, _) = open(&path);
        cache.insert(1, entry("2026-11-23T00:00:00Z"));
        cache.write().expect("a written cache");
        let whole = fs::read(&path).expect("the cache");
        for end in 0..whole.trim_ascii_end().len() {
            fs::write(&path, &whole[..end]).expect("a damaged cache");
            let (cache, trouble) = open(&path);
            assert!(cache.entries.is_empty() && trouble.is_some(), "{end}");
        }
        cache.write().expect("a cache made anew");
        assert_eq!(fs::read(&path).expect("the cache"), whole);
    }

    #[test]
    fn another_format_or_repository_counts_as_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("status.json");
        fs::write(&path, r#"{"format":2,"api":"x","repository":"a/b","issues":{}}"#).expect("a cache");
        let (_, trouble) = open(&path);
        assert!(trouble.expect("trouble").to_string().contains("its format is 2, and this program knows 1"));
        let issues =
            r#"{"1":{"state":"open","updated":"2026-10-01T00:00:00Z","fetched":"2026-11-23T00:00:00Z"}}"#;
        let api = Api::GITHUB;
        for (api, repository, count) in [(api, "a/b", 1), (api, "a/c", 0), ("https://example.org", "a/b", 0)]
        {
            let head = format!(r#""format":1,"api":"{api}","repository":"{repository}""#);
            fs::write(&path, format!("{{{head},\"issues\":{issues}}}")).expect("a cache");
            let (cache, trouble) = open(&path);
            assert_eq!((cache.entries.len(), trouble), (count, None), "{api} {repository}");
        }
    }

    #[test]
    fn a_cache_from_elsewhere_is_cleaned_as_if_it_came_from_github() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("status.json");
        let head = format!(r#""format":1,"api":"{}","repository":"a/b""#, Api::GITHUB);
        let line = |rest: &str| {
            format!(r#"{{"updated":"2026-10-01T00:00:00Z","fetched":"2026-11-23T00:00:00Z",{rest}}}"#)
        };
        let good =
            line("\"state\":\"open\",\"milestone\":\"v1\\u202e.38\",\"moved_to\":\"javascript:alert(1)\"");
        let bad = line("\"state\":\"ajar\"");
        fs::write(&path, format!(r#"{{{head},"issues":{{"1":{good},"2":{bad}}}}}"#)).expect("a cache");
        let (cache, trouble) = open(&path);
        assert_eq!(trouble, None);
        let book = cache.book([KepNumber(1), KepNumber(2)].into_iter());
        let issue = book.issue(KepNumber(1)).expect("an issue");
        assert_eq!((issue.milestone.as_deref(), issue.moved_to.as_deref()), (Some("v1.38"), None));
        assert_eq!(book.len(), 1);
    }
}
