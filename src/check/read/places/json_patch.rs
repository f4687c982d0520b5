//! JSON patches whose path leads to arguments of a component: in a ClusterClass of Cluster API, in kind's
//! `kubeadmConfigPatchesJSON6902`, in kustomizations.
//!
//! ```yaml
//! - op: add
//!   path: /spec/template/spec/kubeadmConfigSpec/clusterConfiguration/apiServer/extraArgs/feature-gates
//!   value: A=true
//! ```
//!
//! The path says who reads the value: `apiServer`, `controllerManager`, `scheduler` or `kubeletExtraArgs` in it. The
//! value is the list of gates when the path ends in `feature-gates`, else what stands under the path's last key.
//! Source: <https://cluster-api.sigs.k8s.io/tasks/experimental-features/cluster-class/write-clusterclass>,
//! <https://kind.sigs.k8s.io/docs/user/configuration/>, RFC 6902.

use super::Object;
use super::around::Around;
use super::{gates, walk};
use crate::check::read::reading::Reading;
use crate::check::read::words::component_key;
use crate::check::read::yaml::Node;
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>, node: Node<'_>) {
    let (Some(path), Some(value)) = (node.text_of("path"), node.get("value")) else { return };
    if !path.starts_with('/') || node.get("op").is_none() {
        return;
    }
    let place = if object.group.starts_with("cluster.x-k8s.io") {
        Place::ClusterApi
    } else if path.contains("/feature-gates") {
        Place::KubeadmV1Beta3
    } else {
        Place::KubeadmV1Beta4
    };
    let who = path.split('/').find_map(|part| match part {
        "apiServer" => Some(Who::Component("kube-apiserver")),
        "controllerManager" => Some(Who::Component("kube-controller-manager")),
        "scheduler" => Some(Who::Component("kube-scheduler")),
        other => component_key(other),
    });
    let last = path.rsplit('/').next().unwrap_or("");
    let around = match who {
        Some(who) => Around::flags(who, place),
        None if path.contains("clusterConfiguration/featureGates") || path.starts_with("/featureGates") => {
            Around::file(Who::Kubeadm, Place::KubeadmOwn)
        }
        None => return,
    };
    match gates::gates_key(last, around) {
        Some(carrier) => gates::read(reading, object, value, around, carrier),
        None => walk::visit(reading, object, value, last, around),
    }
}
