//! From a folder to texts. The only place of the loader that reads files.

use std::borrow::Cow;
use std::fs::{File, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::kind::{FOLDERS, FileKind};
use super::syntax::MAX_BYTES;

/// A folder or file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The content folder does not exist, or is no folder.
    #[error("no content folder at {}", path.display())]
    NoFolder {
        /// The folder that was asked for.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder or file exists but cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// One file, and what is wrong with it before its text is looked at.
#[derive(Debug)]
pub(super) struct Input {
    /// Path as shown, with `/`.
    pub(super) path: String,
    pub(super) text: Cow<'static, str>,
    /// The packed tree of the text, if there is one.
    pub(super) tree: Option<&'static [u8]>,
    pub(super) flaw: Option<Flaw>,
}

impl Input {
    /// A file that is just text.
    pub(super) fn text(path: String, text: Cow<'static, str>) -> Self {
        Self { path, text, tree: None, flaw: None }
    }
}

/// Why a file's text is not the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// No record is read from there; the text is empty.
    Unexpected,
    /// More than [`MAX_BYTES`]; the text is empty.
    TooLarge {
        /// How many there are.
        bytes: u64,
    },
    /// Not UTF-8 from this byte on; the text has replacement characters there.
    NotUtf8 {
        /// Offset of the first wrong byte.
        at: usize,
    },
}

/// Reads the records below `root`, sorted by path; `shown_root` stands for it in messages.
pub(super) fn walk(root: &Path, shown_root: &str) -> Result<Vec<Input>, LoadError> {
    let shown_root = shown_root.trim_end_matches('/');
    let mut inputs = Vec::new();
    let entries = list(root).map_err(|source| LoadError::NoFolder { path: root.to_owned(), source })?;
    for Entry { path, name, kind } in entries {
        let shown = if shown_root.is_empty() { name.clone() } else { format!("{shown_root}/{name}") };
        let holds_records = FOLDERS.iter().any(|(folder, _)| *folder == name);
        if kind.is_dir() && holds_records {
            let entries = list(&path).map_err(|source| LoadError::Unreadable { path, source })?;
            for Entry { path, name, kind } in entries {
                inputs.push(read(&path, kind, format!("{shown}/{name}"))?);
            }
        } else if kind.is_dir() && name == "pages" {
            other_than_pages(path, &shown, &mut inputs)?;
        } else {
            inputs.push(read(&path, kind, shown)?);
        }
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(inputs)
}

/// Adds what is no prose page in the folder of prose pages, and in the folders in it.
fn other_than_pages(folder: PathBuf, shown: &str, inputs: &mut Vec<Input>) -> Result<(), LoadError> {
    let entries = list(&folder).map_err(|source| LoadError::Unreadable { path: folder, source })?;
    for Entry { path, name, kind } in entries {
        let shown = format!("{shown}/{name}");
        if kind.is_dir() {
            other_than_pages(path, &shown, inputs)?;
        } else if !(kind.is_file() && name.ends_with(".md")) {
            inputs.push(read(&path, kind, shown)?);
        }
    }
    Ok(())
}

/// One entry of a folder. Links are what they lead to.
struct Entry {
    path: PathBuf,
    name: String,
    kind: FileType,
}

/// The entries of a folder; hidden ones (editors and atomic writes leave them behind) are no content.
fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        let mut kind = entry.file_type()?;
        if kind.is_symlink() {
            // A link that leads nowhere stays a link, and so no record.
            kind = std::fs::metadata(&path).map_or(kind, |target| target.file_type());
        }
        entries.push(Entry { path, name: name.to_string_lossy().into_owned(), kind });
    }
    Ok(entries)
}

/// Reads one file. Folders, devices and pipes are not opened.
fn read(path: &Path, kind: FileType, shown: String) -> Result<Input, LoadError> {
    let flawed = |path, flaw| Ok(Input { flaw: Some(flaw), ..Input::text(path, Cow::Borrowed("")) });
    if FileKind::of(&shown).is_none() || !kind.is_file() {
        return flawed(shown, Flaw::Unexpected);
    }
    let text = match read_bytes(path) {
        Ok(Ok(text)) => text,
        Ok(Err(bytes)) => return flawed(shown, Flaw::TooLarge { bytes }),
        Err(source) => return Err(LoadError::Unreadable { path: path.to_owned(), source }),
    };
    Ok(match String::from_utf8(text) {
        Ok(text) => Input::text(shown, text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Input { flaw: Some(Flaw::NotUtf8 { at }), ..Input::text(shown, text.into()) }
        }
    })
}

/// The bytes of a file, or how many it has when they are too many.
fn read_bytes(path: &Path) -> io::Result<Result<Vec<u8>, u64>> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes > MAX_BYTES as u64 {
        return Ok(Err(bytes));
    }
    let mut text = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0) + 1);
    // The file may grow while it is read; what is past the limit is then reported with its text.
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut text)?;
    Ok(Ok(text))
}
