//! `kind: KubeProxyConfiguration`, as a file or in the ConfigMap `kube-system/kube-proxy`.
//!
//! ```yaml
//! apiVersion: kubeproxy.config.k8s.io/v1alpha1
//! kind: KubeProxyConfiguration
//! featureGates:
//!   NFTablesProxyMode: true
//! ```
//!
//! Source: <https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/>.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::{Reading, Takes};
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.kind != "KubeProxyConfiguration" {
        return;
    }
    reading.out.recognised(Place::KubeProxyConfig);
    if let Some(gates) = object.root.get("featureGates") {
        let target = Target::file(Who::Component("kube-proxy"), Place::KubeProxyConfig);
        reading.gate_map(gates, target, Takes::Booleans);
    }
}
