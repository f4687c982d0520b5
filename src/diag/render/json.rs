//! For programs: one JSON document, with a version of its own.
//!
//! The types here are the contract, not the ones of [`crate::diag`]: a field is added, never renamed or dropped,
//! without a new `version`.

use serde::Serialize;

use super::Summary;
use super::place::Places;
use super::visible::is_steering;
use crate::diag::{Diagnostic, Label};
use crate::source::SourceMap;

/// The whole document.
#[derive(Debug, Serialize)]
struct ReportV1<'a, M> {
    version: u32,
    diagnostics: Vec<DiagnosticV1<'a>>,
    summary: SummaryV1,
    #[serde(flatten)]
    more: &'a M,
}

/// Nothing to add to a report.
#[derive(Debug, Serialize)]
struct NoMoreV1 {}

/// One problem. Lines and columns count from one; columns count characters.
#[derive(Debug, Serialize)]
struct DiagnosticV1<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: LabelV1<'a>,
    /// `null` where there is nothing to suggest.
    help: Option<&'a str>,
    related: Vec<LabelV1<'a>>,
}

/// A place and what is to say about it. The end is the place just behind the last character.
#[derive(Debug, Serialize)]
struct LabelV1<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

#[derive(Debug, Serialize)]
struct SummaryV1 {
    errors: usize,
    warnings: usize,
}

/// The document for `diagnostics`, indented, with a line break at its end. It holds texts of records unchanged;
/// characters that would steer a terminal are written as `\u` escapes.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    render_with(diagnostics, sources, &NoMoreV1 {})
}

/// As [`render`], with the fields of `more` behind the summary. `more` is a struct with string keys and plain values.
#[must_use]
pub fn render_with<M: Serialize>(diagnostics: &[Diagnostic], sources: &SourceMap, more: &M) -> String {
    let places = Places::new(sources);
    let Summary { errors, warnings, .. } = Summary::of(diagnostics);
    let report = ReportV1 {
        version: 1,
        diagnostics: diagnostics.iter().map(|found| diagnostic(found, &places)).collect(),
        summary: SummaryV1 { errors, warnings },
        more,
    };
    let text = serde_json::to_string_pretty(&report)
        .expect("invariant: a report has only string keys and plain values, which JSON can hold");
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            _ if is_steering(c) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                out.push_str(&format!("\\u{unit:04x}"));
            }),
            _ => out.push(c),
        }
    }
    out.push('\n');
    out
}

fn diagnostic<'a>(found: &'a Diagnostic, places: &Places<'a>) -> DiagnosticV1<'a> {
    DiagnosticV1 {
        code: found.code.as_str(),
        severity: found.severity().as_str(),
        message: &found.message,
        place: label(&found.primary, places),
        help: found.help.as_deref(),
        related: found.related.iter().map(|related| label(related, places)).collect(),
    }
}

fn label<'a>(label: &'a Label, places: &Places<'a>) -> LabelV1<'a> {
    let (start, end) = (places.start(label.span), places.end(label.span));
    LabelV1 {
        file: places.path(label.span),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &label.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::Span;

    #[test]
    fn gives_a_versioned_document() {
        let mut sources = SourceMap::default();
        let file = sources.add("content/waivers.toml", "a = 1\nb = [\n]\n");
        let unused = Diagnostic::new(Code::UnusedWaiver, Span::new(file, 10..13), "unused", "this")
            .related(Span::new(file, 0..1), "that");
        assert_eq!(
            render(&[unused], &sources),
            r#"{
  "version": 1,
  "diagnostics": [
    {
      "code": "unused-waiver",
      "severity": "warning",
      "message": "unused",
      "file": "content/waivers.toml",
      "line": 2,
      "column": 5,
      "end_line": 3,
      "end_column": 2,
      "label": "this",
      "help": null,
      "related": [
        {
          "file": "content/waivers.toml",
          "line": 1,
          "column": 1,
          "end_line": 1,
          "end_column": 2,
          "label": "that"
        }
      ]
    }
  ],
  "summary": {
    "errors": 0,
    "warnings": 1
  }
}
"#
        );
    }

    #[test]
    fn an_empty_run_is_a_document_too() {
        let document: serde_json::Value =
            serde_json::from_str(&render(&[], &SourceMap::default())).expect("JSON");
        assert_eq!(
            document,
            serde_json::json!({"version": 1, "diagnostics": [], "summary": {"errors": 0, "warnings": 0}})
        );
    }

    #[test]
    fn escapes_what_would_steer_a_terminal_and_loses_nothing() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", "");
        let evil = "\u{1b}[2J\u{202e}\u{9b}\u{e0001}\n\"é";
        let text = render(&[Diagnostic::new(Code::Syntax, Span::new(file, 0..0), evil, "")], &sources);
        assert!(!text.chars().any(|c| c != '\n' && is_steering(c)), "{text}");
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["diagnostics"][0]["message"], evil);
    }
}
