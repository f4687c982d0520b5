//! Finds the files of interest in checkouts of the upstream repositories, always in the same order.
//!
//! Symbolic links are not followed, so a checkout cannot lead out of itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::import::ImportError;
use super::yaml::MAX_BYTES;

/// Where the gate pages stand in `kubernetes/website`.
pub(crate) const GATE_PAGES: &str = "content/en/docs/reference/command-line-tools-reference/feature-gates";
/// Where the feature list stands in `kubernetes/kubernetes`.
pub(crate) const FEATURE_LIST: &str = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml";
/// The files with release dates in `kubernetes/website`; what the first one says wins.
pub(crate) const RELEASE_FILES: &[&str] = &["data/releases/schedule.yaml", "data/releases/eol.yaml"];
/// Folders in `keps` are at most this deep; the real ones have three levels.
const MAX_DEPTH: usize = 8;

/// A file of a checkout.
#[derive(Debug)]
pub(crate) struct UpstreamFile {
    /// Path inside the repository, with `/`.
    pub(crate) path: String,
    /// Its text, or why it has none.
    pub(crate) text: Result<String, String>,
}

/// What `kubernetes/enhancements` holds for us.
#[derive(Debug, Default)]
pub(crate) struct EnhancementFiles {
    /// All `kep.yaml`, without the template.
    pub(crate) keps: Vec<UpstreamFile>,
    /// All production-readiness records.
    pub(crate) readiness: Vec<UpstreamFile>,
}

/// Reads `kep.yaml` files and production-readiness records.
pub(crate) fn enhancements(dir: &Path) -> Result<EnhancementFiles, ImportError> {
    let root = folder(dir, "keps")?;
    let mut paths = Vec::new();
    walk(&root, "keps", 0, &mut paths)?;
    paths.sort();
    let mut files = EnhancementFiles::default();
    for path in paths {
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let parent = parts.next().unwrap_or_default();
        if path.starts_with("keps/prod-readiness/") {
            if path.ends_with(".yaml") {
                files.readiness.push(read(dir, path));
            }
        } else if name == "kep.yaml" && !parent.starts_with("NNNN") {
            files.keps.push(read(dir, path));
        }
    }
    if files.keps.is_empty() {
        return Err(layout(dir, "keps/**/kep.yaml"));
    }
    Ok(files)
}

/// Reads the gate pages.
pub(crate) fn gate_pages(dir: &Path) -> Result<Vec<UpstreamFile>, ImportError> {
    let root = folder(dir, GATE_PAGES)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if let (true, Ok(name)) = (entry.file_type()?.is_file(), entry.file_name().into_string())
            && name.ends_with(".md")
            && !matches!(name.as_str(), "index.md" | "_index.md")
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err(layout(dir, GATE_PAGES));
    }
    names.sort();
    Ok(names.into_iter().map(|name| read(dir, format!("{GATE_PAGES}/{name}"))).collect())
}

/// Reads the files with release dates.
pub(crate) fn release_files(dir: &Path) -> Vec<UpstreamFile> {
    RELEASE_FILES.iter().map(|path| read(dir, (*path).to_owned())).collect()
}

/// Reads the feature list.
pub(crate) fn feature_list(dir: &Path) -> Result<UpstreamFile, ImportError> {
    if !dir.join(FEATURE_LIST).is_file() {
        return Err(layout(dir, FEATURE_LIST));
    }
    Ok(read(dir, FEATURE_LIST.to_owned()))
}

fn layout(dir: &Path, wanted: &'static str) -> ImportError {
    ImportError::Layout { dir: dir.to_owned(), wanted }
}

fn folder(dir: &Path, wanted: &'static str) -> Result<PathBuf, ImportError> {
    let path = dir.join(wanted);
    if path.is_dir() { Ok(path) } else { Err(layout(dir, wanted)) }
}

fn walk(dir: &Path, shown: &str, depth: usize, paths: &mut Vec<String>) -> Result<(), ImportError> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // A name that is no UTF-8 is no name of ours.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type()?;
        let path = format!("{shown}/{name}");
        if kind.is_dir() {
            walk(&entry.path(), &path, depth + 1, paths)?;
        } else if kind.is_file() && name.ends_with(".yaml") {
            paths.push(path);
        }
    }
    Ok(())
}

fn read(dir: &Path, path: String) -> UpstreamFile {
    let text = read_text(&dir.join(&path));
    UpstreamFile { path, text }
}

fn read_text(path: &Path) -> Result<String, String> {
    // The paths in these messages are not repeated: the report names the file.
    let file = std::fs::File::open(path).map_err(|error| error.kind().to_string())?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.kind().to_string())?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("the file is larger than {} KiB", MAX_BYTES >> 10));
    }
    String::from_utf8(bytes).map_err(|_not_text| "the file is no UTF-8 text".to_owned())
}
