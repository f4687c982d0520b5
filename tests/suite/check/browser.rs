//! The browser's judge, run by Node.js with the facts that a site has: the same findings, word for word.

use std::path::Path;
use std::process::Command;

use kepdb::check::{Carrier, FeatureSet, Found, Place, Question, Setting, Unread, Value, Who, judge};
use kepdb::kb::KnowledgeBase;
use kepdb::load::load_packed;
use kepdb::model::MinorVersion;
use serde_json::{Value as Json, json};

use crate::site::PACKED;
use crate::support::{Project, kepdb};

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

    fn hits(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// The answers of the browser's modules.
fn ask(cases: &[Json]) -> Vec<Json> {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["states", "check"] {
        let path = format!("api/v1/{name}.json");
        let file = PACKED.files.iter().find(|file| file.path == path).expect("a file of the API");
        std::fs::write(folder.path().join(format!("{name}.json")), &file.bytes).expect("write");
    }
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
    std::fs::write(folder.path().join("cases.json"), serde_json::to_vec(cases).expect("JSON"))
        .expect("write");
    let run = Command::new("node")
        .arg(repository.join("site-tests/check-answers.mjs"))
        .arg(folder.path())
        .output()
        .expect("this test needs Node.js 20 or newer as `node`");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("answers")
}

/// A file's settings in the form that the browser's reader gives them. Places are those of ASCII text.
fn found_json(found: &Found) -> Json {
    let value = |value: &Value| match value {
        Value::On => json!("on"),
        Value::Off => json!("off"),
        Value::Missing => json!("missing"),
        Value::Invalid(text) => json!({ "invalid": text }),
    };
    let who = |who: Who| match who {
        Who::Component(component) => json!({ "component": component }),
        Who::Everyone => json!("everyone"),
        Who::Unknown => json!("unknown"),
        Who::Kubeadm => json!("kubeadm"),
        Who::Other(program) => json!({ "other": program }),
    };
    let carrier = |carrier: Carrier| match carrier {
        Carrier::Flag => "flag",
        Carrier::File => "file",
        Carrier::Live => "live",
    };
    let setting = |one: &Setting| {
        json!({
            "gate": one.gate, "value": value(&one.value), "prefix": one.prefix, "who": who(one.who),
            "place": one.place.as_str(), "carrier": carrier(one.carrier), "list": one.list,
            "emulated": one.emulated.map(|version| version.to_string()),
            "start": one.span.start, "end": one.span.end,
            "name_start": one.name_span.start, "name_end": one.name_span.end,
        })
    };
    let unread = |one: &Unread| {
        json!({
            "start": one.span.start, "end": one.span.end, "message": one.message, "help": one.help,
            "fatal": one.fatal,
        })
    };
    let set = |one: &FeatureSet| json!({ "name": one.name, "start": one.span.start, "end": one.span.end });
    json!({
        "settings": found.settings.iter().map(setting).collect::<Vec<_>>(),
        "unread": found.unread.iter().map(unread).collect::<Vec<_>>(),
        "feature_sets": found.feature_sets.iter().map(set).collect::<Vec<_>>(),
        "recognised": [],
    })
}

/// A gate of the kubelet's file at a place of its own.
fn setting_at(at: usize) -> Setting {
    Setting {
        gate: String::new(),
        value: Value::On,
        prefix: None,
        who: Who::Component("kubelet"),
        place: Place::KubeletConfig,
        carrier: Carrier::File,
        list: 0,
        emulated: None,
        span: at..at + 1,
        name_span: at..at + 1,
    }
}

/// Names that files may have: gates, and what people make of them.
fn name(dice: &mut Dice, names: &[String]) -> String {
    let name = dice.one(names).clone();
    match dice.below(16) {
        0 => name[1..].to_owned(),
        1 => name.to_lowercase(),
        2 => format!("{name}s"),
        3 => {
            dice.one(&["AllAlpha", "AllBeta", "", "Fantasy", "Größe\u{1F600}", "EtcdLearnerMode"]).to_string()
        }
        4 => dice.one(&["PublicKeysECDSA", "RootlessControlPlane", "NodeLocalCRISocket"]).to_string(),
        5 if dice.hits(6) => name.repeat(20),
        _ => name,
    }
}

fn random_found(dice: &mut Dice, names: &[String]) -> Found {
    const WHO: &[Who] = &[
        Who::Component("kubelet"),
        Who::Component("kubelet"),
        Who::Component("kube-apiserver"),
        Who::Component("kube-proxy"),
        Who::Component("kube-scheduler"),
        Who::Component("kube-controller-manager"),
        Who::Component("cloud-controller-manager"),
        Who::Everyone,
        Who::Unknown,
        Who::Kubeadm,
        Who::Other("k0s"),
    ];
    let mut found = Found::default();
    let mut at = 0;
    for list in 0..u32::try_from(dice.below(3) + 1).expect("a small number") {
        let who = *dice.one(WHO);
        let (place, carrier) = *dice.one(&[
            (Place::Text, Carrier::Flag),
            (Place::KubeletConfig, Carrier::File),
            (Place::KubeadmV1Beta4, Carrier::Flag),
            (Place::OpenShift, Carrier::File),
            (Place::Metrics, Carrier::Live),
            (Place::Configz, Carrier::Live),
        ]);
        let emulated = dice.hits(6).then(|| MinorVersion::new(1, 30 + dice.below(8) as u16));
        for _ in 0..=dice.below(8) {
            let gate = name(dice, names);
            let value = match dice.below(12) {
                0 => Value::Missing,
                1 => Value::Invalid(dice.one(&["yes", "\"on\"", "", "é", "a\\b"]).repeat(if dice.hits(4) {
                    60
                } else {
                    1
                })),
                2..=6 => Value::Off,
                _ => Value::On,
            };
            let prefix = match dice.below(12) {
                0 | 1 => Some("kube".to_owned()),
                2 => Some("wardle".to_owned()),
                _ => None,
            };
            let span = at..at + dice.below(9) + 1;
            at = span.end + 1;
            let name_span = span.start..span.start + 1;
            found.settings.push(Setting {
                gate,
                value,
                prefix,
                who,
                place,
                carrier,
                list,
                emulated,
                span,
                name_span,
            });
        }
    }
    if dice.hits(8) {
        let (message, help) = ("a line is broken".to_owned(), dice.hits(2).then(|| "mend it".to_owned()));
        found.unread.push(Unread { span: at..at + 1, message, help, fatal: dice.hits(2) });
    }
    if dice.hits(8) {
        let name = dice.one(&["TechPreviewNoUpgrade", "Default", ""]).to_string();
        found.feature_sets.push(FeatureSet { name, span: 0..1 });
    }
    found
}

#[test]
fn the_browser_finds_what_the_terminal_finds_in_any_settings() {
    let kb = KnowledgeBase::new(load_packed().content);
    let mut names: Vec<String> = kb.gates().iter().map(|gate| gate.name.to_string()).collect();
    names.extend(kb.gates().iter().flat_map(|gate| &gate.former_names).map(|name| name.value.to_string()));
    names.extend(kb.content().aliases.gates.iter().map(|(written, _)| written.value.clone()));
    let mut dice = Dice(1287);
    let newest = kb.horizon().expect("a newest version").minor;
    let mut asked = Vec::new();
    for position in 0..1200 {
        // Half of the files are about a few gates, so that settings meet.
        let few: Vec<String> = (0..6).map(|_| dice.one(&names).clone()).collect();
        let list = if position % 2 == 0 { &names } else { &few };
        let files: Vec<Found> = (0..dice.below(4)).map(|_| random_found(&mut dice, list)).collect();
        let version = |dice: &mut Dice| MinorVersion::new(1, newest - dice.below(16) as u16);
        let target = version(&mut dice);
        let from = (!dice.hits(3)).then(|| version(&mut dice));
        asked.push((files, target, from));
    }
    // Each gate, both ways, at each version of the last years.
    for back in 0..14 {
        let setting = |gate: &str, value: Value, at: usize| Setting {
            gate: gate.to_owned(),
            value,
            list: u32::try_from(at).expect("a small number"),
            ..setting_at(at)
        };
        let both = kb.gates().iter().enumerate().flat_map(|(at, gate)| {
            let name = gate.name.as_str();
            [setting(name, Value::On, 4 * at), setting(name, Value::Off, 4 * at + 2)]
        });
        let found = Found { settings: both.collect(), ..Found::default() };
        asked.push((vec![found], MinorVersion::new(1, newest - back), None));
    }

    // More than anybody sets, and more unknown names than are looked up.
    let many = (0..20_500).map(|at| {
        let gate = if at < 2_000 { format!("{}{at}", dice.one(&names)) } else { dice.one(&names).clone() };
        Setting { gate, ..setting_at(at) }
    });
    asked.push((
        vec![Found { settings: many.collect(), ..Found::default() }],
        MinorVersion::new(1, newest),
        None,
    ));

    let cases: Vec<Json> = asked
        .iter()
        .map(|(files, target, from)| {
            let files: Vec<Json> = files.iter().map(|found| json!({ "found": found_json(found) })).collect();
            json!({ "target": target.to_string(), "from": from.map(|from| from.to_string()), "files": files })
        })
        .collect();
    let answers = ask(&cases);
    assert_eq!(answers.len(), asked.len());
    let mut rules = std::collections::BTreeMap::<&str, usize>::new();
    for (((files, target, from), case), answer) in asked.iter().zip(&cases).zip(&answers) {
        let question = Question::new(&kb, *target, *from).expect("known versions");
        let report = judge(&kb, files, question);
        let wanted: Vec<Json> = report
            .findings
            .iter()
            .map(|finding| {
                *rules.entry(finding.rule.as_str()).or_default() += 1;
                json!({
                    "rule": finding.rule.as_str(),
                    "severity": finding.severity.as_str(),
                    "gate": finding.gate,
                    "components": finding.components,
                    "place": finding.place.map(Place::as_str),
                    "message": finding.message,
                    "label": finding.label,
                    "prints": finding.prints,
                    "since": finding.since.map(|since| since.to_string()),
                    "keps": finding.keps.iter().map(|kep| json!({
                        "number": kep.number.value.0, "slug": *kep.slug, "title": *kep.title,
                        "risk": kep.risk.as_ref().map(|risk| risk.level.value.as_str()),
                    })).collect::<Vec<_>>(),
                    "gates": finding.gates,
                    "help": finding.help,
                    "related": finding.related.iter().map(|other| &other.text).collect::<Vec<_>>(),
                })
            })
            .collect();
        let spots: Vec<Json> = report
            .findings
            .iter()
            .map(|finding| {
                let spot = |spot: &judge::Spot| {
                    json!({ "file": spot.file, "start": spot.span.start, "end": spot.span.end })
                };
                let own = finding.spot.as_ref().map_or(Json::Null, spot);
                json!([&[own], &finding.related.iter().map(|one| spot(&one.spot)).collect::<Vec<_>>()[..]].concat())
            })
            .collect();
        let got: Vec<Json> = answer["json"]["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|finding| {
                let mut finding = finding.clone();
                let object = finding.as_object_mut().expect("an object");
                for key in ["file", "line", "column", "end_line", "end_column"] {
                    object.remove(key);
                }
                let texts: Vec<Json> = object["related"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|one| one["label"].clone())
                    .collect();
                object.insert("related".to_owned(), Json::Array(texts));
                finding
            })
            .collect();
        for (got, wanted) in got.iter().zip(&wanted) {
            assert_eq!(got, wanted, "{case:#}");
        }
        assert_eq!(got.len(), wanted.len(), "{case:#}");
        assert_eq!(answer["spots"], Json::Array(spots), "{case:#}");
    }
    let said: Vec<&str> = rules.keys().copied().collect();
    let all: Vec<&str> = kepdb::check::Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    let silent: Vec<_> = all.iter().filter(|rule| !said.contains(rule)).collect();
    assert_eq!(silent, [&"unused-ignore"], "each rule has spoken: {rules:?}");
}

/// Cases of `tests/fixtures/check-browser/cases.toml`: files as people have them.
#[derive(Debug, serde::Deserialize)]
struct Case {
    about: String,
    target: String,
    from: Option<String>,
    files: Vec<File>,
}

#[derive(Debug, serde::Deserialize)]
struct File {
    name: String,
    text: String,
}

#[derive(Debug, serde::Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[test]
fn the_browser_reads_and_judges_files_as_the_command_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check-browser/cases.toml");
    let table = std::fs::read_to_string(path).expect("the table");
    let Cases { cases } = toml::from_str(&table).expect("cases");
    let asked: Vec<Json> = cases
        .iter()
        .map(|case| {
            let file = |file: &File| json!({ "name": file.name, "text": file.text });
            json!({ "target": case.target, "from": case.from, "files": case.files.iter().map(file).collect::<Vec<_>>() })
        })
        .collect();
    for (case, answer) in cases.iter().zip(ask(&asked)) {
        let mut project = Project::new();
        for file in &case.files {
            project = project.file(&file.name, &file.text);
        }
        let run = |format: &str| {
            let mut args = vec!["check", "--target", &case.target, "--format", format];
            args.extend(case.from.iter().flat_map(|from| ["--from", from]));
            args.extend(case.files.iter().map(|file| file.name.as_str()));
            kepdb(args).current_dir(project.path()).run().stdout
        };
        let wanted: Json = serde_json::from_str(&run("json")).expect("JSON");
        assert_eq!(answer["json"], wanted, "{}", case.about);
        assert_eq!(answer["markdown"].as_str(), Some(run("markdown").as_str()), "{}", case.about);
    }
}

/// Takes out what two YAML parsers may say differently, as the readers' own test holds it: why a document is no YAML,
/// and where an awkward value ends.
fn without_reasons(answer: &mut Json) {
    for finding in answer["findings"].as_array_mut().into_iter().flatten() {
        let message = finding["message"].as_str().unwrap_or_default();
        let short = message.split_once("that can be read: ").map(|(before, _)| before.to_owned());
        if let Some(short) = short {
            finding["message"] = Json::String(short);
        }
        if finding["file"].as_str().is_some_and(|name| name.starts_with("awkward-yaml/")) {
            (finding["end_line"], finding["end_column"]) = (Json::Null, Json::Null);
            for other in finding["related"].as_array_mut().into_iter().flatten() {
                (other["end_line"], other["end_column"]) = (Json::Null, Json::Null);
            }
        }
    }
}

/// The files below `folder` that are text, by their paths from `root`, those of the table itself aside.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            collect(root, &path, files);
        } else if name.contains('/') && !name.ends_with("expected.txt") {
            // What is no UTF-8 has other places in the browser; the readers' own test looks at it.
            files.extend(std::fs::read_to_string(&path).ok().map(|text| (name, text)));
        }
    }
}

#[test]
fn every_fixture_is_read_and_judged_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    let mut files: Vec<(String, String)> = Vec::new();
    collect(&folder, &folder, &mut files);
    files.sort();
    assert!(files.len() >= 6, "{} files", files.len());
    let mut folders = std::collections::BTreeMap::<String, Vec<Json>>::new();
    let mut project = Project::new();
    for (name, text) in &files {
        project = project.file(name, text);
        let place = name.split('/').next().expect("a folder").to_owned();
        folders.entry(place).or_default().push(json!({ "name": name, "text": text }));
    }
    let asked: Vec<Json> = folders
        .values()
        .flat_map(|files| {
            [("1.37", Some("1.34")), ("1.34", None)]
                .map(|(target, from)| json!({ "target": target, "from": from, "files": files }))
        })
        .collect();
    for (case, mut answer) in asked.iter().zip(ask(&asked)) {
        answer = answer["json"].take();
        let names: Vec<&str> = case["files"]
            .as_array()
            .expect("files")
            .iter()
            .filter_map(|file| file["name"].as_str())
            .collect();
        let mut args =
            vec!["check", "--target", case["target"].as_str().expect("a version"), "--format", "json"];
        args.extend(case["from"].as_str().iter().flat_map(|from| ["--from", from]));
        args.extend(&names);
        let out = kepdb(args).current_dir(project.path()).run().stdout;
        let mut wanted: Json = serde_json::from_str(&out).expect("JSON");
        without_reasons(&mut wanted);
        without_reasons(&mut answer);
        let (got, wanted_list) = (&answer["findings"], &wanted["findings"]);
        for (got, wanted) in
            got.as_array().into_iter().flatten().zip(wanted_list.as_array().into_iter().flatten())
        {
            assert_eq!(got, wanted, "{names:?}");
        }
        assert_eq!(answer, wanted, "{names:?}");
    }
}
