//! `docs/records.md` documents what the reader reads.

use kepdb::load::keys::{self, TableKeys};
use kepdb::model::DriftClass;

const DOCS: &str = include_str!("../../../docs/records.md");

/// The part of the page about a table: below the `##` heading of its file, the `###` heading that names it.
fn part(table: &TableKeys) -> &'static str {
    let heading = |part: &&str, words: &str| part.lines().next().is_some_and(|line| line.contains(words));
    let file = DOCS
        .split("\n## ")
        .find(|part| heading(part, table.file))
        .unwrap_or_else(|| panic!("no heading of docs/records.md names {}", table.file));
    let words = if table.table.is_empty() { "Top of the file" } else { table.table };
    file.split("\n### ")
        .skip(1)
        .find(|part| heading(part, words))
        .unwrap_or_else(|| panic!("no heading of docs/records.md names {words} of {}", table.file))
}

#[test]
fn every_key_of_the_format_is_documented_and_no_other() {
    for table in keys::ALL {
        let documented: Vec<_> = part(table)
            .lines()
            .filter_map(|line| {
                line.strip_prefix("| ")?.split(" | ").next()?.trim_matches('*').strip_prefix('`')
            })
            .map(|key| key.trim_end_matches('`'))
            .collect();
        let mut known = table.keys.to_vec();
        known.sort_unstable();
        let mut sorted = documented.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, known, "{} {}", table.file, table.table);
    }
}

#[test]
fn every_class_of_drift_is_documented() {
    let table = keys::ALL.iter().find(|table| table.table == "[[drift]]").expect("a table of drift");
    for class in DriftClass::ALL {
        assert!(part(table).contains(&format!("`{}`", class.as_str())), "{}", class.as_str());
    }
}

#[test]
fn every_table_in_the_recipes_is_a_valid_record_or_part_of_one() {
    let recipes = DOCS.split("\n## Recipes").nth(1).expect("the recipes");
    let examples: Vec<_> =
        recipes.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    let paths = [
        ("content/keps/4193-a.toml", "number = 4193\nslug = \"a\"\ntitle = \"A\"\n"),
        ("content/aliases.toml", ""),
        ("content/waivers.toml", ""),
        ("content/keps/4317-pod-certificates.toml", ""),
        ("content/gates/ClientOnlyGate.toml", ""),
        ("content/collections/security-stable-2025.toml", ""),
    ];
    assert_eq!(examples.len(), paths.len());
    for (example, (path, before)) in examples.iter().zip(paths) {
        let loaded = super::load_one(path, &format!("{before}{example}"));
        assert_eq!(super::lines(&loaded), "", "{example}");
    }
}
