//! Text in XML: what Atom feeds, badges and the site map are written with.

use std::borrow::Cow;

/// `text` for content and for attributes in double quotes. A character that XML cannot hold becomes `U+FFFD`: titles
/// come from upstream and may hold anything.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(needs_care) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn needs_care(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || is_forbidden(c)
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn escapes_markup_and_replaces_what_xml_cannot_hold() {
        assert_eq!(escape("a < b & \"c\"\u{1b}\u{0}\n"), "a &lt; b &amp; &quot;c&quot;\u{fffd}\u{fffd}\n");
        assert!(matches!(escape("plain ü\t"), std::borrow::Cow::Borrowed(_)));
    }
}
