//! Writes of whole files, each of them old or new at any moment.
//!
//! The new text goes into a temporary file of the same folder, which then takes the old one's name. A run that is
//! killed leaves at most a temporary file behind; [`clear_leftovers`] removes those.

use std::io::{self, Write as _};
use std::path::Path;

use fs_err as fs;

/// How temporary files are called: hidden, and never taken for a record.
const PREFIX: &str = ".kepdb-";
const SUFFIX: &str = ".tmp";

/// Writes `text` to `path`, whose folder exists, in one step.
///
/// # Errors
/// When the folder cannot be written. The file then has its old text.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    let permissions = fs::metadata(path).ok().map(|data| data.permissions());
    #[cfg(unix)]
    let permissions = permissions.or_else(|| {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets; the process' umask still applies.
        Some(std::fs::Permissions::from_mode(0o666))
    });
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| {
        io::Error::new(error.error.kind(), format!("{}: {}", path.display(), error.error))
    })?;
    Ok(())
}

/// Removes what killed runs left in a folder.
///
/// # Errors
/// When the folder or a leftover in it cannot be read or removed. A folder that does not exist has no leftovers.
pub fn clear_leftovers(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
