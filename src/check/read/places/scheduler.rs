//! `kind: KubeSchedulerConfiguration`, which has no `featureGates`.
//!
//! The scheduler decodes its file strictly (`pkg/scheduler/apis/config/scheme/scheme.go` of Kubernetes), so the key
//! keeps it from starting. Source: <https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/>.

use super::Object;
use crate::check::read::reading::Reading;

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.kind != "KubeSchedulerConfiguration" {
        return;
    }
    for (key, value) in object.root.written_entries().filter(|(key, _)| key.text() == Some("featureGates")) {
        reading.claim(value, None);
        reading.out.fatal(
            reading.layer,
            key.span(),
            "a KubeSchedulerConfiguration has no `featureGates`",
            Some("take the key out, and give kube-scheduler the flag `--feature-gates`"),
        );
    }
}
