//! Queries that nobody means, for the terminal's engine: `cargo bench --bench search_storm`, or with a number behind `--` to
//! ask more or fewer than a hundred thousand.
//!
//! Any Unicode, control characters, patterns, broken conditions, words of the records with errors, ten thousand letters. None
//! may panic, give a score that is no number, or marks that are no part of their text. `search_storm.mjs` does the same
//! to the browser's engine.

#![allow(clippy::print_stdout, reason = "this program is for reading its numbers")]

use std::time::{Duration, Instant};

use jiff::civil::date;
use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::search::Engine;
use kepdb::search::highlight::{marks, snippet};

/// How many queries are asked.
const COUNT: usize = 100_000;
/// What conditions, versions and patterns are made of.
const PARTS: [&str; 16] = [
    "stage:",
    "sig:auth ",
    "kind:,",
    "stage:beta,,alpha ",
    ":",
    "1.35",
    "v1.",
    "KEP-",
    "#",
    "pod ",
    "certificate ",
    "(?<=",
    "[^",
    "\\p{",
    "$&",
    " ",
];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn character(&mut self, highest: usize) -> Option<char> {
        char::from_u32(u32::try_from(self.below(highest)).ok()?)
    }

    fn text(&mut self) -> String {
        let length = if self.below(200) == 0 { 10_000 } else { self.below(60) };
        let highest = [0x80, 0x250, 0x3000, 0x10_FFFF][self.below(4)];
        let parts = self.below(6);
        let mut text = String::new();
        while text.len() < length {
            match self.below(8) {
                kind if kind < parts => text.push_str(PARTS[self.below(PARTS.len())]),
                7 => text.extend((0..6).filter_map(|_| char::from_u32(97 + self.below(26) as u32))),
                _ => text.extend(self.character(highest)),
            }
        }
        text
    }
}

fn main() {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(COUNT);
    let kb = KnowledgeBase::new(load::load_packed().content);
    let engine = Engine::new(&kb, date(2026, 11, 23)).expect("an index");
    let mut dice = Dice(753);
    let mut times: Vec<Duration> = (0..count).map(|_| ask(&engine, &dice.text())).collect();
    times.sort_unstable();
    let at =
        |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "{count} queries without an error; a search: median {:.2} ms, p95 {:.2} ms, longest {:.2} ms",
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

/// Asks for `text`, looks at the answer, and gives how long the search took.
fn ask(engine: &Engine, text: &str) -> Duration {
    let start = Instant::now();
    let answer = engine.search(text, 20);
    let time = start.elapsed();
    match answer {
        Ok(answer) => {
            assert!(answer.hits.len() <= 20.min(answer.total), "{text:?}");
            for hit in answer.hits {
                assert!(hit.score.is_finite(), "{text:?}");
                let card = &engine.cards()[hit.document];
                let about = snippet(&card.about, &answer.terms);
                for shown in [&card.name, card.title_of(engine.cards()), &about] {
                    for mark in marks(shown, &answer.terms) {
                        assert!(!shown[mark].is_empty(), "{text:?}");
                    }
                }
            }
        }
        Err(problem) => assert!(text.contains(&problem.word) && !problem.word.is_empty(), "{text:?}"),
    }
    time
}
