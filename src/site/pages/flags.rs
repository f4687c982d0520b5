//! How a gate is set, per component: the flag, and the configuration file where the component has one.
//!
//! Which components take a flag or a file is the field `featureGates` of `KubeletConfiguration` and
//! `KubeProxyConfiguration` and the flag `--feature-gates` of the others, as their documentation says.

use serde::Serialize;

use crate::model::{Gate, GateState, Setting};

/// How a gate is set, or why it cannot be.
#[derive(Debug, Serialize)]
pub(super) struct FlagView<'a> {
    /// The value that says something: the opposite of the default.
    value: bool,
    /// Whether the value is the opposite of a recorded default.
    is_change: bool,
    ways: Vec<Way<'a>>,
    /// Why setting it makes no sense at the newest release.
    caution: Option<&'static str>,
    /// Whether the records name no component.
    no_component: bool,
}

/// One component's way.
#[derive(Debug, Serialize)]
struct Way<'a> {
    id: String,
    component: &'a str,
    what: &'static str,
    text: String,
}

/// Components that take the flag.
const WITH_FLAG: &[&str] =
    &["kube-apiserver", "kube-controller-manager", "kube-scheduler", "cloud-controller-manager", "kubelet"];

/// How `gate` is set; `state` is its state at the newest release.
pub(super) fn flags(gate: &Gate, state: GateState) -> FlagView<'_> {
    let last = state.setting().or_else(|| {
        gate.history.last().map(|row| Setting {
            stage: row.stage.value,
            default: row.default.map(|at| at.value),
            locked: row.locked.map(|at| at.value),
        })
    });
    let default = last.and_then(|setting| setting.default);
    let value = !default.unwrap_or(false);
    let name = gate.name.as_str();
    let ways = gate.components.iter().flat_map(|component| ways(component, name, value)).collect();
    let caution = match state {
        GateState::Removed | GateState::Unconfirmed(_) => Some(
            "This gate is gone: a component of the newest release that is started with it does not start. Take it out of \
             flags and configuration.",
        ),
        GateState::NotYet => {
            Some("The newest release does not know this gate yet and does not start with it.")
        }
        GateState::Present(Setting { locked: Some(true), .. }) => Some(
            "This gate is locked in the newest release: a component that is started with the other value does not start, \
             and setting it to its default changes nothing.",
        ),
        GateState::Present(_) => None,
    };
    FlagView { value, is_change: default.is_some(), ways, caution, no_component: gate.components.is_empty() }
}

fn ways<'a>(component: &'a str, name: &str, value: bool) -> Vec<Way<'a>> {
    let way = |what, text| Way { id: format!("set-{component}-{what}"), component, what, text };
    let mut ways = Vec::new();
    match component {
        "kubelet" => ways.push(way(
            "configuration",
            file("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration", name, value),
        )),
        "kube-proxy" => ways.push(way(
            "configuration",
            file("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration", name, value),
        )),
        _ => {}
    }
    if WITH_FLAG.contains(&component) {
        ways.push(way("flag", format!("--feature-gates={name}={value}")));
    }
    ways
}

fn file(version: &str, kind: &str, name: &str, value: bool) -> String {
    format!("apiVersion: {version}\nkind: {kind}\nfeatureGates:\n  {name}: {value}\n")
}
