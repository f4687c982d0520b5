//! `/configz` of a running component, as JSON.
//!
//! ```json
//! {"kubeletconfig": {"featureGates": {"A": true}}}
//! ```
//!
//! Of a node: `kubectl get --raw /api/v1/nodes/NODE/proxy/configz`. The kubelet registers its configuration as
//! `kubeletconfig`, kube-proxy as its API group (`configz.New` in `pkg/kubelet` and `cmd/kube-proxy/app` of Kubernetes).

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::{Reading, Takes};
use crate::check::setting::{Carrier, Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if !object.kind.is_empty() {
        return;
    }
    for (key, component) in [("kubeletconfig", "kubelet"), ("kubeproxy.config.k8s.io", "kube-proxy")] {
        let Some(configuration) = object.root.get(key) else { continue };
        reading.out.recognised(Place::Configz);
        if let Some(gates) = configuration.get("featureGates") {
            let target =
                Target { who: Who::Component(component), place: Place::Configz, carrier: Carrier::Live };
            reading.gate_map(gates, target, Takes::Booleans);
            // It says that it is a KubeletConfiguration, which it is not once more.
            reading.claim(configuration, None);
        }
    }
}
