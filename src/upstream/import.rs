//! The import itself: checkouts in, records out.
//!
//! [`plan`] reads everything and decides every byte; [`ImportPlan::write`] writes the files, each in one step.
//! Nothing is deleted: a KEP or a gate that is gone upstream keeps its record and is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::lists;
use super::provenance::{SourceNote, commit_of};
use super::read::{self, Inputs};
use super::reconcile::{self, Outcome, Upstream};
use super::records::{self, Commits};
use super::report::{DriftCount, ImportReport, RecordChanges, Unreadable};
use super::stored::{Stored, StoredFile, stem};
use crate::load::write;
use crate::model::{Drift, DriftClass, FactSource};

/// What to import, and into what.
#[derive(Debug, Clone, Default)]
pub struct ImportInput {
    /// The content folder; it is made when it does not exist.
    pub content: PathBuf,
    /// A checkout of `kubernetes/enhancements`.
    pub enhancements: Option<PathBuf>,
    /// A checkout of `kubernetes/website`.
    pub website: Option<PathBuf>,
    /// A checkout of `kubernetes/kubernetes`.
    pub kubernetes: Option<PathBuf>,
    /// Commits, dates and described versions that the checkouts do not tell themselves.
    pub notes: Vec<SourceNote>,
    /// Whether a file that cannot be read ends the import.
    pub strict: bool,
}

/// Why an import ended without writing anything, or part of the way through.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A folder is not the repository it is said to be.
    #[error("{} is no checkout of that repository: there is no {wanted} in it", dir.display())]
    Layout {
        /// The folder.
        dir: PathBuf,
        /// What it lacks.
        wanted: &'static str,
    },
    /// The caller and git name different commits.
    #[error("{} is at commit {found}, but the note says {noted}", dir.display())]
    Note {
        /// The checkout.
        dir: PathBuf,
        /// The caller's commit.
        noted: String,
        /// Git's commit.
        found: String,
    },
    /// No source was given.
    #[error("nothing to import: give at least one checkout")]
    Nothing,
    /// Some files cannot be read, and the caller wants that to be fatal.
    #[error("{} files cannot be read, the first is {}: {}", .0.len(), .0[0].path, .0[0].reason)]
    Strict(Vec<Unreadable>),
    /// A file or folder cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Everything an import is about to do.
#[derive(Debug)]
pub struct ImportPlan {
    content: PathBuf,
    renames: Vec<(String, String)>,
    writes: Vec<(String, String)>,
    report: ImportReport,
}

/// Reads the sources, merges them and writes what changed.
///
/// # Errors
/// When a checkout is not what it is said to be, when a file cannot be read or written, and, if the caller wants it
/// strict, when an upstream file is of no use. All but failing writes are found before anything is written.
pub fn import(input: &ImportInput) -> Result<ImportReport, ImportError> {
    let plan = plan(input)?;
    plan.write()?;
    Ok(plan.report)
}

/// Reads the sources and decides what to write, without writing.
///
/// # Errors
/// As [`import`].
pub fn plan(input: &ImportInput) -> Result<ImportPlan, ImportError> {
    let note = |kind: FactSource| input.notes.iter().rev().find(|note| note.kind == kind);
    let mut commits = Vec::new();
    for (kind, dir) in input.checkouts() {
        commits.push((kind, commit_of(dir, note(kind))?));
    }
    if commits.is_empty() {
        return Err(ImportError::Nothing);
    }
    let mut inputs = read::read(input)?;
    for (kind, described) in [
        (FactSource::Code, &mut inputs.upstream.described.code),
        (FactSource::Docs, &mut inputs.upstream.described.docs),
    ] {
        *described = note(kind).and_then(|note| note.describes);
    }
    let stored = Stored::read(&input.content)?;
    inputs.unreadable.extend(stored.unreadable.iter().cloned());
    inputs.unreadable.sort();
    if input.strict && !inputs.unreadable.is_empty() {
        return Err(ImportError::Strict(inputs.unreadable));
    }
    let outcome = reconcile::reconcile(&inputs.upstream, &stored);
    let mut planner = Planner::new(input, &stored);
    for (kind, commit) in commits {
        planner.commits.add(kind, commit.hash.clone());
        planner.report.sources.push(inputs.source_report(kind, commit, outcome.described));
    }
    planner.records(&inputs, outcome);
    Ok(planner.finish(inputs))
}

impl ImportInput {
    /// The checkouts that were given, most trusted first.
    fn checkouts(&self) -> impl Iterator<Item = (FactSource, &Path)> {
        let all = [
            (FactSource::Code, &self.kubernetes),
            (FactSource::Docs, &self.website),
            (FactSource::Kep, &self.enhancements),
        ];
        all.into_iter().filter_map(|(kind, dir)| Some((kind, dir.as_deref()?)))
    }
}

impl ImportPlan {
    /// What the import does.
    #[must_use]
    pub fn report(&self) -> &ImportReport {
        &self.report
    }

    /// Writes what changed.
    ///
    /// # Errors
    /// When a file or folder cannot be written. Files written before that one are new, the others old.
    pub fn write(&self) -> Result<(), ImportError> {
        self.write_while(|_| true)
    }

    /// Writes what changed for as long as `go_on` says so; it is asked before each file. This is how tests stop an
    /// import halfway.
    ///
    /// # Errors
    /// As [`ImportPlan::write`].
    pub fn write_while(&self, mut go_on: impl FnMut(&str) -> bool) -> Result<(), ImportError> {
        for folder in ["", "keps", "gates"] {
            let folder = self.content.join(folder);
            write::clear_leftovers(&folder)?;
            if !self.writes.is_empty() {
                fs::create_dir_all(&folder)?;
            }
        }
        for (from, to) in &self.renames {
            if !go_on(to) {
                return Ok(());
            }
            fs::rename(self.content.join(from), self.content.join(to))?;
        }
        for (path, text) in &self.writes {
            if !go_on(path) {
                return Ok(());
            }
            write::write(&self.content.join(path), text)?;
        }
        Ok(())
    }
}

/// Collects what an import does.
struct Planner<'a> {
    input: &'a ImportInput,
    stored: &'a Stored,
    commits: Commits,
    renames: Vec<(String, String)>,
    writes: Vec<(String, String)>,
    report: ImportReport,
}

impl<'a> Planner<'a> {
    fn new(input: &'a ImportInput, stored: &'a Stored) -> Self {
        Self {
            input,
            stored,
            commits: Commits::default(),
            renames: Vec::new(),
            writes: Vec::new(),
            report: ImportReport::default(),
        }
    }

    fn records(&mut self, inputs: &Inputs, outcome: Outcome) {
        let Outcome { gates, keps, mut drift, .. } = outcome;
        for facts in &gates {
            let name = facts.name.as_str();
            let path = format!("gates/{name}.toml");
            let stored = self.stored.gates.get(name);
            if self.stored.broken.contains(&path) {
                continue;
            }
            let text = records::gate(facts, stored, &self.commits, &mut drift);
            let gone = facts.gone.then(|| name.to_owned());
            let changes = &mut self.report.gates;
            changes.gone.extend(gone);
            note(changes, &mut self.writes, path, stored.map(|gate| &gate.file), text);
        }
        self.keps(&inputs.upstream, &keps, &mut drift);
        let drift = drift.into_sorted();
        self.report.drift = count(&self.stored.drift, &drift);
        self.list("drift.toml", lists::drift(&drift));
        if self.input.website.is_some() {
            let text = lists::releases(self.stored.lists.get("releases.toml"), &inputs.releases);
            self.list("releases.toml", text);
        }
        // The sources come last: an import that was killed before has not happened.
        let text = lists::sources(self.stored.lists.get("sources.toml"), &self.report.sources);
        self.list("sources.toml", text);
    }

    fn keps(
        &mut self,
        upstream: &Upstream,
        keps: &[(reconcile::KepKey, reconcile::KepFacts)],
        drift: &mut reconcile::DriftList,
    ) {
        let Some(files) = &upstream.keps else { return };
        let mut seen = BTreeSet::new();
        for (file, (key, facts)) in files.iter().zip(keps) {
            let path = key.path();
            if self.stored.broken.contains(&path) {
                continue;
            }
            let stored = key.stored.and_then(|index| self.stored.keps.get(index));
            seen.extend(key.stored);
            let text = records::kep(file, key, facts, stored, &self.commits, drift);
            if let Some(stored) =
                stored.filter(|stored| stored.path != path && renumbered(stored, key.number))
            {
                self.renames.push((stored.path.clone(), path.clone()));
                note(&mut self.report.keps, &mut self.writes, path, Some(stored), text);
                continue;
            }
            // A record whose file people called otherwise keeps its file; `validate` says so.
            let path = stored.map_or(path, |stored| stored.path.clone());
            note(&mut self.report.keps, &mut self.writes, path, stored, text);
        }
        let left_out: BTreeSet<&str> = upstream.unreadable_keps.iter().map(String::as_str).collect();
        for (index, file) in self.stored.keps.iter().enumerate() {
            let source = file.record.text_at(&["facts", "source", "path"]);
            let Some(source) = source.filter(|_| !seen.contains(&index)) else { continue };
            if !left_out.contains(source.as_str()) {
                self.report.keps.gone.push(stem(&file.path).to_owned());
            }
        }
    }

    fn list(&mut self, path: &str, text: String) {
        let unchanged = self.stored.lists.get(path).is_some_and(|file| file.text == text);
        if !unchanged && !self.stored.broken.contains(path) {
            self.report.files.push(path.to_owned());
            self.writes.push((path.to_owned(), text));
        }
    }

    fn finish(mut self, inputs: Inputs) -> ImportPlan {
        self.report.unreadable = inputs.unreadable;
        self.report.remarks = inputs.remarks;
        ImportPlan {
            content: self.input.content.clone(),
            renames: self.renames,
            writes: self.writes,
            report: self.report,
        }
    }
}

/// Whether upstream gave the KEP another number since the record was written.
fn renumbered(stored: &StoredFile, number: u32) -> bool {
    let name = stem(&stored.path);
    name.split('-').next().and_then(|digits| digits.parse::<u32>().ok()) != Some(number)
}

/// Notes what happens to one record.
fn note(
    changes: &mut RecordChanges,
    writes: &mut Vec<(String, String)>,
    path: String,
    stored: Option<&StoredFile>,
    text: String,
) {
    let name = stem(&path).to_owned();
    match stored {
        Some(file) if file.text == text => {
            changes.unchanged += 1;
            return;
        }
        Some(_) => changes.changed.push(name),
        None => changes.new.push(name),
    }
    writes.push((path, text));
}

/// Entries by class: how many there are, how many are new, how many are no more.
fn count(before: &[Drift], now: &[Drift]) -> Vec<DriftCount> {
    let words = |drift: &Drift| {
        let says: Vec<_> = drift.says.iter().map(|says| (says.source, says.value.clone())).collect();
        (drift.class, drift.subject.clone(), drift.field.clone(), says)
    };
    let old: BTreeSet<_> = before.iter().map(words).collect();
    let new: BTreeSet<_> = now.iter().map(words).collect();
    let mut counts: BTreeMap<DriftClass, DriftCount> = BTreeMap::new();
    for entry in old.union(&new) {
        let class = entry.0;
        let count = counts.entry(class).or_insert(DriftCount {
            class: class.as_str(),
            entries: 0,
            new: 0,
            settled: 0,
        });
        count.entries += usize::from(new.contains(entry));
        count.new += usize::from(!old.contains(entry));
        count.settled += usize::from(!new.contains(entry));
    }
    counts.into_values().collect()
}
