//! The index that the last search made, kept in the user's cache folder. Everything about it may fail: then the index is
//! made again, and that is all.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use kepdb::load::{fingerprint, packed};
use kepdb::search::Engine;
use kepdb::search::export::{Export, checksum};

use super::super::context::Context;

/// The start of every file; another layout is another word.
const MAGIC: &[u8] = b"kepdb search 1\n";

/// The engine for the records of `context`: from the cache where it was made of the same records for the same day by the
/// same program.
pub(super) fn engine(context: &Context) -> anyhow::Result<Engine> {
    let today = context.today()?;
    let (slot, records) = match context.content_dir() {
        None => ("packed", packed::FINGERPRINT),
        Some(_) => {
            let sources = context.load()?.sources;
            let files = sources.iter().map(|(_, file)| (file.path.as_str(), file.text.as_ref()));
            ("content", fingerprint(files))
        }
    };
    let key = key(records, today);
    let file = folder().map(|folder| folder.join(format!("search-{slot}.bin")));
    if let Some(engine) =
        file.as_ref().and_then(|file| fs_err::read(file).ok()).and_then(|bytes| open(&bytes, &key))
    {
        return Ok(engine);
    }
    let kb = context.knowledge_base()?;
    let engine = Engine::new(&kb, today).context("cannot index the records")?;
    if let Some(file) = file {
        // Without a cache the next search takes a little longer.
        let _ = keep(&file, &close(&engine, &key));
    }
    Ok(engine)
}

/// What the index was made of.
fn key(records: u64, today: Date) -> String {
    format!("{records:016x} {today} {}\n", env!("CARGO_PKG_VERSION"))
}

/// `$XDG_CACHE_HOME/kepdb`, or what stands for it.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME")
        .filter(|folder| folder.is_absolute())
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))?;
    Some(base.join("kepdb"))
}

/// Magic, key, checksum of the rest, lengths of the first two parts, the parts.
fn close(engine: &Engine, key: &str) -> Vec<u8> {
    let Export { core, body } = engine.export(|_| String::new());
    let length = |part: &[u8]| u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes();
    let rest = [&length(&core)[..], &length(&body), &core, &body, &engine.export_names()].concat();
    [MAGIC, key.as_bytes(), &checksum(&rest).to_le_bytes(), &rest].concat()
}

fn open(bytes: &[u8], key: &str) -> Option<Engine> {
    let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(key.as_bytes())?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    if checksum(rest) != u32::from_le_bytes(*sum) {
        return None;
    }
    let (core, rest) = rest.split_first_chunk::<4>()?;
    let (body, rest) = rest.split_first_chunk::<4>()?;
    let (core, rest) = rest.split_at_checked(u32::from_le_bytes(*core) as usize)?;
    let (body, names) = rest.split_at_checked(u32::from_le_bytes(*body) as usize)?;
    Engine::import(core, body, names)
}

/// Writes the file whole or not at all.
fn keep(file: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs_err::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.persist(file)?;
    Ok(())
}
