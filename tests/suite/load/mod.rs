//! Reading records: what is accepted, what is reported, and what stays.

mod damage;
mod documented;
mod folder;
mod pins;
mod problems;
mod records;
mod samples;

use kepdb::load::{self, Loaded};

/// Reads one file that is in memory.
fn load_one(path: &str, text: &str) -> Loaded {
    load::load_texts(vec![(path.to_owned(), text.to_owned().into())])
}

/// The diagnostics, a line each: place, code, message, label and help.
fn lines(loaded: &Loaded) -> String {
    let mut out = String::new();
    for found in &loaded.diagnostics {
        let place = loaded.sources.line_column(found.primary.span);
        let file = loaded.sources.file(found.primary.span.file);
        let written = file.text.get(found.primary.span.range()).unwrap_or("<not in the file>");
        let written = written.lines().next().unwrap_or_default();
        out += &format!(
            "{}:{}:{} {}: {}\n    `{written}` {}\n",
            file.path, place.line, place.column, found.code, found.message, found.primary.text
        );
        if let Some(help) = &found.help {
            out += &format!("    help: {help}\n");
        }
    }
    out
}
