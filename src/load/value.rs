//! A reader over one TOML value: gives it as what it should be, or reports why it is not.
//!
//! Each method returns `None` after it has reported the problem.

use super::keys::TableKeys;
use super::report::Report;
use super::table::Table;
use super::tree::{Node, Tree};
use crate::diag::{Code, Diagnostic};
use crate::source::{At, Span};

/// One value, the key it stands at, and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) report: &'a Report,
    /// The key, for messages.
    pub(super) name: &'static str,
    pub(super) span: Span,
    pub(super) tree: Tree<'a>,
    /// Whether it is an item of the list at `name`.
    pub(super) in_list: bool,
    /// Whether it stands in a correction by hand.
    pub(super) in_pin: bool,
}

impl<'a> Value<'a> {
    /// `value` at this place.
    pub(super) fn at<T>(&self, value: T) -> At<T> {
        At::new(value, self.span)
    }

    /// A problem with this value.
    pub(super) fn problem(
        &self,
        code: Code,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.span, message, label)
    }

    /// Reports that it is not `wanted`, which is something like "a string", with what to do if that is clear.
    pub(super) fn wrong_type(&self, wanted: &str, help: Option<&str>) {
        let message = if self.in_list {
            format!("each item of `{}` must be {wanted}", self.name)
        } else {
            format!("`{}` must be {wanted}", self.name)
        };
        let wrong = self.problem(Code::WrongType, message, format!("this is {}", type_of(self.tree)));
        self.report.push(match help {
            Some(help) => wrong.help(help),
            None => wrong,
        });
    }

    /// A string as it is written.
    pub(super) fn string(self) -> Option<At<&'a str>> {
        let Tree::Text(text) = self.tree else {
            let bare =
                matches!(self.tree, Tree::Integer(_) | Tree::Float | Tree::Boolean(_) | Tree::Date(..));
            self.wrong_type("a string", bare.then_some("put it in quotes"));
            return None;
        };
        Some(self.at(text))
    }

    /// A text that says something, without the white space around it.
    pub(super) fn text(self) -> Option<At<String>> {
        let text = self.string()?.map(str::trim);
        if text.is_empty() {
            self.report.push(
                self.problem(Code::EmptyText, format!("`{}` is empty", self.name), "says nothing")
                    .help("write what it should say, or leave the key out where it is optional"),
            );
            return None;
        }
        Some(text.map(str::to_owned))
    }

    /// A text that may be empty, which is then as if it were not there: nobody wrote it yet.
    pub(super) fn text_or_nothing(self) -> Option<At<String>> {
        let text = self.string()?.map(str::trim);
        (!text.is_empty()).then(|| text.map(str::to_owned))
    }

    /// `true` or `false`.
    pub(super) fn boolean(self) -> Option<At<bool>> {
        let Tree::Boolean(yes) = self.tree else {
            let quoted = matches!(self.tree, Tree::Text("true" | "false"));
            self.wrong_type("true or false", quoted.then_some("write it without quotes"));
            return None;
        };
        Some(self.at(yes))
    }

    /// A whole number from zero.
    pub(super) fn number(self) -> Option<At<u32>> {
        let Tree::Integer(Some(number)) = self.tree else {
            let quoted = matches!(self.tree, Tree::Text(text) if text.parse::<u32>().is_ok());
            self.wrong_type("a whole number from 0 on", quoted.then_some("write it without quotes"));
            return None;
        };
        Some(self.at(number))
    }

    /// A list, each item read by `read`. Items that cannot be read are reported and left out.
    pub(super) fn list<T>(self, read: impl Fn(Self) -> Option<T>) -> Option<Vec<T>> {
        let Tree::List(items) = self.tree else {
            let single = matches!(self.tree, Tree::Text(_) | Tree::Integer(_));
            self.wrong_type("a list", single.then_some("put it in brackets: [ … ]"));
            return None;
        };
        let item = |item: Node<'a>| {
            let span = self.report.node_span(&item);
            read(Self { span, tree: item.tree, in_list: true, ..self })
        };
        Some(items.filter_map(item).collect())
    }

    /// A table with the keys `keys`.
    pub(super) fn table(self, keys: &'static TableKeys) -> Option<Table<'a>> {
        let Tree::Table(entries) = self.tree else {
            self.wrong_type("a table", None);
            return None;
        };
        Some(Table::inner(self, keys, entries))
    }
}

/// What a value is, in a sentence.
fn type_of(value: Tree<'_>) -> &'static str {
    match value {
        Tree::Text(_) => "a string",
        Tree::Integer(_) => "an integer",
        Tree::Float => "a float",
        Tree::Boolean(_) => "a boolean",
        Tree::Date(..) => "a date",
        Tree::Time => "a time",
        Tree::List(_) => "a list",
        Tree::Table(_) => "a table",
    }
}
