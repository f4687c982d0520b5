//! How answers look: one file per format, all fed with the same [`Section`]s (JSON has types of its own).

pub(crate) mod check;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod page;
pub(crate) mod plain;
pub(crate) mod table;
pub(crate) mod terminal;
pub(crate) mod text;

use clap::ValueEnum;
use terminal::Terminal;

/// The formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns that fit the terminal (the default on a terminal)
    Table,
    /// One row per line, columns divided by tabs, nothing cut (the default in a pipe)
    Plain,
    /// The documented JSON (see docs/json.md)
    Json,
    /// Comma-separated values with a header line
    Csv,
    /// Tables for GitHub and other Markdown
    Markdown,
}

/// What a cell or heading means. Colour follows from it; the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// Of lesser weight.
    Faint,
    /// Stable, on, supported, confirmed.
    Good,
    /// Beta, and other things under way.
    Moving,
    /// Alpha, deprecated, soon to change.
    Careful,
    /// Removed, contradicted: can hurt.
    Bad,
}

/// One value of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// The whole value.
    pub(crate) text: String,
    /// A shorter one for tables, where the whole one can be long.
    pub(crate) short: Option<String>,
    /// What it means.
    pub(crate) tone: Tone,
}

impl Cell {
    /// A plain value.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// With a meaning.
    pub(crate) fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// With a shorter form for tables.
    pub(crate) fn short(mut self, short: impl Into<String>) -> Self {
        self.short = Some(short.into());
        self
    }
}

/// One column and what it may lose where the terminal is narrow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Name in CSV.
    pub(crate) key: &'static str,
    /// Heading.
    pub(crate) title: &'static str,
    /// Least width that it may be cut to; `None` where a cut value is of no use.
    pub(crate) least: Option<usize>,
    /// Columns with the lowest number are dropped first; `None` is never dropped.
    pub(crate) drop: Option<u8>,
    /// Whether a few long values may take room from the column before, which may be cut, instead of widening this one
    /// for all rows.
    pub(crate) spills: bool,
    /// Width up to which less needed columns are dropped before this one is cut (most of its values count, not all).
    pub(crate) good: usize,
}

impl Column {
    /// A column that is shown whole, always.
    pub(crate) const fn new(key: &'static str, title: &'static str) -> Self {
        Self { key, title, least: None, drop: None, spills: false, good: 0 }
    }

    /// It may be cut down to `least` columns of text.
    pub(crate) const fn least(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }

    /// A few long values may take room from the column before.
    pub(crate) const fn spills(mut self) -> Self {
        self.spills = true;
        self
    }

    /// Less needed columns are dropped before it is cut below `width`.
    pub(crate) const fn good(mut self, width: usize) -> Self {
        self.good = width;
        self
    }

    /// It may be dropped; the lowest `rank` goes first.
    pub(crate) const fn drop(mut self, rank: u8) -> Self {
        self.drop = Some(rank);
        self
    }
}

/// Rows under one heading.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The word in plain text and CSV.
    pub(crate) key: String,
    /// The heading.
    pub(crate) title: String,
    /// What the heading means.
    pub(crate) tone: Tone,
    /// One value per column of the section.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A heading with facts below it, and groups of rows that share their columns.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// The word that rows carry in plain text and CSV.
    pub(crate) key: String,
    /// The heading.
    pub(crate) title: String,
    /// Sentences under the heading.
    pub(crate) facts: Vec<(String, Tone)>,
    /// Columns of all groups.
    pub(crate) columns: Vec<Column>,
    /// The groups.
    pub(crate) groups: Vec<Group>,
}

/// Renders `sections` in one of the formats for people and simple tools; `name` is the heading of the key column.
/// JSON is not made from sections: `json` makes that text.
pub(crate) fn render(
    sections: &[Section],
    format: Format,
    name: &str,
    terminal: &Terminal,
    json: impl FnOnce() -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    match format {
        Format::Table => Ok(table::render(sections, terminal)),
        Format::Plain => Ok(plain::render(sections)),
        Format::Csv => Ok(csv::render(sections, name)),
        Format::Markdown => Ok(markdown::render(sections)),
        Format::Json => json(),
    }
}
