//! From paths on the command line to files that are read: walking folders, limits, standard input.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use kepdb::check::{self, Found, Unread};

use super::super::outcome::Problem;

/// Largest file that is read, in bytes: far beyond any configuration, and small enough for many at once.
const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// So far a file is read before its size is asked for: a zero byte makes it one that nobody configures with.
const SNIFFED: usize = 8 * 1024;
/// Folders inside folders; deeper ones are no configuration but a loop that links hide.
const MAX_DEPTH: usize = 64;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct File {
    /// The path as messages show it.
    pub(crate) shown: String,
    /// The path as a URI reference, relative to the current folder where it is inside it.
    pub(crate) uri: String,
    /// The text that spans point into; empty where nothing was found.
    pub(crate) text: String,
    /// What was found.
    pub(crate) found: Found,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The files in which something was found, in the order of the arguments and of their names.
    pub(crate) files: Vec<File>,
    /// How many files were read.
    pub(crate) read: usize,
    /// How many files of folders were left out because they hold no text.
    pub(crate) skipped: usize,
}

/// A path that is to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Stdin,
    /// Named by the user.
    Named(PathBuf),
    /// Found in a folder.
    Walked(PathBuf),
}

impl Source {
    fn named(&self) -> Option<&PathBuf> {
        match self {
            Self::Named(path) => Some(path),
            Self::Stdin | Self::Walked(_) => None,
        }
    }
}

/// Reads all `paths`. A folder stands for every file in it, hidden ones aside.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<Files> {
    let mut sources = Vec::new();
    for path in paths {
        if path == OsStr::new("-") {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            walk(path, 0, &mut BTreeSet::new(), &mut sources);
        } else {
            // A pipe can be opened only once: whether it can be read is found out when it is.
            std::fs::metadata(path).map_err(|error| {
                Problem::new(format!("cannot read `{}`: {error}", path.display())).next("kepdb check --help")
            })?;
            sources.push(Source::Named(path.clone()));
        }
    }
    // A file that is named and stands in a folder is a named one, where it comes first.
    let named: BTreeSet<PathBuf> = sources.iter().filter_map(Source::named).cloned().collect();
    let mut seen = BTreeSet::new();
    sources.retain_mut(|source| {
        if let Source::Walked(path) = source
            && named.contains(path)
        {
            *source = Source::Named(std::mem::take(path));
        }
        seen.insert(source.clone())
    });
    let cwd = std::env::current_dir().unwrap_or_default();
    let results: Vec<Option<File>> = sources.par_iter().map(|source| read_one(source, &cwd)).collect();
    let skipped = results.iter().filter(|file| file.is_none()).count();
    let read = results.len() - skipped;
    let said = |found: &Found| {
        !found.settings.is_empty() || !found.unread.is_empty() || !found.feature_sets.is_empty()
    };
    let files = results.into_iter().flatten().filter(|file| said(&file.found)).collect();
    Ok(Files { files, read, skipped })
}

/// The files below `folder`, by name. Hidden entries are left out; a folder that links lead into twice is walked once.
fn walk(folder: &Path, depth: usize, seen: &mut BTreeSet<PathBuf>, sources: &mut Vec<Source>) {
    let is_new = std::fs::canonicalize(folder).is_ok_and(|real| seen.insert(real));
    if !is_new || depth > MAX_DEPTH {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else {
        // Reading it as a file says why it cannot be read.
        sources.push(Source::Walked(folder.to_owned()));
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        if name.starts_with(b".") || name == super::CONFIG.as_bytes() {
            continue;
        }
        // Follows links: a mounted ConfigMap consists of them.
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => walk(&path, depth + 1, seen, sources),
            Ok(found) if found.is_file() => sources.push(Source::Walked(path)),
            // Sockets, devices and links that lead nowhere.
            _ => {}
        }
    }
}

/// What a file holds.
enum Content {
    /// Something to read.
    Text(Vec<u8>),
    /// More than is read.
    TooLarge,
    /// No text; only said of files that nobody named.
    NotText,
}

/// One file; `None` for one of a folder that holds no text.
fn read_one(source: &Source, cwd: &Path) -> Option<File> {
    let (shown, uri, content) = match source {
        Source::Stdin => ("<stdin>".to_owned(), "stdin".to_owned(), content(io::stdin().lock(), None, false)),
        Source::Named(path) | Source::Walked(path) => {
            (shown(path), uri(path, cwd), file_content(path, matches!(source, Source::Walked(_))))
        }
    };
    let bytes = match content {
        Ok(Content::Text(bytes)) => bytes,
        Ok(Content::NotText) => return None,
        Ok(Content::TooLarge) => {
            let limit = MAX_BYTES / (1024 * 1024);
            return Some(unread(shown, uri, format!("the file is larger than {limit} MiB and is not read")));
        }
        Err(error) => return Some(unread(shown, uri, format!("the file cannot be read: {error}"))),
    };
    let found = check::read(&shown, &bytes);
    // What is said of a file as a whole needs none of its lines.
    let has_places = !found.settings.is_empty()
        || !found.feature_sets.is_empty()
        || found.unread.iter().any(|unread| unread.span != (0..0));
    let text = if has_places { check::text(&bytes).into_owned() } else { String::new() };
    Some(File { shown, uri, text, found })
}

fn file_content(path: &Path, is_walked: bool) -> io::Result<Content> {
    let file = std::fs::File::open(path)?;
    let metadata = file.metadata()?;
    content(file, metadata.is_file().then_some(metadata.len()), is_walked)
}

/// As much of a file as is read at all. `length` is what the file system says of it; a pipe has none.
fn content(mut reader: impl io::Read, length: Option<u64>, is_walked: bool) -> io::Result<Content> {
    let mut bytes = Vec::new();
    reader.by_ref().take(SNIFFED as u64).read_to_end(&mut bytes)?;
    let is_wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if is_walked && !is_wide && bytes.contains(&0) {
        return Ok(Content::NotText);
    }
    if length.is_some_and(|length| length > MAX_BYTES) {
        return Ok(Content::TooLarge);
    }
    // One byte more than is read tells that there is more.
    reader.take(MAX_BYTES + 1 - bytes.len() as u64).read_to_end(&mut bytes)?;
    Ok(match bytes.len() as u64 {
        length if length > MAX_BYTES => Content::TooLarge,
        _ if is_walked && !is_wide && bytes.contains(&0) => Content::NotText,
        _ => Content::Text(bytes),
    })
}

fn unread(shown: String, uri: String, message: String) -> File {
    let unread = Unread { span: 0..0, message, help: None, fatal: false };
    File { shown, uri, text: String::new(), found: Found { unread: vec![unread], ..Found::default() } }
}

/// A path as messages show it, with `/`.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// A path as a URI reference: relative to `cwd` where it is inside, else absolute.
pub(super) fn uri(path: &Path, cwd: &Path) -> String {
    let inside = path.strip_prefix(cwd).unwrap_or(path);
    let mut out = String::new();
    for component in inside.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => out.push_str("file://"),
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {}
        }
        if component == Component::RootDir {
            continue;
        }
        if !out.is_empty() {
            out.push('/');
        }
        // Bytes of a name that is no UTF-8 are kept as they are.
        for byte in component.as_os_str().as_encoded_bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                out.push(char::from(*byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let cwd = Path::new("/work/repo");
        let of = |path: &str| uri(Path::new(path), cwd);
        assert_eq!(of("a/b c.yaml"), "a/b%20c.yaml");
        assert_eq!(of("./a#1%/é\".yaml"), "a%231%25/%C3%A9%22.yaml");
        assert_eq!(of("/work/repo/a.yaml"), "a.yaml");
        assert_eq!(of("/etc/kubernetes/a.yaml"), "file:///etc/kubernetes/a.yaml");
        assert_eq!(of("../x:y.yaml"), "../x%3Ay.yaml");
    }
}
