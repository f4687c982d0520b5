//! The closing line: how many problems of which kind in how many files.

use std::collections::BTreeSet;
use std::fmt;

use crate::diag::{Diagnostic, Severity};

/// Counts of a run. Shows itself as `3 errors, 1 warning in 2 files`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Diagnostics of [`Severity::Error`].
    pub errors: usize,
    /// Diagnostics of [`Severity::Warning`].
    pub warnings: usize,
    /// Files with at least one of them.
    pub files: usize,
}

impl Summary {
    /// Counts `diagnostics`. A file counts where the problem is, not where a related label points.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error).count();
        let warnings = diagnostics.iter().filter(|found| found.severity() == Severity::Warning).count();
        let files: BTreeSet<_> = diagnostics.iter().map(|found| found.primary.span.file).collect();
        Self { errors, warnings, files: files.len() }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { errors, warnings, files } = *self;
        match (errors, warnings) {
            (0, 0) => return f.write_str("no problems"),
            (_, 0) => write!(f, "{}", counted(errors, "error"))?,
            (0, _) => write!(f, "{}", counted(warnings, "warning"))?,
            _ => write!(f, "{}, {}", counted(errors, "error"), counted(warnings, "warning"))?,
        }
        write!(f, " in {}", counted(files, "file"))
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn says_counts_with_their_plurals() {
        let line = |errors, warnings, files| Summary { errors, warnings, files }.to_string();
        assert_eq!(line(3, 1, 2), "3 errors, 1 warning in 2 files");
        assert_eq!(line(1, 0, 1), "1 error in 1 file");
        assert_eq!(line(0, 2, 1), "2 warnings in 1 file");
        assert_eq!(line(0, 0, 0), "no problems");
    }
}
