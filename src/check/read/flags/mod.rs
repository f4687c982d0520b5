//! Command-line flags: in argument lists of YAML (`argv`) and in any text (`scan`).

mod argv;
mod list;
mod scan;
mod value;

pub(super) use argv::{Arguments, arguments, gates_behind};
pub(super) use list::{gates, variable};
pub(super) use scan::{Hint, scan};
pub(super) use value::version;

/// Whether a word is the name of the flag, dashes aside. Components take `_` for `-`
/// (`WordSepNormalizeFunc` in `component-base/cli/flag/flags.go` of Kubernetes).
pub(super) fn is_gates_flag(name: &str) -> bool {
    matches!(name, "feature-gates" | "feature_gates")
}

/// Whether a word is the name of the flag for the emulated version, dashes aside.
pub(super) fn is_version_flag(name: &str) -> bool {
    matches!(name, "emulated-version" | "emulated_version")
}

/// Where a text names the flag next, at `from` or later.
pub(super) fn next_mention(text: &str, from: usize) -> Option<usize> {
    let mut from = from;
    while let Some(found) = text[from..].find("feature") {
        let at = from + found;
        from = at + "feature".len();
        if matches!(text.as_bytes().get(from), Some(b'-' | b'_')) && text[from + 1..].starts_with("gates") {
            return Some(at);
        }
    }
    None
}
