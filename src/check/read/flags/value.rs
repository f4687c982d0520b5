//! Where the value of a flag ends in a text, and the value of `--emulated-version`.

use std::ops::Range;

use crate::model::MinorVersion;

/// Longest value in quotes. A longer one means that the quotes are no pair.
const MOST_QUOTED: usize = 64 << 10;
/// Longest placeholder, such as `{{ .Values.featureGates | join "," }}`.
const MOST_PLACEHOLDER: usize = 400;

/// The value that starts at `at`, behind the `=` or at the next word. It may be in quotes, also in escaped ones
/// (`\"`), which are not part of it. `quoted` says that quotes which opened before are still open; then white space
/// behind a comma belongs to the value.
pub(super) fn value(text: &str, at: usize, end: usize, quoted: bool) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = if bytes.get(at) == Some(&b'\\') && matches!(bytes.get(at + 1), Some(b'"' | b'\'')) {
        at + 1
    } else {
        at
    };
    if let Some(quote @ (b'"' | b'\'')) = bytes.get(start).filter(|_| start < end) {
        let inside = start + 1;
        let most = end.min(inside.saturating_add(MOST_QUOTED));
        let length =
            bytes[inside.min(most)..most].iter().position(|b| b == quote || matches!(b, b'\n' | b'\\'));
        if let Some(length) = length.filter(|length| bytes[inside + length] != b'\n') {
            return inside..inside + length;
        }
        return inside.min(end)..bare_end(text, inside.min(end), end, false);
    }
    at..bare_end(text, at, end, quoted)
}

/// Where a value without quotes of its own ends.
fn bare_end(text: &str, start: usize, end: usize, quoted: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        match bytes[at] {
            b'{' | b'$' => match placeholder(text, at, end) {
                Some(behind) => at = behind,
                None => at += 1,
            },
            b' ' | b'\t' if quoted => {
                let run = bytes[at..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                let comma_before = at > start && bytes[at - 1] == b',';
                if !comma_before && bytes[at..end].get(run) != Some(&b',') {
                    break;
                }
                at += run;
            }
            b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'`' | b'\\' => break,
            b';' | b'|' | b'&' | b')' | b']' | b'}' | b'>' | b'@' => break,
            _ => at += 1,
        }
    }
    // In running text a sentence may end here; no gate and no value ends in a full stop.
    start + text[start..at].trim_end_matches(['.', ',', ':', '*']).len()
}

/// The end of a placeholder that starts here: `{{ … }}`, `${…}`, `$(…)`.
fn placeholder(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..end.min(at + MOST_PLACEHOLDER)];
    let close: &[u8] = match rest {
        [b'{', b'{', ..] => b"}}",
        [b'$', b'{', ..] => b"}",
        [b'$', b'(', ..] => b")",
        _ => return None,
    };
    rest.windows(close.len()).position(|window| window == close).map(|found| at + found + close.len())
}

/// The Kubernetes version in a value of `--emulated-version`: `1.34`, `kube=1.34`, `wardle=1.2,kube:1.34`.
pub(in crate::check::read) fn version(value: &str) -> Option<MinorVersion> {
    value.split(',').find_map(|item| {
        let (name, version) = item.rsplit_once(['=', ':']).unwrap_or(("kube", item));
        (name.trim() == "kube" || name.trim().is_empty()).then(|| version.trim().parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_a_shell_ends_them() {
        for (text, expected) in [
            ("A=true,B=false --v=2", "A=true,B=false"),
            ("\"A=true, B=false\" --v=2", "A=true, B=false"),
            ("'A=true' x", "A=true"),
            ("\\\"A=true\\\" x", "A=true"),
            ("A=true\\\n", "A=true"),
            ("A=true`. Then", "A=true"),
            ("A=true. Then", "A=true"),
            ("A=true@server:*", "A=true"),
            ("${GATES},A=true;", "${GATES},A=true"),
            ("{{ join \",\" .Values.g }} x", "{{ join \",\" .Values.g }}"),
            ("\"A=true", "A=true"),
            ("", ""),
            ("\"", ""),
        ] {
            assert_eq!(&text[value(text, 0, text.len(), false)], expected, "{text}");
        }
        let text = "A=true, B=false --v=2";
        assert_eq!(&text[value(text, 0, text.len(), true)], "A=true, B=false");
        assert_eq!(&text[value(text, 0, text.len(), false)], "A=true");
    }

    #[test]
    fn emulated_versions_in_each_spelling() {
        for text in ["1.34", "kube=1.34", "kube:1.34", "wardle=1.2,kube=1.34", ":1.34", "v1.34.0"] {
            assert_eq!(version(text), Some(MinorVersion::new(1, 34)), "{text}");
        }
        for text in ["", "wardle=1.2", "kube=", "x"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
