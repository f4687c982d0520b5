//! From a folder to texts. The only place of the loader that reads files.

use std::borrow::Cow;
use std::ffi::OsStr;
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
    /// A folder or file exists but cannot be read. The message of the source names it.
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
        bytes: usize,
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
    for (path, name) in entries {
        let shown = if shown_root.is_empty() { name.clone() } else { format!("{shown_root}/{name}") };
        let holds_records = FOLDERS.iter().any(|(folder, _)| *folder == name);
        if path.is_dir() && (holds_records || name == "pages") {
            let unreadable = |source| LoadError::Unreadable { path: path.clone(), source };
            for (file, name) in list(&path).map_err(unreadable)? {
                let page = !holds_records && name.ends_with(".md") && file.is_file();
                if !page {
                    inputs.push(read(&file, format!("{shown}/{name}"))?);
                }
            }
        } else {
            inputs.push(read(&path, shown)?);
        }
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(inputs)
}

/// The entries of a folder with their names; hidden ones (editors and atomic writes leave them behind) are no content.
fn list(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_hidden(&name) {
            entries.push((entry.path(), name.to_string_lossy().into_owned()));
        }
    }
    Ok(entries)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Reads one file. Folders, devices and pipes are not opened.
fn read(path: &Path, shown: String) -> Result<Input, LoadError> {
    let flawed = |path, flaw| Ok(Input { flaw: Some(flaw), ..Input::text(path, Cow::Borrowed("")) });
    let unreadable = |source| LoadError::Unreadable { path: path.to_owned(), source };
    if FileKind::of(&shown).is_none() || !path.is_file() {
        return flawed(shown, Flaw::Unexpected);
    }
    let file = fs_err::File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    if bytes > MAX_BYTES {
        return flawed(shown, Flaw::TooLarge { bytes });
    }
    let mut text = Vec::with_capacity(bytes);
    // The file may grow while it is read.
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut text).map_err(unreadable)?;
    Ok(match String::from_utf8(text) {
        Ok(text) => Input::text(shown, text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Input { flaw: Some(Flaw::NotUtf8 { at }), ..Input::text(shown, text.into()) }
        }
    })
}
