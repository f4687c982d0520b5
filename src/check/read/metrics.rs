//! Metrics of a running component, in Prometheus' text format.
//!
//! ```text
//! # TYPE kubernetes_feature_enabled gauge
//! kubernetes_feature_enabled{name="A",stage="BETA"} 1
//! ```
//!
//! One line for every gate that the component knows, 1 for on and 0 for off (`component-base/metrics/prometheus/feature` of
//! Kubernetes). Which component it is, stands nowhere; metrics that only one of them has tell it, and the name of the
//! file if nothing else does.

use super::collect::{Collector, Gate, Target};
use super::layer::Layer;
use crate::check::setting::{Carrier, Place, Value, Who};

const METRIC: &str = "kubernetes_feature_enabled{";

/// Metrics that only one component has.
///
/// Source: <https://kubernetes.io/docs/reference/instrumentation/metrics/>.
const TELL_TALES: [(&str, &str); 6] = [
    ("kubelet_running_pods", "kubelet"),
    ("kubelet_node_name", "kubelet"),
    ("scheduler_schedule_attempts_total", "kube-scheduler"),
    ("kubeproxy_sync_proxy_rules", "kube-proxy"),
    ("node_collector_", "kube-controller-manager"),
    ("apiserver_storage_objects", "kube-apiserver"),
];

/// Whether a text holds such metrics.
pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with(METRIC) || text.contains("\nkubernetes_feature_enabled{")
}

/// Reads them. `named` is the component that the file is named after.
pub(super) fn read(out: &mut Collector, layer: &Layer<'_>, named: Option<Who>) {
    out.recognised(Place::Metrics);
    let target = Target { who: who(layer.text, named), place: Place::Metrics, carrier: Carrier::Live };
    let list = out.new_list();
    let mut at = 0;
    for line in layer.text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(METRIC) {
            gate(out, layer, at, line.trim_end(), rest.trim_end(), target, list);
        }
        at += line.len();
    }
}

fn who(text: &str, named: Option<Who>) -> Who {
    let told = text.lines().find_map(|line| {
        TELL_TALES.iter().find(|(metric, _)| line.starts_with(metric)).map(|(_, component)| *component)
    });
    told.map(Who::Component).or(named).unwrap_or(Who::Unknown)
}

fn gate(
    out: &mut Collector,
    layer: &Layer<'_>,
    at: usize,
    line: &str,
    labels: &str,
    target: Target,
    list: u32,
) {
    const LABEL: &str = "name=\"";
    let Some((labels, value)) = labels.rsplit_once('}') else { return };
    let starts = |at: usize| at == 0 || matches!(labels.as_bytes()[at - 1], b',' | b' ');
    let Some(label) = labels.match_indices(LABEL).map(|(at, _)| at).find(|at| starts(*at)) else { return };
    let start = label + LABEL.len();
    let Some(length) = labels[start..].find('"') else { return };
    // A time stamp may stand behind the value.
    let number = value.split_ascii_whitespace().next().unwrap_or("");
    let value = match number.parse::<f64>() {
        Ok(1.0) => Value::On,
        Ok(0.0) => Value::Off,
        _ => Value::Invalid(super::words::shortened(number)),
    };
    let name_start = at + METRIC.len() + start;
    let name_span = name_start..name_start + length;
    let name = &labels[start..start + length];
    out.gate(layer, Gate { name, value, span: at..at + line.len(), name_span }, target, list);
}
