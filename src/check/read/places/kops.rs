//! A kops `Cluster` or `InstanceGroup`.
//!
//! ```yaml
//! apiVersion: kops.k8s.io/v1alpha2
//! kind: Cluster
//! spec:
//!   kubelet:
//!     featureGates:
//!       A: "true"
//! ```
//!
//! Values are strings. Each component has its key; `masterKubelet` (v1alpha2) and `controlPlaneKubelet` (v1alpha3) are the
//! kubelet of control-plane nodes. An `InstanceGroup` has `spec.kubelet`. kops turns all of them into flags. Other
//! `featureGates` in the file (cert-manager's, Karpenter's) belong to those programs.
//! Source: <https://kops.sigs.k8s.io/cluster_spec/#feature-gates> and `pkg/apis/kops/v1alpha2/componentconfig.go` of
//! <https://github.com/kubernetes/kops>.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::reading::Reading;
use crate::check::setting::{Place, Who};

const PARTS: [(&str, &str); 7] = [
    ("kubelet", "kubelet"),
    ("masterKubelet", "kubelet"),
    ("controlPlaneKubelet", "kubelet"),
    ("kubeAPIServer", "kube-apiserver"),
    ("kubeControllerManager", "kube-controller-manager"),
    ("kubeScheduler", "kube-scheduler"),
    ("kubeProxy", "kube-proxy"),
];

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group != "kops.k8s.io" || !matches!(object.kind, "Cluster" | "InstanceGroup") {
        return;
    }
    reading.out.recognised(Place::Kops);
    for (part, component) in PARTS {
        let around = Around::flags(Who::Component(component), Place::Kops).strings();
        walk::part(reading, object, object.root.at(&["spec", part]), around);
    }
}
