//! The piece of a file that a terminal shows: short, with nothing in it that steers the terminal.
//!
//! The renderer of snippets is only ever given such a piece. So its output stays small when a file has a line of a
//! megabyte, and no span can lead it outside the text.

use std::ops::Range;

use super::place::Places;
use super::visible::visible;
use crate::source::Span;

/// Characters shown of one line. Longer lines are cut on both sides of the label.
const LINE_MAX: usize = 240;
/// Characters that one label underlines at most.
const MARK_MAX: usize = 120;
/// Characters kept before a label on a line that is cut.
const LEAD: usize = 60;
/// Lines that one excerpt may run over. Labels further apart get an excerpt each.
const LINES_MAX: usize = 40;
const CUT: char = '…';

/// Some lines of one file, and the places in them that labels mark.
pub(super) struct Excerpt {
    /// Number of the first line.
    pub(super) line: usize,
    /// The lines, or a window of the only one.
    pub(super) text: String,
    /// The marked bytes of `text`, one range for each span, in their order. A span of several lines marks its part
    /// of the first.
    pub(super) marks: Vec<Range<usize>>,
    /// Characters of the line that were cut off before `text`, less the sign that stands for them.
    pub(super) skipped: usize,
}

impl Excerpt {
    /// One excerpt for all `spans`, which are of one file; `None` where they are too far apart, or on lines too
    /// long, to be shown together.
    pub(super) fn around(places: &Places<'_>, spans: &[Span]) -> Option<Self> {
        let first = *spans.iter().min_by_key(|span| span.start)?;
        let last = *spans.iter().max_by_key(|span| span.start)?;
        if spans.iter().any(|span| span.file != first.file) {
            return None;
        }
        let (first, last) = (places.start(first).line, places.start(last).line);
        if last - first >= LINES_MAX {
            return None;
        }
        let mut text = String::new();
        let mut marks = vec![0..0; spans.len()];
        for number in first..=last {
            let line = places.line(spans[0].file, number);
            let line_text = &places.text(spans[0])[line.clone()];
            let is_marked = |span: &Span| line.contains(&places.bytes(*span).start);
            let line_start = text.len();
            if head(line_text, LINE_MAX).len() < line_text.len() {
                if spans.iter().any(is_marked) {
                    return None;
                }
                text.push_str(&visible(head(line_text, LINE_MAX)));
            } else {
                text.push_str(visible(line_text).trim_end_matches(['␊', '␍']));
            }
            for (span, mark) in spans.iter().zip(&mut marks) {
                let bytes = places.bytes(*span);
                if places.start(*span).line == number {
                    let shown = |at: usize| visible(&line_text[..at - line.start]).len();
                    let start = (line_start + shown(bytes.start)).min(text.len());
                    let end = line_start + shown(bytes.end.min(line.end));
                    *mark = start..end.clamp(start, text.len());
                }
            }
            text.push('\n');
        }
        Some(Self { line: first, text, marks, skipped: 0 })
    }

    /// The line on which `span` starts, cut on both sides of it when it is long.
    pub(super) fn of(places: &Places<'_>, span: Span) -> Self {
        if let Some(whole) = Self::around(places, &[span]) {
            return whole;
        }
        let number = places.start(span).line;
        let bytes = places.bytes(span);
        let line = places.line(span.file, number);
        let text = places.text(span);
        let mark_end = bytes.end.min(line.end);
        let (before, marked, after) =
            (&text[line.start..bytes.start], &text[bytes.start..mark_end], &text[mark_end..line.end]);

        let lead = tail(before, LEAD);
        let is_cut = lead.len() < before.len();
        let mut shown = String::new();
        if is_cut {
            shown.push(CUT);
        }
        shown.push_str(&visible(lead));
        let mark_start = shown.len();
        shown.push_str(&visible(head(marked, MARK_MAX)));
        let mark = mark_start..shown.len();
        // Behind a mark that is itself cut, the rest of the line would seem to follow it.
        let (rest, is_whole) = match head(marked, MARK_MAX).len() == marked.len() {
            true => (head(after, LINE_MAX - LEAD), head(after, LINE_MAX - LEAD).len() == after.len()),
            false => ("", false),
        };
        shown.push_str(visible(rest).trim_end_matches(['␊', '␍']));
        if !is_whole {
            shown.push(CUT);
        }
        let skipped = if is_cut { before.chars().count() - lead.chars().count() - 1 } else { 0 };
        Self { line: number, text: shown, marks: vec![mark], skipped }
    }
}

/// The first `count` characters.
pub(super) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// The last `count` characters, of a `count` that is not zero.
fn tail(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count.saturating_sub(1)).map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn excerpt(text: &str, mark: Range<usize>) -> (String, String, Excerpt) {
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", text.to_owned());
        let found = Excerpt::of(&Places::new(&sources), Span::new(file, mark));
        (found.text.trim_end().to_owned(), found.text[found.marks[0].clone()].to_owned(), found)
    }

    #[test]
    fn shows_a_short_line_as_it_stands() {
        let (text, mark, found) = excerpt("a = 1\nbé = \"ü\" # x\r\nc = 3\n", 6..9);
        assert_eq!((text.as_str(), mark.as_str(), found.line), ("bé = \"ü\" # x", "bé", 2));
        let (text, mark, _) = excerpt("a = 1", 4..5);
        assert_eq!((text.as_str(), mark.as_str()), ("a = 1", "1"));
        let (text, mark, _) = excerpt("", 0..0);
        assert_eq!((text.as_str(), mark.as_str()), ("", ""));
    }

    #[test]
    fn marks_the_first_line_of_a_longer_span() {
        let (text, mark, _) = excerpt("history = [\n  1,\n]\n", 10..19);
        assert_eq!((text.as_str(), mark.as_str()), ("history = [", "["));
    }

    #[test]
    fn marks_what_was_meant_when_control_characters_stand_before_it() {
        let (text, mark, _) = excerpt("\u{1b}[31m WRONG\u{202e}", 6..11);
        assert_eq!((text.as_str(), mark.as_str()), ("␛[31m WRONG\u{fffd}", "WRONG"));
    }

    #[test]
    fn cuts_a_line_of_a_megabyte_around_the_label() {
        let line = format!("{}WRONG{}", "é".repeat(500_000), "z".repeat(500_000));
        let (text, mark, found) = excerpt(&line, 1_000_000..1_000_005);
        assert_eq!(mark, "WRONG");
        assert_eq!(found.skipped + text.chars().position(|c| c == 'W').expect("shown"), 500_000);
        assert!(text.chars().count() < 300, "{}", text.chars().count());
        assert!(text.starts_with('…') && text.ends_with('…'));
        let (whole, _, _) = excerpt(&line, 0..line.len());
        assert!(whole.chars().count() < 300 && whole.ends_with('…'));
    }
}
