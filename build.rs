//! Packs the content folder into the library, so that an installed `kepdb` answers anywhere.
//!
//! For each of [`ROOTS`] it writes one constant with path and text of every file below a folder, for each of
//! [`ASSET_ROOTS`] one with path and bytes. The files are named
//! by `CARGO_MANIFEST_DIR` when the library is compiled, so neither this script nor its output holds a path of the
//! machine. A folder that does not exist is an empty list. Beside the records it packs what the parser makes of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use toml::de::DeTable;

#[allow(dead_code, unreachable_pub, reason = "the library's half of the file reads what this half writes")]
#[path = "src/load/tree.rs"]
mod tree;

/// What is packed: the constant's name, the folder (from the manifest, with `/`), and the ending of its files.
const ROOTS: &[(&str, &str, &str)] = &[(RECORDS, "content", "toml"), ("PAGES", "content/pages", "md")];

/// What is packed for the site: the constant's name and the folder.
const ASSET_ROOTS: &[(&str, &str)] = &[("TEMPLATES", "templates"), ("STATIC_FILES", "static")];

/// The root whose files are parsed as well.
const RECORDS: &str = "RECORDS";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/load/tree.rs");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut code = String::new();
    for (name, folder, ending) in ROOTS {
        // Cargo looks at a folder with everything in it, new and removed files included. For a folder that does not
        // exist it runs this script every time, so folders in others are left to those.
        if !ROOTS.iter().any(|(_, other, _)| Path::new(folder).parent() == Some(Path::new(other))) {
            println!("cargo:rerun-if-changed={folder}");
        }
        let mut files = Vec::new();
        collect(&manifest, folder, Some(ending), &mut files)?;
        files.sort();
        list(name, &format!("Path and text of `{folder}/**/*.{ending}`, sorted by path."), &files, &mut code);
        if *name == RECORDS {
            let trees = trees(&manifest, &files, &mut code)?;
            let sum = fingerprint(&manifest, &files)?;
            code.push_str("/// What `super::fingerprint` makes of all records.\n");
            writeln!(code, "pub static FINGERPRINT: u64 = {sum:#x};")
                .expect("invariant: a string takes any text");
            fs::write(out.join("records.trees"), trees)?;
        }
    }
    fs::write(out.join("packed.rs"), code)?;

    let mut code = String::new();
    for (name, folder) in ASSET_ROOTS {
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&manifest, folder, None, &mut files)?;
        files.sort();
        assets(name, folder, &files, &mut code);
    }
    fs::write(out.join("packed_site.rs"), code)
}

/// Adds the files below `folder` that end in `ending` (all where there is none), as paths from the manifest with `/`. Hidden entries are no
/// content.
fn collect(manifest: &Path, folder: &str, ending: Option<&str>, files: &mut Vec<String>) -> io::Result<()> {
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
        } else if ending.is_none_or(|ending| Path::new(name).extension().is_some_and(|found| found == ending))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes the constant `name` with path and text of `files`.
fn list(name: &str, about: &str, files: &[String], code: &mut String) {
    let mut line = |line: String| writeln!(code, "{line}").expect("invariant: a string takes any text");
    line(format!("/// {about}\npub static {name}: &[(&str, &str)] = &["));
    for path in files {
        line(format!(
            r####"    (r##"{path}"##, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), r##"/{path}"##))),"####
        ));
    }
    line("];".to_owned());
}

/// Writes the constant `name` with path (from `folder`) and bytes of `files`.
fn assets(name: &str, folder: &str, files: &[String], code: &mut String) {
    let mut line = |line: String| writeln!(code, "{line}").expect("invariant: a string takes any text");
    line(format!(
        "/// Path and bytes of `{folder}/**`, sorted by path.\npub(super) static {name}: &[(&str, &[u8])] = &["
    ));
    for path in files {
        let short = path.strip_prefix(folder).map_or(path.as_str(), |short| short.trim_start_matches('/'));
        line(format!(
            r####"    (r##"{short}"##, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), r##"/{path}"##))),"####
        ));
    }
    line("];".to_owned());
}

/// The packed trees of `files`, one after the other; writes where each starts and ends. A file that is no valid TOML
/// has none: the library reads its text and says what is wrong with it.
fn trees(manifest: &Path, files: &[String], code: &mut String) -> io::Result<Vec<u8>> {
    let mut trees = Vec::new();
    let mut ranges = String::new();
    for path in files {
        let text = fs::read_to_string(manifest.join(path))?;
        let start = trees.len();
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            trees.extend(tree::pack(table.get_ref(), &text));
        }
        write!(ranges, "({start}, {}), ", trees.len()).expect("invariant: a string takes any text");
    }
    code.push_str("/// The packed trees of all records.\n");
    code.push_str("static TREES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/records.trees\"));\n");
    code.push_str("/// Where the tree of each record starts and ends in `TREES`.\n");
    writeln!(code, "static TREE_RANGES: &[(usize, usize)] = &[{ranges}];")
        .expect("invariant: a string takes any text");
    Ok(trees)
}

/// The same sum that the library's `fingerprint` makes of paths and texts.
fn fingerprint(manifest: &Path, files: &[String]) -> io::Result<u64> {
    let mut sum = 0xCBF2_9CE4_8422_2325_u64;
    for path in files {
        let text = fs::read_to_string(manifest.join(path))?;
        for byte in path.bytes().chain([0]).chain(text.bytes()).chain([0]) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    Ok(sum)
}
