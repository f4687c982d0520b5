//! The value of `--feature-gates`: `A=true,kube:B=false`.
//!
//! Taken apart as `Set` in `component-base/featuregate/feature_gate.go` of Kubernetes does it: split at commas, empty
//! items skipped (one of white space alone, too), split at the first `=`, white space around both sides dropped, values by `strconv.ParseBool`. Before
//! the name there may be a prefix and a colon (`component-base/cli/flag/colon_separated_multimap_string_string.go`).

use std::ops::Range;

use crate::check::read::collect::{Collector, Gate, Target};
use crate::check::read::layer::Layer;
use crate::check::read::words::parse_bool;
use crate::check::setting::Value;

/// Reads the gates of a value, which is `range` of the layer's text.
pub(in crate::check::read) fn gates(
    out: &mut Collector,
    layer: &Layer<'_>,
    range: Range<usize>,
    target: Target,
    list: u32,
) {
    let mut start = range.start;
    let mut told = false;
    for item in layer.text[range].split(',') {
        let at = start;
        start += item.len() + 1;
        if item.trim().is_empty() {
            continue;
        }
        if is_variable(item) {
            if !told {
                told = true;
                variable(out, layer, at..at + item.len());
            }
            continue;
        }
        let (name, value) = match item.split_once('=') {
            Some((name, value)) => (name, parse_bool(value.trim())),
            None => (item, Value::Missing),
        };
        let leading = |text: &str| text.len() - text.trim_start().len();
        let (name_start, item_start) = (at + leading(name), at + leading(item).min(item.len()));
        let name = name.trim();
        out.gate(
            layer,
            Gate {
                name,
                value,
                span: item_start..item_start + item.trim().len(),
                name_span: name_start..name_start + name.len(),
            },
            target,
            list,
        );
    }
}

/// Whether an item is filled in later: `${GATES}`, `$(GATES)`, `{{ .Values.gates }}`, `<gates>`.
fn is_variable(item: &str) -> bool {
    item.contains(['$', '<']) || item.contains("{{") || item.contains("}}")
}

/// Reports a value that is filled in later.
pub(in crate::check::read) fn variable(out: &mut Collector, layer: &Layer<'_>, range: Range<usize>) {
    let (message, help) = (
        "the value is filled in later, so the gates in it are not seen",
        "check what it becomes: the rendered file or the running component",
    );
    out.unread(layer, range, message, Some(help));
}
