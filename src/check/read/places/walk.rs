//! The walk over everything that no place has read: containers, argument lists, and text in any scalar.

use super::Object;
use crate::check::read::embedded;
use crate::check::read::flags::{Arguments, arguments};
use crate::check::read::mentions_gates;
use crate::check::read::reading::Reading;
use crate::check::read::words::program;
use crate::check::read::yaml::{Node, Shape};
use crate::check::setting::{Place, Who};

/// Walks a document. Every node is visited once, in the first place that leads to it.
pub(super) fn walk(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    visit(reading, object, object.root, object.name);
}

fn visit(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>, key: &str) {
    if reading.is_claimed(node) {
        return;
    }
    reading.claim(node);
    match node.shape() {
        Shape::Map => {
            container(reading, object, node);
            for (key, value) in node.written_entries() {
                let name = key.text().unwrap_or("");
                // The object once more, as it was when it was last applied.
                if name != "kubectl.kubernetes.io/last-applied-configuration" && name != "managedFields" {
                    visit(reading, object, value, name);
                }
            }
        }
        Shape::List => {
            let items: Vec<_> = node.items().filter(|item| !reading.is_claimed(*item)).collect();
            if items.iter().any(|item| item.text().is_some_and(mentions_gates)) {
                arguments(reading, &Arguments { items, who: Who::Unknown, place: Place::Text });
            }
            for item in node.items() {
                visit(reading, object, item, key);
            }
        }
        Shape::Scalar(text, _) if mentions_gates(text) => embedded::read(reading, node, key),
        Shape::Scalar(..) => {}
    }
}

/// A container: `command` and `args`, and an image.
fn container(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>) {
    let (command, args) = (node.get("command"), node.get("args"));
    let Some(image) = node.text_of("image") else { return };
    let items: Vec<_> = command.iter().chain(&args).flat_map(|list| list.items()).collect();
    if !items.iter().any(|item| item.text().is_some_and(mentions_gates)) {
        return;
    }
    let who =
        program(image).or(node.text_of("name").and_then(program)).unwrap_or(Who::Other("another program"));
    let place = if object.kind == "Pod" { Place::Pod } else { Place::Workload };
    arguments(reading, &Arguments { items, who, place });
}
