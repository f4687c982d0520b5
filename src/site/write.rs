//! Puts a finished site on disk, all or nothing.
//!
//! The site is written into a new folder beside the output folder ([`stage`]), which then takes its place in one step
//! ([`Staged::publish`]). A build that fails or is killed leaves the former site as it was; what it leaves behind beside
//! it, the next build removes. A file that did not change is linked, not written, and so keeps its modification time;
//! where nothing changed at all, nothing is touched.
//!
//! One thread writes: a second one made it slower in every measurement, since both wait for the same directory. Reading
//! what is there goes faster with all of them.

use std::io;
use std::path::{Path, PathBuf};

use fs_err as fs;
use rayon::prelude::*;
use tempfile::TempDir;

use super::OutputFile;

/// Marks a folder as one that `kepdb build` made and may replace.
const MARK: &str = ".kepdb-site";
/// What stands in the mark.
const MARK_TEXT: &[u8] = b"Written by `kepdb build`, which replaces this folder as a whole.\n";
/// How the new folder is called beside the output folder.
const NEW: &str = ".kepdb-new-";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from the former site.
    pub changed: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
}

/// Why the site could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The output folder holds what is not ours.
    #[error("`{0}` is not empty and was not written by `kepdb build`")]
    NotOurs(PathBuf),
    /// A path would leave the output folder.
    #[error("`{0}` is no path inside the output folder")]
    Outside(String),
    /// Something could not be read or written.
    #[error("cannot write the site")]
    Io(#[source] io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A site that is on disk beside its place. It goes away again unless it is published.
#[derive(Debug)]
pub struct Staged {
    out: PathBuf,
    /// Whether there is a former site at `out`.
    former: bool,
    /// The new folder; none where the former site has the same files.
    new: Option<TempDir>,
    written: Written,
}

/// Makes `out` hold exactly `files`.
///
/// # Errors
/// When `out` exists, is not empty and has no mark of ours; when something cannot be written. `out` is then as it was.
pub fn write(files: &[OutputFile], out: &Path) -> Result<Written, WriteError> {
    stage(files, out)?.publish()
}

/// Writes `files` into a new folder beside `out`, ready to take its place. `out` stays as it is.
///
/// # Errors
/// As [`write()`].
pub fn stage(files: &[OutputFile], out: &Path) -> Result<Staged, WriteError> {
    if let Some(file) = files.iter().find(|file| !is_inside(&file.path)) {
        return Err(WriteError::Outside(file.path.clone()));
    }
    // Behind a link, the folder that it leads to is replaced, and the link stays.
    let out = if out.exists() { fs::canonicalize(out)? } else { out.to_owned() };
    let former = former(&out)?;
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    remove_left_behind(parent)?;
    let same: Vec<bool> = match former {
        true => files.par_iter().map(|file| is_same(&out.join(&file.path), &file.bytes)).collect(),
        false => vec![false; files.len()],
    };
    // The mark is one more.
    if former && same.iter().all(|same| *same) && count_files(&out)? == files.len() + 1 {
        let written = Written { changed: 0, unchanged: files.len() };
        return Ok(Staged { out, former, new: None, written });
    }
    let new = tempfile::Builder::new().prefix(NEW).tempdir_in(parent)?;
    let written = fill(new.path(), files, &out, &same)?;
    fs::write(new.path().join(MARK), MARK_TEXT)?;
    readable(new.path())?;
    Ok(Staged { out, former, new: Some(new), written })
}

impl Staged {
    /// Lets the new site take its place.
    ///
    /// # Errors
    /// When the folders cannot be renamed. The former site is then as it was.
    pub fn publish(self) -> Result<Written, WriteError> {
        let Some(new) = self.new else { return Ok(self.written) };
        if self.former {
            exchange(new.path(), &self.out)?;
            new.close()?;
        } else {
            if self.out.exists() {
                fs::remove_dir(&self.out)?;
            }
            fs::rename(new.keep(), &self.out)?;
        }
        Ok(self.written)
    }
}

/// Whether there is a former site of ours at `out`.
fn former(out: &Path) -> Result<bool, WriteError> {
    match fs::read_dir(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
        Ok(_) if out.join(MARK).is_file() => Ok(true),
        Ok(mut entries) => match entries.next() {
            None => Ok(false),
            Some(_) => Err(WriteError::NotOurs(out.to_owned())),
        },
    }
}

fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']))
}

/// Removes new folders that killed builds left in `parent`. One of a build that is running now is younger than an hour.
fn remove_left_behind(parent: &Path) -> io::Result<()> {
    const HOUR: std::time::Duration = std::time::Duration::from_secs(60 * 60);
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let is_new = entry.file_name().to_string_lossy().starts_with(NEW);
        let is_old =
            || entry.metadata().and_then(|data| data.modified()).ok()?.elapsed().ok().map(|age| age > HOUR);
        if is_new && is_old() == Some(true) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes `files` into the empty folder `new`; those that are the `same` in the folder `former` are linked.
fn fill(new: &Path, files: &[OutputFile], former: &Path, same: &[bool]) -> io::Result<Written> {
    let mut written = Written { changed: 0, unchanged: 0 };
    let mut folder = PathBuf::new();
    for (file, same) in files.iter().zip(same) {
        let target = new.join(&file.path);
        if let Some(parent) = target.parent().filter(|parent| *parent != folder) {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut folder);
        }
        if *same && fs::hard_link(former.join(&file.path), &target).is_ok() {
            written.unchanged += 1;
        } else {
            fs::write(&target, &file.bytes)?;
            written.changed += 1;
        }
    }
    Ok(written)
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let same_length =
        std::fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && data.len() == bytes.len() as u64);
    same_length && fs::read(path).is_ok_and(|old| old == bytes)
}

/// How many files there are in `folder` and below; links and whatever else is no folder count too.
fn count_files(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Temporary folders are for their owner only; a site is for everybody.
#[cfg(unix)]
fn readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Lets two folders change places: in one step where the system can, else with two renames, of which the first is taken
/// back when the second fails.
fn exchange(new: &Path, out: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            // Some file systems (overlays, network shares) cannot do it.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let aside = new.with_extension("former");
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(new, out) {
        fs::rename(&aside, out)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}
