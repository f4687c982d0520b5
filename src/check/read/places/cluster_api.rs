//! Objects of Cluster API with kubeadm configuration inside: `KubeadmControlPlane`, `KubeadmConfig` and their templates.
//!
//! ```yaml
//! kind: KubeadmControlPlane
//! apiVersion: controlplane.cluster.x-k8s.io/v1beta1
//! spec:
//!   kubeadmConfigSpec:
//!     clusterConfiguration:
//!       apiServer: {extraArgs: {feature-gates: A=true}}
//!     joinConfiguration:
//!       nodeRegistration: {kubeletExtraArgs: {feature-gates: B=true}}
//! ```
//!
//! Arguments are a map in v1beta1 and a list of names and values in v1beta2; both are read in both. A `KubeadmConfig`
//! has the configuration in `spec`, a `KubeadmConfigTemplate` in `spec.template.spec`, a `KubeadmControlPlaneTemplate` in
//! `spec.template.spec.kubeadmConfigSpec`. `clusterConfiguration.featureGates` are kubeadm's own. Patches of a ClusterClass
//! are read by `json_patch`. Source: `api/bootstrap/kubeadm/v1beta2/kubeadm_types.go` of
//! <https://github.com/kubernetes-sigs/cluster-api>.

use super::{Object, kubeadm};
use crate::check::read::reading::Reading;
use crate::check::setting::Place;

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if !object.group.ends_with("cluster.x-k8s.io") {
        return;
    }
    let path: &[&str] = match object.kind {
        "KubeadmControlPlane" => &["spec", "kubeadmConfigSpec"],
        "KubeadmControlPlaneTemplate" => &["spec", "template", "spec", "kubeadmConfigSpec"],
        "KubeadmConfig" => &["spec"],
        "KubeadmConfigTemplate" => &["spec", "template", "spec"],
        _ => return,
    };
    reading.out.recognised(Place::ClusterApi);
    let Some(configuration) = object.root.at(path) else { return };
    if let Some(cluster) = configuration.get("clusterConfiguration") {
        kubeadm::cluster(reading, object, cluster, |_| Place::ClusterApi);
    }
    for part in ["initConfiguration", "joinConfiguration"] {
        if let Some(node) = configuration.get(part) {
            kubeadm::node(reading, object, node, |_| Place::ClusterApi);
        }
    }
}
