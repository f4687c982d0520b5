//! Files of the site, in memory.

use std::collections::BTreeMap;

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
/// When two files have one path, or paths that some file system takes for one: that differ in letter case only, or of
/// which one is a folder of the other.
pub(super) fn sort(files: &mut [OutputFile]) -> Result<(), SiteError> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(SiteError::SamePath(pair[0].path.clone()));
    }
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for file in files.iter() {
        if let Some(other) = folded.insert(file.path.to_lowercase(), &file.path) {
            return Err(SiteError::SamePathButCase(other.to_owned(), file.path.clone()));
        }
    }
    for (folded_path, path) in &folded {
        let mut folder = folded_path.as_str();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Some(file) = folded.get(above) {
                return Err(SiteError::FileAndFolder((*file).to_owned(), (*path).to_owned()));
            }
            folder = above;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(paths: &[&str]) -> Result<Vec<String>, String> {
        let file = |path: &&str| OutputFile { path: (*path).to_owned(), bytes: Vec::new() };
        let mut files: Vec<_> = paths.iter().map(file).collect();
        sort(&mut files).map_err(|error| error.to_string())?;
        Ok(files.into_iter().map(|file| file.path).collect())
    }

    #[test]
    fn files_are_in_the_order_of_their_paths() {
        assert_eq!(sorted(&["b", "a/c", "a/b"]).expect("paths"), ["a/b", "a/c", "b"]);
    }

    #[test]
    fn paths_that_some_host_takes_for_one_are_refused_by_name() {
        assert!(sorted(&["a", "a"]).expect_err("twice").contains("two pages want the path `a`"));
        let error = sorted(&["gates/FooBar/index.html", "gates/Foobar/index.html"]).expect_err("case");
        assert!(
            error.contains("`gates/FooBar/index.html`") && error.contains("`gates/Foobar/index.html`"),
            "{error}"
        );
        let error = sorted(&["gates/A", "gates/a/index.html"]).expect_err("a file and a folder");
        assert!(error.contains("`gates/A`") && error.contains("`gates/a/index.html`"), "{error}");
    }
}
