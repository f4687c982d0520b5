//! The command line of `kepdb`. See `kepdb --help`, or `docs/cli.md` for all of it at once.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
