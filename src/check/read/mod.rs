//! Reading operators' files: which gates does this one set, and where exactly?
//!
//! [`read`] takes one file as bytes and its name. The name only helps to tell formats apart. The way of the data:
//!
//! 1. `encoding`: bytes become text in which every byte keeps its place; binary files end here.
//! 2. `stream`: the text is a stream of YAML or JSON documents, or any other text. Documents that nowhere speak of
//!    feature gates are skipped before they are parsed.
//! 3. `yaml`: a document becomes a tree of nodes with places.
//! 4. `places`: the reader for its kind takes the nodes that it knows; the walk takes the rest: containers, argument
//!    lists, text.
//! 5. `embedded`: a scalar that is a file itself goes through 2 to 4 again, as a `layer`.
//! 6. `flags`: flags in argument lists and in text.
//!
//! All of it is pure, takes time in proportion to the file and memory within limits, and gives spans of the file.

mod collect;
mod embedded;
mod encoding;
mod flags;
mod flagz;
mod layer;
mod metrics;
mod places;
mod reading;
mod stream;
mod words;
mod yaml;

pub use encoding::text;

use layer::{Layer, PositionMap};

use super::setting::Found;

/// Finds every gate that a file sets. `name` is its path as people see it, or `-`.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Found {
    let mut out = collect::Collector::default();
    if let Some(unread) = encoding::refuse(bytes) {
        out.problem(unread);
        return out.finish();
    }
    let text = text(bytes);
    let file = Layer::file(&text);
    let mark = encoding::mark_length(&text);
    let content = Layer { text: &text[mark..], map: PositionMap::Shift(mark), outer: Some(&file) };
    stream::read_any(&mut out, &content, name);
    out.finish()
}

/// Whether a text speaks of feature gates at all: `featureGates`, `feature-gates`, `kube_feature_gates`, `FeatureGate`.
fn mentions_gates(text: &str) -> bool {
    // Most texts are short words.
    if text.len() < "featuregate".len() {
        return false;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find("eature") {
        from += found + "eature".len();
        let rest = &text.as_bytes()[from..];
        let rest =
            rest.strip_prefix(b"-").or(rest.strip_prefix(b"_")).or(rest.strip_prefix(b" ")).unwrap_or(rest);
        if rest.len() >= 4 && rest[..4].eq_ignore_ascii_case(b"gate") {
            return true;
        }
    }
    false
}
