//! stub
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}
pub(crate) fn run(
    _args: &Args,
    _context: &super::context::Context,
) -> anyhow::Result<super::outcome::Outcome> {
    Ok(super::outcome::Outcome::default())
}
