//! The browser's engine, run by Node.js on the files that a site would have: same terms, same answers, same order.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use kepdb::search::export::files;
use serde::Deserialize;

use super::{Dice, engine, fixture, found, generated, queries, root};

#[derive(Deserialize)]
struct Case {
    text: String,
    terms: Vec<String>,
}

#[derive(Deserialize)]
struct Answers {
    early: Vec<String>,
    terms: Vec<Vec<String>>,
    answers: Vec<Answer>,
    damaged: Vec<String>,
}

#[derive(Deserialize)]
struct Answer {
    rows: Vec<String>,
    total: usize,
    nearest: Vec<String>,
    problem: Option<String>,
}

/// Texts that nobody means: any character, patterns, control characters, ten thousand letters.
fn wild(count: usize) -> Vec<String> {
    let mut dice = Dice(753);
    let mut text = || -> String {
        let length = if dice.below(50) == 0 { 10_000 } else { dice.below(60) };
        let highest = *dice.one(&[0x80, 0x250, 0x3000, 0x10_FFFF]);
        (0..length)
            .filter_map(|_| char::from_u32(u32::try_from(dice.below(highest)).expect("a small number")))
            .collect()
    };
    (0..count).map(|_| text()).collect()
}

fn ask(texts: &[String], queries: &[String], wild: &[String]) -> Answers {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files(engine(), root) {
        std::fs::write(folder.path().join(name), bytes).expect("write");
    }
    for (name, list) in [("texts.json", texts), ("queries.json", queries), ("wild.json", wild)] {
        std::fs::write(folder.path().join(name), serde_json::to_vec(list).expect("JSON")).expect("write");
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["engine", "box", "page"] {
        let module = repository.join(format!("static/search-{name}.js"));
        // Node.js takes a file for a module by its ending.
        std::fs::copy(module, folder.path().join(format!("search-{name}.mjs"))).expect("copy the module");
    }
    let run = Command::new("node")
        .arg(repository.join("site-tests/search-answers.mjs"))
        .arg(folder.path())
        .output()
        .expect("this test needs Node.js 20 or newer as `node`");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("answers")
}

#[test]
fn the_browser_ranks_as_the_terminal_does() {
    let table = std::fs::read_to_string(fixture("analysis.json")).expect("the table");
    let cases: Vec<Case> = serde_json::from_str(&table).expect("texts with terms");
    let texts: Vec<_> = cases.iter().map(|case| case.text.clone()).collect();
    let mut asked: Vec<String> = queries().into_values().flat_map(BTreeMap::into_keys).collect();
    asked.extend(generated(1000));
    asked.extend(["stag:beta", "sig:nod", "version:x", "kind:thing pod"].map(str::to_owned));

    let got = ask(&texts, &asked, &wild(1000));
    for (case, terms) in cases.iter().zip(&got.terms) {
        assert_eq!(*terms, case.terms, "{:?}", case.text);
    }
    assert_eq!(got.answers.len(), asked.len());
    for (text, answer) in asked.iter().zip(&got.answers) {
        match engine().search(text, 20) {
            Ok(wanted) => {
                assert_eq!(answer.rows, found(engine(), text, 20), "{text:?}");
                assert_eq!((answer.total, &answer.nearest), (wanted.total, &wanted.nearest), "{text:?}");
            }
            Err(problem) => assert_eq!(answer.problem.as_deref(), Some(problem.word.as_str()), "{text:?}"),
        }
    }
    assert_eq!(got.early[0], "kep:4317", "the core alone has first rows");
    assert_eq!(got.damaged, ["refused"; 4]);
}

/// What a host sends for a module of a built site: comments and indentation gone, with gzip.
fn sent(module: &str) -> usize {
    let kb = kepdb::kb::KnowledgeBase::new(kepdb::model::Content::default());
    let base_url = kepdb::site::BaseUrl::parse("https://example.com/kepdb/").expect("an address");
    let config = kepdb::site::Config { base_url, today: jiff::civil::date(2026, 11, 23), repository: None };
    let site = kepdb::site::build(&kb, &kepdb::site::Input::packed(), &config).expect("a site");
    let file = site.files.iter().find(|file| file.path.starts_with(&format!("assets/{module}.")));
    let bytes = &file.expect(module).bytes;
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut packed = vec![0; compressor.gzip_compress_bound(bytes.len())];
    compressor.gzip_compress(bytes, &mut packed).expect("compressed")
}

#[test]
fn the_modules_are_small() {
    for (module, most) in [("search-engine", 6 * 1024), ("search-box", 4 * 1024), ("search-page", 4 * 1024)] {
        let size = sent(module);
        assert!(size <= most, "{module}: {size} bytes with gzip");
    }
}
