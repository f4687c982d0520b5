//! Renderers of diagnostics: one file per format. Each takes diagnostics and the text they point into, and returns
//! a `String`; none writes anywhere.
//!
//! Records are untrusted text. What goes to a terminal or a log has its control and bidi characters made visible
//! (`visible`), and is cut where a line or a list is absurdly long.

mod excerpt;
pub mod github;
pub mod json;
mod place;
mod summary;
pub mod terminal;
mod visible;

pub use place::Places;
pub use summary::Summary;
pub use visible::{visible, without_steering};

use super::{Diagnostic, Label, Severity};

/// What a renderer shows of a problem, whoever found it: a rule on records, or a rule on operators' files.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// The rule's name.
    pub code: &'a str,
    /// What is wrong.
    pub text: &'a str,
    /// Where; `None` for what stands in no file.
    pub primary: Option<&'a Label>,
    /// Other places that explain it.
    pub related: &'a [Label],
    /// What else is to be known, a line each.
    pub notes: &'a [String],
    /// What to do.
    pub help: Option<&'a str>,
}

impl<'a> From<&'a Diagnostic> for Message<'a> {
    fn from(found: &'a Diagnostic) -> Self {
        Self {
            severity: found.severity(),
            code: found.code.as_str(),
            text: &found.message,
            primary: Some(&found.primary),
            related: &found.related,
            notes: &[],
            help: found.help.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::Code;
    use crate::source::{SourceMap, Span};

    proptest! {
        #[test]
        fn any_text_and_any_span_can_be_rendered(
            text in "([ -~é漢\u{202e}\t\r\n]|\n){0,60}",
            places in prop::collection::vec((0_usize..140, 0_usize..140), 1..9),
            color: bool,
        ) {
            let mut sources = SourceMap::default();
            let file = sources.add("a.toml", text.clone());
            let span = |(start, end): (usize, usize)| Span::new(file, start..end);
            let mut found = Diagnostic::new(Code::Syntax, span(places[0]), text.clone(), text.clone()).help(text);
            for place in &places[1..] {
                found = found.related(span(*place), "related");
            }
            let found = [found];
            let terminal = terminal::render(&found, &sources, terminal::Options { color, width: 40 });
            prop_assert!(terminal.contains("syntax"));
            prop_assert!(github::render(&found, &sources).starts_with("::error file=a.toml,line="));
            let json: serde_json::Value = serde_json::from_str(&json::render(&found, &sources))?;
            prop_assert_eq!(json["summary"]["errors"].as_u64(), Some(1));
        }
    }
}
