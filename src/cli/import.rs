//! `kepdb import`: upstream checkouts to records.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use kepdb::upstream::{self, ImportInput, ParseSourceNoteError, SourceNote};

use super::context::Context;
use super::outcome::{Outcome, Problem};
use super::output::json::escape_steering;
use super::output::text;

/// Read upstream checkouts and write what changed into the records
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Give at least one checkout, laid out as its repository is. Facts are merged by trust: code, then docs, then KEPs; where \
they disagree, content/drift.toml says so. What people wrote in a record stays as it is. A second import of the same \
sources changes nothing.

Commit and date come from git where the checkout is a repository, else from --source-note:
  kepdb import --website DIR --source-note docs=<commit>,2026-01-22,1.35")]
pub(crate) struct Args {
    /// A checkout of kubernetes/enhancements: the KEPs
    #[arg(long, value_name = "DIR")]
    enhancements: Option<PathBuf>,
    /// A checkout of kubernetes/website: the gates' pages and the release schedule
    #[arg(long, value_name = "DIR")]
    website: Option<PathBuf>,
    /// A checkout of kubernetes/kubernetes: the versioned feature list
    #[arg(long, value_name = "DIR")]
    kubernetes: Option<PathBuf>,
    /// What a checkout does not say itself: code|docs|kep=COMMIT[,DATE[,VERSION]]
    #[arg(long, value_name = "NOTE", value_parser = source_note)]
    source_note: Vec<SourceNote>,
    /// End without writing when an upstream file cannot be read
    #[arg(long)]
    strict: bool,
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How to report
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// The formats of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// The documented JSON (see docs/json.md)
    Json,
}

/// Names of records listed for people, per kind of change; JSON has all of them.
const NAMES: usize = 20;

fn source_note(text: &str) -> Result<SourceNote, String> {
    text.parse().map_err(|error: ParseSourceNoteError| error.to_string())
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if args.enhancements.is_none() && args.website.is_none() && args.kubernetes.is_none() {
        return Err(Problem::new("nothing to import: give at least one checkout")
            .next("kepdb import --enhancements DIR --website DIR --kubernetes DIR")
            .into());
    }
    let input = ImportInput {
        content: context.content_dir().map_or_else(|| PathBuf::from("content"), Path::to_path_buf),
        enhancements: args.enhancements.clone(),
        website: args.website.clone(),
        kubernetes: args.kubernetes.clone(),
        notes: args.source_note.clone(),
        strict: args.strict,
    };
    let plan = upstream::plan(&input)?;
    if !args.dry_run {
        plan.write()?;
    }
    let report = plan.report();
    let mut stdout = match args.format {
        Format::Table => fitted(&report.to_text(NAMES), context.stdout().prose()),
        Format::Json => escape_steering(&report.to_json()),
    };
    if !stdout.ends_with('\n') {
        stdout.push('\n');
    }
    let remarks = match (args.dry_run, report.changes_anything()) {
        (true, true) => "nothing was written: this was a dry run\n".to_owned(),
        (_, false) => "nothing changed\n".to_owned(),
        (false, true) => String::new(),
    };
    Ok(Outcome { remarks, ..Outcome::answer(stdout) })
}

/// Long lines wrapped to `width`. What follows stands below the line's last column, or else a little further in than
/// the line.
fn fitted(report: &str, width: usize) -> String {
    let mut out = String::new();
    for line in report.lines() {
        if text::width(line) <= width {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let start = line.len() - line.trim_start().len();
        // Two spaces stand between columns and nowhere else.
        let column = line[start..].rfind("  ").map(|gap| start + gap + 2).filter(|at| *at <= width / 2);
        let (head, indent) = match column {
            Some(at) => (&line[..at], text::width(&line[..at])),
            None => (&line[..start], start + 2),
        };
        let parts = text::wrap(&line[head.len()..], width.saturating_sub(indent).max(10));
        for (position, part) in parts.iter().enumerate() {
            let before = if position == 0 { head.to_owned() } else { " ".repeat(indent) };
            out.push_str(&format!("{before}{part}\n"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn what_is_too_long_goes_on_below_its_last_column() {
        assert_eq!(
            fitted("   3  stage  one two three four five six\n  new: One, Two, Three, Four, Five, Six", 30),
            "   3  stage  one two three\n             four five six\n  new: One, Two, Three,\n    Four, Five, Six\n"
        );
        assert_eq!(fitted("short", 30), "short\n");
    }
}
