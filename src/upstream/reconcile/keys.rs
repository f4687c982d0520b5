//! Number, slug and record of every KEP.

use std::collections::{BTreeMap, BTreeSet};

use super::super::stored::{StoredFile, stem};
use super::entry::DriftList;
use super::keps::KepFile;
use crate::load::edit::Fact;
use crate::model::{DriftClass, FactSource};

/// Longest slug, so that file names stay within what file systems take.
const MAX_SLUG: usize = 100;

/// How a KEP is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KepKey {
    /// The number that the file says, or else the folder's.
    pub(crate) number: u32,
    /// The readable part of the record's name.
    pub(crate) slug: String,
    /// Whether several KEPs have the number.
    pub(crate) shared: bool,
    /// Position in [`super::super::stored::Stored::keps`] of the record there is.
    pub(crate) stored: Option<usize>,
}

impl KepKey {
    /// Path of the record inside the content folder.
    pub(crate) fn path(&self) -> String {
        format!("keps/{}-{}.toml", self.number, self.slug)
    }
}

/// What a record says about itself.
struct Known {
    index: usize,
    number: Option<u32>,
    slug: Option<String>,
    path: Option<String>,
}

/// Finds each KEP's record, by its path upstream, else by number and slug, else by a number that only one KEP and
/// one record have. New KEPs get their slug from their folder. `files` are in the order of their paths.
pub(crate) fn assign(files: &[KepFile], stored: &[StoredFile], drift: &mut DriftList) -> Vec<KepKey> {
    let numbers: Vec<u32> = files.iter().map(number).collect();
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for number in &numbers {
        *counts.entry(*number).or_default() += 1;
    }
    let known: Vec<Known> = stored.iter().enumerate().map(known).collect();
    let mut matched: Vec<Option<usize>> = vec![None; files.len()];
    let mut used = BTreeSet::new();
    let mut pass = |matched: &mut Vec<Option<usize>>, fits: &dyn Fn(usize, &Known) -> bool| {
        for (file, slot) in matched.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
            let found = known.iter().find(|known| !used.contains(&known.index) && fits(file, known));
            if let Some(found) = found {
                used.insert(found.index);
                *slot = Some(found.index);
            }
        }
    };
    let same_path = |file: usize, known: &Known| known.path.as_deref() == Some(files[file].path.as_str());
    let same_number = |file: usize, known: &Known| known.number == Some(numbers[file]);
    // A run that was killed while it renumbered a record leaves no second one, but a person might.
    pass(&mut matched, &|file, known| same_path(file, known) && same_number(file, known));
    pass(&mut matched, &same_path);
    pass(&mut matched, &|file, known| {
        same_number(file, known) && known.slug.as_deref() == Some(folder_slug(&files[file].path).as_str())
    });
    let records = |number: u32| known.iter().filter(|known| known.number == Some(number)).count();
    let upstream: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    pass(&mut matched, &|file, known| {
        // The KEP moved: its record's path leads nowhere any more.
        same_number(file, known)
            && counts.get(&numbers[file]) == Some(&1)
            && records(numbers[file]) == 1
            && known.path.as_deref().is_none_or(|path| !upstream.contains(path))
    });
    let mut taken: BTreeSet<(u32, String)> = BTreeSet::new();
    let mut keys: Vec<Option<KepKey>> = vec![None; files.len()];
    // Records that exist keep their names; new ones take what is left.
    for recorded in [true, false] {
        for (file, slot) in keys.iter_mut().enumerate() {
            if matched[file].is_some() != recorded {
                continue;
            }
            let number = numbers[file];
            let slug = matched[file].and_then(|index| known[index].slug.clone());
            let slug = slug.filter(|slug| taken.insert((number, slug.clone())));
            let slug = slug.unwrap_or_else(|| free_slug(&files[file].path, number, &mut taken));
            let shared = counts.get(&number).is_some_and(|count| *count > 1);
            *slot = Some(KepKey { number, slug, shared, stored: matched[file] });
        }
    }
    let keys: Vec<KepKey> = keys.into_iter().flatten().collect();
    report(files, &keys, drift);
    keys
}

fn known((index, file): (usize, &StoredFile)) -> Known {
    let number = match file.record.get(&["number"]) {
        Some(Fact::Number(number)) => u32::try_from(number).ok(),
        _ => None,
    };
    let (stem_number, stem_slug) = stem(&file.path).split_once('-').unwrap_or_default();
    Known {
        index,
        number: number.or_else(|| stem_number.parse().ok()),
        slug: file
            .record
            .text_at(&["slug"])
            .filter(|slug| *slug == slug_of(slug))
            .or_else(|| Some(stem_slug.to_owned()).filter(|slug| !slug.is_empty() && *slug == slug_of(slug))),
        path: file.record.text_at(&["facts", "source", "path"]),
    }
}

fn number(file: &KepFile) -> u32 {
    file.kep.number.or_else(|| folder_number(&file.path)).unwrap_or(0)
}

/// The folder of a `kep.yaml`, without the folders above it.
fn folder(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or_default()
}

fn folder_number(path: &str) -> Option<u32> {
    let folder = folder(path);
    let end = folder.find(|c: char| !c.is_ascii_digit()).unwrap_or(folder.len());
    folder[..end].parse().ok()
}

fn folder_slug(path: &str) -> String {
    let folder = folder(path);
    let rest = folder.trim_start_matches(|c: char| c.is_ascii_digit());
    let slug = slug_of(if rest.is_empty() { folder } else { rest });
    if slug.is_empty() { "kep".to_owned() } else { slug }
}

/// Lower-case words joined by dashes, made of whatever letters and digits `text` has.
fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if slug.len() >= MAX_SLUG {
            break;
        }
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The folder's slug; where that is taken, with the folder above behind it, and then with a count.
fn free_slug(path: &str, number: u32, taken: &mut BTreeSet<(u32, String)>) -> String {
    let plain = folder_slug(path);
    let above = slug_of(path.rsplit('/').nth(2).unwrap_or_default());
    let longer = if above.is_empty() { plain.clone() } else { format!("{plain}-{above}") };
    let counted = (2..).map(|count| format!("{longer}-{count}"));
    [plain, longer.clone()]
        .into_iter()
        .chain(counted)
        .find(|slug| taken.insert((number, slug.clone())))
        .unwrap_or_default()
}

fn report(files: &[KepFile], keys: &[KepKey], drift: &mut DriftList) {
    for (file, key) in files.iter().zip(keys) {
        let mut add = |field: &str, kep: String| {
            drift.kep(DriftClass::KepNumber, (key.number, &key.slug), field, &[(FactSource::Kep, kep)], None);
        };
        let in_path = folder_number(&file.path);
        match (file.kep.number, in_path) {
            (None, Some(path)) => add("number", format!("none in the file, {path} in its path")),
            (None, None) => add("number", "none in the file, none in its path".to_owned()),
            (Some(number), Some(path)) if number != path => {
                add("number", format!("{number} in the file, {path} in its path"));
            }
            _ => {}
        }
        if key.shared {
            let others: Vec<&str> = keys
                .iter()
                .filter(|other| other.number == key.number && other.slug != key.slug)
                .map(|other| other.slug.as_str())
                .collect();
            add("shared number", format!("{}, like {}", key.number, others.join(", ")));
        }
    }
}
