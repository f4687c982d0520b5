//! Packs the content folder into the library, so that an installed `kepdb` answers anywhere.
//!
//! For each of [`ROOTS`] it writes one constant with path and text of every file below a folder. The files are named
//! by `CARGO_MANIFEST_DIR` when the library is compiled, so neither this script nor its output holds a path of the
//! machine. A folder that does not exist is an empty list.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What is packed: the constant's name, the folder (from the manifest, with `/`), and the ending of its files.
const ROOTS: &[(&str, &str, &str)] = &[("RECORDS", "content", "toml"), ("PAGES", "content/pages", "md")];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut code = String::new();
    for (name, folder, ending) in ROOTS {
        // Cargo looks at a folder with everything in it, new and removed files included.
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&manifest, folder, ending, &mut files)?;
        files.sort();
        writeln!(code, "/// Path and text of `{folder}/**/*.{ending}`, sorted by path.")
            .and_then(|()| writeln!(code, "pub static {name}: &[(&str, &str)] = &["))
            .expect("invariant: writing to a string cannot fail");
        for path in files {
            writeln!(
                code,
                r####"    (r##"{path}"##, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), r##"/{path}"##))),"####
            )
            .expect("invariant: writing to a string cannot fail");
        }
        code.push_str("];\n");
    }
    fs::write(out.join("packed.rs"), code)
}

/// Adds the files below `folder` that end in `ending`, as paths from the manifest with `/`. Hidden entries are no
/// content.
fn collect(manifest: &Path, folder: &str, ending: &str, files: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(manifest.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = format!("{folder}/{name}");
        if entry.path().is_dir() {
            collect(manifest, &path, ending, files)?;
        } else if Path::new(name).extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    Ok(())
}
