//! For comments on pull requests: a table of what stands in files, and one of what turns by itself.

use kepdb::check::Finding;
use kepdb::diag::Severity;
use kepdb::diag::render::Places;

use super::super::markdown::{self, escape};
use super::terminal::flips;
use super::{Answer, is_flip};

/// Bytes after which findings are only counted: GitHub takes comments of 65,536 characters.
const LONGEST: usize = 50_000;

/// The whole answer.
pub(crate) fn render(answer: &Answer<'_>) -> String {
    let question = &answer.report.question;
    let from = question.from().map_or_else(String::new, |from| format!(", coming from {from}"));
    let mut out = format!("## Feature gates at Kubernetes {}{from}\n\n", question.target());
    out.push_str(&format!("{}; {}.\n", escape(&answer.result_words()), escape(&answer.read_words())));
    let places = Places::new(answer.sources);
    let rows: Vec<_> = answer.report.findings.iter().filter(|finding| !is_flip(finding)).collect();
    if !rows.is_empty() {
        out.push_str("\n| | Rule | Where | What | What to do |\n| --- | --- | --- | --- | --- |\n");
        let count = rows.len();
        for (position, finding) in rows.into_iter().enumerate() {
            let row = row(answer, &places, finding);
            if out.len() + row.len() > LONGEST {
                out.push_str(&format!("\n{} more findings are not listed.\n", count - position));
                break;
            }
            out.push_str(&row);
        }
    }
    if let Some(section) = flips(answer) {
        out.push('\n');
        out.push_str(&markdown::render(&[section]));
    }
    if !answer.ignored.is_empty() {
        out.push_str("\n| Accepted | Where | What | Why |\n| --- | --- | --- | --- |\n");
        for ignored in &answer.ignored {
            let finding = &ignored.finding;
            out.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                finding.rule,
                place(answer, &places, finding),
                escape(&finding.message),
                escape(&ignored.reason)
            ));
        }
    }
    out
}

fn row(answer: &Answer<'_>, places: &Places<'_>, finding: &Finding<'_>) -> String {
    let mark = match finding.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Info => "ℹ️ info",
    };
    let label = if finding.label.is_empty() { String::new() } else { format!(": {}", finding.label) };
    let mut what = escape(&format!("{}{label}", finding.message));
    for note in super::notes(finding) {
        what.push_str("<br>");
        what.push_str(&escape(&note));
    }
    format!(
        "| {mark} | {} | {} | {what} | {} |\n",
        finding.rule,
        place(answer, places, finding),
        escape(finding.help.as_deref().unwrap_or_default())
    )
}

fn place(answer: &Answer<'_>, places: &Places<'_>, finding: &Finding<'_>) -> String {
    let Some(spot) = &finding.spot else { return String::new() };
    let span = answer.span(spot);
    escape(&format!("{}:{}", places.path(span), places.start(span).line))
}
