//! What a site is made of besides the records: templates, static files, prose pages.
//!
//! All three are packed into the library; a folder can take the place of each. A file is UTF-8 text where it has to be,
//! and anything at all in `static/`.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::load::packed::PAGES;

include!(concat!(env!("OUT_DIR"), "/packed_site.rs"));

/// A file of the input: its path below the folder, with `/`, and its bytes.
pub type InputFile = (String, Cow<'static, [u8]>);

/// Templates, static files and prose pages, each sorted by path.
#[derive(Debug, Clone)]
pub struct Input {
    /// `templates/**`.
    pub templates: Vec<InputFile>,
    /// `static/**`.
    pub statics: Vec<InputFile>,
    /// `content/pages/**.md`.
    pub prose: Vec<InputFile>,
}

impl Input {
    /// What is packed into the library.
    #[must_use]
    pub fn packed() -> Self {
        let own = |files: &[(&'static str, &'static [u8])]| {
            files.iter().map(|(path, bytes)| ((*path).to_owned(), Cow::Borrowed(*bytes))).collect()
        };
        let prose = PAGES.iter().map(|(path, text)| {
            let short = path.strip_prefix("content/pages/").unwrap_or(path);
            (short.to_owned(), Cow::Borrowed(text.as_bytes()))
        });
        Self { templates: own(TEMPLATES), statics: own(STATIC_FILES), prose: prose.collect() }
    }
}

/// Reads every file below `folder`, sorted by path; hidden files and folders are left out, a folder that does not exist
/// is empty when `required` is not set.
///
/// # Errors
/// When something cannot be read, or a name is not UTF-8.
pub fn read_folder(folder: &Path, required: bool) -> io::Result<Vec<InputFile>> {
    let mut files = Vec::new();
    if required || folder.exists() {
        walk(folder, "", &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<InputFile>) -> io::Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{}: a name that is not UTF-8: {}", folder.display(), name.display()),
            )
        })?;
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push((path, Cow::Owned(fs_err::read(entry.path())?)));
        }
    }
    Ok(())
}
