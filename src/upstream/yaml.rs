//! YAML as text: a tree in which every scalar is the string that stands in the file.
//!
//! Upstream writes numbers, versions and dates as it likes (`1.10`, `"1.10"`, `2023-14-05`). A typed reader would
//! refuse the file or, worse, read `1.10` as 1.1. So the file is read twice: once for its shape, in which a scalar is
//! only a scalar, and once more along that shape, asking for strings.
//!
//! Files are untrusted. Their size, the number of values that aliases blow them up to, and (by `yaml_serde`) their
//! depth are limited.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    Deserialize as _, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// Largest upstream file that is read, in bytes. The largest real one has 53 kB.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// Most values a file may hold, aliases counted each time they are used.
const MAX_VALUES: u32 = 100_000;
/// Most brackets and braces that a file may open: the time to read a list inside a list grows with its depth, long
/// before the reader finds it too deep. No real file opens more than nine.
const MAX_BRACKETS: usize = 2_000;

/// A value of a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Nothing: `null`, `~` or an empty value.
    Null,
    /// A scalar, as it is written, without its quotes.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A mapping, in the order of the file. Keys may repeat.
    Map(Vec<(String, Self)>),
}

impl Node {
    /// What a message calls this kind of value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Why a text is no YAML that can be read.
pub(crate) fn parse(text: &str) -> Result<Node, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        return Err(format!("the file is larger than {} KiB", MAX_BYTES >> 10));
    }
    if text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() > MAX_BRACKETS {
        return Err(format!("the file opens more than {MAX_BRACKETS} brackets"));
    }
    let document = || yaml_serde::Deserializer::from_str(text).next();
    let Some(first) = document() else { return Ok(Node::Null) };
    let budget = Cell::new(MAX_VALUES);
    let shape = ShapeSeed(&budget).deserialize(first).map_err(reason)?;
    let Some(again) = document() else { return Ok(Node::Null) };
    NodeSeed(&shape).deserialize(again).map_err(reason)
}

/// The reader's message on one line, without what could disturb a terminal.
fn reason(error: yaml_serde::Error) -> String {
    let message = error.to_string();
    let clean: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    format!("not readable as YAML: {clean}")
}

/// What kind of value stands where.
enum Shape {
    Null,
    Scalar,
    List(Vec<Self>),
    Map(Vec<Self>),
}

/// Reads shapes until the budget of values is used up.
#[derive(Clone, Copy)]
struct ShapeSeed<'a>(&'a Cell<u32>);

impl ShapeSeed<'_> {
    fn spend<E: serde::de::Error>(self) -> Result<(), E> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| E::custom("the file holds too many values"))?;
        self.0.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        self.spend()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a tag")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while let Some(shape) = list.next_element_seed(self)? {
            shapes.push(shape);
        }
        Ok(Shape::List(shapes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while let Some(key) = map.next_key_seed(self)? {
            if matches!(key, Shape::List(_) | Shape::Map(_)) {
                return Err(A::Error::custom("a key is not a text"));
            }
            shapes.push(map.next_value_seed(self)?);
        }
        Ok(Shape::Map(shapes))
    }
}

/// Reads the values of a known shape.
struct NodeSeed<'a>(&'a Shape);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match self.0 {
            Shape::Null => IgnoredAny::deserialize(deserializer).map(|_| Node::Null),
            Shape::Scalar => deserializer.deserialize_str(self),
            Shape::List(_) => deserializer.deserialize_seq(self),
            Shape::Map(_) => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same value as before")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let Shape::List(shapes) = self.0 else { return Err(A::Error::custom("an unexpected list")) };
        let mut nodes = Vec::with_capacity(shapes.len());
        for shape in shapes {
            match list.next_element_seed(NodeSeed(shape))? {
                Some(node) => nodes.push(node),
                None => break,
            }
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let Shape::Map(shapes) = self.0 else { return Err(A::Error::custom("an unexpected mapping")) };
        let mut entries = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let Some(key) = map.next_key_seed(NodeSeed(&Shape::Scalar))? else { break };
            let Node::Text(key) = key else { return Err(A::Error::custom("a key is not a text")) };
            entries.push((key, map.next_value_seed(NodeSeed(shape))?));
        }
        Ok(Node::Map(entries))
    }
}
