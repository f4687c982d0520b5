//! `kepdb status`: fetches the status of the KEPs' tracking issues, and nothing else.

use std::time::Duration;

use clap::ValueEnum;

use kepdb::github::{Policy, Refreshed, Trouble};
use kepdb::kb::KnowledgeBase;
use kepdb::query::{StatusFact, status_facts};

use super::context::Context;
use super::issues::{FetchArgs, remarks};
use super::outcome::Outcome;
use super::output::json::status as json;
use super::output::text::counted;

/// Fetch the status of the KEPs' tracking issues from GitHub
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
This is the only command besides `build` that opens a connection. With a token (GITHUB_TOKEN, GH_TOKEN or --token-file) \
all issues take a few requests; without one GitHub answers about sixty requests an hour, so each run refreshes a part, \
the KEPs of supported and coming versions first. The token is sent to the API and shown nowhere.

The exit code is 1 when some issues could not be refreshed. docs/status.md says more.")]
pub(crate) struct Args {
    /// How to report
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    fetch: FetchArgs,
}

/// The formats of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// The documented JSON (see docs/json.md)
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let today = context.today()?;
    let refreshed = args.fetch.refresh(&kb, context, Policy::Auto, Duration::ZERO)?;
    let stdout = match args.format {
        Format::Table => text(&kb, &refreshed, today, &args.fetch.cache_path(context).display().to_string()),
        Format::Json => json::render(&kb, &refreshed, today)?,
    };
    let is_incomplete =
        |trouble: &Trouble| matches!(trouble, Trouble::Incomplete { .. } | Trouble::CacheNotWritten { .. });
    Ok(Outcome {
        remarks: remarks(&refreshed, context),
        has_findings: refreshed.trouble.iter().any(is_incomplete),
        ..Outcome::answer(stdout)
    })
}

fn text(kb: &KnowledgeBase, refreshed: &Refreshed, today: jiff::civil::Date, cache: &str) -> String {
    let counts = refreshed.counts;
    let mut parts = Vec::new();
    let mut part = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    part(counts.fresh, "new or changed");
    part(counts.unchanged, "as before");
    part(counts.missing, "not there");
    part(counts.left, "not refreshed");
    let requests = counted(counts.requests, "request");
    let mut out = format!("{}: {} ({requests}).\n", counted(counts.wanted, "issue"), parts.join(", "));
    out.push_str(&format!("Kept in {}.\n", super::output::text::one_line(cache)));
    let found = facts(kb, refreshed, today);
    for (summary, count) in found {
        out.push_str(&format!("{summary}: {}.\n", counted(count, "KEP")));
    }
    out
}

/// How many KEPs each kind of fact is true of, most first.
fn facts(kb: &KnowledgeBase, refreshed: &Refreshed, today: jiff::civil::Date) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for kep in kb.keps() {
        let Some(issue) = refreshed.book.issue(kep.number.value) else { continue };
        for summary in status_facts(kb, kep, issue, today).into_iter().map(StatusFact::summary) {
            match counts.iter_mut().find(|(known, _)| *known == summary) {
                Some((_, count)) => *count += 1,
                None => counts.push((summary, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
