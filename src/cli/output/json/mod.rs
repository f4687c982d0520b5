//! The JSON that programs read: types of its own, one file per command, documented in `docs/json.md`.
//!
//! These types are the contract. A field is added, never renamed, dropped or given another meaning, without a new
//! [`VERSION`]. Model types are not serialised, so that they can change.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod facts;
pub(crate) mod issue;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod status;

use anyhow::Context as _;
use kepdb::diag::render::visible;
use serde::Serialize;

/// The version of every document.
pub(crate) const VERSION: u32 = 1;

/// `document`, indented, with a line break at its end. Characters that would steer a terminal are written as escapes.
pub(crate) fn text(document: &impl Serialize) -> anyhow::Result<String> {
    let mut text =
        escape_steering(&serde_json::to_string_pretty(document).context("cannot write the answer as JSON")?);
    text.push('\n');
    Ok(text)
}

/// JSON with `\u` escapes for the characters that would steer a terminal; line breaks between its parts stay.
pub(crate) fn escape_steering(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let is_steering = !c.is_ascii_graphic()
            && !matches!(c, ' ' | '\n')
            && !visible(c.encode_utf8(&mut [0; 4])).starts_with(c);
        if is_steering {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn writes_steering_characters_as_escapes() {
        assert_eq!(text(&"a\u{202e}\u{1b}b").expect("text"), "\"a\\u202e\\u001bb\"\n");
    }
}
