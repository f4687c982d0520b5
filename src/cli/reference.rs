//! `docs/cli.md`, made from the definition of the command line. A test keeps the file fresh:
//! `UPDATE_EXPECTED=1 cargo test --bin kepdb reference` rewrites it.

use clap::Command;

/// Columns of the help texts in the reference.
const WIDTH: usize = 100;

/// The whole reference.
fn reference() -> String {
    let mut text = String::from(
        "# Command line\n\n\
         Every command with all its options, as `kepdb COMMAND --help` prints them. This file is made from the program: \
         `UPDATE_EXPECTED=1 cargo test --bin kepdb reference` rewrites it.\n\n\
         On a terminal, lists are tables that fit it; in a pipe they are lines divided by tabs, without a heading. Their \
         first two columns are the release and the group, the others those that `--format csv` names in its first line. \
         `KEPDB_FORMAT` sets another format for `query`, `diff` and `search`.\n\n\
         Filters are pairs of an option and a value. Several values of one option mean any of them (`--stage alpha \
         --stage beta`, or `--stage alpha,beta`); different options must all hold. A removed gate is judged by what it \
         was at the end. A KEP's target has a stage, a SIG, topics, components and the change that it means, but no \
         default: `--default` lets no target through. `--where` takes the same filters as words (`--where 'stage:beta \
         sig:auth'`), as a search does.\n\n\
         `docs/search.md` explains searches, `docs/json.md` documents the JSON, `docs/check.md` explains what `check` finds, and \
         `docs/lints.md` what `validate` finds.\n",
    );
    let mut root = super::command().term_width(WIDTH).color(clap::ColorChoice::Never);
    root.build();
    section(&mut text, &mut root, "kepdb");
    text
}

fn section(text: &mut String, command: &mut Command, name: &str) {
    let help = command.clone().term_width(WIDTH).render_long_help().to_string();
    let lines: Vec<_> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end()));
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
        let name = format!("{name} {}", sub.get_name());
        section(text, sub, &name);
    }
}

#[cfg_attr(not(feature = "serve"), ignore = "the reference is that of the whole program")]
#[test]
fn the_reference_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cli.md");
    let wanted = reference();
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1") {
        std::fs::write(path, &wanted).expect("write docs/cli.md");
        return;
    }
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == wanted, "docs/cli.md is stale: UPDATE_EXPECTED=1 cargo test --bin kepdb reference");
}
