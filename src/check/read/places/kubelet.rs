//! `kind: KubeletConfiguration`, alone or as a drop-in.
//!
//! ```yaml
//! apiVersion: kubelet.config.k8s.io/v1beta1
//! kind: KubeletConfiguration
//! featureGates:
//!   NodeSwap: true
//! ```
//!
//! Drop-ins are files `*.conf` in the folder that `--config-dir` names, read in the order of their names.
//! Source: <https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/> and
//! <https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/>. The kubelet decodes the file strictly
//! (`pkg/kubelet/kubeletconfig/configfiles` of Kubernetes): a value of another type is an error.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::{Reading, Takes};
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.kind != "KubeletConfiguration" {
        return;
    }
    let place = if object.name.ends_with(".conf") { Place::KubeletDropIn } else { Place::KubeletConfig };
    reading.out.recognised(place);
    if let Some(gates) = object.root.get("featureGates") {
        reading.gate_map(gates, Target::file(Who::Component("kubelet"), place), Takes::Booleans);
    }
}
