//! How well search answers the queries of `tests/fixtures/search/queries.toml`: `cargo bench --bench search_quality`.
//!
//! Prints success@1, success@5 and the mean reciprocal rank of every class. Words behind `--` are shown with their
//! first ten answers instead; `-- --misses` lists the queries whose answer does not come first, `-- --export DIR`
//! writes the browser's files and their sizes.

#![allow(clippy::print_stdout, clippy::use_debug, reason = "this program is for reading its numbers")]

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::search::Engine;
use kepdb::search::export::files;

/// How many answers count.
const DEPTH: usize = 20;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench" && word != "--test").collect();
    let kb = KnowledgeBase::new(load::load_packed().content);
    let engine = Engine::new(&kb, date(2026, 11, 23)).expect("an index");
    if let [flag, folder] = arguments.as_slice()
        && flag == "--export"
    {
        export(&engine, Path::new(folder));
        return;
    }
    let shows_misses = arguments.iter().any(|word| word == "--misses");
    if !shows_misses && !arguments.is_empty() {
        show(&engine, &arguments.join(" "));
        return;
    }
    let (mut all, mut count) = ([0.0; 3], 0.0);
    println!("{:14} {:>4} {:>9} {:>9} {:>6}", "class", "n", "success@1", "success@5", "MRR");
    for (class, queries) in queries() {
        let mut sums = [0.0; 3];
        for (text, wanted) in &queries {
            let found = names(&engine, text, DEPTH);
            let rank = found.iter().position(|name| wanted.contains(name)).map(|place| place + 1);
            sums[0] += f64::from(rank == Some(1));
            sums[1] += f64::from(rank.is_some_and(|rank| rank <= 5));
            sums[2] += rank.map_or(0.0, |rank| 1.0 / rank as f64);
            if shows_misses && rank != Some(1) {
                println!("  {text:?}: {wanted:?} at {rank:?}, behind {:?}", &found[..found.len().min(4)]);
            }
        }
        row(&class, queries.len() as f64, sums);
        all = [all[0] + sums[0], all[1] + sums[1], all[2] + sums[2]];
        count += queries.len() as f64;
    }
    row("all", count, all);
}

fn row(class: &str, count: f64, sums: [f64; 3]) {
    let [first, five, ranks] = sums.map(|sum| sum / count);
    println!("{class:14} {count:>4} {first:>9.3} {five:>9.3} {ranks:>6.3}");
}

fn show(engine: &Engine, text: &str) {
    match engine.search(text, 10) {
        Err(problem) => println!("{problem}"),
        Ok(answer) => {
            println!("{} found; near: {:?}", answer.total, answer.nearest);
            for hit in answer.hits {
                let card = &engine.cards()[hit.document];
                println!(
                    "{:7.3} {} {} {}",
                    hit.score,
                    card.kind.as_str(),
                    card.id,
                    card.title_of(engine.cards())
                );
            }
        }
    }
}

/// Writes the browser's files and says how large they are.
fn export(engine: &Engine, folder: &Path) {
    let raw = engine.export(|kind| format!("{}s/", kind.as_str()));
    for ((name, bytes), raw) in
        files(engine, |kind| format!("{}s/", kind.as_str())).into_iter().zip([raw.core, raw.body])
    {
        let each = bytes.len() as f64 / engine.cards().len() as f64;
        println!("{name}: {} bytes of {}, {each:.1} a document", bytes.len(), raw.len());
        std::fs::write(folder.join(name), bytes).expect("a writable folder");
    }
}

fn names(engine: &Engine, text: &str, limit: usize) -> Vec<String> {
    let answer = engine.search(text, limit).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let name = |hit: &kepdb::search::Hit| {
        let card = &engine.cards()[hit.document];
        format!("{}:{}", card.kind.as_str(), card.id)
    };
    answer.hits.iter().map(name).collect()
}

fn queries() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search/queries.toml");
    toml::from_str(&std::fs::read_to_string(file).expect("the queries")).expect("classes of queries")
}
