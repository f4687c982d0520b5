//! OpenShift's `FeatureGate`, of which a cluster has one, named `cluster`.
//!
//! ```yaml
//! apiVersion: config.openshift.io/v1
//! kind: FeatureGate
//! spec:
//!   featureSet: CustomNoUpgrade
//!   customNoUpgrade:
//!     enabled: [A]
//!     disabled: [B]
//! ```
//!
//! OpenShift validates no name and mixes gates of its own in, so an unknown one may be one of those. `status` tells what
//! is on at each version of OpenShift and sets nothing. Source: `config/v1/types_feature.go` of
//! <https://github.com/openshift/api>.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::Reading;
use crate::check::setting::{Place, Value, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group != "config.openshift.io" || object.kind != "FeatureGate" {
        return;
    }
    reading.out.recognised(Place::OpenShift);
    reading.claim(object.root, None);
    let Some(spec) = object.root.get("spec") else { return };
    if let Some(set) = spec.get("featureSet")
        && let Some(name) = set.text().filter(|name| !name.is_empty())
    {
        reading.out.feature_set(reading.layer, name, set.span());
    }
    let list = reading.out.new_list();
    for (key, value) in [("enabled", Value::On), ("disabled", Value::Off)] {
        for item in spec.at(&["customNoUpgrade", key]).iter().flat_map(|list| list.items()) {
            let target = Target::file(Who::Everyone, Place::OpenShift);
            reading.gate_item(item, value.clone(), item.span(), target, list);
        }
    }
}
