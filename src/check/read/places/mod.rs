//! The places that gates are read from, one file a place, and the walk over what no place knows.

mod around;
mod cluster_api;
mod configz;
mod deckhouse;
mod eks_anywhere;
mod flagz;
mod gardener;
mod gates;
mod json_patch;
mod k0s;
mod kind;
mod kops;
mod kube_proxy;
mod kubeadm;
mod kubelet;
mod kubespray;
mod minikube;
mod openshift;
mod scheduler;
mod talos;
mod walk;

use super::reading::Reading;
use super::yaml::Node;

/// What a document, or an object inside one, says it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'d> {
    /// The object.
    pub(super) root: Node<'d>,
    /// `apiVersion` without the version: `kubelet.config.k8s.io`. Empty for core objects.
    pub(super) group: &'d str,
    /// The version in `apiVersion`: `v1beta1`.
    pub(super) version: &'d str,
    /// `kind`. Empty when it is no object of an API.
    pub(super) kind: &'d str,
    /// The name of the file, or of the key that holds the document.
    pub(super) name: &'d str,
}

impl<'d> Object<'d> {
    /// Looks at a node.
    pub(super) fn new(root: Node<'d>, name: &'d str) -> Self {
        let api = root.text_of("apiVersion").unwrap_or("");
        let (group, version) = api.rsplit_once('/').unwrap_or(("", api));
        Self { root, group, version, kind: root.text_of("kind").unwrap_or(""), name }
    }

    /// The name without its folders.
    fn base_name(&self) -> &'d str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(self.name)
    }
}

/// Reads an object. The readers take the nodes that they know, and only of objects that are theirs; the walk takes what
/// is left.
pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    let readers: [fn(&mut Reading<'_, '_>, Object<'_>); 16] = [
        kubelet::read,
        kube_proxy::read,
        scheduler::read,
        kubeadm::read,
        kind::read,
        minikube::read,
        talos::read,
        kops::read,
        cluster_api::read,
        k0s::read,
        gardener::read,
        openshift::read,
        eks_anywhere::read,
        deckhouse::read,
        configz::read,
        flagz::read,
    ];
    for reader in readers {
        reader(reading, object);
    }
    walk::walk(reading, object);
}
