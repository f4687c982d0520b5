//! A reader over one TOML table: asks for keys by name, reports the ones that are missing or that nobody knows.

use super::keys::TableKeys;
use super::report::Report;
use super::tree::{Node, Tree};
use super::value::Value;
use crate::diag::{Code, Diagnostic};
use crate::source::{At, Span};

/// One table with its place and the keys it may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) report: &'a Report,
    pub(super) keys: &'static TableKeys,
    /// The header, the braces, or the first line of the file.
    pub(super) span: Span,
    entries: &'a [(Node<'a>, Node<'a>)],
    in_pin: bool,
}

impl<'a> Table<'a> {
    /// Takes the top of a file, `first_line` bytes of which stand for the record as a whole.
    pub(super) fn top(
        report: &'a Report,
        keys: &'static TableKeys,
        tree: &'a Tree<'a>,
        first_line: usize,
    ) -> Self {
        let entries = if let Tree::Table(entries) = tree { entries.as_slice() } else { &[] };
        Self { report, keys, span: report.span(0..first_line), entries, in_pin: false }.checked()
    }

    /// Takes a table that is the value of a key.
    pub(super) fn inner(
        value: Value<'a>,
        keys: &'static TableKeys,
        entries: &'a [(Node<'a>, Node<'a>)],
    ) -> Self {
        Self { report: value.report, keys, span: value.span, entries, in_pin: value.in_pin }.checked()
    }

    /// Reports every key that the table should not have.
    fn checked(self) -> Self {
        for (key, _) in self.entries {
            let name = name(key);
            if self.keys.keys.contains(&name) {
                continue;
            }
            let unknown = Diagnostic::new(
                Code::UnknownKey,
                self.report.node_span(key),
                format!("unknown key `{}` in {}", shown(name), self.keys.place()),
                "no such key here",
            );
            let help = match self.keys.elsewhere(name) {
                Some(other) => format!("`{name}` belongs in {}", other.place()),
                None => format!("known keys: {}", self.keys.keys.join(", ")),
            };
            self.report.push(unknown.help(help).did_you_mean(name, self.keys.keys.iter().copied()));
        }
        self
    }

    /// The value of `key`, if it is there.
    pub(super) fn optional(&self, key: &'static str) -> Option<Value<'a>> {
        debug_assert!(self.keys.keys.contains(&key), "{key} is not in the list of {}", self.keys.place());
        let (_, value) = self.entries.iter().find(|(written, _)| name(written) == key)?;
        Some(self.value(key, value))
    }

    /// The value of `key`, which must be there.
    pub(super) fn required(&self, key: &'static str) -> Option<Value<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            self.report.push(Diagnostic::new(
                Code::MissingKey,
                self.span,
                format!("`{key}` is missing in {}", self.keys.place()),
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

    /// All known entries with the places of their keys, in the order of the file.
    pub(super) fn known_entries(&self) -> Vec<(At<&'static str>, Value<'a>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .filter_map(|(key, value)| {
                let known = self.keys.keys.iter().copied().find(|known| *known == name(key))?;
                Some((At::new(known, self.report.node_span(key)), self.value(known, value)))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    fn value(&self, name: &'static str, node: &'a Node<'a>) -> Value<'a> {
        Value {
            report: self.report,
            name,
            span: self.report.node_span(node),
            tree: &node.tree,
            in_list: false,
            in_pin: self.in_pin,
        }
    }
}

/// The text of a key.
fn name<'a>(key: &'a Node<'_>) -> &'a str {
    if let Tree::Text(name) = &key.tree { name } else { "" }
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
