//! Kubespray's variables.
//!
//! ```yaml
//! kube_feature_gates: [A=true]
//! kubelet_feature_gates: ["B=false"]
//! ```
//!
//! Lists of `Name=value`. `kube_feature_gates` is for every component that has no list of its own.
//! `kubeadm_feature_gates` is kubeadm's own. The kubelet and kube-proxy get theirs in configuration files.
//! Source: <https://github.com/kubernetes-sigs/kubespray/blob/master/docs/ansible/vars.md> and
//! `roles/kubernetes/control-plane/templates/kubeadm-config.v1beta4.yaml.j2` there.

use super::around::Around;
use crate::check::setting::{Place, Who};

/// What a variable of that name is.
pub(super) fn variable(name: &str) -> Option<Around> {
    let flags = |who| Some(Around::flags(who, Place::Kubespray).strings());
    let file = |who| Some(Around::file(who, Place::Kubespray).strings());
    match name {
        "kube_feature_gates" => flags(Who::Everyone),
        "kube_apiserver_feature_gates" => flags(Who::Component("kube-apiserver")),
        "kube_controller_feature_gates" => flags(Who::Component("kube-controller-manager")),
        "kube_scheduler_feature_gates" => flags(Who::Component("kube-scheduler")),
        "kube_proxy_feature_gates" => file(Who::Component("kube-proxy")),
        "kubelet_feature_gates" => file(Who::Component("kubelet")),
        "kubeadm_feature_gates" => file(Who::Kubeadm),
        _ => None,
    }
}
