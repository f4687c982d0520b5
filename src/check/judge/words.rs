//! The words of findings: a few templates that every rule fills in, and the lines that components print.
//!
//! `static/check-judge.js` has the same templates under the same names.

use super::super::setting::{Carrier, Setting, Value};
use crate::model::MinorVersion;

/// Characters of a name or value that messages repeat.
const LONGEST: usize = 100;

/// What a file says, short enough for a message.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `true` or `false`, as components spell it.
pub(super) fn bool_word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// `on` or `off`, as people say it.
pub(super) fn on_off(value: bool) -> &'static str {
    if value { "on" } else { "off" }
}

/// The value of a setting that has one.
pub(super) fn value_of(setting: &Setting) -> Option<bool> {
    match setting.value {
        Value::On => Some(true),
        Value::Off => Some(false),
        Value::Missing | Value::Invalid(_) => None,
    }
}

/// What to delete: `` remove `A=true` ``.
pub(super) fn remove(setting: &Setting) -> String {
    let (equals, gate) = (if setting.carrier == Carrier::File { ": " } else { "=" }, shown(&setting.gate));
    let prefix = setting.prefix.as_deref().map(|prefix| format!("{}:", shown(prefix))).unwrap_or_default();
    let value = match &setting.value {
        Value::On => "true".to_owned(),
        Value::Off => "false".to_owned(),
        Value::Missing => return format!("remove `{prefix}{gate}`"),
        Value::Invalid(text) => shown(text),
    };
    match setting.carrier {
        Carrier::Live => format!("take `{gate}` out of the configuration of the component"),
        Carrier::Flag | Carrier::File => format!("remove `{prefix}{gate}{equals}{value}`"),
    }
}

/// `A, B and C`; with more than `most` names `A, B and 12 more`.
pub(super) fn listed<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let name = |name: &T| name.as_ref().to_owned();
    match names {
        [] => String::new(),
        [only] => name(only),
        _ if names.len() > most => {
            let first: Vec<_> = names[..most - 1].iter().map(name).collect();
            format!("{} and {} more", first.join(", "), names.len() - first.len())
        }
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(name).collect();
            format!("{} and {}", first.join(", "), name(last))
        }
    }
}

/// `1 alpha gate`, `2 alpha gates`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// What a component prints when it is started with a gate that it does not know.
///
/// The texts of this file are those of `k8s.io/component-base/featuregate`
/// (<https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/component-base/featuregate/feature_gate.go>
/// and `registry.go` beside it). Components put words of their own before them.
pub(super) fn prints_unrecognized(gate: &str) -> String {
    format!("unrecognized feature gate: {}", shown(gate))
}

/// What it prints for a locked gate that is set to the other value.
pub(super) fn prints_locked(gate: &str, value: bool, lock: bool) -> String {
    let (value, lock) = (bool_word(value), bool_word(lock));
    format!("cannot set feature gate {gate} to {value}, feature is locked to {lock}")
}

/// What it prints for a gate that the emulated version does not have yet. Newer versions go on with the minimum
/// compatibility version.
pub(super) fn prints_pre_alpha(gate: &str, value: bool, emulated: MinorVersion) -> String {
    let value = bool_word(value);
    format!("cannot set feature gate {gate} to {value}, feature is PreAlpha at emulated version {emulated}")
}

/// What it prints for an item without a value.
pub(super) fn prints_missing(gate: &str) -> String {
    format!("missing bool value for {}", shown(gate))
}

/// What it prints for a value that is no word for true or false. `None` where Go would print the value otherwise than
/// it stands there.
pub(super) fn prints_invalid(gate: &str, value: &str) -> Option<String> {
    let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
    (is_plain && value.len() <= LONGEST).then(|| {
        format!(
            "invalid value of {}={value}, err: strconv.ParseBool: parsing \"{value}\": invalid syntax",
            shown(gate)
        )
    })
}

/// What it prints for gates of one list with and without the prefix.
pub(super) const PRINTS_MIXED: &str =
    "set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use";

/// What it logs for a stable or a deprecated gate. The line became a structured one after 1.35
/// (<https://github.com/kubernetes/kubernetes/pull/135432>); which one 1.36 has is not known here.
pub(super) fn prints_warning(kind: &str, gate: &str, value: bool, version: MinorVersion) -> Option<String> {
    const LAST_PLAIN: MinorVersion = MinorVersion::new(1, 35);
    const FIRST_STRUCTURED: MinorVersion = MinorVersion::new(1, 37);
    let value = bool_word(value);
    if version <= LAST_PLAIN {
        Some(format!("Setting {kind} feature gate {gate}={value}. It will be removed in a future release."))
    } else if version >= FIRST_STRUCTURED {
        let text = format!("Warning: setting {kind} feature gate. It will be removed in a future release.");
        Some(format!("\"{text}\" featureGate=\"{gate}\" value={value}"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_a_few_names_and_counts_the_rest() {
        assert_eq!(listed(&["a"], 3), "a");
        assert_eq!(listed(&["a", "b", "c"], 3), "a, b and c");
        assert_eq!(listed(&["a", "b", "c", "d"], 3), "a, b and 2 more");
    }

    #[test]
    fn repeats_only_what_is_short_and_plain() {
        assert_eq!(shown(&"é".repeat(200)).chars().count(), 101);
        assert_eq!(
            prints_invalid("A", "yes").as_deref(),
            Some("invalid value of A=yes, err: strconv.ParseBool: parsing \"yes\": invalid syntax")
        );
        assert_eq!(prints_invalid("A", "\"yes\""), None);
        assert_eq!(prints_invalid("A", "é"), None);
    }
}
