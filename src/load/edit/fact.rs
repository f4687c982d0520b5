//! The values an edit writes: a small tree of its own, so that no type of `toml_edit` leaves this module.

use jiff::civil::Date;
use toml_edit::{Array, Datetime, InlineTable, Item, TableLike, Value};

/// Longest list that is written on one line, counted in characters of the list alone.
const LINE: usize = 80;

/// One value of a record, as an import states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A string.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A calendar date without time.
    Date(Date),
    /// A list; a list of tables is written one row a line.
    List(Vec<Self>),
    /// A table, in the order in which its keys are written.
    Table(Vec<(String, Self)>),
    /// A value of a kind that no imported key has (a float, a time), in TOML's own words.
    Other(String),
}

impl Fact {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of strings; `None` when it is empty, because a record leaves out what it does not know.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Option<Self> {
        Self::list(texts.into_iter().map(|text| Self::Text(text.into())))
    }

    /// A list of facts; `None` when it is empty.
    pub fn list(facts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let facts: Vec<_> = facts.into_iter().collect();
        (!facts.is_empty()).then_some(Self::List(facts))
    }

    /// A table of the keys that have a value; `None` when none has.
    pub fn table<'a>(entries: impl IntoIterator<Item = (&'a str, Option<Self>)>) -> Option<Self> {
        let entries: Vec<_> =
            entries.into_iter().filter_map(|(key, fact)| Some((key.to_owned(), fact?))).collect();
        (!entries.is_empty()).then_some(Self::Table(entries))
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The flag, if it is one.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The list's elements; nothing for any other value.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) => elements,
            _ => &[],
        }
    }

    /// The value of `key`, in a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, fact)| fact),
            _ => None,
        }
    }

    /// Whether both say the same: the order of a table's keys does not count, the order of a list does.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Self::Table(a), Self::Table(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, fact)| other.get(key).is_some_and(|there| fact.same(there)))
            }
            _ => self == other,
        }
    }
}

/// Reads an item; `None` for one that is not there.
pub(super) fn from_item(item: &Item) -> Option<Fact> {
    match item {
        Item::None => None,
        Item::Value(value) => Some(from_value(value)),
        Item::Table(table) => Some(from_table(table)),
        Item::ArrayOfTables(tables) => {
            Some(Fact::List(tables.iter().map(|table| from_table(table)).collect()))
        }
    }
}

pub(super) fn from_value(value: &Value) -> Fact {
    match value {
        Value::String(text) => Fact::Text(text.value().clone()),
        Value::Integer(number) => Fact::Number(*number.value()),
        Value::Boolean(flag) => Fact::Flag(*flag.value()),
        Value::Datetime(moment) => match date(moment.value()) {
            Some(date) => Fact::Date(date),
            None => Fact::Other(moment.value().to_string()),
        },
        Value::Float(number) => Fact::Other(number.value().to_string()),
        Value::Array(array) => Fact::List(array.iter().map(from_value).collect()),
        Value::InlineTable(table) => from_table(table),
    }
}

fn from_table(table: &dyn TableLike) -> Fact {
    let entries = table.iter().filter_map(|(key, item)| Some((key.to_owned(), from_item(item)?)));
    Fact::Table(entries.collect())
}

fn date(moment: &Datetime) -> Option<Date> {
    let Datetime { date: Some(day), time: None, offset: None } = moment else { return None };
    Date::new(i16::try_from(day.year).ok()?, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?).ok()
}

/// Writes a fact the way a new record has it.
pub(super) fn to_value(fact: &Fact) -> Value {
    match fact {
        Fact::Text(text) | Fact::Other(text) => text.as_str().into(),
        Fact::Number(number) => (*number).into(),
        Fact::Flag(flag) => (*flag).into(),
        Fact::Date(date) => to_datetime(*date).into(),
        Fact::Table(entries) => {
            let mut table = InlineTable::new();
            for (key, fact) in entries {
                table.insert(key, to_value(fact));
            }
            table.into()
        }
        Fact::List(facts) => to_array(facts).into(),
    }
}

fn to_array(facts: &[Fact]) -> Array {
    let mut array: Array = facts.iter().map(to_value).collect();
    let rows = facts.iter().any(|fact| matches!(fact, Fact::Table(_)));
    if rows || array.to_string().chars().count() > LINE {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix("\n  ");
            value.decor_mut().set_suffix("");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

fn to_datetime(date: Date) -> Datetime {
    // A civil date of jiff has a year from -9999 on; TOML has none below 0. Records hold no such dates.
    let year = u16::try_from(date.year()).unwrap_or_default();
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let date = toml_edit::Date { year, month: part(date.month()), day: part(date.day()) };
    Datetime { date: Some(date), time: None, offset: None }
}
