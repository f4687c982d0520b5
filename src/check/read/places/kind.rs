//! A cluster of kind (Kubernetes in Docker).
//!
//! ```yaml
//! kind: Cluster
//! apiVersion: kind.x-k8s.io/v1alpha4
//! featureGates:
//!   A: true
//! ```
//!
//! The gates go to every component. `kubeadmConfigPatches` are texts with kubeadm documents in them; the walk reads
//! those as what they say they are.
//! Source: <https://kind.sigs.k8s.io/docs/user/configuration/> and `pkg/apis/config/v1alpha4/types.go` of
//! <https://github.com/kubernetes-sigs/kind>.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::{Reading, Takes};
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.kind != "Cluster" || object.group != "kind.x-k8s.io" {
        return;
    }
    reading.out.recognised(Place::Kind);
    if let Some(gates) = object.root.get("featureGates") {
        reading.gate_map(gates, Target::flag(Who::Everyone, Place::Kind), Takes::Booleans);
    }
}
