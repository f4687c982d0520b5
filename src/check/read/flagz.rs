//! `/flagz` of a running component, as text.
//!
//! ```text
//!
//! kube-apiserver flagz
//! Warning: This endpoint is not meant to be machine parseable, …
//! feature-gates=:A=true
//! ```
//!
//! A flag a line, with `:`, `: `, `=` or a space behind the name, drawn by lot when the component starts. The first line
//! ends in `flags` before 1.35. Source: `staging/src/k8s.io/apiserver/pkg/server/flagz/textserializer.go` of Kubernetes, and
//! before `staging/src/k8s.io/component-base/zpages/flagz/flagz.go`.

use super::collect::{Collector, Target};
use super::flags::{gates, version};
use super::layer::Layer;
use super::words::component;
use crate::check::setting::{Carrier, Place, Who};

/// The component that a text says it is the flags of; none when it is no such text.
fn title(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let name = first.strip_suffix(" flagz").or(first.strip_suffix(" flags"))?;
    lines.next()?.starts_with("Warning: This endpoint is not meant to be machine parseable").then_some(name)
}

/// Whether a text is the answer of that endpoint.
pub(super) fn looks_like(text: &str) -> bool {
    title(text).is_some()
}

/// Reads it. `named` is the component that the file is named after.
pub(super) fn read(out: &mut Collector, layer: &Layer<'_>, named: Option<Who>) {
    out.recognised(Place::Flagz);
    let who = title(layer.text).and_then(component).or(named).unwrap_or(Who::Unknown);
    let target = Target { who, place: Place::Flagz, carrier: Carrier::Live };
    let first = out.count();
    let mut emulated = None;
    let mut at = 0;
    for line in layer.text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if let Some(value) = value(trimmed, "feature-gates") {
            let list = out.new_list();
            gates(out, layer, at + trimmed.len() - value.len()..at + trimmed.len(), target, list);
        } else if let Some(value) = value(trimmed, "emulated-version") {
            emulated = version(value).or(emulated);
        }
        at += line.len();
    }
    if let Some(version) = emulated {
        out.emulate(first, version);
    }
}

/// The value of a flag in a line, whichever of the separators stands behind the name. A value may itself start with `:`.
fn value<'a>(line: &'a str, flag: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(flag)?;
    let value = rest.strip_prefix([':', '=', ' '])?;
    Some(value.trim_start())
}
