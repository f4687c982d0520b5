//! A text as a file: which format it is, and its documents one after the other.

use std::borrow::Cow;

use super::collect::Collector;
use super::flags::{Hint, scan};
use super::layer::{Layer, PositionMap};
use super::places::{self, Object};
use super::reading::Reading;
use super::words::component;
use super::yaml::{self, Broken};
use super::{encoding, flagz, mentions_gates, metrics};
use crate::check::setting::Place;

/// Who says that a text is YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// The name of the file: what is broken must be told.
    Name,
    /// Only its looks: what is broken may be something else altogether.
    Guess,
}

/// Reads a text by its name and its looks.
pub(super) fn read_any(out: &mut Collector, layer: &Layer<'_>, name: &str) {
    let claim = match ending(name) {
        "yaml" | "yml" | "json" => Claim::Name,
        _ => Claim::Guess,
    };
    let named = hint(name, "").who;
    if metrics::looks_like(layer.text) {
        metrics::read(out, layer, named);
    } else if flagz::looks_like(layer.text) {
        flagz::read(out, layer, named);
    } else if claim == Claim::Name || looks_like_yaml(layer.text) {
        read(out, layer, name, claim);
    } else {
        scan(out, layer, 0..layer.text.len(), hint(name, layer.text));
    }
}

/// Reads a text as a stream of YAML documents. One that cannot be parsed is searched for flags as any text.
pub(super) fn read(out: &mut Collector, layer: &Layer<'_>, name: &str, claim: Claim) {
    for range in yaml::documents(layer.text) {
        let text = &layer.text[range.clone()];
        if !mentions_gates(text) {
            continue;
        }
        let place = PositionMap::Shift(range.start);
        let Err(broken) = document(out, &Layer { text, map: place.clone(), outer: Some(layer) }, name) else {
            continue;
        };
        // JSON may have escapes that YAML has not.
        if let Cow::Owned(plain) = encoding::without_surrogates(text)
            && document(out, &Layer { text: &plain, map: place.clone(), outer: Some(layer) }, name).is_ok()
        {
            continue;
        }
        if claim == Claim::Name
            || text.lines().any(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"))
        {
            complain(out, &Layer { text, map: place, outer: Some(layer) }, &broken);
        }
        scan(out, layer, range, hint(name, text));
    }
}

/// Reads one document.
fn document(out: &mut Collector, layer: &Layer<'_>, name: &str) -> Result<(), Broken> {
    let document = yaml::parse(layer.text)?;
    let mut reading = Reading::new(out, layer, document.len());
    for root in document.roots() {
        places::read(&mut reading, Object::new(root, name));
    }
    if document.exhausted() {
        let message = "aliases lead to the same values too often; some of the document is not read";
        out.unread(layer, 0..0, message, Some("write out what the aliases stand for"));
    }
    Ok(())
}

/// Tells what is wrong with a document.
fn complain(out: &mut Collector, layer: &Layer<'_>, broken: &Broken) {
    if out.told_enough() {
        return;
    }
    let at = broken.at.min(layer.text.len());
    let end = layer.text[at..].find('\n').map_or(layer.text.len(), |found| at + found);
    if layer.text.contains("{{") {
        out.unread(
            layer,
            at..end,
            "this is a template, not YAML, so only flags in it are seen",
            Some("render it first, for example with `helm template`, and check what comes out"),
        );
        return;
    }
    let line = layer.file_line(layer.locate(at..at).start);
    let message = format!(
        "line {line} is no YAML that can be read: {}; of this document only flags are seen",
        broken.reason
    );
    out.unread(layer, at..end, message, Some("repair the document and check again"));
}

/// Whether the first line with content is that of a mapping or a list.
pub(super) fn looks_like_yaml(text: &str) -> bool {
    let Some(line) = text
        .lines()
        .map(str::trim_end)
        .find(|line| !line.is_empty() && !line.starts_with('#') && *line != "---")
    else {
        return false;
    };
    let line = line.trim_start();
    line.starts_with(['{', '[', '%']) || line.starts_with("- ") || line.starts_with("---") || is_key(line)
}

/// Whether a line starts with a key and a colon.
fn is_key(line: &str) -> bool {
    let Some(colon) = line.find(':') else { return false };
    let behind = line[colon + 1..].chars().next();
    let key = line[..colon].trim_matches(['"', '\'']);
    behind.is_none_or(|c| c == ' ' || c == '\t')
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+'))
}

/// What the name and the looks of a text say about the flags in it.
pub(super) fn hint(name: &str, text: &str) -> Hint {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.split('.').next().unwrap_or(base);
    let unit = matches!(ending(name), "service" | "conf") && text.contains("[Service]");
    let env = ending(name) == "env" || name.contains("/default/") || name.contains("/sysconfig/");
    let place = if unit {
        Place::SystemdUnit
    } else if env {
        Place::EnvFile
    } else {
        Place::Text
    };
    Hint { who: component(stem), place }
}

/// What stands behind the last dot of a name.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}
