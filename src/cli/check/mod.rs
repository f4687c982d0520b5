//! `kepdb check`: reads operators' files, judges the gates that they set, shows what is to be done before an upgrade.

pub(crate) mod files;
mod ignores;

use std::path::PathBuf;

use clap::ValueEnum;

use kepdb::check::judge::{Spot, judge};
use kepdb::check::{Found, Ignore, Question};
use kepdb::diag::Severity;
use kepdb::model::MinorVersion;
use kepdb::source::SourceMap;

use super::arguments::minor_version;
use super::context::Context;
use super::outcome::{Outcome, Problem};
use super::output::check::{Answer, Ignored, github, markdown, sarif, terminal};
use super::output::json::check as json;

/// The file with accepted findings that is read from the current folder.
pub(crate) const CONFIG: &str = "kepdb-check.toml";

/// Does my configuration still start after the upgrade? Finds the gates that files set, and judges them
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Finds gates in command lines of components, static pods, configuration files of kubelet and kube-proxy, and what \
kubeadm, kind, k3s, Talos, kops and others take; docs/check.md lists the places, explains every rule by its name, and \
has recipes. Hidden files and files without text are left out of folders.

The exit code is 1 when there is an error, or what --fail-on names. Nothing is sent anywhere.")]
pub(crate) struct Args {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,
    /// The version that is to run these files
    #[arg(long, value_name = "VERSION", value_parser = minor_version)]
    target: MinorVersion,
    /// The version that runs them now: also shows what turns on or off by itself between the two
    #[arg(long, value_name = "VERSION", value_parser = minor_version)]
    from: Option<MinorVersion>,
    /// How to show what is found
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// The least that makes the exit code 1
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Accept what is found about a gate, and say why; can be given several times
    #[arg(long = "ignore", value_name = "GATE:REASON", value_parser = ignores::gate_and_reason)]
    ignores: Vec<Ignore>,
    /// File with what is accepted; `kepdb-check.toml` in the current folder, if it is there
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines in question, for people
    Table,
    /// The documented JSON (see docs/json.md)
    Json,
    /// SARIF 2.1.0, which code hosts show beside the lines
    Sarif,
    /// Workflow commands that GitHub shows beside the lines
    Github,
    /// A table for comments on pull requests
    Markdown,
}

/// What makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// The component does not start
    Error,
    /// The component starts, but somebody should look
    Warning,
    /// Anything that is found
    Info,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let question = Question::new(&kb, args.target, args.from).map_err(|error| {
        let problem = Problem::new(error.to_string());
        match error.nearest() {
            Some(nearest) => problem.next(format!("kepdb check --target {nearest} …")),
            None => problem.next("kepdb import --help"),
        }
    })?;
    let accepted = ignores::read(&kb, &args.ignores, args.config.as_deref(), context.stderr())?;
    let read = files::read(&args.paths)?;

    let mut sources = SourceMap::default();
    let (mut ids, mut uris, mut found) = (Vec::new(), Vec::new(), Vec::<Found>::new());
    for file in read.files {
        ids.push(sources.add(file.shown, file.text));
        uris.push(file.uri);
        found.push(file.found);
    }
    let mut report = judge(&kb, &found, question);

    // The file with what is accepted is one more place that findings can stand in.
    let config = ids.len();
    if let Some((path, text)) = accepted.file {
        ids.push(sources.add(path.to_string_lossy().into_owned(), text));
        uris.push(files::uri(&path, &std::env::current_dir().unwrap_or_default()));
    }
    let spot =
        |span: &Option<kepdb::source::Span>| span.map(|span| Spot { file: config, span: span.range() });
    let spots: Vec<Option<Spot>> = accepted.spans.iter().map(spot).collect();
    let ignored = report.ignore(&accepted.ignores, &spots);
    let ignored = ignored
        .into_iter()
        .map(|one| Ignored { finding: one.finding, reason: accepted.ignores[one.by].reason.clone() });

    let answer = Answer {
        kb: &kb,
        ignored: ignored.collect(),
        sources: &sources,
        ids: &ids,
        uris: &uris,
        read: read.read,
        skipped: read.skipped,
        report: &report,
    };
    let stdout = match args.format {
        Format::Table => terminal::render(&answer, context.stdout()),
        Format::Json => json::render(&answer)?,
        Format::Sarif => sarif::render(&answer)?,
        Format::Github => github::render(&answer),
        Format::Markdown => markdown::render(&answer),
    };
    let limit = args.fail_on.severity();
    let has_findings = report.findings.iter().any(|finding| finding.severity <= limit);
    Ok(Outcome { has_findings, ..Outcome::answer(stdout) })
}
