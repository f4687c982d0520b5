//! Gates under a key that says so, in each shape that they come in.

use super::Object;
use super::around::Around;
use super::walk;
use crate::check::read::collect::{Gate, Target};
use crate::check::read::flags::{gates_behind, version};
use crate::check::read::reading::{Reading, inner_span};
use crate::check::read::words::parse_bool;
use crate::check::read::yaml::{Node, Shape};
use crate::check::setting::{Carrier, Value};

/// Whether a key holds gates, and how they get to the component: `featureGates` in the way of the place,
/// `feature-gates` as a flag.
pub(super) fn gates_key(key: &str, around: Around) -> Option<Carrier> {
    match key.trim_start_matches("--") {
        "featureGates" | "FeatureGates" | "featuregates" => Some(around.carrier),
        "feature-gates" | "feature_gates" => Some(Carrier::Flag),
        _ => None,
    }
}

/// Reads the value of such a key.
///
/// | shape | example |
/// | --- | --- |
/// | mapping | `{A: true, B: "false"}` |
/// | text | `A=true,B=false` |
/// | list of texts | `[A=true, B=false]`; a bare name is on |
/// | list of mappings | `[{name: A, enabled: true}]` |
pub(super) fn read(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    value: Node<'_>,
    around: Around,
    carrier: Carrier,
) {
    let target = around.target(object, carrier);
    if reading.is_claimed(value, around.who) {
        return;
    }
    // Where no reader knows better, a text is the value of a flag.
    let as_text = if around.place.is_some() { carrier } else { Carrier::Flag };
    match value.shape() {
        // A mapping of components, each with gates.
        Shape::Map if value.entries().iter().any(|(_, gates)| matches!(gates.shape(), Shape::Map)) => {
            reading.claim(value, Some(target.who));
            for (key, gates) in value.entries() {
                let around = around.below(key.text().unwrap_or(""));
                match gates.shape() {
                    Shape::Map => reading.gate_map(gates, around.target(object, carrier), around.takes),
                    _ => walk::visit(reading, object, gates, key.text().unwrap_or(""), around),
                }
            }
        }
        Shape::Map => reading.gate_map(value, target, around.takes),
        Shape::Scalar(text, _) => {
            let list = reading.out.new_list();
            if text.contains(['=', '$', '{']) || around.place.is_some() {
                reading.gate_text(value, 0, around.target(object, as_text), list);
            }
        }
        Shape::List => {
            reading.claim(value, Some(target.who));
            let list = reading.out.new_list();
            for item in value.items() {
                match item.shape() {
                    Shape::Scalar(text, _) if text.contains(['=', '$', '{']) => {
                        reading.gate_text(item, 0, around.target(object, as_text), list);
                    }
                    Shape::Scalar(..) => reading.gate_item(item, Value::On, item.span(), target, list),
                    Shape::Map => named(reading, item, target, list),
                    Shape::List => {}
                }
            }
        }
    }
}

/// A gate as `{name: A, enabled: true}`.
fn named(reading: &mut Reading<'_, '_>, item: Node<'_>, target: Target, list: u32) {
    let Some(name) = item.get("name") else { return };
    let state = ["enabled", "value", "state"].iter().find_map(|key| item.text_of(key));
    let value = match state {
        None => Value::On,
        Some("enabled" | "Enabled") => Value::On,
        Some("disabled" | "Disabled") => Value::Off,
        Some(word) => parse_bool(word),
    };
    reading.claim(item, Some(target.who));
    reading.gate_item(name, value, item.span(), target, list);
}

/// Reads arguments given one by one: `{name: feature-gates, value: A=true}`, `feature-gates=A=true`.
///
/// What a component is given twice it adds up, so all gates of the items share the number of their list.
pub(super) fn argument_list<'d>(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    items: impl Iterator<Item = Node<'d>>,
    around: Around,
) {
    let first = reading.out.count();
    let target = around.target(object, Carrier::Flag);
    let (mut number, mut emulated) = (None, None);
    for item in items {
        let named = item.text_of("name").zip(item.get("value"));
        match (item.text(), named) {
            (_, Some((name, value))) if gates_key(name, around).is_some() => {
                if reading.is_claimed(item, Some(target.who)) {
                    continue;
                }
                reading.claim(item, Some(target.who));
                let number = *number.get_or_insert_with(|| reading.out.new_list());
                reading.gate_text(value, 0, target, number);
            }
            (_, Some(("emulated-version", value))) => emulated = value.text().and_then(version).or(emulated),
            (Some(text), None) if !text.starts_with("--") => {
                if let Some(length) = gates_behind(text) {
                    let number = *number.get_or_insert_with(|| reading.out.new_list());
                    reading.gate_text(item, text.len() - length, target, number);
                } else if let Some(value) = text.strip_prefix("emulated-version=") {
                    emulated = version(value).or(emulated);
                }
            }
            _ => {}
        }
    }
    if let Some(version) = emulated {
        reading.out.emulate(first, version);
    }
}

/// A single gate whose name is a scalar of its own.
impl Reading<'_, '_> {
    /// Adds a gate whose name is a scalar.
    pub(super) fn gate_item(
        &mut self,
        name: Node<'_>,
        value: Value,
        span: std::ops::Range<usize>,
        target: Target,
        list: u32,
    ) {
        self.claim(name, Some(target.who));
        let Some(text) = name.text().map(str::trim) else { return };
        if text.is_empty() {
            return;
        }
        let name_span = inner_span(name);
        self.out.gate(self.layer, Gate { name: text, value, span, name_span }, target, list);
    }
}
