//! From the bytes of a file to its text.

use std::borrow::Cow;

use crate::check::setting::Unread;

/// The byte order mark that UTF-8 files from some editors start with.
const BOM: &str = "\u{feff}";
/// How far the start of a file is looked at to tell UTF-16 without a byte order mark.
const START: usize = 512;

/// The text of a file, in which every byte stands where it stands in the file.
///
/// A byte that is no UTF-8 becomes one `?`, so that spans into the text are spans into the file.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// Why the bytes of a file are no text, when they are none.
pub(super) fn refuse(bytes: &[u8]) -> Option<Unread> {
    let whole = |message: &str, help: &str| {
        Some(Unread { span: 0..0, message: message.to_owned(), help: Some(help.to_owned()), fatal: false })
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || every_other_is_nul(bytes) {
        return whole("the file is UTF-16", "store it as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`");
    }
    if bytes.contains(&0) {
        return whole(
            "the file is binary: it holds NUL bytes",
            "leave it out, or give the text that it came from",
        );
    }
    None
}

/// Whether the file starts like UTF-16 without a byte order mark: Latin letters with a NUL beside each.
fn every_other_is_nul(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(START) & !1];
    start.len() >= 4
        && (start.chunks_exact(2).all(|pair| pair[0] == 0 && pair[1] != 0)
            || start.chunks_exact(2).all(|pair| pair[0] != 0 && pair[1] == 0))
}

/// The text with every escaped surrogate (`\ud83d\ude00`, half a character each) as an escaped question mark.
///
/// JSON writes characters beyond the first 65,536 as two such escapes; YAML knows none of them, so its parser refuses
/// the file. No gate holds one, and nothing moves.
pub(super) fn without_surrogates(text: &str) -> Cow<'_, str> {
    let is_surrogate = |at: usize| {
        let digits = &text.as_bytes()[at + 2..];
        digits.len() >= 4
            && matches!(digits[0], b'd' | b'D')
            && matches!(digits[1], b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F')
            && digits[2..4].iter().all(u8::is_ascii_hexdigit)
    };
    let mut found = text.match_indices("\\u").map(|(at, _)| at).filter(|at| is_surrogate(*at)).peekable();
    if found.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for at in found {
        plain.push_str(&text[done..at]);
        plain.push_str("\\u003f");
        done = at + "\\ud83d".len();
    }
    plain.push_str(&text[done..]);
    Cow::Owned(plain)
}

/// How many bytes at the start of a text are a byte order mark.
pub(super) fn mark_length(text: &str) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_their_places() {
        assert_eq!(text(b"a\xffb\xc3"), "a?b?");
        assert_eq!(text("é\n".as_bytes()), "é\n");
        assert_eq!(text(b"\xe2\x82 x"), "?? x");
    }

    #[test]
    fn escaped_surrogates_become_question_marks_in_place() {
        let plain = |text: &'static str| without_surrogates(text).into_owned();
        assert_eq!(plain(r"a\uD83D\ude00b"), r"a\u003f\u003fb");
        assert_eq!(plain(r"\u0041 \ud7ff \ud8 \ud8x0"), r"\u0041 \ud7ff \ud8 \ud8x0");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let message = |bytes: &[u8]| refuse(bytes).map(|unread| unread.message);
        assert_eq!(message(b"\xff\xfea\0b\0").as_deref(), Some("the file is UTF-16"));
        assert_eq!(message(b"a\0b\0c\0").as_deref(), Some("the file is UTF-16"));
        assert_eq!(message(b"\0a\0b").as_deref(), Some("the file is UTF-16"));
        assert_eq!(message(b"\x7fELF\0\0").as_deref(), Some("the file is binary: it holds NUL bytes"));
        assert_eq!(message(b"plain"), None);
        assert_eq!(message(b""), None);
    }
}
