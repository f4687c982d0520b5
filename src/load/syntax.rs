//! From text to its packed tree; what is no TOML becomes diagnostics, and the rest is still read.

use toml::de::DeTable;

use super::report::Report;
use super::tree;
use crate::diag::{Code, Diagnostic};

/// Largest file that is read, in bytes. The largest record by far, `drift.toml`, has less than a tenth of it.
pub(super) const MAX_BYTES: usize = 4 * 1024 * 1024;

/// So many syntax errors are shown of one file; what follows is mostly an echo of them.
const MAX_ERRORS: usize = 20;

/// Reads `text`, as much of it as is TOML. The parser limits nesting.
pub(super) fn parse(text: &str, report: &mut Report) -> Vec<u8> {
    if text.len() > MAX_BYTES {
        report.push_syntax(too_large(report, text.len() as u64));
        return Vec::new();
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MAX_ERRORS) {
        // The parser gives no place where a dotted key is too long: it is then somewhere in the file.
        let span = error.span().unwrap_or(0..0);
        let (what, wanted) = error.message().split_once(", ").unwrap_or((error.message(), "here"));
        let place = report.span(span.clone());
        if what == "invalid date" {
            // The value ends where it should, so nothing around it is in doubt.
            report.push_syntax(Diagnostic::new(Code::InvalidDate, place, "a date cannot be read", wanted));
            report.mark_reported(span);
        } else {
            let message = format!("not valid TOML: {what}");
            report.push_syntax(Diagnostic::new(Code::Syntax, place, message, wanted));
            report.mark_broken(broken_lines(text, span.start, span.end));
        }
    }
    tree::pack(table.get_ref(), text)
}

/// The problem of a file of `bytes` bytes.
pub(super) fn too_large(report: &Report, bytes: u64) -> Diagnostic {
    Diagnostic::new(
        Code::Syntax,
        report.span(0..0),
        format!("the file has {bytes} bytes and is not read"),
        format!("at most {MAX_BYTES} bytes are"),
    )
}

/// From the start of the line of `start` to the end of the line after that of `end`: recovery from an open bracket or
/// quote eats into the next line.
fn broken_lines(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let line_end = |from: usize| {
        let from = from.min(bytes.len());
        bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len() + 1, |at| from + at + 1)
    };
    let first =
        bytes[..start.min(bytes.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    first..line_end(line_end(end))
}
