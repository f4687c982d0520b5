//! `kepdb schema`: JSON Schemas of what comes out and of what goes in.

use clap::ValueEnum;

use super::outcome::Outcome;

/// A JSON Schema (2020-12) of a command's JSON, or of a kind of record
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The schemas of records are for editors that check and complete TOML by a JSON Schema; `kepdb validate` checks much more.")]
pub(crate) struct Args {
    /// The JSON of a command, or a kind of record
    #[arg(value_enum)]
    of: Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Document {
    /// `query --format json`
    Query,
    /// `show --format json`
    Show,
    /// `search --format json`
    Search,
    /// `diff --format json`
    Diff,
    /// `check --format json`
    Check,
    /// `status --format json`
    Status,
    /// `validate --format json`
    Validate,
    /// `import --format json`
    Import,
    /// Records in content/keps
    Kep,
    /// Records in content/gates
    Gate,
    /// Records in content/collections
    Collection,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    Ok(Outcome::answer(match args.of {
        Document::Query => include_str!("schema/query.json"),
        Document::Show => include_str!("schema/show.json"),
        Document::Search => include_str!("schema/search.json"),
        Document::Diff => include_str!("schema/diff.json"),
        Document::Check => include_str!("schema/check.json"),
        Document::Status => include_str!("schema/status.json"),
        Document::Validate => include_str!("schema/validate.json"),
        Document::Import => include_str!("schema/import.json"),
        Document::Kep => include_str!("schema/kep.json"),
        Document::Gate => include_str!("schema/gate.json"),
        Document::Collection => include_str!("schema/collection.json"),
    }))
}
