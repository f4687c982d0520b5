//! The records that are there already: what an import edits, and what people said in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fs_err as fs;

use super::report::Unreadable;
use crate::load::edit::Record;
use crate::load::{LoadOptions, Loaded, Pins};
use crate::model::{Aliases, Drift, Gate, Taxonomy, UpstreamSource};

/// A file of the content folder.
#[derive(Debug, Clone)]
pub(crate) struct StoredFile {
    /// Path inside the content folder, with `/`.
    pub(crate) path: String,
    /// The text on disk.
    pub(crate) text: String,
    /// The same, parsed for editing.
    pub(crate) record: Record,
}

/// A gate's record.
#[derive(Debug, Clone)]
pub(crate) struct StoredGate {
    /// The file.
    pub(crate) file: StoredFile,
    /// What the last import wrote.
    pub(crate) imported: Gate,
    /// The same with corrections by hand.
    pub(crate) effective: Gate,
}

/// The content folder as it is before an import.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) keps: Vec<StoredFile>,
    /// By file name without ending, which is the gate's name.
    pub(crate) gates: BTreeMap<String, StoredGate>,
    pub(crate) aliases: Aliases,
    pub(crate) taxonomy: Taxonomy,
    pub(crate) drift: Vec<Drift>,
    pub(crate) sources: Vec<UpstreamSource>,
    /// `sources.toml`, `releases.toml` and `drift.toml`, by path.
    pub(crate) lists: BTreeMap<String, StoredFile>,
    /// Files that are no TOML: an import leaves them alone.
    pub(crate) broken: BTreeSet<String>,
    /// The same, with reasons.
    pub(crate) unreadable: Vec<Unreadable>,
}

/// The lists at the top of the content folder that an import reads; it writes the last three.
const LISTS: &[&str] = &["aliases.toml", "taxonomy.toml", "drift.toml", "releases.toml", "sources.toml"];

impl Stored {
    /// Reads the content folder `dir`, which need not exist yet.
    pub(crate) fn read(dir: &Path) -> std::io::Result<Self> {
        let mut stored = Self::default();
        let mut lists = Vec::new();
        for name in LISTS {
            if let Some(text) = read_if_there(&dir.join(name))? {
                lists.push(((*name).to_owned(), Cow::Owned(text.clone())));
                if let Some(file) = stored.parse((*name).to_owned(), text) {
                    stored.lists.insert(file.path.clone(), file);
                }
            }
        }
        let Loaded { content, .. } = LoadOptions::default().load_texts(lists);
        stored.aliases = content.aliases;
        stored.taxonomy = content.taxonomy;
        stored.drift = content.drift;
        stored.sources = content.sources;
        for (path, text) in records(dir, "keps")? {
            let file = stored.parse(path, text);
            stored.keps.extend(file);
        }
        let gates = records(dir, "gates")?;
        stored.read_gates(gates);
        Ok(stored)
    }

    fn read_gates(&mut self, files: Vec<(String, String)>) {
        let texts = |pinned_only: bool| -> Vec<(String, Cow<'static, str>)> {
            let wanted = files.iter().filter(|(_, text)| !pinned_only || text.contains("pinned"));
            wanted.map(|(path, text)| (path.clone(), Cow::Owned(text.clone()))).collect()
        };
        let mut imported = by_path(LoadOptions { pins: Pins::Ignore }.load_texts(texts(false)));
        let mut corrected = by_path(LoadOptions { pins: Pins::Apply }.load_texts(texts(true)));
        for (path, text) in files {
            let Some(file) = self.parse(path, text) else { continue };
            let Some(gate) = imported.remove(&file.path) else { continue };
            let effective = corrected.remove(&file.path).unwrap_or_else(|| gate.clone());
            let stem = stem(&file.path).to_owned();
            self.gates.insert(stem, StoredGate { file, imported: gate, effective });
        }
    }

    fn parse(&mut self, path: String, text: String) -> Option<StoredFile> {
        match Record::parse(&text) {
            Ok(record) => Some(StoredFile { path, text, record }),
            Err(error) => {
                self.unreadable.push(Unreadable { path: path.clone(), reason: error.to_string() });
                self.broken.insert(path);
                None
            }
        }
    }
}

/// The name of a record: its file's name without the ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn by_path(loaded: Loaded) -> BTreeMap<String, Gate> {
    let Loaded { sources, content, .. } = loaded;
    content.gates.into_iter().map(|gate| (sources.file(gate.span.file).path.clone(), gate)).collect()
}

/// The `.toml` files of one folder, sorted by name, as path inside the content folder and text.
fn records(dir: &Path, folder: &str) -> std::io::Result<Vec<(String, String)>> {
    let root = dir.join(folder);
    if !root.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(&root)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && name.ends_with(".toml")
            && !name.starts_with('.')
            && entry.file_type()?.is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    names
        .into_iter()
        .map(|name| Ok((format!("{folder}/{name}"), fs::read_to_string(root.join(name))?)))
        .collect()
}

fn read_if_there(path: &Path) -> std::io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
