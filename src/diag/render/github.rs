//! For GitHub Actions: workflow commands that the runner turns into annotations of the changed lines.

use super::excerpt::head;
use super::place::Places;
use super::{Message, visible};
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::SourceMap;

/// Characters of one annotation's text: the runner cuts off long ones anyway.
const TEXT_MAX: usize = 4000;

/// One line for each of `diagnostics`: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::…`. Message,
/// label, related places and help become lines of the annotation.
///
/// Columns are left out where the place runs over several lines, because GitHub takes them on one line only.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    render_messages(diagnostics.iter().map(Message::from), sources)
}

/// As [`render`], for any messages. One that stands in no file has neither file nor line.
#[must_use]
pub fn render_messages<'a>(messages: impl IntoIterator<Item = Message<'a>>, sources: &SourceMap) -> String {
    let places = Places::new(sources);
    messages.into_iter().map(|found| command(&found, &places)).collect()
}

fn command(found: &Message<'_>, places: &Places<'_>) -> String {
    let name = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let text = data(head(&text(found, places), TEXT_MAX));
    let code = property(found.code);
    match found.primary {
        Some(label) => format!("::{name} {},title={code}::{text}\n", place(label, places)),
        None => format!("::{name} title={code}::{text}\n"),
    }
}

fn place(label: &Label, places: &Places<'_>) -> String {
    let span = label.span;
    let (start, end) = (places.start(span), places.end(span));
    let (column, end_column) = match start.line == end.line {
        true => (format!(",col={}", start.column), format!(",endColumn={}", end.column)),
        false => Default::default(),
    };
    let path = property(places.path(span));
    format!("file={path},line={}{column},endLine={}{end_column}", start.line, end.line)
}

fn text(found: &Message<'_>, places: &Places<'_>) -> String {
    let mut text = found.text.to_owned();
    if let Some(label) = found.primary.filter(|label| !label.text.is_empty()) {
        text.push_str(&format!(": {}", label.text));
    }
    for related in found.related {
        let at = places.start(related.span);
        let path = places.path(related.span);
        text.push_str(&format!("\n{path}:{}:{}: {}", at.line, at.column, related.text));
    }
    for note in found.notes {
        text.push_str(&format!("\n{note}"));
    }
    if let Some(help) = found.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}

/// Escapes a command's message: a raw line break would end the command.
fn data(text: &str) -> String {
    let visible_lines: Vec<_> = text.split('\n').map(visible).collect();
    visible_lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a command's property, which also ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::Span;

    #[test]
    fn gives_one_command_for_each_diagnostic() {
        let mut sources = SourceMap::default();
        let file = sources.add("content/keps/1-a.toml", "number = 1\nslug = [\n]\n");
        let error = Diagnostic::new(Code::UnknownStage, Span::new(file, 9..10), "no stage: 100 %", "here")
            .related(Span::new(file, 11..15), "there")
            .help("write alpha, or beta");
        let warning = Diagnostic::new(Code::UnusedWaiver, Span::new(file, 18..21), "m", "l");
        assert_eq!(
            render(&[error, warning], &sources),
            "::error file=content/keps/1-a.toml,line=1,col=10,endLine=1,endColumn=11,title=unknown-stage::no stage: \
             100 %25: here%0Acontent/keps/1-a.toml:2:1: there%0Ahelp: write alpha, or beta\n\
             ::warning file=content/keps/1-a.toml,line=2,endLine=3,title=unused-waiver::m: l\n"
        );
    }

    #[test]
    fn no_record_can_end_a_command_or_start_another() {
        let mut sources = SourceMap::default();
        let file = sources.add("a,line=9:\n::b%.toml", "x");
        let evil = "%0A\r\n::error::\u{1b}x";
        let text = render(&[Diagnostic::new(Code::Syntax, Span::new(file, 0..1), evil, evil)], &sources);
        assert_eq!(text.matches('\n').count(), 1);
        assert!(
            text.starts_with(
                "::error file=a%2Cline=9%3A%0A%3A%3Ab%25.toml,line=1,col=1,endLine=1,endColumn=2,title=syntax::"
            ),
            "{text}"
        );
        assert!(text.contains("%250A") && text.contains("␛x") && !text.contains('\r'), "{text}");
    }
}
