//! The places that gates are read from, one file a place, and the walk over what no place knows.

mod kubelet;
mod walk;

use super::reading::Reading;
use super::yaml::Node;

/// What a document says it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'d> {
    /// The whole document.
    pub(super) root: Node<'d>,
    /// `apiVersion` without the version: `kubelet.config.k8s.io`.
    pub(super) group: &'d str,
    /// The version in `apiVersion`: `v1beta1`.
    pub(super) version: &'d str,
    /// `kind`.
    pub(super) kind: &'d str,
    /// The name of the file, or of the key that holds the document.
    pub(super) name: &'d str,
}

impl<'d> Object<'d> {
    /// Looks at a document.
    pub(super) fn new(root: Node<'d>, name: &'d str) -> Self {
        let api = root.text_of("apiVersion").unwrap_or("");
        let (group, version) = api.rsplit_once('/').unwrap_or(("", api));
        Self { root, group, version, kind: root.text_of("kind").unwrap_or(""), name }
    }
}

/// Reads a document.
pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    kubelet::read(reading, object);
    walk::walk(reading, object);
}
