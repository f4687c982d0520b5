//! Files of the site, in memory.

use super::SiteError;

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with `/`, for example `keps/4317/index.html`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Sorts by path, so that the order in which pages were rendered cannot be seen.
///
/// # Errors
/// When two files have one path.
pub(super) fn sort(files: &mut [OutputFile]) -> Result<(), SiteError> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(SiteError::SamePath(pair[0].path.clone())),
        None => Ok(()),
    }
}
