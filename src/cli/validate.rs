//! `kepdb validate`: reads all records, applies all rules, shows everything that is wrong.

use clap::ValueEnum;

use kepdb::diag::{self, Severity, render};
use kepdb::kb::KnowledgeBase;
use kepdb::lint;
use kepdb::model::Content;
use kepdb::query::{Coverage, Share, coverage};

use super::context::Context;
use super::outcome::Outcome;
use super::output::text::{counted, listed};
use super::output::{self, Tone};

/// Check all records: what cannot be read, what contradicts itself, what refers to nothing
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Checks the folder given with --content, or the packed records. docs/lints.md explains every rule by its code. The exit \
code is 1 when there is an error, with --strict also when there is a warning.")]
pub(crate) struct Args {
    /// How to show what is wrong
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Let warnings count as errors do
    #[arg(long)]
    strict: bool,
}

/// The formats of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines in question, for people
    Table,
    /// The documented JSON (see docs/json.md)
    Json,
    /// Workflow commands that GitHub shows beside the lines
    Github,
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let loaded = context.load()?;
    let mut found = loaded.diagnostics;
    let counts = counts(&loaded.content);
    let kb = KnowledgeBase::new(loaded.content);
    found.extend(lint::run(&kb, &loaded.sources));
    diag::sort(&mut found);

    let has_error = found.iter().any(|found| found.severity() == Severity::Error);
    let terminal = context.stdout();
    let stdout = match args.format {
        Format::Json => {
            render::json::render_with(&found, &loaded.sources, &output::json::coverage::more(&coverage(&kb)))
        }
        Format::Github => render::github::render(&found, &loaded.sources),
        Format::Table => {
            let options = render::terminal::Options { color: terminal.color, width: terminal.width };
            let mut text = render::terminal::render(&found, &loaded.sources, options);
            if found.is_empty() {
                text.push_str(&terminal.paint(Tone::Good, "no problems"));
                text.push('\n');
            }
            text.push_str(&format!("checked {counts}\n"));
            text.push_str(&notes(&coverage(&kb)));
            text
        }
    };
    let has_findings = has_error || (args.strict && !found.is_empty());
    Ok(Outcome { has_findings, ..Outcome::answer(stdout) })
}

/// How many records there are of each kind.
fn counts(content: &Content) -> String {
    listed(&[
        counted(content.keps.len(), "KEP"),
        counted(content.gates.len(), "gate"),
        counted(content.collections.len(), "collection"),
        counted(content.releases.len(), "release"),
        counted(content.drift.len(), "drift entry").replace("entrys", "entries"),
        counted(content.waivers.len(), "waiver"),
    ])
}

/// How many of the records that changed lately have notes, all together and by SIG. Nothing where no gate is known.
fn notes(found: &Coverage<'_>) -> String {
    let Some((first, last)) = found.versions else { return String::new() };
    let of = |Share { noted, scope }: Share, noun| format!("{noted} of {}", counted(scope, noun));
    let short = |Share { noted, scope }: Share| format!("{noted}/{scope}");
    let sigs = found
        .sigs
        .iter()
        .map(|one| format!("{} {} {}", one.sig.unwrap_or("no SIG"), short(one.keps), short(one.gates)));
    let security = found.security.map(|(since, share)| {
        format!("and for {} of SIG Auth or on security that changed since {since}\n", of(share, "KEP"))
    });
    format!(
        "notes for {} and {} that changed in {first} to {last}\n{}by SIG (KEPs, gates): {}\n",
        of(found.keps, "KEP"),
        of(found.gates, "gate"),
        security.unwrap_or_default(),
        sigs.collect::<Vec<_>>().join(", ")
    )
}
