//! A Gardener `Shoot`.
//!
//! ```yaml
//! apiVersion: core.gardener.cloud/v1beta1
//! kind: Shoot
//! spec:
//!   kubernetes:
//!     kubeAPIServer: {featureGates: {A: true}}
//!   provider:
//!     workers:
//!     - kubernetes: {kubelet: {featureGates: {B: true}}}
//! ```
//!
//! The same for `kubeControllerManager`, `kubeScheduler`, `kubeProxy` and `kubelet`. `verticalPodAutoscaler.featureGates` are
//! that program's own. Source: <https://github.com/gardener/gardener/blob/master/example/90-shoot.yaml>,
//! `pkg/apis/core/v1beta1/types_shoot.go` there.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::reading::Reading;
use crate::check::setting::{Place, Who};

const PARTS: [(&str, &str); 3] = [
    ("kubeAPIServer", "kube-apiserver"),
    ("kubeControllerManager", "kube-controller-manager"),
    ("kubeScheduler", "kube-scheduler"),
];

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group != "core.gardener.cloud" || object.kind != "Shoot" {
        return;
    }
    reading.out.recognised(Place::Gardener);
    let Some(spec) = object.root.get("spec") else { return };
    for (part, component) in PARTS {
        let around = Around::flags(Who::Component(component), Place::Gardener);
        walk::part(reading, object, spec.at(&["kubernetes", part]), around);
    }
    let proxy = Around::file(Who::Component("kube-proxy"), Place::Gardener);
    walk::part(reading, object, spec.at(&["kubernetes", "kubeProxy"]), proxy);
    let kubelet = Around::file(Who::Component("kubelet"), Place::Gardener);
    walk::part(reading, object, spec.at(&["kubernetes", "kubelet"]), kubelet);
    for worker in spec.at(&["provider", "workers"]).iter().flat_map(|workers| workers.items()) {
        walk::part(reading, object, worker.at(&["kubernetes", "kubelet"]), kubelet);
    }
}
