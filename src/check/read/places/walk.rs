//! The walk over everything that no reader of a place has taken: containers, argument lists, keys that hold gates
//! wherever they stand, and text in any scalar.

use super::Object;
use super::around::Around;
use super::{gates, json_patch, kubespray};
use crate::check::read::embedded;
use crate::check::read::flags::{Arguments, Hint, arguments, gates_behind, version};
use crate::check::read::mentions_gates;
use crate::check::read::reading::Reading;
use crate::check::read::words::{component_key, program};
use crate::check::read::yaml::{MAX_DEPTH, Node, Shape};
use crate::check::setting::{Place, Who};

/// Walks a document.
pub(super) fn walk(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    visit(reading, object, object.root, object.name, Around::NOTHING);
}

/// Walks a part of a document of which a reader knows what it is.
pub(super) fn part(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    node: Option<Node<'_>>,
    around: Around,
) {
    if let Some(node) = node {
        visit(reading, object, node, "", around);
    }
}

/// Walks a node that stands under `key`. Nothing is visited twice for the same reader of gates.
pub(super) fn visit(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    node: Node<'_>,
    key: &str,
    around: Around,
) {
    // Only aliases that lead to aliases get deeper than the document itself.
    if reading.is_claimed(node, around.who) || around.depth > MAX_DEPTH {
        return;
    }
    match node.shape() {
        Shape::Map => mapping(reading, object, node, around),
        Shape::List => {
            reading.claim(node, around.who);
            list(reading, object, node, key, around);
            for item in node.items() {
                visit(reading, object, item, key, Around { depth: around.depth + 1, ..around });
            }
        }
        Shape::Scalar(text, _) if mentions_gates(text) => {
            let around = Around { who: component_key(key).or(around.who), ..around };
            let hint = Hint { who: around.known(), place: around.text_place(object) };
            embedded::read(reading, node, key, hint);
        }
        Shape::Scalar(..) => {}
    }
}

fn mapping(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>, around: Around) {
    // An object inside the document, such as an item of a `List`, is read as what it says it is.
    if node.number() != object.root.number() && node.text_of("kind").is_some() && around.place.is_none() {
        super::read(reading, Object::new(node, object.name));
        return;
    }
    gates::argument_list(reading, object, std::iter::once(node), around);
    reading.claim(node, around.who);
    container(reading, object, node);
    json_patch::read(reading, object, node);
    let first = reading.out.count();
    let mut emulated = None;
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or("");
        if let Some(carrier) = gates::gates_key(name, around) {
            if !twice(reading, node, name, key) {
                gates::read(reading, object, value, around, carrier);
            }
        } else if let Some(around) = kubespray::variable(name) {
            gates::read(reading, object, value, around, around.carrier);
        } else if let Some(who) = k3s_argument(name) {
            k3s(reading, object, value, who);
        } else if name == "emulated-version" {
            emulated = value.text().and_then(version);
        } else if !is_copy(name) {
            visit(reading, object, value, name, around.below(name));
        }
    }
    if let Some(version) = emulated {
        reading.out.emulate(first, version);
    }
}

/// The object once more: as it was when it was last applied, and who owns which field.
fn is_copy(key: &str) -> bool {
    matches!(key, "kubectl.kubernetes.io/last-applied-configuration" | "managedFields")
}

/// Whether the same key stands in the mapping once more, further down. If so, reports this one, which does not count.
fn twice(reading: &mut Reading<'_, '_>, node: Node<'_>, name: &str, key: Node<'_>) -> bool {
    let last = node.written_entries().filter(|(other, _)| other.text() == Some(name)).last();
    let is_last = last.is_none_or(|(last, _)| last.number() <= key.number());
    if !is_last {
        let message = format!("`{name}` is written twice in this mapping, and only the last one counts");
        reading.out.unread(
            reading.layer,
            key.span(),
            message,
            Some("join the two: strict readers refuse the file"),
        );
    }
    !is_last
}

/// Arguments in a list: of a command, or by name and value.
fn list(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>, key: &str, around: Around) {
    let is_text = |item: Node<'_>| item.text().is_some_and(mentions_gates);
    let texts: Vec<_> = node.items().filter(|item| !reading.is_claimed(*item, around.who)).collect();
    if texts.iter().any(|item| is_text(*item) || item.text_of("name").is_some_and(mentions_gates)) {
        gates::argument_list(reading, object, node.items(), around);
        let around = Around { who: component_key(key).or(around.who), ..around };
        arguments(reading, &Arguments { items: texts, who: around.who, place: around.text_place(object) });
    }
}

/// A container: an image, and `command` and `args`.
///
/// Who it is, is told by the program in its arguments, else by its image, else by its name. A container of neither
/// is another program, whose flags are its own, whatever they are called.
fn container(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>) {
    let Some(image) = node.text_of("image") else { return };
    let lists = [node.get("command"), node.get("args")];
    let items: Vec<_> = lists.iter().flatten().flat_map(|list| list.items()).collect();
    if !items.iter().any(|item| item.text().is_some_and(mentions_gates)) {
        return;
    }
    let who =
        program(image).or(node.text_of("name").and_then(program)).unwrap_or(Who::Other("another program"));
    let place = if object.kind == "Pod" { Place::Pod } else { Place::Workload };
    arguments(reading, &Arguments { items, who: Some(who), place });
}

/// The component whose arguments a key of k3s or RKE2 holds: `kubelet-arg`, `kube-apiserver-arg+`.
///
/// ```yaml
/// kube-apiserver-arg:
/// - feature-gates=A=true
/// kubelet-arg+: feature-gates=B=false
/// ```
///
/// A list, or one text. `+` behind the key adds to what an earlier file says. The keys stand at the top of
/// `/etc/rancher/{k3s,rke2}/config.yaml` and of the files in `config.yaml.d`, and in Rancher's `machineGlobalConfig`.
/// Source: <https://docs.k3s.io/installation/configuration> and `pkg/configfilearg` of <https://github.com/k3s-io/k3s>.
fn k3s_argument(key: &str) -> Option<Who> {
    let key = key.strip_suffix('+').unwrap_or(key);
    key.ends_with("-arg").then(|| component_key(key)).flatten()
}

fn k3s(reading: &mut Reading<'_, '_>, object: Object<'_>, value: Node<'_>, who: Who) {
    let around = Around::flags(who, Place::K3s);
    match value.shape() {
        Shape::List => gates::argument_list(reading, object, value.items(), around),
        Shape::Scalar(text, _) => {
            if let Some(length) = gates_behind(text) {
                let list = reading.out.new_list();
                reading.gate_text(value, text.len() - length, around.target(object, around.carrier), list);
            }
        }
        Shape::Map => {}
    }
    visit(reading, object, value, "", around);
}
