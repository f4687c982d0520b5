//! For people: the look of rustc, with the record's own lines.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{Excerpt, head};
use super::place::Places;
use super::{Message, Summary, visible};
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{SourceMap, Span};

/// Related places shown for one diagnostic; the others are only counted.
const RELATED_MAX: usize = 6;
/// Characters of one message, label or help. Names in them come from records and can be of any length.
const TEXT_MAX: usize = 600;

/// How the text is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Colour and weight by ANSI escape codes.
    pub color: bool,
    /// Width of the terminal in columns. Lines of a record are cut to it; messages are not.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, width: 120 }
    }
}

/// All `diagnostics` in the given order, each followed by an empty line, and the summary as the last line. No
/// diagnostics give an empty text.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap, options: Options) -> String {
    let mut out = render_messages(diagnostics.iter().map(Message::from), sources, options);
    if !diagnostics.is_empty() {
        out.push_str(&Summary::of(diagnostics).to_string());
        out.push('\n');
    }
    out
}

/// All `messages` in the given order, each followed by an empty line, without a summary.
#[must_use]
pub fn render_messages<'a>(
    messages: impl IntoIterator<Item = Message<'a>>,
    sources: &SourceMap,
    options: Options,
) -> String {
    let base = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = base.term_width(options.width.max(40));
    let places = Places::new(sources);
    let mut out = String::new();
    for message in messages {
        out.push_str(&render_one(&message, &places, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn render_one(diagnostic: &Message<'_>, places: &Places<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(shown(diagnostic.text)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut moved_columns = Vec::new();
    for labels in by_excerpt(diagnostic, places) {
        let spans: Vec<Span> = labels.iter().map(|(label, _)| label.span).collect();
        let excerpt = Excerpt::around(places, &spans).unwrap_or_else(|| Excerpt::of(places, spans[0]));
        let path = visible(places.path(spans[0])).into_owned();
        if excerpt.skipped > 0 {
            let at = places.start(spans[0]);
            let prefix = format!("{path}:{}:", at.line);
            let (shown, real) = (at.column - excerpt.skipped, at.column);
            moved_columns.push((format!("{prefix}{shown}"), format!("{prefix}{real}")));
        }
        let annotations =
            labels.iter().zip(excerpt.marks).map(|((label, kind), mark)| match label.text.as_str() {
                "" => kind.span(mark),
                text => kind.span(mark).label(shown(text)),
            });
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(path);
        group = group.element(snippet.annotations(annotations));
    }
    if let Some(unseen @ 1..) = diagnostic.related.len().checked_sub(RELATED_MAX) {
        group = group.element(Level::NOTE.message(format!("and {unseen} more like these")));
    }
    for note in diagnostic.notes {
        group = group.element(Level::NOTE.message(shown(note)));
    }
    if let Some(help) = diagnostic.help {
        let lines: Vec<_> = head(help, TEXT_MAX).lines().map(visible).collect();
        group = group.element(Level::HELP.message(lines.join("\n")));
    }
    // The snippet renderer counts columns in the text it was given; where that text is a window of a longer line,
    // the place in the head of the snippet is corrected here.
    moved_columns.into_iter().fold(renderer.render(&[group]), |text, (shown, real)| {
        text.replacen(&format!("{shown}\n"), &format!("{real}\n"), 1)
    })
}

type KindedLabel<'a> = (&'a Label, AnnotationKind);

/// The labels of a diagnostic, those together that one excerpt can show: the primary label's file first, then each
/// file in the order in which the related labels name it.
fn by_excerpt<'a>(diagnostic: &Message<'a>, places: &Places<'_>) -> Vec<Vec<KindedLabel<'a>>> {
    let related = diagnostic.related.iter().take(RELATED_MAX).map(|label| (label, AnnotationKind::Context));
    let mut groups: Vec<Vec<KindedLabel<'a>>> = Vec::new();
    let primary = diagnostic.primary.map(|label| (label, AnnotationKind::Primary));
    for (label, kind) in primary.into_iter().chain(related) {
        let fitting = groups.iter_mut().find(|group| {
            let spans: Vec<Span> = group.iter().map(|(known, _)| known.span).chain([label.span]).collect();
            Excerpt::around(places, &spans).is_some()
        });
        match fitting {
            Some(group) => group.push((label, kind)),
            None => groups.push(vec![(label, kind)]),
        }
    }
    groups
}

fn shown(text: &str) -> String {
    visible(head(text, TEXT_MAX)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::FileId;

    fn plain(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
        render(diagnostics, sources, Options::default())
    }

    fn two_records() -> (SourceMap, FileId, FileId) {
        let mut sources = SourceMap::default();
        let old = sources.add("content/keps/1-old.toml", "number = 1\nslug = \"old\"\n\n\n\ntitle = \"x\"\n");
        let new = sources.add("content/keps/1-new.toml", "# é\nnumber = 1\n");
        (sources, old, new)
    }

    #[test]
    fn shows_labels_of_several_files_help_and_summary() {
        let (sources, old, new) = two_records();
        let twice = Diagnostic::new(
            Code::DuplicateKepNumber,
            Span::new(new, 14..15),
            "KEP number 1 is used twice",
            "used again here",
        )
        .related(Span::new(old, 9..10), "first used here")
        .related(Span::new(old, 35..38), "this is its title")
        .help("give one of them another number");
        assert_eq!(
            plain(&[twice], &sources),
            "\
error[duplicate-kep-number]: KEP number 1 is used twice
 --> content/keps/1-new.toml:2:10
  |
2 | number = 1
  |          ^ used again here
  |
 ::: content/keps/1-old.toml:1:10
  |
1 | number = 1
  |          - first used here
...
6 | title = \"x\"
  |         --- this is its title
  |
  = help: give one of them another number

1 error in 1 file
"
        );
    }

    #[test]
    fn nothing_to_say_gives_nothing() {
        assert_eq!(plain(&[], &SourceMap::default()), "");
    }

    #[test]
    fn colour_is_an_option() {
        let (sources, old, _) = two_records();
        let warning = Diagnostic::new(Code::UnusedWaiver, Span::new(old, 0..6), "unused", "here");
        let coloured = render(std::slice::from_ref(&warning), &sources, Options { color: true, width: 80 });
        assert!(coloured.contains("\u{1b}["));
        assert!(!plain(&[warning], &sources).contains('\u{1b}'));
    }

    #[test]
    fn no_text_of_a_record_steers_the_terminal() {
        let mut sources = SourceMap::default();
        let file = sources.add("content/\u{1b}[2J.toml", "a = \"\u{1b}[31m\u{202e}\u{9b}\"\n");
        let evil = "\u{1b}]0;x\u{7}\u{2066}\u{200b}";
        let found = Diagnostic::new(Code::UnknownValue, Span::new(file, 4..9), evil, evil)
            .related(Span::new(file, 0..1), evil)
            .help(format!("{evil}\nsecond line"));
        let text = plain(&[found], &sources);
        assert!(text.chars().all(|c| c == '\n' || visible(&c.to_string()) == c.to_string()), "{text}");
        assert!(text.contains("second line"));
    }

    #[test]
    fn a_line_of_a_megabyte_gives_a_short_text_with_the_true_column() {
        let mut sources = SourceMap::default();
        let line = format!("{}WRONG = {}\n", "é".repeat(300_000), "z".repeat(500_000));
        let file = sources.add("content/taxonomy.toml", line);
        let found =
            Diagnostic::new(Code::UnknownKey, Span::new(file, 600_000..600_005), "x".repeat(9999), "here")
                .related(Span::new(file, 10..1_000_000), "and all this");
        let text = plain(&[found], &sources);
        assert!(text.len() < 4000, "{}", text.len());
        assert!(text.contains("content/taxonomy.toml:1:300001\n"), "{text}");
        assert!(text.contains("content/taxonomy.toml:1:6\n"), "{text}");
    }

    #[test]
    fn many_related_places_are_counted_and_not_all_shown() {
        let (sources, old, _) = two_records();
        let mut found = Diagnostic::new(Code::DuplicateEntry, Span::new(old, 0..1), "many", "one");
        for _ in 0..10_000 {
            found = found.related(Span::new(old, 9..10), "again");
        }
        let text = plain(&[found], &sources);
        assert!(text.contains("note: and 9994 more like these") && text.len() < 1500, "{text}");
    }
}
