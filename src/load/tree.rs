//! A TOML document as a tree with byte ranges, and its packed form.
//!
//! The reader works on [`Tree`]s. They come from the parser ([`from_toml`]), or, for the content that is packed into the
//! library, from bytes that `build.rs` made of the same trees ([`encode`], [`decode`]): parsing all of it would take
//! most of the time that a whole `kepdb query` may take. `build.rs` includes this file, so it must not use the crate.
//!
//! Packed form: 32-bit words in little-endian order. A node is one word with its tag (low three bits) and a number,
//! its first byte, one past its last byte, and what the tag asks for. The entries of a table are two nodes each.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Nodes deeper than this are left out. No table of the format is half as deep, so whatever is down there stands in a
/// value that is wrong anyway.
const MAX_DEPTH: usize = 32;

/// A value and its place: bytes `start` to `end` of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) tree: Tree<'a>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree<'a> {
    /// A string without its quotes.
    Text(Cow<'a, str>),
    /// An integer, as far as it is a number from zero that the format could mean.
    Integer(Option<u32>),
    /// A float; nothing in the format is one.
    Float,
    /// `true` or `false`.
    Boolean(bool),
    /// Year, month and day without a time.
    Date(u16, u8, u8),
    /// A time, or a date with one; nothing in the format is one.
    Time,
    /// A list.
    List(Vec<Node<'a>>),
    /// A table: keys, which are texts, and values.
    Table(Vec<(Node<'a>, Node<'a>)>),
}

/// The tree of a parsed document.
pub(super) fn from_toml(table: DeTable<'_>) -> Tree<'_> {
    from_table(table, 0)
}

fn from_table<'a>(table: DeTable<'a>, depth: usize) -> Tree<'a> {
    if depth > MAX_DEPTH {
        return Tree::Table(Vec::new());
    }
    let entry = |(key, value): (Spanned<Cow<'a, str>>, _)| {
        let (start, end) = range(&key);
        (Node { start, end, tree: Tree::Text(key.into_inner()) }, from_value(value, depth + 1))
    };
    Tree::Table(table.into_iter().map(entry).collect())
}

fn from_value(value: Spanned<DeValue<'_>>, depth: usize) -> Node<'_> {
    let (start, end) = range(&value);
    let tree = match value.into_inner() {
        DeValue::String(text) => Tree::Text(text),
        DeValue::Integer(digits) => Tree::Integer(u32::from_str_radix(digits.as_str(), digits.radix()).ok()),
        DeValue::Float(_) => Tree::Float,
        DeValue::Boolean(yes) => Tree::Boolean(yes),
        DeValue::Datetime(when) => match (when.date, when.time, when.offset) {
            (Some(date), None, None) => Tree::Date(date.year, date.month, date.day),
            _ => Tree::Time,
        },
        DeValue::Array(_) if depth > MAX_DEPTH => Tree::List(Vec::new()),
        DeValue::Array(items) => {
            Tree::List(items.into_iter().map(|item| from_value(item, depth + 1)).collect())
        }
        DeValue::Table(table) => from_table(table, depth),
    };
    Node { start, end, tree }
}

fn range<T>(spanned: &Spanned<T>) -> (u32, u32) {
    let word = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let range = spanned.span();
    (word(range.start), word(range.end))
}

const TEXT_IN_FILE: u32 = 0;
const TEXT_HERE: u32 = 1;
const INTEGER: u32 = 2;
const SCALAR: u32 = 3;
const DATE: u32 = 4;
const LIST: u32 = 5;
const TABLE: u32 = 6;
/// Numbers of the tag `SCALAR`, besides 0 and 1 for false and true.
const FLOAT: u32 = 2;
const TIME: u32 = 3;
const NO_INTEGER: u32 = 4;

/// Appends the packed form of the tree of the document `text` to `out`.
pub(super) fn encode(tree: &Tree<'_>, text: &str, out: &mut Vec<u8>) {
    encode_node(0, 0, tree, text, out);
}

fn encode_node(start: u32, end: u32, tree: &Tree<'_>, text: &str, out: &mut Vec<u8>) {
    let word = |n: usize| u32::try_from(n).expect("invariant: a record has less than 4 GiB");
    let mut put = |tag: u32, number: u32, rest: &[u32]| {
        for word in [tag | number << 3, start, end].iter().chain(rest) {
            out.extend(word.to_le_bytes());
        }
    };
    match tree {
        Tree::Text(value) => match offset_in(text, value) {
            Some(from) => put(TEXT_IN_FILE, word(value.len()), &[word(from)]),
            None => {
                put(TEXT_HERE, word(value.len()), &[]);
                out.extend(value.as_bytes());
                out.resize(out.len().next_multiple_of(4), 0);
            }
        },
        Tree::Integer(Some(number)) => put(INTEGER, 0, &[*number]),
        Tree::Integer(None) => put(SCALAR, NO_INTEGER, &[]),
        Tree::Float => put(SCALAR, FLOAT, &[]),
        Tree::Time => put(SCALAR, TIME, &[]),
        Tree::Boolean(yes) => put(SCALAR, u32::from(*yes), &[]),
        Tree::Date(year, month, day) => {
            put(DATE, 0, &[u32::from(*year) << 16 | u32::from(*month) << 8 | u32::from(*day)]);
        }
        Tree::List(items) => {
            put(LIST, word(items.len()), &[]);
            for item in items {
                encode_node(item.start, item.end, &item.tree, text, out);
            }
        }
        Tree::Table(entries) => {
            put(TABLE, word(entries.len()), &[]);
            for node in entries.iter().flat_map(|(key, value)| [key, value]) {
                encode_node(node.start, node.end, &node.tree, text, out);
            }
        }
    }
}

/// Where `part` lies in `text`, if it is borrowed from it.
fn offset_in(text: &str, part: &str) -> Option<usize> {
    let from = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (text.get(from..from + part.len())? == part).then_some(from)
}

/// The tree of the document `text` from its packed form; `None` when the bytes are no such form.
pub(super) fn decode<'a>(bytes: &'a [u8], text: &'a str) -> Option<Tree<'a>> {
    let mut rest = bytes;
    let node = decode_node(&mut rest, text, 0)?;
    rest.is_empty().then_some(node.tree)
}

fn decode_node<'a>(rest: &mut &'a [u8], text: &'a str, depth: usize) -> Option<Node<'a>> {
    let head = next(rest)?;
    let (start, end) = (next(rest)?, next(rest)?);
    let number = head >> 3;
    let count = number as usize;
    let tree = match head & 7 {
        TEXT_IN_FILE => {
            let from = next(rest)? as usize;
            Tree::Text(Cow::Borrowed(text.get(from..from.checked_add(count)?)?))
        }
        TEXT_HERE => {
            let here = rest.get(..count)?;
            *rest = rest.get(count.next_multiple_of(4)..)?;
            Tree::Text(Cow::Borrowed(std::str::from_utf8(here).ok()?))
        }
        INTEGER => Tree::Integer(Some(next(rest)?)),
        SCALAR => match number {
            FLOAT => Tree::Float,
            TIME => Tree::Time,
            NO_INTEGER => Tree::Integer(None),
            yes => Tree::Boolean(yes == 1),
        },
        DATE => {
            let [day, month, year @ ..] = next(rest)?.to_le_bytes();
            Tree::Date(u16::from_le_bytes(year), month, day)
        }
        // Room is made for no more nodes than there can be.
        LIST if depth <= MAX_DEPTH + 1 && count <= rest.len() => {
            let mut items = Vec::with_capacity(count);
            for _ in 0..count {
                items.push(decode_node(rest, text, depth + 1)?);
            }
            Tree::List(items)
        }
        TABLE if depth <= MAX_DEPTH + 1 && count <= rest.len() => {
            let mut entries = Vec::with_capacity(count);
            for _ in 0..count {
                entries.push((decode_node(rest, text, depth + 1)?, decode_node(rest, text, depth + 1)?));
            }
            Tree::Table(entries)
        }
        _ => return None,
    };
    Some(Node { start, end, tree })
}

fn next(rest: &mut &[u8]) -> Option<u32> {
    let (word, more) = rest.split_first_chunk::<4>()?;
    *rest = more;
    Some(u32::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"
number = 4317
big = 99999999999
negative = -1
hex = 0x1F
plain = "plain"
escaped = "a\tb\u00e9"
long = """
two
lines"""
literal = 'C:\x'
yes = true
no = false
float = 1.5
day = 2026-11-23
time = 2026-11-23T10:00:00Z
"quoted key" = [[], [1, "x"], { a = "1.34" }]
[a.b]
c.d = "e"
[[list]]
x = 1
[[list]]
"#;

    fn parse(text: &str) -> Tree<'_> {
        from_toml(DeTable::parse(text).expect("valid TOML").into_inner())
    }

    fn packed(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(&parse(text), text, &mut bytes);
        bytes
    }

    #[test]
    fn unpacking_gives_what_was_packed() {
        for text in ["", DOCUMENT] {
            assert_eq!(decode(&packed(text), text), Some(parse(text)));
        }
    }

    #[test]
    fn texts_without_escapes_are_packed_as_a_place_in_the_file() {
        let text = format!("a = \"{}\"", "x".repeat(10_000));
        assert!(packed(&text).len() < 100);
    }

    #[test]
    fn damaged_bytes_unpack_to_something_or_nothing_but_never_panic() {
        let bytes = packed(DOCUMENT);
        for end in 0..bytes.len() {
            assert_eq!(decode(&bytes[..end], DOCUMENT), None, "prefix of {end} bytes");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                let _ = decode(&damaged, DOCUMENT);
            }
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_cut_off() {
        let text = format!("{}a = {}1{}", "a.".repeat(70), "[".repeat(70), "]".repeat(70));
        let (table, errors) = DeTable::parse_recoverable(&text);
        assert!(errors.is_empty(), "the parser allows it");
        let tree = from_toml(table.into_inner());
        let mut bytes = Vec::new();
        encode(&tree, &text, &mut bytes);
        assert_eq!(decode(&bytes, &text), Some(tree));
    }
}
