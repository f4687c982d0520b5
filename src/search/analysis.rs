//! From text to terms. `static/search-engine.js` does the same in the browser, step by step; `docs/search.md` says the
//! rules in words, and `tests/fixtures/search/analysis.json` holds both sides to one table.
//!
//! Only the letters of ASCII have a letter case here: names and text of this field are English, and what Unicode says
//! about other letters differs from version to version, and so between terminal and browser.

/// Terms longer than this are cut: no word of the records is, and a pasted wall of letters should cost nothing.
const LONGEST: usize = 64;
/// Words that say nothing about what is looked for.
pub(super) const STOP_WORDS: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "kep", "keps",
    "may", "of", "on", "or", "such", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "to", "was", "were", "what", "when", "where", "which", "while", "who", "why", "will",
    "with",
];
/// Names whose letter case is not that of their parts.
const UNITS: &[&str] = &["IPv4", "IPv6", "SELinux", "vSphere"];

/// How a term stands to the word it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The whole word.
    Whole,
    /// One part of a word that is put together (`PodCertificateRequest`, `in-place`, `storage_operation`).
    Part,
    /// Two neighbouring parts of such a word. Only documents have them: a query has the words as they were typed.
    Pair,
}

/// A term and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What is looked up.
    pub term: String,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is of its word.
    pub kind: TokenKind,
}

/// The text by characters, and where each starts.
struct Text {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Text {
    fn new(text: &str) -> Self {
        let (mut chars, mut at) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
        for (start, c) in text.char_indices() {
            chars.push(c);
            at.push(start);
        }
        at.push(text.len());
        Self { chars, at }
    }

    /// The character, a space past the end.
    fn get(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or(' ')
    }

    fn is_word(&self, i: usize) -> bool {
        self.get(i).is_alphanumeric()
    }

    fn is_digit(&self, i: usize) -> bool {
        self.get(i).is_ascii_digit()
    }

    /// Whether the characters from `i` are `word`.
    fn holds(&self, i: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(k, c)| self.get(i + k) == c)
    }

    /// The first character from `i` on that is no digit.
    fn past_digits(&self, mut i: usize) -> usize {
        while self.is_digit(i) {
            i += 1;
        }
        i
    }

    fn lower(&self, start: usize, end: usize) -> String {
        self.chars[start..end].iter().map(char::to_ascii_lowercase).collect()
    }
}

/// The terms of `text`, in its order: for a word that is put together the whole, its parts, then pairs of parts.
#[must_use]
pub fn analyse(text: &str) -> Vec<Token> {
    let text = Text::new(text);
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < text.chars.len() {
        if !text.is_word(i) {
            // `node's` is `node`.
            let is_possessive = matches!(text.get(i), '\'' | '\u{2019}')
                && i > 0
                && text.is_word(i - 1)
                && text.get(i + 1) == 's'
                && !text.is_word(i + 2);
            i += if is_possessive { 2 } else { 1 };
        } else if let Some((term, end)) = version(&text, i).or_else(|| kep_number(&text, i)) {
            tokens.push(Token { term, start: text.at[i], end: text.at[end], kind: TokenKind::Whole });
            i = end;
        } else {
            i = compound(&text, i, &mut tokens);
        }
    }
    tokens
}

/// A version at `i`, as its minor, and where it ends: `1.35`, `v1.35.2`, `v1.35.2-gke.100`, `v1.33.5+k3s1`.
fn version(text: &Text, i: usize) -> Option<(String, usize)> {
    if i > 0 && text.get(i - 1) == '.' {
        return None;
    }
    let start = if matches!(text.get(i), 'v' | 'V') { i + 1 } else { i };
    let dot = text.past_digits(start);
    let end = text.past_digits(dot + 1);
    let fits = (1..=2).contains(&(dot - start)) && text.get(dot) == '.' && (1..=3).contains(&(end - dot - 1));
    if !fits {
        return None;
    }
    let term = format!("{}.{}", number(&text.lower(start, dot)), number(&text.lower(dot + 1, end)));
    let mut past = end;
    if text.get(end) == '.' && text.is_digit(end + 1) {
        past = text.past_digits(end + 1);
        let is_suffix = |i| text.is_word(i) || matches!(text.get(i), '.' | '-' | '+');
        if matches!(text.get(past), '-' | '+') && text.is_word(past + 1) {
            while is_suffix(past) {
                past += 1;
            }
        }
    }
    // An address has four numbers.
    let goes_on = text.is_word(past) || (text.get(past) == '.' && text.is_digit(past + 1));
    (!goes_on).then_some((term, past))
}

/// A KEP's number at `i`, and where it ends: `KEP-4317`, `kep 4317`, `kep4317`, `KEP #4317`.
fn kep_number(text: &Text, i: usize) -> Option<(String, usize)> {
    if !text.lower(i, (i + 3).min(text.chars.len())).eq("kep") {
        return None;
    }
    let mut start = i + 3;
    while start < i + 5 && matches!(text.get(start), '-' | ' ' | '#' | ':') {
        start += 1;
    }
    let end = text.past_digits(start);
    let is_number = end > start && !text.is_word(end) && !(text.get(end) == '.' && text.is_digit(end + 1));
    is_number.then(|| (number(&text.lower(start, end)), end))
}

/// Digits without the zeros in front.
fn number(digits: &str) -> String {
    let bare = digits.trim_start_matches('0');
    let kept = if bare.is_empty() && !digits.is_empty() { "0" } else { bare };
    kept.chars().take(LONGEST).collect()
}

/// A word at `i`, put together or not, and where it ends.
fn compound(text: &Text, i: usize, tokens: &mut Vec<Token>) -> usize {
    let mut parts = Vec::new();
    let mut end = i;
    loop {
        let start = end;
        while text.is_word(end) {
            end += 1;
        }
        split(text, start, end, &mut parts);
        let goes_on =
            matches!(text.get(end), '-' | '_') && text.is_word(end + 1) && version(text, end + 1).is_none();
        if !goes_on {
            break;
        }
        end += 1;
    }
    let mut push = |range: &[(usize, usize)], kind| {
        let word: String = range.iter().map(|(start, end)| text.lower(*start, *end)).collect();
        if kind == TokenKind::Pair || range.len() > 1 || !STOP_WORDS.contains(&word.as_str()) {
            let (start, end) = (text.at[range[0].0], text.at[range[range.len() - 1].1]);
            tokens.push(Token { term: term(&word), start, end, kind });
        }
    };
    push(&parts, TokenKind::Whole);
    if parts.len() > 1 {
        parts.iter().for_each(|part| push(&[*part], TokenKind::Part));
    }
    if parts.len() > 2 {
        parts.windows(2).for_each(|pair| push(pair, TokenKind::Pair));
    }
    end
}

/// Cuts a run of letters and digits where its letter case says so: `DRA|Admin|Access`, `Pod|Host|IPs`, `Open|API|V3`.
fn split(text: &Text, start: usize, end: usize, parts: &mut Vec<(usize, usize)>) {
    let is_upper = |i: usize| i < end && text.get(i).is_ascii_uppercase();
    let is_digit = |i: usize| i < end && text.is_digit(i);
    let is_lower = |i: usize| i < end && !is_upper(i) && !is_digit(i);
    let unit = |i: usize| UNITS.iter().find(|unit| i + unit.len() <= end && text.holds(i, unit));
    let (mut from, mut i) = (start, start);
    while i < end {
        if let Some(unit) = unit(i) {
            if i > from {
                parts.push((from, i));
            }
            parts.push((i, i + unit.len()));
            i += unit.len();
            from = i;
            continue;
        }
        if i > from {
            // `PVCs` and `KMSv2` go on after their capitals, `CSIService` starts a word before the last of them.
            let goes_on = match text.get(i + 1) {
                's' => !is_lower(i + 2),
                'v' => is_digit(i + 2),
                _ => !is_lower(i + 1),
            };
            let starts_word = is_upper(i) && (!is_upper(i - 1) || !goes_on);
            // `KMSv2`, `OpenAPIV3`: a version of what stands before it.
            let starts_version = matches!(text.get(i), 'v' | 'V') && is_upper(i - 1) && is_digit(i + 1);
            if starts_word || starts_version {
                parts.push((from, i));
                from = i;
            }
        }
        i += 1;
    }
    if end > from {
        parts.push((from, end));
    }
}

/// The term of a word in small letters.
fn term(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(word);
    }
    let cut: String = word.chars().take(LONGEST).collect();
    stem(&cut)
}

/// Cuts the endings that people vary most: plurals, `-ing`, `-ed`, `-ion`, a last `e`, a doubled last consonant. Light on
/// purpose: what it cuts wrongly, it cuts wrongly on both sides.
fn stem(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut word = word.to_owned();
    let is_vowel = |byte: &u8| b"aeiouy".contains(byte);
    let has_vowel = |text: &str| text.bytes().any(|byte| is_vowel(&byte));
    if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        let is_status = word.len() > 4 && (word.ends_with("us") || word.ends_with("is"));
        if !is_status {
            word.pop();
        }
    }
    if word.len() > 5 && word.ends_with("ing") && has_vowel(&word[..word.len() - 3]) {
        word.truncate(word.len() - 3);
    } else if word.len() > 4
        && word.ends_with("ed")
        && !word.ends_with("eed")
        && has_vowel(&word[..word.len() - 2])
    {
        word.truncate(word.len() - 2);
    } else if word.len() > 7 && (word.ends_with("tion") || word.ends_with("sion")) {
        word.truncate(word.len() - 3);
    }
    if word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    let bytes = word.as_bytes();
    if let [.., before, last] = bytes
        && bytes.len() > 3
        && before == last
        && *last != b's'
        && !is_vowel(last)
    {
        word.pop();
    }
    word
}
