//! kubeadm's configuration: `ClusterConfiguration`, `InitConfiguration`, `JoinConfiguration`, as files, in the ConfigMap
//! `kube-system/kubeadm-config`, and as kind's patches.
//!
//! ```yaml
//! # up to v1beta3                       # from v1beta4 on
//! apiServer:                            apiServer:
//!   extraArgs:                            extraArgs:
//!     feature-gates: "A=true"             - name: feature-gates
//!                                           value: A=true
//! ```
//!
//! The same for `controllerManager` and `scheduler`, and `nodeRegistration.kubeletExtraArgs` for the kubelet. `featureGates`
//! of a `ClusterConfiguration` are kubeadm's own. Without `apiVersion`, as patches may be, the shape of the arguments tells
//! the version. kubeadm decodes strictly, so arguments in the shape of the other version are an error.
//! Source: <https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta3/> and
//! <https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/>.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::collect::Target;
use crate::check::read::reading::{Reading, Takes};
use crate::check::read::yaml::{Node, Shape};
use crate::check::setting::{Place, Who};

/// The parts of a `ClusterConfiguration`, and whose they are.
pub(super) const COMPONENTS: [(&str, &str); 3] = [
    ("apiServer", "kube-apiserver"),
    ("controllerManager", "kube-controller-manager"),
    ("scheduler", "kube-scheduler"),
];

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    let is_kubeadm =
        matches!(object.kind, "ClusterConfiguration" | "InitConfiguration" | "JoinConfiguration")
            && matches!(object.group, "" | "kubeadm.k8s.io");
    if !is_kubeadm {
        return;
    }
    let place = match object.version {
        "v1alpha3" | "v1beta1" | "v1beta2" | "v1beta3" => Some(Place::KubeadmV1Beta3),
        "" => None,
        _ => Some(Place::KubeadmV1Beta4),
    };
    cluster(reading, object, object.root, |arguments| place.unwrap_or(by_shape(arguments)));
    node(reading, object, object.root, |arguments| place.unwrap_or(by_shape(arguments)));
    if let Some(place) = place {
        reading.out.recognised(place);
        wrong_shapes(reading, object.root, place);
    }
}

/// Reads what a `ClusterConfiguration` holds.
pub(super) fn cluster(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    configuration: Node<'_>,
    place: impl Fn(Node<'_>) -> Place,
) {
    for (key, component) in COMPONENTS {
        if let Some(arguments) = configuration.at(&[key, "extraArgs"]) {
            let around = Around::flags(Who::Component(component), place(arguments));
            walk::part(reading, object, Some(arguments), around);
        }
    }
    if let Some(gates) = configuration.get("featureGates") {
        reading.gate_map(gates, Target::file(Who::Kubeadm, Place::KubeadmOwn), Takes::Booleans);
    }
}

/// Reads what an `InitConfiguration` or a `JoinConfiguration` holds.
pub(super) fn node(
    reading: &mut Reading<'_, '_>,
    object: Object<'_>,
    configuration: Node<'_>,
    place: impl Fn(Node<'_>) -> Place,
) {
    if let Some(arguments) = configuration.at(&["nodeRegistration", "kubeletExtraArgs"]) {
        let around = Around::flags(Who::Component("kubelet"), place(arguments));
        walk::part(reading, object, Some(arguments), around);
    }
}

fn by_shape(arguments: Node<'_>) -> Place {
    match arguments.shape() {
        Shape::List => Place::KubeadmV1Beta4,
        _ => Place::KubeadmV1Beta3,
    }
}

/// Reports arguments in the shape of the other version.
fn wrong_shapes(reading: &mut Reading<'_, '_>, root: Node<'_>, place: Place) {
    let paths = COMPONENTS.iter().map(|(key, _)| [*key, "extraArgs"]);
    for path in paths.chain([["nodeRegistration", "kubeletExtraArgs"]]) {
        let Some(arguments) = root.at(&path) else { continue };
        let (message, help) = match (place, arguments.shape()) {
            (Place::KubeadmV1Beta3, Shape::List) => (
                "is a list, which kubeadm takes only from v1beta4 on",
                "write a mapping, or let `kubeadm config migrate` bring the file to v1beta4",
            ),
            (Place::KubeadmV1Beta4, Shape::Map) => (
                "is a mapping, which kubeadm took only up to v1beta3",
                "write a list: `- name: feature-gates`, and `value:` under it",
            ),
            _ => continue,
        };
        let message = format!("`{}` {message}", path.join("."));
        reading.out.fatal(reading.layer, arguments.span(), message, Some(help));
    }
}
