//! Makes characters visible that would steer a terminal or reorder a line instead of standing in it.

use std::borrow::Cow;

/// `text` with every control, bidi and other invisible format character replaced by a visible one of the same count
/// of characters, so that columns stay true. Line breaks and tabs are control characters too: split lines first.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| stand_in(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// `text` on one line, without control, bidi and other invisible format characters; runs of white space become one
/// space. For texts that are kept, where [`visible`] is for those that are shown.
#[must_use]
pub fn without_steering(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_steering(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether `c` steers a terminal or the direction of a line instead of standing in it.
pub(super) fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            // Zero-width characters, marks of direction, line and paragraph separators, embeddings, overrides.
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            // Invisible operators, isolates, deprecated format characters.
            | '\u{2060}'..='\u{206f}'
            // Byte order mark, interlinear annotation, tags.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn stand_in(c: char) -> char {
    match c {
        '\t' => ' ',
        // Unicode has a picture for each of the old control codes, 0x2400 above them.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        _ if is_steering(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{visible, without_steering};

    #[test]
    fn takes_out_what_is_not_to_be_kept() {
        assert_eq!(without_steering(" a\tb\r\n\u{202e}c\u{1b}[31m \u{200b} "), "a b c[31m");
        assert_eq!(without_steering("\u{202e}\u{7}"), "");
    }

    #[test]
    fn replaces_what_steers_a_terminal_and_nothing_else() {
        assert_eq!(visible("Größe `x` – 漢字"), "Größe `x` – 漢字");
        assert_eq!(visible("\u{1b}[2J\u{7}\u{9b}1m"), "␛[2J␇\u{fffd}1m");
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\te\r"), "a\u{fffd}b\u{fffd}c\u{fffd}d e␍");
    }

    #[test]
    fn keeps_the_number_of_characters() {
        let text: String = (0..0x3000).filter_map(char::from_u32).collect();
        assert_eq!(visible(&text).chars().count(), text.chars().count());
    }
}
