//! Deckhouse's module `control-plane-manager`.
//!
//! ```yaml
//! apiVersion: deckhouse.io/v1alpha1
//! kind: ModuleConfig
//! metadata: {name: control-plane-manager}
//! spec:
//!   settings:
//!     enabledFeatureGates: [A, B]
//! ```
//!
//! A list of names, which it turns on wherever they are known. Source:
//! `modules/040-control-plane-manager/openapi/config-values.yaml` of <https://github.com/deckhouse/deckhouse>.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::Reading;
use crate::check::setting::{Place, Value, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group != "deckhouse.io" || object.kind != "ModuleConfig" {
        return;
    }
    let Some(gates) = object.root.at(&["spec", "settings", "enabledFeatureGates"]) else { return };
    let target = Target::flag(Who::Everyone, Place::Deckhouse);
    reading.out.recognised(Place::Deckhouse);
    reading.claim(gates, None);
    let list = reading.out.new_list();
    for gate in gates.items() {
        reading.gate_item(gate, Value::On, gate.span(), target, list);
    }
}
