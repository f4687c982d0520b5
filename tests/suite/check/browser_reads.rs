//! The browser's readers, run by Node.js: the same settings at the same places, the same refusals, for the fixtures and
//! for thousands of texts that are nearly fixtures.

use std::path::{Path, PathBuf};
use std::process::Command;

use kepdb::check::{Carrier, Found, Value, Who, read};
use serde_json::{Value as Json, json};

use crate::support::fixtures;

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

/// A file, as bytes and as text.
#[derive(Clone)]
struct Case {
    name: String,
    bytes: Vec<u8>,
    text: String,
}

impl Case {
    fn new(name: String, bytes: Vec<u8>) -> Self {
        let text = kepdb::check::text(&bytes).into_owned();
        Self { name, bytes, text }
    }
}

/// Every file in the fixtures.
fn cases() -> Vec<Case> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = fixtures("check");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .filter(|path| path.parent() != Some(&root) && !path.ends_with("expected.txt"))
        .map(|path| {
            // The folder of the place is no part of the name.
            let parts = path.strip_prefix(&root).expect("inside").iter().skip(1);
            let name = parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            Case::new(name, std::fs::read(path).expect("a fixture"))
        })
        .collect()
}

/// What the browser's reader finds.
fn ask(cases: &[Case]) -> Vec<Json> {
    let folder = tempfile::tempdir().expect("a folder");
    let modules = folder.path().join("static");
    std::fs::create_dir(&modules).expect("a folder");
    // Node.js takes files for modules by what stands beside them.
    std::fs::write(modules.join("package.json"), r#"{"type":"module"}"#).expect("write");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(repository.join("static")).expect("the modules") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        if name.starts_with("check-") && name.ends_with(".js") {
            std::fs::copy(&path, modules.join(name)).expect("copy the module");
        }
    }
    let asked: Vec<_> = cases.iter().map(|case| json!({ "name": case.name, "text": case.text })).collect();
    let file = folder.path().join("cases.json");
    std::fs::write(&file, serde_json::to_vec(&asked).expect("JSON")).expect("write");
    let run = Command::new("node")
        .arg(repository.join("site-tests/check-read-answers.mjs"))
        .args([&modules, &file])
        .output()
        .expect("this test needs Node.js 20 or newer as `node`");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("answers")
}

/// From bytes of a text to the units that JavaScript counts.
struct Units(Vec<usize>);

impl Units {
    fn new(text: &str) -> Self {
        let mut units = vec![0; text.len() + 1];
        let mut count = 0;
        for (at, c) in text.char_indices() {
            units[at..at + c.len_utf8()].fill(count);
            count += c.len_utf16();
        }
        units[text.len()] = count;
        Self(units)
    }

    fn at(&self, byte: usize) -> usize {
        self.0[byte]
    }
}

/// What the terminal's reader finds, as the browser's says it.
fn expected(text: &str, found: &Found) -> Json {
    let units = Units::new(text);
    let settings = found.settings.iter().map(|setting| {
        json!({
            "gate": setting.gate,
            "value": match &setting.value {
                Value::On => json!("on"),
                Value::Off => json!("off"),
                Value::Missing => json!("missing"),
                Value::Invalid(text) => json!({ "invalid": text }),
            },
            "prefix": setting.prefix,
            "who": match setting.who {
                Who::Component(component) => json!({ "component": component }),
                Who::Everyone => json!("everyone"),
                Who::Unknown => json!("unknown"),
                Who::Kubeadm => json!("kubeadm"),
                Who::Other(other) => json!({ "other": other }),
            },
            "place": setting.place.as_str(),
            "carrier": match setting.carrier {
                Carrier::Flag => "flag",
                Carrier::File => "file",
                Carrier::Live => "live",
            },
            "list": setting.list,
            "emulated": setting.emulated.map(|version| version.to_string()),
            "start": units.at(setting.span.start),
            "end": units.at(setting.span.end),
            "name_start": units.at(setting.name_span.start),
            "name_end": units.at(setting.name_span.end),
        })
    });
    let unread = found.unread.iter().map(|unread| {
        json!({
            "start": units.at(unread.span.start),
            "end": units.at(unread.span.end),
            "message": without_reason(&unread.message),
            "help": unread.help,
            "fatal": unread.fatal,
        })
    });
    let sets = found.feature_sets.iter().map(
        |set| json!({ "name": set.name, "start": units.at(set.span.start), "end": units.at(set.span.end) }),
    );
    let recognised = found.recognised.iter().map(|place| place.as_str());
    json!({
        "settings": settings.collect::<Vec<_>>(),
        "unread": unread.collect::<Vec<_>>(),
        "feature_sets": sets.collect::<Vec<_>>(),
        "recognised": recognised.collect::<Vec<_>>(),
    })
}

/// A message without the words for what is wrong with the YAML: each parser has its own.
fn without_reason(message: &str) -> String {
    const BEFORE: &str = "no YAML that can be read: ";
    match (message.find(BEFORE), message.rfind("; of this document")) {
        (Some(start), Some(end)) => format!("{}{}", &message[..start + BEFORE.len()], &message[end..]),
        _ => message.to_owned(),
    }
}

/// Whether two answers are the same but for places that the terminal's reader makes wider: to its parser, white space
/// and a comment behind quotes and brackets are part of them.
fn same_but_wider(terminal: &Json, browser: &Json) -> bool {
    match (terminal, browser) {
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_wider(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let place = |of: &Json, key: &str| of[key].as_u64();
            a.len() == b.len()
                && a.iter().all(|(key, value)| match key.as_str() {
                    "start" | "name_start" => place(terminal, "start") <= place(browser, key),
                    "end" | "name_end" => place(terminal, "end") >= place(browser, key),
                    _ => b.get(key).is_some_and(|other| same_but_wider(value, other)),
                })
        }
        _ => terminal == browser,
    }
}

/// Fails with the first texts that the two readers see differently.
#[track_caller]
fn compare(cases: &[Case]) {
    let (mut wrong, mut wider) = (Vec::new(), 0);
    for (case, mut answer) in cases.iter().zip(ask(cases)) {
        let at = format!("{}: {:?}", case.name, case.text);
        assert!(answer.get("thrown").is_none(), "{at}\n{}", answer["thrown"]);
        for unread in answer["found"]["unread"].as_array_mut().expect("a list") {
            unread["message"] = without_reason(unread["message"].as_str().expect("text")).into();
        }
        let wanted = expected(&case.text, &read(&case.name, &case.bytes));
        if answer["found"] != wanted && same_but_wider(&wanted, &answer["found"]) {
            wider += 1;
        } else if answer["found"] != wanted {
            wrong.push(format!("{at}\nterminal {wanted}\nbrowser  {}", answer["found"]));
        }
    }
    let count = wrong.len();
    wrong.truncate(5);
    assert!(wrong.is_empty(), "{count} of {}:\n{}", cases.len(), wrong.join("\n\n"));
    assert!(wider * 50 <= cases.len(), "{wider} of {} have wider places in the terminal", cases.len());
}

/// Texts that are nearly those of the fixtures: pieces taken out, doubled, or put in.
fn mutated(cases: &[Case], count: usize) -> Vec<Case> {
    const PIECES: &str = concat!(
        "\n·\n  ·  ·- ·: ·:·\"·'·[·]·{·}·,·#· # x\n·&a ·*a·!!str ·|\n·>-\n·---\n·...\n·\t·\\·\\n·",
        "\r\n·é·😀·=·=true·--feature-gates=A=true·feature-gates·featureGates:·kubelet ·kube:·$X·",
        "{{ x }}·<<: *a\n·~·? ·%·\u{feff}·;·--emulated-version=1.34 ",
    );
    let pieces: Vec<_> = PIECES.split('·').collect();
    let mut dice = Dice(4317);
    // Brackets that are nested too deep are refused as such in the browser, whatever stands behind them.
    let usable = |case: &&Case| !case.text.contains('\0') && !case.text.contains(&"[".repeat(101));
    let cases: Vec<_> = cases.iter().filter(usable).collect();
    (0..count)
        .map(|_| {
            let Case { name, text, .. } = dice.one(&cases);
            let mut letters: Vec<char> = text.chars().collect();
            for _ in 0..=dice.below(4) {
                let at = dice.below(letters.len() + 1);
                let end = (at + dice.below(8)).min(letters.len());
                let put: Vec<char> = match dice.below(4) {
                    0 => Vec::new(),
                    1 => letters[at..end].repeat(2),
                    _ => dice.one(&pieces).chars().collect(),
                };
                let end = if dice.below(2) == 0 { at } else { end };
                letters.splice(at..end, put);
            }
            Case::new(name.clone(), String::from_iter(letters).into_bytes())
        })
        .collect()
}

#[test]
fn the_browser_reads_as_the_terminal_does() {
    compare(&cases());
}

#[test]
fn the_browser_reads_damaged_files_as_the_terminal_does() {
    compare(&mutated(&cases(), 3_000));
}

#[test]
fn the_browser_reads_long_and_wild_texts_in_no_time() {
    let long = |text: &str, count: usize| text.repeat(count);
    let texts = [
        format!("featureGates: {}", long("[", 200_000)),
        format!("featureGates: {}", long("{a: ", 100_000)),
        format!("featureGates:\n{}", long("- ", 100_000)),
        format!("featureGates:\n{}", long("? ", 100_000)),
        format!("featureGates: \"{}", long("x ", 300_000)),
        format!("featureGates:\n{}", long("  A: true\n", 30_000)),
        format!("--feature-gates=\"A=true,{}B=true\"", long(" ", 300_000)),
        long("--feature-gates= ", 30_000),
        long("--feature-gates=A=true,B=${X} \\\n", 20_000),
        format!("{}--feature-gates=A=true", long("kubelet ", 200_000)),
        format!("{}feature-gates", long("\n", 300_000)),
        format!("a: {}\nfeatureGates: {{A: true}}", long("'", 300_001)),
        format!("a: |\n{}\nfeatureGates: {{A: true}}", long(" \n", 200_000)),
        format!("featureGates: {{A: true}}\na: {}", long("&a *a ", 50_000)),
        format!("featureGates: {{A: true}}\na: {}", long("!", 300_000)),
    ];
    let cases: Vec<_> = texts.map(|text| Case::new("x.yaml".to_owned(), text.into_bytes())).into();
    for (case, answer) in cases.iter().zip(ask(&cases)) {
        let start: String = case.text.chars().take(40).collect();
        assert!(answer["found"].is_object(), "{start}: {answer}");
    }
}
