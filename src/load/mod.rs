//! Records in TOML to the model, with spans.
//!
//! [`load_dir`] reads a content folder, [`load_packed`] the content in the library, [`load_texts`] what a caller has
//! in memory. All give a [`Loaded`]: sources, model and diagnostics. Reading a record never fails: what cannot be
//! read is a diagnostic, and the best value that can be had stays, so that one run finds every problem of every file.
//! Rules that need more than one value (order, references, names of files) are `lint`'s.
//!
//! In here, in the order of the data: `walk` (folders to texts), `kind` (which record a file holds), `read` (all files,
//! in two threads), `syntax` and `tree` (text to a tree with spans), `table`, `value` and `word` (what stands in a tree,
//! or why not), `kep`, `gate`, `collection`, `lists`, `drift` (trees to the model), `pins` (corrections by hand).
//! [`keys`] lists every key of the format. `ignores` reads a file that is no record: what `kepdb check` is to accept.

mod collection;
mod drift;
pub mod edit;
mod gate;
mod ignores;
mod kep;
pub mod keys;
mod kind;
mod lists;
pub mod packed;
mod parts;
mod pins;
mod read;
mod report;
mod syntax;
mod table;
#[allow(dead_code, reason = "`build.rs` uses the half that packs")]
mod tree;
mod value;
mod walk;
mod word;
pub mod write;

use std::borrow::Cow;
use std::path::Path;

pub use ignores::{WrittenIgnore, read_ignores};
use read::{File, Part};
use walk::Input;
pub use walk::LoadError;

use crate::diag::{self, Diagnostic};
use crate::model::Content;
use crate::source::SourceMap;

/// Everything that reading gave.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files; the spans of `content` and `diagnostics` point into them.
    pub sources: SourceMap,
    /// The records, in the order of their files' paths.
    pub content: Content,
    /// What is wrong with them, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// What becomes of corrections by hand (`[pinned.<fact>]`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pins {
    /// The corrected value takes the place of the imported one: what everybody but the importer wants.
    #[default]
    Apply,
    /// The imported value stays. The corrections are still read and checked, and listed in the record's `pins`.
    Ignore,
}

/// How records are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadOptions {
    /// What becomes of corrections by hand.
    pub pins: Pins,
}

/// Reads the content folder `dir` with the usual options; see [`LoadOptions::load_dir`].
///
/// # Errors
/// When the folder, or a file in it, cannot be read.
pub fn load_dir(dir: &Path, shown_root: &str) -> Result<Loaded, LoadError> {
    LoadOptions::default().load_dir(dir, shown_root)
}

/// Reads the content that is packed into the library with the usual options.
#[must_use]
pub fn load_packed() -> Loaded {
    LoadOptions::default().load_packed()
}

/// A sum of paths and texts that is another one when any of them is (FNV-1a): it names a state of the records.
#[must_use]
pub fn fingerprint<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> u64 {
    let bytes =
        files.into_iter().flat_map(|(path, text)| path.bytes().chain([0]).chain(text.bytes()).chain([0]));
    bytes.fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Reads files that are in memory with the usual options; see [`LoadOptions::load_texts`].
#[must_use]
pub fn load_texts(files: Vec<(String, Cow<'static, str>)>) -> Loaded {
    LoadOptions::default().load_texts(files)
}

impl LoadOptions {
    /// Reads the content folder `dir`. Messages call it `shown_root`: with `content`, a file in it is
    /// `content/keps/4317-pod-certificates.toml`. Files and folders that are absent are no problem, files that no
    /// record is read from are a warning each.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn load_dir(self, dir: &Path, shown_root: &str) -> Result<Loaded, LoadError> {
        Ok(self.load(walk::walk(dir, shown_root)?))
    }

    /// Reads the content that is packed into the library.
    #[must_use]
    pub fn load_packed(self) -> Loaded {
        let input = |(path, text, tree): (&'static str, &'static str, &'static [u8])| Input {
            tree: Some(tree),
            ..Input::text(path.to_owned(), Cow::Borrowed(text))
        };
        self.load(packed::records().map(input).collect())
    }

    /// Reads files that are in memory: path as shown, and text. The last folder of the path and the file's name say
    /// which record it is (`…/keps/4317-pod-certificates.toml`, `…/releases.toml`).
    #[must_use]
    pub fn load_texts(self, files: Vec<(String, Cow<'static, str>)>) -> Loaded {
        self.load(files.into_iter().map(|(path, text)| Input::text(path, text)).collect())
    }

    fn load(self, inputs: Vec<Input>) -> Loaded {
        let mut sources = SourceMap::default();
        let mut rest = Vec::with_capacity(inputs.len());
        for input in inputs {
            sources.add(input.path, input.text);
            rest.push((input.tree, input.flaw));
        }
        let files: Vec<File<'_>> = sources
            .iter()
            .zip(rest)
            .map(|((id, source), (tree, flaw))| File::new(id, source, tree, flaw))
            .collect();
        let Part { content, mut diagnostics } = read::read_all(&files, self.pins);
        diag::sort(&mut diagnostics);
        Loaded { sources, content, diagnostics }
    }
}
