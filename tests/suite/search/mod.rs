//! Search: what it finds, in the terminal and in the browser.

mod analysis;
mod answers;
mod browser;
mod copies;
mod quality;
mod robust;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::date;
use kepdb::kb::KnowledgeBase;
use kepdb::search::Engine;
use kepdb::search::document::Kind;

/// The engine over the packed records, made once.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let kb = KnowledgeBase::new(kepdb::load::load_packed().content);
        Engine::new(&kb, date(2026, 11, 23)).expect("an index")
    })
}

fn root(kind: Kind) -> String {
    format!("{}s/", kind.as_str())
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search").join(name)
}

/// Class → query → the documents of which one must come first.
fn queries() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let text = std::fs::read_to_string(fixture("queries.toml")).expect("the queries");
    toml::from_str(&text).expect("classes of queries")
}

/// The documents found, best first, by kind and the last part of their address.
fn found(engine: &Engine, text: &str, limit: usize) -> Vec<String> {
    let answer = engine.search(text, limit).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let name = |card: &kepdb::search::document::Card| format!("{}:{}", card.kind.as_str(), card.id);
    answer.hits.iter().map(|hit| name(&engine.cards()[hit.document])).collect()
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Queries made of the records: words of titles and names, cut short, with errors, with conditions and versions.
fn generated(count: usize) -> Vec<String> {
    let engine = engine();
    let mut dice = Dice(4317);
    let conditions = [
        "stage:beta",
        "stage:alpha,stable",
        "sig:node",
        "kind:gate",
        "kind:kep",
        "component:kubelet",
        "1.35",
    ];
    let mut queries = Vec::new();
    while queries.len() < count {
        let card = dice.one(engine.cards());
        let text = match dice.below(4) {
            0 => card.name.clone(),
            1 => card.about.clone(),
            _ => card.title_of(engine.cards()).to_owned(),
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let first = dice.below(words.len());
        let mut query = words[first..(first + 1 + dice.below(4)).min(words.len())].join(" ");
        match dice.below(5) {
            // Still being typed.
            0 => query.truncate(query.floor_char_boundary_of(2 + dice.below(query.len()))),
            // A letter lost.
            1 if query.is_ascii() && query.len() > 3 => drop(query.remove(1 + dice.below(query.len() - 2))),
            2 => query = format!("{} {query}", dice.one(&conditions)),
            3 => query.push(' '),
            _ => {}
        }
        // A word of a text with a colon can look like a condition with an error.
        if engine.search(&query, 1).is_ok() {
            queries.push(query);
        }
    }
    queries
}

/// Texts that nobody means: any character, patterns, control characters, broken conditions, ten thousand letters.
fn wild(count: usize) -> Vec<String> {
    const PARTS: [&str; 12] = [
        "stage:",
        "sig:auth ",
        "kind:,",
        ":",
        "1.35",
        "v1.",
        "KEP-",
        "pod ",
        "(?<=",
        "[^",
        "\\p{",
        "__proto__ ",
    ];
    let mut dice = Dice(753);
    let mut text = || -> String {
        let length = if dice.below(50) == 0 { 10_000 } else { dice.below(60) };
        let highest = *dice.one(&[0x80, 0x250, 0x3000, 0x10_FFFF]);
        let mut text = String::new();
        while text.len() < length {
            if dice.below(8) == 0 {
                let part: &&str = dice.one(&PARTS);
                text.push_str(part);
            } else {
                text.extend(char::from_u32(u32::try_from(dice.below(highest)).expect("a small number")));
            }
        }
        text
    };
    (0..count).map(|_| text()).collect()
}

trait FloorCharBoundary {
    fn floor_char_boundary_of(&self, at: usize) -> usize;
}

impl FloorCharBoundary for String {
    fn floor_char_boundary_of(&self, at: usize) -> usize {
        (0..=at.min(self.len())).rev().find(|at| self.is_char_boundary(*at)).unwrap_or(0)
    }
}
