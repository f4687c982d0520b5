//! Lines of text: their width on a terminal, cutting and wrapping. Nothing here knows about colour.

use kepdb::diag::render::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// `text` on one line, with nothing in it that would steer a terminal.
pub(crate) fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r', '\t']) {
        return visible(text).into_owned();
    }
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&joined).into_owned()
}

/// `text` cut to `limit` columns; what is cut shows as an ellipsis.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = c.width().unwrap_or(0);
        if used + next + 1 > limit {
            break;
        }
        used += next;
        out.push(c);
    }
    // An ellipsis behind a space looks like a word of its own.
    out.truncate(out.trim_end().len());
    if limit > 0 {
        out.push('…');
    }
    out
}

/// `text` and spaces up to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
    out
}

/// The words of `text` in lines of at most `limit` columns; a longer word gets a line of its own. Line breaks of the
/// text divide paragraphs only where a line is empty or starts a list item.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fresh = true;
    // The text of a list item stands in a column of its own.
    let mut indent = "";
    for raw in text.lines() {
        let line = one_line(raw.trim());
        if line.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
            fresh = true;
            continue;
        }
        let starts_item = line.starts_with("- ") || line.starts_with("* ");
        if starts_item || fresh {
            indent = if starts_item { "  " } else { "" };
        }
        for (position, word) in line.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let starts_line = position == 0 && (fresh || starts_item);
            match lines.last_mut() {
                Some(last) if !starts_line && !last.is_empty() && width(last) + 1 + width(word) <= limit => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ if starts_line => lines.push(word.to_owned()),
                _ => lines.push(format!("{indent}{word}")),
            }
        }
        fresh = false;
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// `1 gate`, `2 gates`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_to_the_limit_with_an_ellipsis() {
        assert_eq!(cut("In-Place Update", 15), "In-Place Update");
        assert_eq!(cut("In-Place Update", 10), "In-Place…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abc", 1), "…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn wraps_words_and_keeps_paragraphs_and_items() {
        let text = "one two three\nfour\n\n- item one\n- item two\n";
        assert_eq!(wrap(text, 9), ["one two", "three", "four", "", "- item", "  one", "- item", "  two"]);
        assert_eq!(wrap("", 10), Vec::<String>::new());
        assert_eq!(wrap("averyverylongword x", 5), ["averyverylongword", "x"]);
    }

    #[test]
    fn takes_the_steering_out_of_a_line() {
        assert_eq!(one_line("a\u{1b}[31m\tb\nc"), "a␛[31m b c");
    }

    #[test]
    fn lists_as_people_do() {
        let items = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(&items(&["a"])), "a");
        assert_eq!(listed(&items(&["a", "b", "c"])), "a, b and c");
        assert_eq!(counted(1, "gate"), "1 gate");
        assert_eq!(counted(0, "gate"), "0 gates");
    }
}
