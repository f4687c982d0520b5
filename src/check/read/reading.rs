//! One YAML document while it is read: what has been found, and which nodes are done with.

use super::collect::{Collector, Gate, Target};
use super::flags::gates;
use super::layer::Layer;
use super::words::{parse_bool, shortened, yaml_bool};
use super::yaml::{Node, Shape};
use crate::check::setting::{Value, Who};

/// A document while it is read.
#[derive(Debug)]
pub(super) struct Reading<'o, 'l> {
    /// Where findings go.
    pub(super) out: &'o mut Collector,
    /// The document's text; spans of nodes are ranges of it.
    pub(super) layer: &'l Layer<'l>,
    /// For each node, a bit for everyone whom it was read for, so that nobody reads it twice. An alias may lead two
    /// components to the same gates, which count for both.
    claimed: Vec<u16>,
}

/// What a map of gates takes as values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Booleans, as `map[string]bool` of Go does.
    Booleans,
    /// Strings, which `strconv.ParseBool` reads later, as `map[string]string` does. An unquoted boolean is let pass.
    Strings,
}

impl<'o, 'l> Reading<'o, 'l> {
    /// A document with `nodes` nodes.
    pub(super) fn new(out: &'o mut Collector, layer: &'l Layer<'l>, nodes: usize) -> Self {
        Self { out, layer, claimed: vec![0; nodes] }
    }

    /// Marks a node as read, for `who` or (without) for nobody in particular.
    pub(super) fn claim(&mut self, node: Node<'_>, who: Option<Who>) {
        self.claimed[node.number()] |= bit(who);
    }

    /// Whether a node has been read for `who`, or (without) for anybody.
    pub(super) fn is_claimed(&self, node: Node<'_>, who: Option<Who>) -> bool {
        let bits = self.claimed[node.number()];
        if who.is_some() { bits & bit(who) != 0 } else { bits != 0 }
    }

    /// Reads a `featureGates` mapping.
    pub(super) fn gate_map(&mut self, node: Node<'_>, target: Target, takes: Takes) {
        if self.is_claimed(node, Some(target.who)) {
            return;
        }
        self.claim(node, Some(target.who));
        self.out.recognised(target.place);
        if node.is_null() {
            return;
        }
        if !matches!(node.shape(), Shape::Map) {
            let message = format!("`featureGates` is {}, not a mapping of names to booleans", kind(node));
            self.out.fatal(
                self.layer,
                node.span(),
                message,
                Some("write each gate on a line of its own: `Name: true`"),
            );
            return;
        }
        let list = self.out.new_list();
        for (key, value) in node.entries() {
            let Some(name) = key.text() else {
                let message = "a template stands where a gate is expected";
                self.out.unread(self.layer, key.span(), message, Some("check the rendered file"));
                continue;
            };
            if is_template(name) || value.text().is_some_and(is_template) {
                super::flags::variable(self.out, self.layer, key.span());
                continue;
            }
            if value.is_null() && takes == Takes::Booleans {
                let message = format!("`{}` has no value, which counts as false", shortened(name));
                self.out.unread(self.layer, key.span(), message, Some("write `true` or `false` behind it"));
            }
            // The value of an alias stands elsewhere.
            let end = if value.span().start >= key.span().end { value.span().end } else { key.span().end };
            let names = inner_span(key);
            self.out.gate(
                self.layer,
                Gate { name, value: map_value(value, takes), span: key.span().start..end, name_span: names },
                target,
                list,
            );
        }
    }

    /// Reads a value of `--feature-gates` that a scalar holds from byte `from` on.
    pub(super) fn gate_text(&mut self, node: Node<'_>, from: usize, target: Target, list: u32) {
        self.claim(node, Some(target.who));
        self.out.recognised(target.place);
        if let Some(text) = node.text() {
            let layer = Layer { text, map: node.position_map(), outer: Some(self.layer) };
            gates(self.out, &layer, from.min(text.len())..text.len(), target, list);
        }
    }
}

/// The bit that stands for a reader of gates.
fn bit(who: Option<Who>) -> u16 {
    let number = match who {
        None => 0,
        Some(Who::Everyone) => 1,
        Some(Who::Unknown) => 2,
        Some(Who::Kubeadm) => 3,
        Some(Who::Other(_)) => 4,
        Some(Who::Component("kubelet")) => 5,
        Some(Who::Component("kube-apiserver")) => 6,
        Some(Who::Component("kube-controller-manager")) => 7,
        Some(Who::Component("kube-scheduler")) => 8,
        Some(Who::Component("kube-proxy")) => 9,
        Some(Who::Component(_)) => 10,
    };
    1 << number
}

/// The bytes of a key without its quotes.
pub(super) fn inner_span(key: Node<'_>) -> std::ops::Range<usize> {
    let length = key.text().map_or(0, str::len);
    key.position_map().locate(0..length)
}

/// What a value of a map sets a gate to.
fn map_value(value: Node<'_>, takes: Takes) -> Value {
    match value.shape() {
        // Go decodes nothing as the zero value of what it wants.
        _ if value.is_null() && takes == Takes::Booleans => Value::Off,
        _ if value.is_null() => Value::Missing,
        Shape::Scalar(word, false) => match yaml_bool(word) {
            Some(value) => value,
            None if takes == Takes::Strings => parse_bool(word),
            None => Value::Invalid(shortened(word)),
        },
        Shape::Scalar(word, true) if takes == Takes::Strings => parse_bool(word),
        Shape::Scalar(word, true) => Value::Invalid(format!("\"{}\"", shortened(word))),
        Shape::List | Shape::Map => Value::Invalid(kind(value).to_owned()),
    }
}

/// What a message calls a node.
pub(super) fn kind(node: Node<'_>) -> &'static str {
    match node.shape() {
        _ if node.is_null() => "nothing",
        Shape::Scalar(..) => "a text",
        Shape::List => "a list",
        Shape::Map => "a mapping",
    }
}

fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains('$')
}
