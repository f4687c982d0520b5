//! The documents keep their promises: every console block in them is run.
//!
//! A block fenced as `console` holds commands after `$ kepdb ` and what they print, as on a terminal of 80 columns
//! without colour. A line `...` stands for any lines. A line `$ echo $?` after a command is answered by its exit code.
//! Commands that write run in a folder of their own.

use std::path::{Path, PathBuf};

use crate::support::{Project, fixtures, kepdb};

/// One command and the lines it is said to print.
struct Example {
    /// Where it stands, for messages.
    place: String,
    command: String,
    wanted: Vec<String>,
    code: i32,
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for entry in std::fs::read_dir(root.join("docs")).expect("list docs") {
        files.push(entry.expect("list docs").path());
    }
    files.retain(|file| file.is_file() && file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    files
}

fn examples(file: &Path) -> Vec<Example> {
    let text = std::fs::read_to_string(file).expect("read a document");
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    let mut asks_code = false;
    for (number, line) in text.lines().enumerate() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            "$ echo $?" => asks_code = true,
            _ if asks_code => {
                asks_code = false;
                let last = examples.last_mut().expect("a command before its exit code");
                last.code = line.parse().expect("an exit code");
            }
            _ => match line.strip_prefix("$ ") {
                Some(command) => examples.push(Example {
                    place: format!("{name}:{}", number + 1),
                    command: command.to_owned(),
                    wanted: Vec::new(),
                    code: 0,
                }),
                None => {
                    let last = examples.last_mut().expect("output stands behind its command");
                    last.wanted.push(line.to_owned());
                }
            },
        }
    }
    examples
}

/// The words of a command, with single and double quotes as a shell reads them.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Whether `found` is `wanted`, where `...` stands for any lines.
fn matches(wanted: &[String], found: &[&str]) -> bool {
    match wanted.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skip| matches(rest, &found[skip..])),
        Some((first, rest)) => {
            found.split_first().is_some_and(|(line, lines)| line == first && matches(rest, lines))
        }
    }
}

#[test]
fn every_console_block_prints_what_it_says() {
    let mut count = 0;
    for example in documents().iter().flat_map(|file| examples(file)) {
        let words = words(&example.command);
        // Blocks that build or install are for people.
        let Some(("kepdb", args)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) else {
            continue;
        };
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let project = match args.first().map(String::as_str) {
            Some("new" | "import") => Project::new().copy("content", &content),
            Some("check") => Project::new().copy(".", &fixtures("docs/check")),
            _ => Project::new(),
        };
        let run = kepdb(args)
            .current_dir(project.path())
            .env("SOURCE_DATE_EPOCH", "1795435200")
            .env("KEPDB_FORMAT", "table")
            .env("COLUMNS", "80")
            .run();
        let output = format!("{}{}", run.stdout, run.stderr);
        let found: Vec<_> = output.lines().collect();
        assert_eq!(run.code, Some(example.code), "{}: $ {}\n{output}", example.place, example.command);
        assert!(
            matches(&example.wanted, &found),
            "{}: $ {}\n--- documented\n{}\n--- printed\n{output}",
            example.place,
            example.command,
            example.wanted.join("\n")
        );
        count += 1;
    }
    assert!(count >= 3, "the documents show {count} commands");
}

#[test]
fn wildcards_match_any_lines_and_nothing_else_does() {
    let wanted = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&wanted("a\n...\nd"), &["a", "b", "c", "d"]));
    assert!(matches(&wanted("a\n..."), &["a"]));
    assert!(!matches(&wanted("a\n...\nd"), &["a", "b"]));
    assert!(!matches(&wanted("a"), &["a", "b"]));
    assert_eq!(
        words("kepdb query '>=1.33, <1.36' --sig \"auth\""),
        ["kepdb", "query", ">=1.33, <1.36", "--sig", "auth"]
    );
}
