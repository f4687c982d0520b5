//! `kepdb completions`: a script that completes commands and options in a shell.

use clap_complete::Shell;

use super::outcome::Outcome;

/// A completion script for a shell, on standard output
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Put it where the shell looks, for example:
  kepdb completions bash > ~/.local/share/bash-completion/completions/kepdb
  kepdb completions fish > ~/.config/fish/completions/kepdb.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "kepdb", &mut script);
    Ok(Outcome::answer(String::from_utf8_lossy(&script)))
}
