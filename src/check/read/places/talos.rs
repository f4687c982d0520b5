//! A Talos machine configuration, or a patch for one.
//!
//! ```yaml
//! version: v1alpha1
//! machine:
//!   kubelet:
//!     extraArgs: {feature-gates: A=true}      # a text, or a list of texts
//!     extraConfig: {featureGates: {B: true}}
//! cluster:
//!   apiServer: {extraArgs: {feature-gates: C=true}}
//! ```
//!
//! The same for `controllerManager`, `scheduler` and `proxy`. From 1.15 on also in documents of their own
//! (`kind: KubeAPIServerConfig` and so on, `apiVersion: v1alpha1`), where the kubelet's and kube-proxy's file is `config`.
//! Source: <https://www.talos.dev/latest/reference/configuration/v1alpha1/config/>, `pkg/machinery/config/types` of
//! <https://github.com/siderolabs/talos>.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::reading::Reading;
use crate::check::read::yaml::Node;
use crate::check::setting::{Place, Who};

const PARTS: [(&str, &str); 4] = [
    ("apiServer", "kube-apiserver"),
    ("controllerManager", "kube-controller-manager"),
    ("scheduler", "kube-scheduler"),
    ("proxy", "kube-proxy"),
];

const KINDS: [(&str, &str); 5] = [
    ("KubeAPIServerConfig", "kube-apiserver"),
    ("KubeControllerManagerConfig", "kube-controller-manager"),
    ("KubeSchedulerConfig", "kube-scheduler"),
    ("KubeProxyConfig", "kube-proxy"),
    ("KubeletConfig", "kubelet"),
];

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    let root = object.root;
    if object.group.is_empty() && object.version == "v1alpha1" {
        if let Some((_, component)) = KINDS.iter().find(|(kind, _)| *kind == object.kind) {
            reading.out.recognised(Place::Talos);
            arguments(reading, object, root.get("extraArgs"), component);
            configuration(reading, object, root.get("config"), component);
        }
        return;
    }
    if !object.kind.is_empty() {
        return;
    }
    if let Some(kubelet) = root.at(&["machine", "kubelet"]) {
        arguments(reading, object, kubelet.get("extraArgs"), "kubelet");
        configuration(reading, object, kubelet.get("extraConfig"), "kubelet");
    }
    for (part, component) in PARTS {
        arguments(reading, object, root.at(&["cluster", part, "extraArgs"]), component);
    }
    if root.text_of("version") == Some("v1alpha1") && root.get("machine").is_some() {
        reading.out.recognised(Place::Talos);
    }
}

fn arguments(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    node: Option<Node<'_>>,
    component: &'static str,
) {
    walk::part(reading, object, node, Around::flags(Who::Component(component), Place::Talos));
}

fn configuration(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    node: Option<Node<'_>>,
    component: &'static str,
) {
    walk::part(reading, object, node, Around::file(Who::Component(component), Place::Talos));
}
