//! `kepdb search`: full-text search over the records, ranked as on the site.

mod cache;
mod list;

use kepdb::search::Engine;
use kepdb::search::document::{Card, Kind};

use super::context::Context;
use super::outcome::{Outcome, Problem};
use super::output::json::search as json;
use super::output::{self, Cell, Column, Format, Group, Section, Tone};

/// Search KEPs, gates, releases, collections, SIGs and topics
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Words are looked for in names, titles, summaries and notes. The last one may be cut short, and typing errors are forgiven. \
Conditions narrow the search: stage:beta sig:auth topic:security component:kubelet kind:gate version:1.35; a version may \
also stand by itself. docs/search.md explains them, and how results are ranked.")]
pub(crate) struct Args {
    /// Words, versions and conditions
    #[arg(value_name = "WORDS", required = true, num_args = 1..)]
    words: Vec<String>,
    /// How many results to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How to write the answer: a list on a terminal, else plain
    #[arg(long, value_enum, env = "KEPDB_FORMAT", hide_env_values = true)]
    format: Option<Format>,
}

const COLUMNS: &[Column] = &[
    Column::new("kind", "Kind"),
    Column::new("name", "Name"),
    Column::new("title", "Title"),
    Column::new("stage", "Stage"),
    Column::new("sig", "SIG"),
    Column::new("snippet", "Snippet"),
];

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let engine = cache::engine(context)?;
    let text = args.words.join(" ");
    let answer = engine.search(&text, args.limit).map_err(|problem| {
        let shown = Problem::new(problem.message);
        match problem.instead {
            Some(instead) => shown.next(format!("kepdb search {}", text.replace(&problem.word, &instead))),
            None => shown.next("kepdb search --help"),
        }
    })?;
    let terminal = context.stdout();
    let format = args.format.unwrap_or(if terminal.is_terminal { Format::Table } else { Format::Plain });
    if answer.total == 0 {
        let stdout = if format == Format::Json {
            json::render(&engine, &text, &answer, context.today()?)?
        } else {
            String::new()
        };
        return Ok(Outcome { stdout, ..Outcome::nothing(nothing(&text, &answer.nearest)) });
    }
    let stdout = match format {
        Format::Table => list::render(&engine, &answer, terminal),
        _ => {
            let json = || json::render(&engine, &text, &answer, context.today()?);
            output::render(&[section(&engine, &text, &answer)], format, "query", terminal, json)?
        }
    };
    Ok(Outcome::answer(stdout))
}

fn nothing(text: &str, nearest: &[String]) -> Problem {
    let problem = Problem::new(format!("nothing in the records answers `{text}`"));
    match nearest {
        [] => problem,
        near => problem.next(format!("kepdb search {}", near.join(" "))),
    }
}

/// What a document is called: as `kepdb show` or a condition takes it.
fn label(card: &Card) -> String {
    match card.kind {
        Kind::Kep => format!("KEP-{}", card.name),
        Kind::Gate | Kind::Release => card.name.clone(),
        kind => format!("{}:{}", kind.as_str(), card.name),
    }
}

fn stages(card: &Card) -> Vec<&'static str> {
    card.standings().map(kepdb::search::document::Standing::as_str).collect()
}

fn sigs<'a>(engine: &'a Engine, card: &Card) -> Vec<&'a str> {
    let slug = |place: &u32| engine.lists().sigs.get(*place as usize).map(|(slug, _)| slug.as_str());
    card.sigs.iter().filter_map(slug).collect()
}

fn section(engine: &Engine, text: &str, answer: &kepdb::search::Answer) -> Section {
    let row = |hit: &kepdb::search::Hit| {
        let card = &engine.cards()[hit.document];
        vec![
            Cell::new(card.kind.as_str()),
            Cell::new(label(card)).tone(Tone::Strong),
            Cell::new(card.title_of(engine.cards())),
            Cell::new(stages(card).join(", ")),
            Cell::new(sigs(engine, card).join(", ")),
            Cell::new(kepdb::search::highlight::snippet(&card.about, &answer.terms)),
        ]
    };
    Section {
        key: text.to_owned(),
        title: format!("Results for {text}"),
        facts: Vec::new(),
        columns: COLUMNS.to_vec(),
        groups: vec![Group {
            key: "result".to_owned(),
            title: format!("Best of {}", answer.total),
            tone: Tone::Plain,
            rows: answer.hits.iter().map(row).collect(),
        }],
    }
}
