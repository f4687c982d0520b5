//! A provisional reader: flags on one line, and `featureGates` maps in block style. The real readers take its place.

use std::borrow::Cow;
use std::ops::Range;

use super::setting::{Carrier, Found, Place, Setting, Value, Who};

/// The text that spans point into.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The gates of one file.
#[must_use]
pub fn read(_name: &str, bytes: &[u8]) -> Found {
    let text = text(bytes);
    let mut found = Found::default();
    let (mut start, mut map_indent, mut list) = (0, None, 0);
    let mut who = Who::Unknown;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        for component in
            ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"]
        {
            if body.contains(component) {
                who = Who::Component(component);
            }
        }
        if body.contains("KubeletConfiguration") {
            who = Who::Component("kubelet");
        }
        if let Some(at) = body.find("--feature-gates=") {
            let from = at + "--feature-gates=".len();
            let end = body[from..].find([' ', '"', '\'']).map_or(body.len(), |end| from + end);
            list += 1;
            let mut item = from;
            for part in body[from..end].split(',') {
                let name_end = part.find('=').unwrap_or(part.len());
                let span = start + item..start + item + part.len();
                let value = part.get(name_end + 1..);
                let name = span.start..span.start + name_end;
                found.settings.push(setting(
                    &text[name.clone()],
                    value,
                    who,
                    Place::Text,
                    Carrier::Flag,
                    list,
                    span,
                    name,
                ));
                item += part.len() + 1;
            }
        } else if body.trim() == "featureGates:" {
            map_indent = Some(indent);
            list += 1;
        } else if let Some(outer) = map_indent {
            match body.split_once(':') {
                Some((key, value)) if indent > outer => {
                    let (from, name) = (start + indent, key.trim());
                    let span = from..start + body.len();
                    let name = from..from + name.len();
                    let place = Place::KubeletConfig;
                    found.settings.push(setting(
                        &text[name.clone()],
                        Some(value.trim()),
                        who,
                        place,
                        Carrier::File,
                        list,
                        span,
                        name,
                    ));
                }
                _ => map_indent = None,
            }
        }
        start += line.len();
    }
    found
}

#[allow(clippy::too_many_arguments, reason = "provisional")]
fn setting(
    name: &str,
    value: Option<&str>,
    who: Who,
    place: Place,
    carrier: Carrier,
    list: u32,
    span: Range<usize>,
    name_span: Range<usize>,
) -> Setting {
    let value = match value {
        None => Value::Missing,
        Some("true" | "1" | "t" | "T" | "True" | "TRUE") => Value::On,
        Some("false" | "0" | "f" | "F" | "False" | "FALSE") => Value::Off,
        Some(other) => Value::Invalid(other.to_owned()),
    };
    let (prefix, gate) = match name.split_once(':') {
        Some((prefix, gate)) => (Some(prefix.to_owned()), gate),
        None => (None, name),
    };
    Setting {
        gate: gate.to_owned(),
        value,
        prefix,
        who,
        place,
        carrier,
        list,
        emulated: None,
        span,
        name_span,
    }
}
