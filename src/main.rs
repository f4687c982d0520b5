//! The command line of `kepdb`. See `kepdb --help`, or `docs/cli.md` for all of it at once.

mod cli;

use std::process::ExitCode;

// A build makes millions of small strings on all threads at once: this takes a third of the time off one of ten times the
// records (`benches/README.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
