//! A metric is named as Prometheus shows it, so that people can paste the name into a query.

use super::Records;
use super::prose::{code_spans, passages};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for kep in records.kb.keps() {
        for metric in kep.metrics.iter().filter(|metric| !is_valid(metric)) {
            let pinned = kep.pins.iter().any(|pin| pin.field.value == "metrics");
            let help = if pinned {
                "write letters, digits, `_` and `:` only"
            } else {
                "find the name that the component exposes, and pin `metrics` with it and the reason"
            };
            found.push(diagnostic(&format!("KEP {}", kep.number.value), metric, metric.span).help(help));
        }
    }
    for passage in passages(records) {
        for name in code_spans(passage.text).filter(|span| looks_like_metric(span) && !is_valid(span)) {
            found.push(
                diagnostic(&passage.owner.to_string(), name, records.place_of(name, passage.text.span))
                    .help("write the name as the component exposes it: letters, digits, `_` and `:`"),
            );
        }
    }
    found
}

fn diagnostic(owner: &str, name: &str, span: Span) -> Diagnostic {
    let label = match name_of(name).chars().find(|c| !is_legal(*c)) {
        Some(c) => {
            format!("no metric name has {}", if c == ' ' { "a space".to_owned() } else { format!("`{c}`") })
        }
        None => "no metric has such a name".to_owned(),
    };
    Diagnostic::new(Code::InvalidMetricName, span, format!("{owner} names the metric `{name}`"), label)
}

/// The name without its labels: `requests_total` of `requests_total{code="429"}`.
fn name_of(metric: &str) -> &str {
    match metric.split_once('{') {
        Some((name, labels)) if labels.ends_with('}') => name,
        _ => metric,
    }
}

fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}

fn is_valid(metric: &str) -> bool {
    let name = name_of(metric);
    !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit()) && name.chars().all(is_legal)
}

/// What metrics of Kubernetes end in. Words in backticks that end otherwise are fields, flags, labels or files.
const ENDINGS: &[&str] =
    &["_total", "_seconds", "_bytes", "_bucket", "_count", "_sum", "_ratio", "_timestamp", "_info"];

fn looks_like_metric(code: &str) -> bool {
    let name = name_of(code);
    // Neither commands nor `key=value` are names; flags and paths start with a sign.
    let is_one_word = !name.contains(char::is_whitespace) && !name.contains(['=', '(', '$', '*', '<']);
    let starts_as_name = name.starts_with(|first: char| first.is_ascii_alphanumeric());
    is_one_word && starts_as_name && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_have_labels() {
        for name in ["a_total", "a:b_sum", "requests_total{code=\"429\", kind=\"a-b\"}"] {
            assert!(is_valid(name), "{name}");
        }
        for name in ["a-b_total", "kubeproxy/sync_total", "9_total", "", "open_total{code"] {
            assert!(!is_valid(name), "{name}");
        }
    }

    #[test]
    fn flags_fields_and_annotations_are_no_metrics() {
        for code in
            ["--max-requests_total", "a.b/c", "spec.count", "kubectl top", "rate(x_total[5m])", "a=b_total"]
        {
            assert!(!looks_like_metric(code), "{code}");
        }
        assert!(looks_like_metric("apiserver-requests_total"));
    }
}
