//! `kepdb schema`, `completions` and `man`.

use serde_json::Value;

use super::json_schema::{check, schema};
use super::records::project;
use crate::support::{Project, kepdb};

const SCHEMAS: &[&str] =
    &["query", "show", "search", "diff", "status", "validate", "import", "kep", "gate", "collection"];

#[test]
fn every_schema_is_a_schema() {
    for name in SCHEMAS {
        let schema = schema(name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert_eq!(schema["additionalProperties"], false, "{name}");
    }
    kepdb(["schema", "everything"]).run().code(2);
}

#[test]
fn records_keep_to_the_schemas_of_records() {
    let project = project();
    let packed =
        kepdb::load::packed::RECORDS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let own = project
        .snapshot("content")
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("records are UTF-8")));
    let kinds =
        [("content/keps/", "kep"), ("content/gates/", "gate"), ("content/collections/", "collection")];
    let schemas: Vec<_> = kinds.iter().map(|(folder, name)| (*folder, *name, schema(name))).collect();
    let mut checked = 0;
    for (path, text) in own.chain(packed) {
        let Some((_, name, schema)) = schemas.iter().find(|(folder, ..)| path.starts_with(folder)) else {
            continue;
        };
        let record: toml::Table = toml::from_str(&text).expect("TOML");
        if let Err(problem) = check(schema, schema, &json(toml::Value::Table(record)), "$") {
            panic!("{path} against the schema {name}: {problem}");
        }
        checked += 1;
    }
    assert!(checked >= 11, "{checked}");
}

/// A record as JSON: dates become text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

#[test]
fn completions_know_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = kepdb(["completions", shell]).run().success();
        assert!(script.contains("query") && script.contains("component"), "{shell}");
    }
    kepdb(["completions", "tcsh"]).run().code(2);
}

#[test]
fn manual_pages_are_printed_or_written_into_a_folder() {
    let page = kepdb(["man"]).run().success();
    assert!(page.contains(".TH kepdb 1") && page.contains("Exit codes"), "{page}");
    let project = Project::new().folder("man");
    assert_eq!(kepdb(["man", "--dir", "man"]).current_dir(project.path()).run().success(), "");
    assert!(
        project.read("man/kepdb-query.1").contains(".TH kepdb\\-query 1")
            || project.read("man/kepdb-query.1").contains(".TH")
    );
    let run = kepdb(["man", "--dir", "nowhere"]).current_dir(project.path()).run().code(2);
    assert!(
        run.stderr.starts_with("error: cannot write manual pages into `nowhere`\n  caused by: "),
        "{}",
        run.stderr
    );
}
