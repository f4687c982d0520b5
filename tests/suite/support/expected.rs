//! Expected text in files.
//!
//! A test compares what it got with a file below `tests/fixtures/`. With `UPDATE_EXPECTED=1` the file is written
//! instead; look at the difference before you commit it.

use std::path::{Path, PathBuf};

/// The file or folder `path` below `tests/fixtures/`.
pub fn fixtures(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

/// Fails unless `actual` is the text of the file `path` below `tests/fixtures/`.
#[track_caller]
pub fn assert_expected(path: &str, actual: &str) {
    let file = fixtures(path);
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1") {
        let folder = file.parent().expect("invariant: a fixture is in a folder");
        std::fs::create_dir_all(folder).expect("make the folder of the expected file");
        std::fs::write(&file, actual).expect("write the expected file");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("tests/fixtures/{path}: {error}\nset UPDATE_EXPECTED=1 to write it\n\n{actual}")
    });
    // A checkout may have turned line ends into CRLF.
    let expected = expected.replace("\r\n", "\n");
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count() + 1;
        panic!(
            "tests/fixtures/{path} differs from line {line} on (set UPDATE_EXPECTED=1 to rewrite it)\n\
             --- expected\n{expected}\n--- actual\n{actual}\n---"
        );
    }
}
