//! A TOML document as packed bytes, and the tree of values with byte ranges that is read from them.
//!
//! The parser's tables become bytes ([`pack`]), the reader walks the bytes ([`Items`], [`Node`]). So a record is read in
//! the same way whether it was parsed just now, or by `build.rs` for the content that is packed into the library:
//! parsing all of that would take most of the time that a whole `kepdb query` may take. `build.rs` includes this file,
//! which therefore must not use the rest of the crate.
//!
//! Packed form: 32-bit words in little-endian order. A node is one word with its tag (low three bits) and a number,
//! then its first byte and one past its last byte in the file, then what the tag asks for:
//!
//! | tag | number | then |
//! | --- | --- | --- |
//! | `TEXT_IN_FILE` | length in bytes | where in the file the text starts |
//! | `TEXT_HERE` | length in bytes | the text, filled up to whole words |
//! | `INTEGER` | 0 | the integer |
//! | `DATE` | 0 | year, month and day in one word |
//! | `SCALAR` | what it is | nothing |
//! | `LIST` | length in bytes | the items |
//! | `TABLE` | length in bytes | key, value, key, value; keys are texts |

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Nodes deeper than this are left out. No table of the format is half as deep, so whatever is down there stands in a
/// value that is wrong anyway.
const MAX_DEPTH: usize = 32;

const TEXT_IN_FILE: u32 = 0;
const TEXT_HERE: u32 = 1;
const INTEGER: u32 = 2;
const DATE: u32 = 3;
const SCALAR: u32 = 4;
const LIST: u32 = 5;
const TABLE: u32 = 6;

// Numbers of a SCALAR.
const FALSE: u32 = 0;
const TRUE: u32 = 1;
const FLOAT: u32 = 2;
const TIME: u32 = 3;
const OTHER_INTEGER: u32 = 4;

/// A value and its place: bytes `start` to `end` of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) tree: Tree<'a>,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tree<'a> {
    /// A string without its quotes.
    Text(&'a str),
    /// An integer; `None` when it is negative or beyond every number of the format.
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
    List(Items<'a>),
    /// A table: key, value, key, value. Keys are texts, sorted.
    Table(Items<'a>),
}

/// Nodes one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Items<'a> {
    bytes: &'a [u8],
    file: &'a str,
}

impl<'a> Items<'a> {
    /// The entries of the document `file` from its packed form.
    pub(super) fn document(bytes: &'a [u8], file: &'a str) -> Self {
        Self { bytes, file }
    }

    fn word(&mut self) -> Option<u32> {
        let (word, rest) = self.bytes.split_first_chunk::<4>()?;
        self.bytes = rest;
        Some(u32::from_le_bytes(*word))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    /// The next node; `None` at the end, or where the bytes are no packed form.
    fn next(&mut self) -> Option<Node<'a>> {
        let head = self.word()?;
        let (start, end) = (self.word()?, self.word()?);
        let number = head >> 3;
        let length = number as usize;
        let tree = match head & 7 {
            TEXT_IN_FILE => {
                let from = self.word()? as usize;
                Tree::Text(self.file.get(from..from.checked_add(length)?)?)
            }
            TEXT_HERE => {
                let filled = self.take(length.next_multiple_of(4))?;
                Tree::Text(std::str::from_utf8(&filled[..length]).ok()?)
            }
            INTEGER => Tree::Integer(Some(self.word()?)),
            DATE => {
                let [day, month, year @ ..] = self.word()?.to_le_bytes();
                Tree::Date(u16::from_le_bytes(year), month, day)
            }
            SCALAR => match number {
                FALSE => Tree::Boolean(false),
                TRUE => Tree::Boolean(true),
                FLOAT => Tree::Float,
                TIME => Tree::Time,
                OTHER_INTEGER => Tree::Integer(None),
                _ => return None,
            },
            LIST => Tree::List(Self { bytes: self.take(length)?, file: self.file }),
            TABLE => Tree::Table(Self { bytes: self.take(length)?, file: self.file }),
            _ => return None,
        };
        Some(Node { start, end, tree })
    }
}

/// The packed form of the parsed document `file`.
pub(super) fn pack(document: &DeTable<'_>, file: &str) -> Vec<u8> {
    let mut packer = Packer { file, out: Vec::with_capacity(file.len()) };
    packer.entries(document, 0);
    packer.out
}

struct Packer<'a> {
    file: &'a str,
    out: Vec<u8>,
}

impl Packer<'_> {
    fn entries(&mut self, table: &DeTable<'_>, depth: usize) {
        if depth <= MAX_DEPTH {
            for (key, value) in table {
                self.text(place(key), key.get_ref());
                self.value(value, depth + 1);
            }
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) {
        let place = place(value);
        match value.get_ref() {
            DeValue::String(text) => self.text(place, text),
            DeValue::Integer(digits) => match u32::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(number) => self.node(INTEGER, 0, place, &[number]),
                Err(_) => self.node(SCALAR, OTHER_INTEGER, place, &[]),
            },
            DeValue::Float(_) => self.node(SCALAR, FLOAT, place, &[]),
            DeValue::Boolean(yes) => self.node(SCALAR, if *yes { TRUE } else { FALSE }, place, &[]),
            DeValue::Datetime(when) => match (when.date, when.time, when.offset) {
                (Some(date), None, None) => {
                    let day = u32::from(date.month) << 8 | u32::from(date.day);
                    self.node(DATE, 0, place, &[u32::from(date.year) << 16 | day]);
                }
                _ => self.node(SCALAR, TIME, place, &[]),
            },
            DeValue::Array(items) => self.group(LIST, place, |packer| {
                for item in items.iter().filter(|_| depth <= MAX_DEPTH) {
                    packer.value(item, depth + 1);
                }
            }),
            DeValue::Table(table) => self.group(TABLE, place, |packer| packer.entries(table, depth)),
        }
    }

    fn text(&mut self, place: [u32; 2], text: &str) {
        match offset_in(self.file, text) {
            Some(from) => self.node(TEXT_IN_FILE, word(text.len()), place, &[word(from)]),
            None => {
                self.node(TEXT_HERE, word(text.len()), place, &[]);
                self.out.extend(text.as_bytes());
                self.out.resize(self.out.len().next_multiple_of(4), 0);
            }
        }
    }

    fn node(&mut self, tag: u32, number: u32, place: [u32; 2], rest: &[u32]) {
        for word in [tag | number << 3].iter().chain(&place).chain(rest) {
            self.out.extend(word.to_le_bytes());
        }
    }

    /// A node with nodes in it, whose length is known only when they are written.
    fn group(&mut self, tag: u32, place: [u32; 2], fill: impl FnOnce(&mut Self)) {
        let head = self.out.len();
        self.node(tag, 0, place, &[]);
        let start = self.out.len();
        fill(self);
        let length = word(self.out.len() - start);
        self.out[head..head + 4].copy_from_slice(&(tag | length << 3).to_le_bytes());
    }
}

/// First byte and one past the last byte.
fn place<T>(value: &Spanned<T>) -> [u32; 2] {
    let range = value.span();
    [word(range.start), word(range.end)]
}

/// Files are far smaller than four GiB, see `syntax::MAX_BYTES`.
fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Where `part` lies in `file`, if it is borrowed from it.
fn offset_in(file: &str, part: &str) -> Option<usize> {
    let from = (part.as_ptr() as usize).checked_sub(file.as_ptr() as usize)?;
    (file.get(from..from + part.len())? == part).then_some(from)
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
"quoted \u006bey" = [[], [1, "x"], { a = "1.34" }]
[a.b]
c.d = "e"
[[list]]
x = 1
[[list]]
"#;

    fn packed(text: &str) -> Vec<u8> {
        let (table, errors) = DeTable::parse_recoverable(text);
        assert_eq!(errors, []);
        pack(table.get_ref(), text)
    }

    /// The nodes as one line each: what they are, and the text at their place.
    fn lines(items: Items<'_>, indent: usize, out: &mut Vec<String>) {
        for node in items {
            let place = &items.file[node.start as usize..node.end as usize];
            let place = place.lines().next().unwrap_or_default();
            let (what, inner) = match node.tree {
                Tree::List(inner) => ("list".to_owned(), Some(inner)),
                Tree::Table(inner) => ("table".to_owned(), Some(inner)),
                other => (format!("{other:?}"), None),
            };
            out.push(format!("{:indent$}{what} @ {place}", ""));
            if let Some(inner) = inner {
                lines(inner, indent + 2, out);
            }
        }
    }

    fn all_lines(bytes: &[u8], text: &str) -> Vec<String> {
        let mut out = Vec::new();
        lines(Items::document(bytes, text), 0, &mut out);
        out
    }

    #[test]
    fn every_kind_of_value_comes_back_with_its_place() {
        let expected = r#"Text("a") @ a
table @ a
  Text("b") @ b
  table @ [a.b]
    Text("c") @ c
    table @ c
      Text("d") @ d
      Text("e") @ "e"
Text("big") @ big
Integer(None) @ 99999999999
Text("day") @ day
Date(2026, 11, 23) @ 2026-11-23
Text("escaped") @ escaped
Text("a\tbé") @ "a\tb\u00e9"
Text("float") @ float
Float @ 1.5
Text("hex") @ hex
Integer(Some(31)) @ 0x1F
Text("list") @ list
list @ [[list]]
  table @ [[list]]
    Text("x") @ x
    Integer(Some(1)) @ 1
  table @ [[list]]
Text("literal") @ literal
Text("C:\\x") @ 'C:\x'
Text("long") @ long
Text("two\nlines") @ """
Text("negative") @ negative
Integer(None) @ -1
Text("no") @ no
Boolean(false) @ false
Text("number") @ number
Integer(Some(4317)) @ 4317
Text("plain") @ plain
Text("plain") @ "plain"
Text("quoted key") @ "quoted \u006bey"
list @ [[], [1, "x"], { a = "1.34" }]
  list @ []
  list @ [1, "x"]
    Integer(Some(1)) @ 1
    Text("x") @ "x"
  table @ { a = "1.34" }
    Text("a") @ a
    Text("1.34") @ "1.34"
Text("time") @ time
Time @ 2026-11-23T10:00:00Z
Text("yes") @ yes
Boolean(true) @ true"#;
        let found = all_lines(&packed(DOCUMENT), DOCUMENT);
        assert_eq!(found.join("\n"), expected);
        assert!(all_lines(&packed(""), "").is_empty());
    }

    #[test]
    fn texts_without_escapes_are_packed_as_a_place_in_the_file() {
        let text = format!("a = \"{0}\"\nb = \"\"\"\n{0}\n\"\"\"", "x".repeat(10_000));
        assert!(packed(&text).len() < 100);
    }

    #[test]
    fn damaged_bytes_never_panic() {
        let bytes = packed(DOCUMENT);
        let whole = all_lines(&bytes, DOCUMENT).len();
        for end in 0..bytes.len() {
            let mut out = Vec::new();
            lines(Items::document(&bytes[..end], DOCUMENT), 0, &mut out);
            assert!(out.len() < whole, "prefix of {end} bytes");
        }
        for at in 0..bytes.len() {
            for flip in [1, 2, 4, 8, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                let mut pending: Vec<_> = vec![Items::document(&damaged, DOCUMENT)];
                while let Some(items) = pending.pop() {
                    pending.extend(items.filter_map(|node| match node.tree {
                        Tree::List(inner) | Tree::Table(inner) => Some(inner),
                        _ => None,
                    }));
                }
            }
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_cut_off() {
        let text = format!("{}a = {}1{}", "a.".repeat(70), "[".repeat(70), "]".repeat(70));
        let depth = all_lines(&packed(&text), &text).len();
        assert!((MAX_DEPTH..MAX_DEPTH * 3).contains(&depth), "{depth}");
    }
}
