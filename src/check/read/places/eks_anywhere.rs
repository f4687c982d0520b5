//! An EKS Anywhere `Cluster`.
//!
//! ```yaml
//! apiVersion: anywhere.eks.amazonaws.com/v1alpha1
//! kind: Cluster
//! spec:
//!   controlPlaneConfiguration:
//!     apiServerExtraArgs: {feature-gates: A=true}
//!     kubeletConfiguration: {kind: KubeletConfiguration, featureGates: {B: true}}
//!   workerNodeGroupConfigurations:
//!   - kubeletConfiguration: {kind: KubeletConfiguration, featureGates: {B: true}}
//! ```
//!
//! Source: <https://anywhere.eks.amazonaws.com/docs/getting-started/optional/kubeletconfig/>,
//! `pkg/api/v1alpha1/cluster_types.go` of <https://github.com/aws/eks-anywhere>.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::reading::Reading;
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group != "anywhere.eks.amazonaws.com" || object.kind != "Cluster" {
        return;
    }
    reading.out.recognised(Place::EksAnywhere);
    let Some(spec) = object.root.get("spec") else { return };
    let api_server = Around::flags(Who::Component("kube-apiserver"), Place::EksAnywhere);
    let kubelet = Around::file(Who::Component("kubelet"), Place::EksAnywhere);
    let control_plane = spec.get("controlPlaneConfiguration");
    walk::part(reading, object, control_plane.and_then(|part| part.get("apiServerExtraArgs")), api_server);
    let workers = spec.get("workerNodeGroupConfigurations");
    for group in control_plane.into_iter().chain(workers.iter().flat_map(|groups| groups.items())) {
        walk::part(reading, object, group.get("kubeletConfiguration"), kubelet);
    }
}
