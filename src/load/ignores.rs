//! `kepdb-check.toml`: findings of `kepdb check` that somebody has accepted.
//!
//! It is no record, but it is TOML that people write, and they are told what is wrong with it in the same way.

use super::keys::TableKeys;
use super::read;
use super::table::Table;
use super::value::Value;
use crate::diag::{self, Code, Diagnostic};
use crate::model::MinorVersion;
use crate::source::{At, FileId, Span};

static TOP: TableKeys = TableKeys { file: "kepdb-check.toml", table: "", keys: &["ignore"] };
static IGNORE: TableKeys = TableKeys {
    file: "kepdb-check.toml",
    table: "[[ignore]]",
    keys: &["gate", "rule", "component", "until", "reason"],
};

/// One `[[ignore]]`, as it is written.
#[derive(Debug, Clone)]
pub struct WrittenIgnore {
    /// The table's header.
    pub span: Span,
    /// `gate`.
    pub gate: Option<At<String>>,
    /// `rule`: a name that nobody has checked yet.
    pub rule: Option<At<String>>,
    /// `component`: a slug that nobody has checked yet.
    pub component: Option<At<String>>,
    /// `until`.
    pub until: Option<At<MinorVersion>>,
    /// `reason`.
    pub reason: At<String>,
}

/// Reads the text of such a file. An entry without a reason, or that says nothing of what it accepts, is reported and
/// left out.
#[must_use]
pub fn read_ignores(file: FileId, text: &str) -> (Vec<WrittenIgnore>, Vec<Diagnostic>) {
    let (entries, mut diagnostics) = read::read_table(file, text, &TOP, |top| {
        top.tables("ignore", &IGNORE).into_iter().filter_map(|table| ignore(&table)).collect()
    });
    diag::sort(&mut diagnostics);
    (entries, diagnostics)
}

fn ignore(table: &Table<'_>) -> Option<WrittenIgnore> {
    let text = |key| table.optional(key).map(Value::text);
    let (gate, rule, component) = (text("gate"), text("rule"), text("component"));
    let until = table.optional("until").map(Value::version);
    let reason = table.required("reason").and_then(Value::text);
    if gate.is_none() && rule.is_none() {
        table.report.push(
            Diagnostic::new(Code::MissingKey, table.span, "an entry accepts everything", "needs `gate = …`")
                .help("name the gate, the rule, or both"),
        );
        return None;
    }
    // What is there and cannot be read would accept more than was meant.
    let read = |value: Option<Option<At<String>>>| value.map_or(Some(None), |value| value.map(Some));
    let until = until.map_or(Some(None), |value| value.map(Some))?;
    Some(WrittenIgnore {
        span: table.span,
        gate: read(gate)?,
        rule: read(rule)?,
        component: read(component)?,
        until,
        reason: reason?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn read(text: &str) -> (usize, Vec<String>) {
        let mut sources = SourceMap::default();
        let file = sources.add("kepdb-check.toml", text.to_owned());
        let (entries, found) = read_ignores(file, text);
        let line = |found: &Diagnostic| {
            format!("{} {}: {}", sources.line_column(found.primary.span).line, found.code, found.message)
        };
        (entries.len(), found.iter().map(line).collect())
    }

    #[test]
    fn reads_entries_and_reports_what_is_wrong_with_them() {
        let good = "[[ignore]]\ngate = \"A\"\nreason = \"x\"\n\n[[ignore]]\nrule = \"unread\"\nuntil = \"1.38\"\nreason = \"y\"\n";
        assert_eq!(read(good), (2, Vec::new()));
        assert_eq!(read(""), (0, Vec::new()));
        let bad = "[[ignore]]\ngate = \"A\"\n[[ignore]]\nreason = \"x\"\n[[ignore]]\ngat = 1\ngate = \"B\"\nuntil = \"soon\"\nreason = \"\"\n";
        let (entries, found) = read(bad);
        assert_eq!(entries, 0);
        assert_eq!(
            found,
            [
                "1 missing-key: `reason` is missing in `[[ignore]]`",
                "3 missing-key: an entry accepts everything",
                "6 unknown-key: unknown key `gat` in `[[ignore]]`",
                "8 invalid-version: `soon` is no minor version",
                "9 empty-text: `reason` is empty",
            ]
        );
        assert_eq!(read("[[ignore]\n").1.len(), 1);
    }
}
