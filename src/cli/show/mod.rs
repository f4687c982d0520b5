//! `kepdb show`: everything about one KEP or one gate.

mod gate;
mod kep;

use clap::ValueEnum;

use kepdb::diag::nearest;
use kepdb::kb::KnowledgeBase;
use kepdb::model::Gate;
use kepdb::query::{Found, find, names};

use super::context::Context;
use super::outcome::{Outcome, Problem};
use super::output::json::show as json;
use super::output::page;

/// Everything about a KEP or a gate: history, state in supported releases, risk, drift, sources
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A KEP's number or slug (4317, KEP-4317, pod-certificates) or a gate's name, in any case
    #[arg(value_name = "KEP|GATE", required = true, num_args = 1..)]
    name: Vec<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// The formats of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// The documented JSON (see docs/json.md)
    Json,
    /// For GitHub and other Markdown
    Markdown,
}

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let today = context.today()?;
    // Titles and other names have spaces: the words are one name.
    let name = args.name.join(" ");
    let Some(found) = find(&kb, &name) else { return Ok(Outcome::nothing(not_found(&kb, &name))) };
    let pages = || match &found {
        Found::Keps(keps) => keps.iter().map(|kep| kep::page(&kb, kep, today)).collect(),
        Found::Gate(gate) => vec![gate::page(&kb, gate, &name, today)],
    };
    let stdout = match args.format {
        Format::Table => page::terminal(&pages(), context.stdout()),
        Format::Markdown => page::markdown(&pages()),
        Format::Json => json::render(&kb, &name, &found, today)?,
    };
    Ok(Outcome::answer(stdout))
}

fn not_found(kb: &KnowledgeBase, name: &str) -> Problem {
    let digits = name.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && name.len() < 16 {
        return Problem::new(format!(
            "no KEP has the number {digits}: it may be newer than the records, or wrong"
        ));
    }
    match nearest(name.trim(), names(kb)) {
        Some(near) => Problem::new(format!("no KEP or gate is called `{name}`: did you mean `{near}`?"))
            .next(format!("kepdb show {near}")),
        None => {
            let problem = Problem::new(format!("no KEP or gate is called `{name}`"));
            match kb.horizon() {
                Some(newest) => problem.next(format!("kepdb query {newest} --all")),
                None => problem,
            }
        }
    }
}

/// The components of `gates`, by display name, each once.
fn component_names(kb: &KnowledgeBase, gates: &[&Gate]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for slug in gates.iter().flat_map(|gate| &gate.components) {
        let name = kb.content().taxonomy.component_name(slug);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
