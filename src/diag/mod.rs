//! Diagnostics: what is wrong with a record, where, and what to write instead.
//!
//! A [`Diagnostic`] is a value. Rules collect them, one run shows them all, sorted by file and place; how they look
//! is in [`render`]. Every rule has one stable [`Code`], which is also the name of its heading in `docs/lints.md` and
//! of its fixture in `tests/fixtures/lints/`.

mod code;
pub mod render;
mod suggest;

pub use code::Code;
pub use suggest::nearest;

use crate::source::Span;

/// How bad a problem is. Errors stop a build; warnings do so only under `--strict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The record cannot be used as it is, or says something impossible.
    Error,
    /// The record can be used, but someone should look at it.
    Warning,
    /// Worth knowing. No rule on records is of this kind.
    Info,
}

impl Severity {
    /// The word shown before the code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A place and what is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is wrong (or, for a related place, what it has to do with it).
    pub text: String,
}

/// One problem: code, message, the place it is at, related places, and help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub code: Code,
    /// What is wrong, in the record's own words.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that explain it, such as the other side of a conflict.
    pub related: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem found by the rule `code` at `span`; `label` says what is wrong with the words there.
    pub fn new(code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span, text: label.into() },
            related: Vec::new(),
            help: None,
        }
    }

    /// Adds another place that explains the problem.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds "did you mean" when one of `known` is near `written`; otherwise keeps the help there is.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// How bad it is: fixed per rule.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Puts diagnostics in the order in which people read files, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by(|a, b| (a.primary.span, a.code, &a.message).cmp(&(b.primary.span, b.code, &b.message)));
    diagnostics.dedup();
}
