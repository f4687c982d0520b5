//! The command line: one file per command, each with its `Args` and a `run` that turns them into an [`Outcome`].
//!
//! This is the only floor with a clock, an environment and streams. `run` functions return text; [`main`] writes it.

mod arguments;
mod build;
mod check;
mod completions;
mod context;
mod diff;
mod filters;
mod import;
mod issues;
mod man;
mod new;
mod outcome;
mod output;
mod query;
#[cfg(test)]
mod reference;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod status;
mod validate;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use context::{Context, GlobalArgs};

/// What the exit codes mean; part of the help.
const AFTER_HELP: &str = "\
Exit codes:
  0  fine: done, or found
  1  findings, or nothing found
  2  wrong usage or bad input

Answers go to standard output, everything else to standard error. Only `status` and `build` use a
network, and `build --status cached` uses none.";

/// The feature gates and enhancement proposals (KEPs) of Kubernetes: what changed, since when, and what it risks
#[derive(Debug, Parser)]
#[command(name = "kepdb", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Query(query::Args),
    Show(show::Args),
    Search(search::Args),
    Diff(diff::Args),
    Check(check::Args),
    Status(status::Args),
    Validate(validate::Args),
    Import(import::Args),
    New(new::Args),
    Build(build::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// The whole command line as clap sees it, for completions, manual pages and the reference.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Parses the arguments, runs the command, writes what it found.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return outcome::usage(&error),
    };
    let context = Context::new(cli.global);
    let result = match cli.command {
        Command::Query(args) => query::run(&args, &context),
        Command::Show(args) => show::run(&args, &context),
        Command::Search(args) => search::run(&args, &context),
        Command::Diff(args) => diff::run(&args, &context),
        Command::Check(args) => check::run(&args, &context),
        Command::Status(args) => status::run(&args, &context),
        Command::Validate(args) => validate::run(&args, &context),
        Command::Import(args) => import::run(&args, &context),
        Command::New(args) => new::run(&args, &context),
        Command::Build(args) => build::run(&args, &context),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, &context),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    outcome::finish(result, context.stderr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        command().debug_assert();
    }
}
