//! Holds the edges between modules to the table in `ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// `module → modules it may use`, read from the table so that text and test cannot drift apart.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut table = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").collect();
        let words =
            |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<String>>();
        let uses = words(cells[cells.len() - 1]);
        for module in words(cells[0]) {
            table.insert(module, uses.clone());
        }
    }
    table
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The top-level modules that a file names behind `crate::`, comments aside.
fn used(text: &str) -> BTreeSet<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut modules = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            // `use crate::{a::B, c}`: the first word of every item at the outer level.
            Some(list) => outer_items(list),
            None => vec![rest],
        };
        for name in names {
            let word: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            modules.insert(word);
        }
    }
    modules
}

fn outer_items(list: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&list[start..at]);
                return items;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

#[test]
fn every_module_uses_only_those_under_it() {
    let allowed = allowed();
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut seen = BTreeSet::new();
    for file in files {
        let relative = file.strip_prefix(&src).expect("a file under src");
        let module =
            relative.iter().next().expect("a name").to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "main" || module == "lib" || module == "cli" {
            continue;
        }
        let may = allowed.get(&module).unwrap_or_else(|| panic!("`{module}` is not in ARCHITECTURE.md"));
        for uses in used(&std::fs::read_to_string(&file).expect("a readable file")) {
            assert!(
                uses == module || may.contains(&uses),
                "{}: `{module}` must not use `{uses}` (see the table in ARCHITECTURE.md)",
                relative.display()
            );
        }
        seen.insert(module);
    }
    for module in allowed.keys().filter(|module| *module != "cli") {
        assert!(seen.contains(module), "ARCHITECTURE.md names `{module}`, which does not exist");
    }
}

#[test]
fn libraries_stay_inside_their_module() {
    let homes: &[(&str, &[&str])] = &[
        ("clap", &["cli", "main.rs"]),
        ("anyhow", &["cli", "main.rs"]),
        ("toml", &["load"]),
        ("toml_edit", &["load"]),
        ("yaml_serde", &["upstream"]),
        ("saphyr_parser", &["check"]),
        ("reqwest", &["github"]),
        ("annotate_snippets", &["diag"]),
        ("tantivy", &["search"]),
        ("libdeflater", &["search"]),
        ("tera", &["site"]),
        ("pulldown_cmark", &["lint", "site"]),
        ("ammonia", &["site"]),
        ("axum", &["serve"]),
        ("notify_debouncer_full", &["serve"]),
        ("tokio", &["serve"]),
    ];
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    for file in files {
        let relative = file.strip_prefix(&src).expect("a file under src");
        let home = relative.iter().next().expect("a name").to_string_lossy();
        let text = std::fs::read_to_string(&file).expect("a readable file");
        for (library, allowed) in homes.iter().filter(|(_, allowed)| !allowed.contains(&home.as_ref())) {
            let names_it = text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
                line.contains(&format!("{library}::")) && !line.contains(&format!("_{library}::"))
            });
            assert!(!names_it, "{}: {library} belongs in {allowed:?}", relative.display());
        }
    }
}

#[test]
fn the_reader_of_module_edges_sees_them() {
    let text = "// crate::hidden\nuse crate::{model::{A, B}, kb};\nlet x = crate::load::f();\n$crate::no";
    let expected: BTreeSet<String> = ["kb", "load", "model"].map(str::to_owned).into();
    assert_eq!(used(text), expected);
}
