//! One production-readiness record of `kubernetes/enhancements`: read for its number alone.

use super::fields::{Fields, Read};
use super::yaml;

/// Reads the number a record gives for its KEP; a record without a number, such as the template, gives none.
#[must_use]
pub fn read(text: &str) -> Read<Option<u32>> {
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(why) => return Read::unreadable(why),
    };
    let mut problems = Vec::new();
    let Some(fields) = Fields::of(&node, "", &mut problems) else {
        return Read::unreadable(format!("a mapping was expected, not {}", node.kind()));
    };
    let number = fields.text("kep-number", &mut problems).and_then(|text| text.parse().ok());
    Read { value: Some(number), problems }
}
