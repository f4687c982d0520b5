//! `/flagz` of a running component, as JSON. (As text: `check::read::flagz`.)
//!
//! ```json
//! {"kind": "Flagz", "apiVersion": "config.k8s.io/v1alpha1", "metadata": {"name": "kube-apiserver"},
//!  "flags": {"feature-gates": ":A=true"}}
//! ```
//!
//! Source: `staging/src/k8s.io/apiserver/pkg/server/flagz/flagz.go` of Kubernetes; the name is the component's.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::flags::version;
use crate::check::read::reading::Reading;
use crate::check::read::words::component;
use crate::check::setting::{Carrier, Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.kind != "Flagz" || object.group != "config.k8s.io" {
        return;
    }
    reading.out.recognised(Place::Flagz);
    let Some(flags) = object.root.get("flags") else { return };
    let name = object.root.at(&["metadata", "name"]).and_then(|name| name.text());
    let who = name.and_then(component).unwrap_or(Who::Unknown);
    let first = reading.out.count();
    if let Some(gates) = flags.get("feature-gates") {
        let list = reading.out.new_list();
        reading.gate_text(gates, 0, Target { who, place: Place::Flagz, carrier: Carrier::Live }, list);
    }
    if let Some(version) = flags.text_of("emulated-version").and_then(version) {
        reading.out.emulate(first, version);
    }
}
