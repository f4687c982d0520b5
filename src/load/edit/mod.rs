//! Edits of records that keep everything else as people wrote it: comments, the order of keys, formatting.
//!
//! A [`Record`] is a parsed file. [`Record::set`] states one fact; where the file already says so, however it is laid
//! out, not a byte changes. What a fact does not name stays: an import never rewrites a file, it edits it.

mod array;
mod fact;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Key, Table, TableLike, Value};

pub use fact::Fact;

/// A file that is no TOML; such a file is reported and left alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct EditError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// Where in a record a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// In the table of that path; the empty path is the top of the file.
    Table(&'a [&'a str]),
    /// In one entry of a list of tables at the top: `[[releases]]`, counted from 0.
    Entry(&'a str, usize),
}

/// A TOML file under edit.
#[derive(Debug, Clone)]
pub struct Record {
    document: DocumentMut,
    byte_order_mark: bool,
    carriage_returns: bool,
}

impl Record {
    /// A file that does not exist yet, opened by a comment (which may be empty).
    #[must_use]
    pub fn new(header: &str) -> Self {
        let mut document = DocumentMut::new();
        if !header.is_empty() {
            let comment: String = header.lines().map(|line| format!("# {line}\n")).collect();
            document.decor_mut().set_prefix(comment);
        }
        Self { document, byte_order_mark: false, carriage_returns: false }
    }

    /// Parses a file.
    ///
    /// # Errors
    /// When the text is no TOML.
    pub fn parse(text: &str) -> Result<Self, EditError> {
        let bare = text.strip_prefix('\u{feff}');
        let byte_order_mark = bare.is_some();
        let bare = bare.unwrap_or(text);
        // toml_edit ends lines with a line feed only; a file that came with carriage returns gets them back.
        let carriage_returns = bare.contains("\r\n") && !bare.replace("\r\n", "").contains('\n');
        let parsed = if carriage_returns { bare.replace("\r\n", "\n").parse() } else { bare.parse() };
        let document: DocumentMut = parsed.map_err(|error: toml_edit::TomlError| {
            let start = error.span().map_or(0, |span| span.start).min(bare.len());
            let line = bare.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
            EditError { line, message: error.message().to_owned() }
        })?;
        Ok(Self { document, byte_order_mark, carriage_returns })
    }

    /// The whole text, as it is to be written.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.document.to_string();
        if self.carriage_returns {
            text = text.replace('\n', "\r\n");
        }
        if self.byte_order_mark {
            text.insert(0, '\u{feff}');
        }
        text
    }

    /// What the record says at a path of keys; `None` where it says nothing.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<Fact> {
        let mut item = self.document.as_item();
        for key in path {
            item = item.as_table_like()?.get(key)?;
        }
        fact::from_item(item)
    }

    /// The string at a path of keys.
    #[must_use]
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        self.get(path)?.as_text().map(str::to_owned)
    }

    /// The entries of a list of tables at the top, such as `[[releases]]`.
    #[must_use]
    pub fn entries(&self, list: &str) -> Vec<Fact> {
        self.get(&[list]).map_or_else(Vec::new, |fact| fact.elements().to_vec())
    }

    /// States a fact, or with `None` that there is nothing to state. `order` lists the keys of that table as a new
    /// record has them: a key that is new to the table goes behind the one that comes before it there.
    ///
    /// Returns whether the text changed.
    pub fn set(&mut self, place: Place<'_>, order: &[&str], key: &str, fact: Option<&Fact>) -> bool {
        if fact.is_none() && self.table(place).is_none_or(|table| !table.contains_key(key)) {
            return false;
        }
        let Some(table) = self.table_to_write(place) else { return false };
        match fact {
            Some(fact) => set_in(table, order, key, fact),
            None => table.remove(key).is_some(),
        }
    }

    /// Adds an entry to a list of tables at the top, before the entry that is `index` now.
    pub fn insert_entry(&mut self, list: &str, index: usize) {
        let first = self.document.is_empty() && self.document.decor().prefix().is_none();
        let item = self.document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(tables) = item.as_array_of_tables_mut() else { return };
        let mut table = Table::new();
        table.decor_mut().set_prefix(if first { "" } else { "\n" });
        tables.insert(index.min(tables.len()), table);
    }

    fn table(&self, place: Place<'_>) -> Option<&dyn TableLike> {
        match place {
            Place::Entry(list, index) => {
                let table = self.document.get(list)?.as_array_of_tables()?.get(index)?;
                Some(table)
            }
            Place::Table(path) => {
                let mut item = self.document.as_item();
                for key in path {
                    item = item.as_table_like()?.get(key)?;
                }
                item.as_table_like()
            }
        }
    }

    fn table_to_write(&mut self, place: Place<'_>) -> Option<&mut dyn TableLike> {
        match place {
            Place::Entry(list, index) => {
                let table = self.document.get_mut(list)?.as_array_of_tables_mut()?.get_mut(index)?;
                Some(table)
            }
            Place::Table(path) => {
                let mut item = self.document.as_item_mut();
                for (depth, key) in path.iter().enumerate() {
                    let table = item.as_table_like_mut()?;
                    if !table.contains_key(key) {
                        let mut fresh = Table::new();
                        fresh.decor_mut().set_prefix("\n");
                        // `[source.code]` needs no `[source]` above it.
                        fresh.set_implicit(depth + 1 < path.len());
                        table.insert(key, Item::Table(fresh));
                    }
                    item = table.get_mut(key)?;
                }
                item.as_table_like_mut()
            }
        }
    }
}

fn set_in(table: &mut dyn TableLike, order: &[&str], key: &str, fact: &Fact) -> bool {
    let Some(item) = table.get_mut(key) else {
        table.insert(key, Item::Value(fact::to_value(fact)));
        move_into_order(table, order, key);
        return true;
    };
    if fact::from_item(item).is_some_and(|there| there.same(fact)) {
        return false;
    }
    match (fact, &mut *item) {
        // Keys inside a table are facts of their own: the ones that stay keep their layout.
        (Fact::Table(entries), item) if item.is_table_like() => {
            if let Some(inner) = item.as_table_like_mut() {
                set_table(inner, entries);
            }
        }
        (Fact::List(facts), Item::Value(Value::Array(old))) => array::set(old, facts),
        (_, Item::Value(old)) => {
            let mut new = fact::to_value(fact);
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (_, item) => *item = Item::Value(fact::to_value(fact)),
    }
    true
}

fn set_table(table: &mut dyn TableLike, entries: &[(String, Fact)]) {
    let gone: Vec<String> = table
        .iter()
        .map(|(key, _)| key.to_owned())
        .filter(|key| entries.iter().all(|(kept, _)| kept != key))
        .collect();
    for key in gone {
        table.remove(&key);
    }
    let order: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    for (key, fact) in entries {
        set_in(table, &order, key, fact);
    }
}

/// Moves `key`, which was just added at the end of `table`, behind the keys that come before it in `order`.
fn move_into_order(table: &mut dyn TableLike, order: &[&str], key: &str) {
    let place = |key: &str| order.iter().position(|known| *known == key);
    let Some(own) = place(key) else { return };
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let earlier = |other: &String| place(other).is_some_and(|place| place < own);
    let later = |other: &String| place(other).is_some_and(|place| place > own);
    let target = match (keys.iter().rposition(earlier), keys.iter().position(later)) {
        (Some(before), _) => before + 1,
        (None, Some(after)) => after,
        (None, None) => return,
    };
    let mut sorted: Vec<&str> = keys.iter().map(String::as_str).filter(|other| *other != key).collect();
    sorted.insert(target.min(sorted.len()), key);
    let rank = |key: &Key| sorted.iter().position(|other| *other == key.get());
    table.sort_values_by_rank(&rank);
}

/// `sort_values_by` for both kinds of table.
trait SortByRank {
    fn sort_values_by_rank(&mut self, rank: &dyn Fn(&Key) -> Option<usize>);
}

impl SortByRank for dyn TableLike + '_ {
    fn sort_values_by_rank(&mut self, rank: &dyn Fn(&Key) -> Option<usize>) {
        // Sorting goes into dotted tables (`a.b = 1`) too, whose keys have no rank here; those tables keep their order.
        if self.iter().any(|(_, item)| item.as_table_like().is_some_and(TableLike::is_dotted)) {
            return;
        }
        let mut taken = Vec::new();
        let mut keys: Vec<Key> = self.iter().filter_map(|(name, _)| self.key(name).cloned()).collect();
        keys.sort_by_key(|key| rank(key));
        for key in keys {
            if let Some(item) = self.remove(key.get()) {
                taken.push((key, item));
            }
        }
        for (key, item) in taken {
            self.entry_format(&key).or_insert(item);
        }
    }
}
