//! For GitHub Actions: a workflow command for each finding, in the order of the report.

use kepdb::diag::render::github::render_messages;

use super::{Answer, Shown};

/// The commands, and the closing lines as plain text for the log.
pub(crate) fn render(answer: &Answer<'_>) -> String {
    let shown: Vec<Shown> = answer.report.findings.iter().map(|finding| answer.shown(finding)).collect();
    let mut out = render_messages(shown.iter().map(Shown::message), answer.sources);
    // Neither line can be read as a command: both start with words of our own.
    out.push_str(&format!("{}\n{}\n", answer.result_words(), answer.read_words()));
    out
}
