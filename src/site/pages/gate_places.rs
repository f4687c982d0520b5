//! Where each component takes its gates from, as text to copy.
//!
//! Only components that the record names, and only places that the component has: kube-scheduler and
//! kube-controller-manager have a flag and no file.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use crate::model::Gate;

/// One place to set a gate.
#[derive(Debug, Serialize)]
pub(super) struct Place<'a> {
    /// The component, or what a file is for.
    title: &'a str,
    /// The component's page.
    href: Option<String>,
    /// What to know about the place.
    about: Option<&'static str>,
    blocks: Vec<Block>,
}

/// Text to copy.
#[derive(Debug, Serialize)]
struct Block {
    id: String,
    /// What the text is: `Flag`, `KubeletConfiguration`.
    title: &'static str,
    text: String,
}

/// Static pods that kubeadm writes, and what its configuration calls them.
const KUBEADM: [(&str, &str); 3] = [
    ("kube-apiserver", "apiServer"),
    ("kube-controller-manager", "controllerManager"),
    ("kube-scheduler", "scheduler"),
];

/// The places of the components that read `gate`, to set it to `value`.
pub(super) fn places<'a>(ctx: &Context<'a>, gate: &'a Gate, value: bool) -> Vec<Place<'a>> {
    let mut places: Vec<_> = gate
        .components
        .iter()
        .map(|slug| {
            let title = ctx.kb.content().taxonomy.component_name(slug);
            let href = Some(ctx.href(&Route::Component(slug.value.clone())));
            let (about, blocks) = blocks(slug, gate.name.as_str(), value);
            Place { title, href, about, blocks }
        })
        .collect();
    places.extend(kubeadm(gate, value));
    places
}

fn blocks(component: &str, name: &str, value: bool) -> (Option<&'static str>, Vec<Block>) {
    let flag = || Block {
        id: format!("set-{component}"),
        title: "Flag",
        text: format!("--feature-gates={name}={value}"),
    };
    let file = |title, text: String| Block { id: format!("set-{component}-file"), title, text };
    match component {
        "kubelet" => {
            let text = format!(
                "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  {name}: {value}"
            );
            let about = "The file is the place for it; the kubelet's flag is deprecated.";
            (Some(about), vec![file("KubeletConfiguration", text), flag()])
        }
        "kube-proxy" => {
            let text = format!(
                "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nfeatureGates:\n  {name}: \
                 {value}"
            );
            let about = "With --config, as kubeadm starts it, kube-proxy ignores the flag.";
            (Some(about), vec![file("KubeProxyConfiguration", text), flag()])
        }
        "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "cloud-controller-manager" => {
            (None, vec![flag()])
        }
        "client-go" => {
            let about = "A library: programs that are built with it decide how its gates are set. Kubernetes' own \
                         components take them from --feature-gates.";
            (Some(about), Vec::new())
        }
        _ => {
            let about = "It is released apart from Kubernetes: its own documentation says which of its versions read the \
                         gate.";
            (Some(about), vec![flag()])
        }
    }
}

/// What kubeadm's configuration says to hand the flag to the control plane.
fn kubeadm<'a>(gate: &Gate, value: bool) -> Option<Place<'a>> {
    let named = |component: &str| gate.components.iter().any(|slug| slug.value == component);
    let parts: Vec<_> = KUBEADM.iter().filter(|(component, _)| named(component)).collect();
    if parts.is_empty() {
        return None;
    }
    let name = gate.name.as_str();
    let mut text = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration".to_owned();
    for (_, part) in parts {
        text.push_str(&format!(
            "\n{part}:\n  extraArgs:\n    - name: feature-gates\n      value: {name}={value}"
        ));
    }
    Some(Place {
        title: "Control plane set up with kubeadm",
        href: None,
        about: Some(
            "Hands the flag to the static pods. Where feature-gates stands already, add to its value.",
        ),
        blocks: vec![Block { id: "set-kubeadm".to_owned(), title: "ClusterConfiguration", text }],
    })
}
