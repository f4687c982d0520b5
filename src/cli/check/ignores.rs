//! What is accepted: `--ignore`, and `kepdb-check.toml`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use kepdb::check::{Ignore, Rule};
use kepdb::diag::{Code, Diagnostic, Severity, render};
use kepdb::kb::KnowledgeBase;
use kepdb::load::{WrittenIgnore, read_ignores};
use kepdb::source::{At, SourceMap, Span};

use super::super::outcome::Problem;
use super::super::output::terminal::Terminal;

/// What is accepted, and where that stands.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// In the order of the command line, then of the file.
    pub(super) ignores: Vec<Ignore>,
    /// The places of those that the file has.
    pub(super) spans: Vec<Option<Span>>,
    /// The file, if there is one: its path as shown and its text.
    pub(super) file: Option<(PathBuf, String)>,
}

/// Reads `GATE:REASON`.
pub(super) fn gate_and_reason(text: &str) -> Result<Ignore, String> {
    let (gate, reason) = text.split_once(':').unwrap_or((text, ""));
    let (gate, reason) = (gate.trim(), reason.trim());
    if gate.is_empty() || reason.is_empty() {
        return Err("write the gate, a colon, and why it is accepted: GATE:REASON".to_owned());
    }
    Ok(Ignore { gate: Some(gate.to_owned()), reason: reason.to_owned(), ..Ignore::default() })
}

/// Everything that is accepted. The file is the one that was asked for, else the one in the current folder, if any.
pub(super) fn read(
    kb: &KnowledgeBase,
    given: &[Ignore],
    config: Option<&Path>,
    stderr: &Terminal,
) -> anyhow::Result<Ignores> {
    let mut all = Ignores { ignores: given.to_vec(), spans: vec![None; given.len()], file: None };
    let path = match config {
        Some(path) => path,
        None if Path::new(super::CONFIG).is_file() => Path::new(super::CONFIG),
        None => return Ok(all),
    };
    let text = fs_err::read_to_string(path).context("cannot read what is to be accepted")?;
    let mut sources = SourceMap::default();
    let file = sources.add(path.to_string_lossy().into_owned(), text.clone());
    let (written, mut problems) = read_ignores(file, &text);
    for entry in written {
        all.spans.push(Some(entry.span));
        all.ignores.push(lower(kb, entry, &mut problems));
    }
    if problems.iter().any(|problem| problem.severity() == Severity::Error) {
        let options = render::terminal::Options { color: stderr.color, width: stderr.width };
        let report = render::terminal::render(&problems, &sources, options);
        return Err(Problem::new(format!("`{}` has errors", path.display()))
            .before(report)
            .next("see docs/check.md for the format of the file")
            .into());
    }
    all.file = Some((path.to_owned(), text));
    Ok(all)
}

fn lower(kb: &KnowledgeBase, entry: WrittenIgnore, problems: &mut Vec<Diagnostic>) -> Ignore {
    let unknown = |at: &At<String>, what: &str, names: Vec<&str>| {
        let message = format!("no {what} is called `{}`", at.value);
        Diagnostic::new(Code::UnknownValue, at.span, message, "not known")
            .help(format!("known ones: {}", names.join(", ")))
            .did_you_mean(&at.value, names.iter().copied())
    };
    let rule = entry.rule.and_then(|at| {
        let rule = Rule::from_name(&at);
        if rule.is_none() {
            problems.push(unknown(&at, "rule", Rule::ALL.iter().map(|rule| rule.as_str()).collect()));
        }
        rule
    });
    let known: Vec<&str> =
        kb.content().taxonomy.components.iter().map(|component| component.slug.as_str()).collect();
    if let Some(at) = entry.component.as_ref().filter(|at| !known.contains(&at.as_str())) {
        problems.push(unknown(at, "component", known));
    }
    Ignore {
        gate: entry.gate.map(|at| at.value),
        rule,
        component: entry.component.map(|at| at.value),
        until: entry.until.map(|at| at.value),
        reason: entry.reason.value,
    }
}
