//! Documents inside scalars: a ConfigMap's files, kind's patches, files of cloud-init.

use super::flags::Hint;
use super::layer::Layer;
use super::reading::Reading;
use super::stream;
use super::yaml::Node;
use crate::check::setting::Place;

/// How many texts may stand inside each other.
const MAX_LAYERS: usize = 10;

/// Reads a scalar as a file of its own, whose name is the key that holds it. `around` is what holds for flags in it
/// unless the text itself says more.
pub(super) fn read(reading: &mut Reading<'_, '_>, node: Node<'_>, key: &str, around: Hint) {
    let Some(text) = node.text() else { return };
    reading.claim(node, around.who);
    let layer = Layer { text, map: node.position_map(), outer: Some(reading.layer) };
    if layer.depth() > MAX_LAYERS {
        let message = "texts inside texts go too deep here";
        reading.out.unread(reading.layer, node.span(), message, None);
        return;
    }
    if stream::looks_like_yaml(text) {
        stream::read(reading.out, &layer, key, stream::Claim::Guess);
    } else {
        let own = stream::hint(key, text);
        let place = if own.place == Place::Text { around.place } else { own.place };
        super::flags::scan(reading.out, &layer, 0..text.len(), Hint { who: own.who.or(around.who), place });
    }
}
