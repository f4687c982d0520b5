//! A page about one thing: a title, a sentence, and blocks of facts, rows and prose. Shown on a terminal or as Markdown.

use super::markdown::escape;
use super::terminal::Terminal;
use super::text::{one_line, wrap};
use super::{Column, Tone, table};

/// A page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// The heading.
    pub(crate) title: String,
    /// Where the thing stands, in one sentence.
    pub(crate) standing: String,
    /// The rest.
    pub(crate) blocks: Vec<Block>,
}

/// Rows of cells with what they mean.
pub(crate) type Rows = Vec<Vec<(String, Tone)>>;

/// A part of a page.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    /// A heading, with a count where that says something.
    Heading(String, Option<usize>),
    /// A label and a value each.
    Facts(Vec<(&'static str, String)>),
    /// A small table without heading lines.
    Rows(&'static [Column], Rows),
    /// Our own Markdown, or a sentence.
    Prose(String),
}

/// For a terminal.
pub(crate) fn terminal(pages: &[Page], terminal: &Terminal) -> String {
    let mut out = String::new();
    for page in pages {
        if !out.is_empty() {
            out.push('\n');
        }
        for line in wrap(&page.title, terminal.prose()) {
            out.push_str(&format!("{}\n", terminal.paint(Tone::Strong, &line)));
        }
        for line in wrap(&page.standing, terminal.prose()) {
            out.push_str(&format!("{line}\n"));
        }
        for block in &page.blocks {
            match block {
                Block::Heading(title, count) => table::heading(&mut out, &one_line(title), *count, terminal),
                Block::Facts(facts) => table::facts(&mut out, facts, terminal),
                Block::Rows(columns, rows) => table::rows(&mut out, columns, rows, terminal),
                Block::Prose(text) => {
                    for line in wrap(text, terminal.prose().saturating_sub(2)) {
                        out.push_str(format!("  {line}").trim_end());
                        out.push('\n');
                    }
                }
            }
        }
    }
    out
}

/// As Markdown. Prose of records is Markdown already, but untrusted: it is escaped like everything else.
pub(crate) fn markdown(pages: &[Page]) -> String {
    let mut out = String::new();
    for page in pages {
        out.push_str(&format!("## {}\n\n{}\n\n", escape(&page.title), escape(&page.standing)));
        for block in &page.blocks {
            match block {
                Block::Heading(title, _) => out.push_str(&format!("### {}\n\n", escape(title))),
                Block::Facts(facts) => {
                    for (label, value) in facts {
                        out.push_str(&format!("- **{}**: {}\n", escape(label), linked(value)));
                    }
                    out.push('\n');
                }
                Block::Rows(columns, rows) => {
                    markdown_rows(&mut out, columns, rows);
                    out.push('\n');
                }
                Block::Prose(text) => {
                    for line in wrap(text, usize::MAX) {
                        out.push_str(&format!("{}\n", linked(&line)));
                    }
                    out.push('\n');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Escaped text, in which addresses are links that end where they should.
fn linked(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let word = |word: &str| match word.starts_with("https://") && word.chars().all(is_plain) {
        true => format!("<{word}>"),
        false => escape(word),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn markdown_rows(out: &mut String, columns: &[Column], rows: &Rows) {
    let titles: Vec<_> = columns.iter().map(|column| column.title).collect();
    out.push_str(&format!("| {} |\n|{}\n", titles.join(" | "), " --- |".repeat(titles.len())));
    for row in rows {
        let cells: Vec<_> = row.iter().map(|(text, _)| escape(text)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}
