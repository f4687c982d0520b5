//! `kepdb man`: manual pages.

use std::path::PathBuf;

use anyhow::Context as _;

use super::outcome::Outcome;

/// The manual page, on standard output, or the pages of all commands in a folder
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write one page per command into this folder, which must exist
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Some(dir) = &args.dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(super::command()).render(&mut page).context("cannot make the manual page")?;
        return Ok(Outcome::answer(String::from_utf8_lossy(&page)));
    };
    clap_mangen::generate_to(super::command(), dir)
        .with_context(|| format!("cannot write manual pages into `{}`", dir.display()))?;
    Ok(Outcome::default())
}
