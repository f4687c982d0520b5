//! For people: each finding with its line, then what turns by itself, then how much was read.

use kepdb::check::{Finding, Rule};
use kepdb::diag::Severity;
use kepdb::diag::render::terminal::{Options, render_messages};

use super::super::terminal::Terminal;
use super::super::text::wrap;
use super::super::{Cell, Column, Group, Section, Tone, table};
use super::{Answer, Shown, is_flip};

const COLUMNS: &[Column] = &[
    Column::new("gate", "Gate").spills(),
    Column::new("since", "With"),
    Column::new("state", "Then").drop(2),
    Column::new("components", "Components").least(12).good(30).drop(3),
    Column::new("keps", "KEP"),
    Column::new("risk", "Risk").drop(4),
];

/// The whole answer.
pub(crate) fn render(answer: &Answer<'_>, terminal: &Terminal) -> String {
    let findings = &answer.report.findings;
    let shown: Vec<Shown> = findings
        .iter()
        .filter(|finding| !is_flip(finding))
        .map(|finding| answer.shown(finding).without_empty_lines(answer.sources))
        .collect();
    let options = Options { color: terminal.color, width: terminal.width };
    let mut out = render_messages(shown.iter().map(Shown::message), answer.sources, options);
    if let Some(section) = flips(answer) {
        out.push_str(&table::render(&[section], terminal));
        out.push('\n');
    }
    let worst = findings.iter().map(|finding| finding.severity).min();
    let tone = match worst {
        Some(Severity::Error) => Tone::Bad,
        Some(Severity::Warning) => Tone::Careful,
        Some(Severity::Info) => Tone::Strong,
        None if answer.report.coverage.settings == 0 => Tone::Plain,
        None => Tone::Good,
    };
    let nothing_read = answer.report.coverage.settings == 0;
    let lines = [
        (answer.result_words(), tone),
        (answer.read_words(), if nothing_read { Tone::Careful } else { Tone::Plain }),
    ];
    for (words, tone) in lines {
        for line in wrap(&words, terminal.prose()) {
            out.push_str(&terminal.paint(tone, &line));
            out.push('\n');
        }
    }
    out
}

/// The gates that turn by themselves, as a table: they stand in no line.
pub(super) fn flips(answer: &Answer<'_>) -> Option<Section> {
    let from = answer.report.question.from()?;
    let target = answer.report.question.target();
    let group = |rule: Rule, key: &str, title: &str| {
        let rows: Vec<_> = answer
            .report
            .findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .map(|finding| row(answer, finding))
            .collect();
        (!rows.is_empty()).then(|| Group {
            key: key.to_owned(),
            title: title.to_owned(),
            tone: Tone::Careful,
            rows,
        })
    };
    let groups: Vec<_> = [
        group(Rule::FlipsOn, "on", "Turns on by itself"),
        group(Rule::FlipsOff, "off", "Turns off by itself"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!groups.is_empty()).then(|| Section {
        key: format!("{from}..{target}"),
        title: format!("What changes from {from} to {target} without being set"),
        facts: Vec::new(),
        columns: COLUMNS.to_vec(),
        groups,
    })
}

fn row(answer: &Answer<'_>, finding: &Finding<'_>) -> Vec<Cell> {
    let target = answer.report.question.target();
    let gate = finding.gate.as_deref().unwrap_or_default();
    let state = answer.kb.gate(gate).map(|gate| gate.state_at(target)).and_then(|state| state.setting());
    let keps: Vec<_> = finding.keps.iter().map(|kep| kep.number.0.to_string()).collect();
    vec![
        Cell::new(gate).tone(Tone::Strong),
        Cell::new(finding.since.map(|since| since.to_string()).unwrap_or_default()),
        Cell::new(state.map(kepdb::query::setting_words).unwrap_or_default()),
        match finding.components.as_slice() {
            [] => Cell::new("not recorded").tone(Tone::Faint),
            components => Cell::new(components.join(" ")),
        },
        Cell::new(keps.join(" ")),
        Cell::new(finding.risk().map(|risk| risk.as_str()).unwrap_or_default()),
    ]
}
