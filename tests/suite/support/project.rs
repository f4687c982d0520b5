//! A folder of its own for one test, made of inline files.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A temporary folder; it is removed when the value is dropped.
///
/// ```ignore
/// let project = Project::new().file("content/keps/1-a.toml", "number = 1\n…");
/// ```
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("make a temporary folder") }
    }

    /// Writes a file and the folders it is in; `path` has `/`.
    #[track_caller]
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Makes an empty folder.
    #[track_caller]
    pub fn folder(self, path: &str) -> Self {
        std::fs::create_dir_all(self.join(path)).expect("make a folder of the project");
        self
    }

    /// Copies the folder `from`, with everything in it, to `path`.
    #[track_caller]
    pub fn copy(self, path: &str, from: &Path) -> Self {
        copy(from, &self.join(path));
        self
    }

    /// Writes a file in the middle of a test.
    #[track_caller]
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.join(path);
        let folder = file.parent().expect("invariant: a file of the project is in its folder");
        std::fs::create_dir_all(folder).expect("make a folder of the project");
        std::fs::write(file, bytes).expect("write a file of the project");
    }

    /// The text of a file.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        let file = self.join(path);
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files below `path` with their bytes, sorted by path.
    pub fn snapshot(&self, path: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.join(path)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("list a folder of the project") {
                let entry = entry.expect("list a folder of the project").path();
                if entry.is_dir() {
                    folders.push(entry);
                    continue;
                }
                let inside = entry.strip_prefix(self.path()).expect("invariant: below the project");
                let name = inside.to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read(&entry).expect("read a file of the project")));
            }
        }
        files.sort();
        files
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the folder.
    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("make a folder of the project");
    for entry in std::fs::read_dir(from).expect("list the folder to copy") {
        let entry = entry.expect("list the folder to copy");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copy a file");
        }
    }
}
