//! `kepdb search --format json`.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::search::document::Standing;
use kepdb::search::highlight::snippet;
use kepdb::search::{Answer, Engine};

#[derive(Debug, Serialize)]
struct SearchV1<'a> {
    version: u32,
    today: String,
    /// What was asked for.
    query: &'a str,
    /// How many results there are; `results` holds the first of them.
    total: usize,
    results: Vec<ResultV1<'a>>,
    /// Where nothing was found: words of the records that are near.
    nearest: &'a [String],
}

#[derive(Debug, Serialize)]
struct ResultV1<'a> {
    /// `kep`, `gate`, `release`, `collection`, `sig` or `topic`.
    kind: &'static str,
    /// A KEP's number, a gate's name, a version, a slug.
    name: &'a str,
    /// The last part of its address, which no other result of the kind has.
    id: &'a str,
    title: &'a str,
    stages: Vec<&'static str>,
    sigs: Vec<&'a str>,
    topics: Vec<&'a str>,
    components: Vec<&'a str>,
    releases: Vec<String>,
    snippet: String,
}

/// The answer as JSON.
pub(crate) fn render(engine: &Engine, query: &str, answer: &Answer, today: Date) -> anyhow::Result<String> {
    super::text(&SearchV1 {
        version: super::VERSION,
        today: today.to_string(),
        query,
        total: answer.total,
        results: answer.hits.iter().map(|hit| found(engine, answer, hit.document)).collect(),
        nearest: &answer.nearest,
    })
}

fn found<'a>(engine: &'a Engine, answer: &Answer, document: usize) -> ResultV1<'a> {
    let card = &engine.cards()[document];
    let lists = engine.lists();
    ResultV1 {
        kind: card.kind.as_str(),
        name: &card.name,
        id: &card.id,
        title: card.title_of(engine.cards()),
        stages: card.standings().map(Standing::as_str).collect(),
        sigs: slugs(&lists.sigs, &card.sigs),
        topics: slugs(&lists.topics, &card.topics),
        components: slugs(&lists.components, &card.components),
        releases: card.versions.iter().map(ToString::to_string).collect(),
        snippet: snippet(&card.about, &answer.terms),
    }
}

fn slugs<'a>(list: &'a [(String, String)], places: &[u32]) -> Vec<&'a str> {
    places.iter().filter_map(|place| list.get(*place as usize)).map(|(slug, _)| slug.as_str()).collect()
}
