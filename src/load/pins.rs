//! Corrections by hand: `[pinned.<fact>]` takes the place of an imported fact.

use super::Pins;
use super::keys::TableKeys;
use super::table::Table;
use super::value::Value;
use crate::model::Pin;
use crate::source::At;

/// The corrections of one record.
#[derive(Debug)]
pub(super) struct Pinned<'a> {
    mode: Pins,
    values: Vec<(&'static str, Value<'a>)>,
    /// The corrections as the model keeps them, in the order of the file.
    pub(super) pins: Vec<Pin>,
}

impl<'a> Pinned<'a> {
    /// Reads `[pinned]` of a record; `facts` are the facts that can be corrected, `keys` the keys of a correction.
    pub(super) fn read(
        record: &Table<'a>,
        facts: &'static TableKeys,
        keys: &'static TableKeys,
        mode: Pins,
    ) -> Self {
        let mut pinned = Self { mode, values: Vec::new(), pins: Vec::new() };
        let Some(table) = record.optional("pinned").and_then(|value| value.table(facts)) else {
            return pinned;
        };
        for (field, value) in table.known_entries() {
            let Some(pin) = value.table(keys) else { continue };
            let reason = pin.required("reason").and_then(Value::text);
            if let Some(value) = pin.required("value") {
                // Messages then speak of the fact, not of "value".
                pinned.values.push((field.value, Value { name: field.value, in_pin: true, ..value }));
            }
            pinned.pins.push(Pin {
                field: field.map(str::to_owned),
                reason: reason.unwrap_or_else(|| At::new(String::new(), pin.span)),
                url: pin.optional("url").and_then(Value::link),
            });
        }
        pinned
    }

    /// The fact `key` of `table`, read by `read`: the corrected value where there is one that can be read. Both values
    /// are read in any case, so a mistake in either is found.
    pub(super) fn fact<T>(
        &self,
        table: Option<&Table<'a>>,
        key: &'static str,
        read: impl Fn(Value<'a>) -> Option<T>,
    ) -> Option<T> {
        let imported = table.and_then(|table| table.optional(key)).and_then(&read);
        self.over(imported, key, read)
    }

    /// `imported`, or the correction of `key` in its place.
    pub(super) fn over<T>(
        &self,
        imported: Option<T>,
        key: &'static str,
        read: impl Fn(Value<'a>) -> Option<T>,
    ) -> Option<T> {
        let pinned = self.values.iter().find(|(name, _)| *name == key).and_then(|(_, value)| read(*value));
        match self.mode {
            Pins::Apply => pinned.or(imported),
            Pins::Ignore => imported,
        }
    }
}
