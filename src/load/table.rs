//! A reader over one TOML table: asks for keys by name, reports the ones that are missing or that nobody knows.

use super::keys::TableKeys;
use super::report::Report;
use super::tree::{Items, Node, Tree};
use super::value::Value;
use crate::diag::{Code, Diagnostic};
use crate::source::{At, Span};

/// One table with its place and the keys it may have.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    pub(super) report: &'a Report,
    /// The header, the braces, or the first line of the file.
    pub(super) span: Span,
    keys: &'static TableKeys,
    /// The entries with known keys.
    entries: Vec<(&'static str, Entry<'a>)>,
    in_pin: bool,
}

#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    key_span: Span,
    value: Node<'a>,
}

impl<'a> Table<'a> {
    /// Takes the top of a file, `first_line` bytes of which stand for the record as a whole.
    pub(super) fn top(
        report: &'a Report,
        keys: &'static TableKeys,
        items: Items<'a>,
        first_line: usize,
    ) -> Self {
        let span = report.span(0..first_line);
        Self { report, span, keys, entries: Vec::with_capacity(keys.keys.len()), in_pin: false }.filled(items)
    }

    /// Takes a table that is the value of a key.
    pub(super) fn inner(value: Value<'a>, keys: &'static TableKeys, items: Items<'a>) -> Self {
        let entries = Vec::with_capacity(keys.keys.len());
        Self { report: value.report, span: value.span, keys, entries, in_pin: value.in_pin }.filled(items)
    }

    /// Takes the entries with known keys and reports the others.
    fn filled(mut self, mut items: Items<'a>) -> Self {
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            let Tree::Text(name) = key.tree else { continue };
            let key_span = self.report.node_span(&key);
            match self.keys.keys.iter().find(|known| **known == name) {
                Some(known) => self.entries.push((known, Entry { key_span, value })),
                None => self.report_unknown(name, key_span),
            }
        }
        self
    }

    fn report_unknown(&self, name: &str, span: Span) {
        let message = format!("unknown key `{}` {}", shown(name), self.keys.place());
        let unknown = Diagnostic::new(Code::UnknownKey, span, message, "no such key here");
        self.report.push(match self.keys.elsewhere(name) {
            Some(other) => unknown.help(format!("`{name}` belongs {}", other.place())),
            None => unknown
                .help(format!("known keys: {}", self.keys.keys.join(", ")))
                .did_you_mean(name, self.keys.keys.iter().copied()),
        });
    }

    /// The value of `key`, if it is there.
    pub(super) fn optional(&self, key: &'static str) -> Option<Value<'a>> {
        debug_assert!(self.keys.keys.contains(&key), "{key} is no key {}", self.keys.place());
        let (_, entry) = self.entries.iter().find(|(known, _)| *known == key)?;
        Some(self.value(key, entry))
    }

    /// The value of `key`, which must be there.
    pub(super) fn required(&self, key: &'static str) -> Option<Value<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            self.report.push(Diagnostic::new(
                Code::MissingKey,
                self.span,
                format!("`{key}` is missing {}", self.keys.place()),
                format!("needs `{key} = …`"),
            ));
        }
        value
    }

    /// The list at `key`, each item read by `read`; empty where the key is absent.
    pub(super) fn list<T>(&self, key: &'static str, read: impl Fn(Value<'a>) -> Option<T>) -> Vec<T> {
        self.optional(key).and_then(|value| value.list(read)).unwrap_or_default()
    }

    /// The tables at `key` (`[[key]]`), each with the keys `keys`; empty where the key is absent.
    pub(super) fn tables(&self, key: &'static str, keys: &'static TableKeys) -> Vec<Self> {
        self.list(key, |value| value.table(keys))
    }

    /// All entries with known keys and the places of these keys, in the order of the file.
    pub(super) fn known_entries(&self) -> Vec<(At<&'static str>, Value<'a>)> {
        let entry = |(key, entry): &(&'static str, Entry<'a>)| {
            (At::new(*key, entry.key_span), self.value(key, entry))
        };
        let mut entries: Vec<_> = self.entries.iter().map(entry).collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    fn value(&self, name: &'static str, entry: &Entry<'a>) -> Value<'a> {
        Value {
            report: self.report,
            name,
            span: self.report.node_span(&entry.value),
            tree: entry.value.tree,
            in_list: false,
            in_pin: self.in_pin,
        }
    }
}

/// A word of the file as a message shows it: long ones are cut, nothing in it can disturb a terminal.
pub(super) fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String = word
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c })
        .collect();
    if word.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// Characters that reorder or hide text around them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
