//! Documents inside scalars: a ConfigMap's files, kind's patches, files of cloud-init.

use super::flags::Hint;
use super::layer::Layer;
use super::reading::Reading;
use super::stream;
use super::yaml::Node;
use crate::check::setting::Who;

/// How many texts may stand inside each other.
const MAX_LAYERS: usize = 10;

/// Reads a scalar as a file of its own, whose name is the key that holds it. `who` reads its flags when the text itself
/// does not say.
pub(super) fn read(reading: &mut Reading<'_, '_>, node: Node<'_>, key: &str, who: Option<Who>) {
    let Some(text) = node.text() else { return };
    reading.claim(node, who);
    let layer = Layer { text, map: node.position_map(), outer: Some(reading.layer) };
    if layer.depth() > MAX_LAYERS {
        let message = "texts inside texts go too deep here";
        reading.out.unread(reading.layer, node.span(), message, None);
        return;
    }
    if stream::looks_like_yaml(text) {
        stream::read(reading.out, &layer, key, stream::Claim::Guess);
    } else {
        let hint = stream::hint(key, text);
        let hint = Hint { who: hint.who.or(who), ..hint };
        super::flags::scan(reading.out, &layer, 0..text.len(), hint);
    }
}
