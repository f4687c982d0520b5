//! A k0s `ClusterConfig`, alone or in k0sctl's `Cluster` under `spec.k0s.config`.
//!
//! ```yaml
//! apiVersion: k0s.k0sproject.io/v1beta1
//! kind: ClusterConfig
//! spec:
//!   featureGates:
//!   - name: A
//!     enabled: true
//!     components: [kubelet, kube-apiserver]
//!   api: {extraArgs: {feature-gates: B=true}}
//!   workerProfiles: [{name: x, values: {featureGates: {C: true}}}]
//! ```
//!
//! Without `components` a gate goes to every component. `extraArgs` and `rawArgs` stand under `api`, `controllerManager`,
//! `scheduler` and `network.kubeProxy`. The `values` of a worker profile are a KubeletConfiguration. k0s' own gates are a flag
//! of `k0s controller`, which k0sctl has in `installFlags`.
//! Source: <https://docs.k0sproject.io/stable/configuration/#specfeaturegates>,
//! `pkg/apis/k0s/v1beta1/feature_gates.go` of <https://github.com/k0sproject/k0s>.

use super::around::Around;
use super::{Object, walk};
use crate::check::read::collect::Target;
use crate::check::read::flags::{Arguments, arguments};
use crate::check::read::reading::Reading;
use crate::check::read::words::{component, parse_bool};
use crate::check::read::yaml::Node;
use crate::check::setting::{Carrier, Place, Value, Who};

const PARTS: [(&[&str], &str); 4] = [
    (&["api"], "kube-apiserver"),
    (&["controllerManager"], "kube-controller-manager"),
    (&["scheduler"], "kube-scheduler"),
    (&["network", "kubeProxy"], "kube-proxy"),
];

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if object.group == "k0s.k0sproject.io" && object.kind == "ClusterConfig" {
        reading.out.recognised(Place::K0s);
        configuration(reading, object, object.root);
    }
    if object.group == "k0sctl.k0sproject.io" {
        reading.out.recognised(Place::K0s);
        // With a kind it is an object of its own, which the walk comes to.
        let config = object.root.at(&["spec", "k0s", "config"]);
        if let Some(config) = config.filter(|config| config.get("kind").is_none()) {
            configuration(reading, object, config);
        }
        for host in object.root.at(&["spec", "hosts"]).iter().flat_map(|hosts| hosts.items()) {
            let items = host.get("installFlags").iter().flat_map(|flags| flags.items()).collect();
            arguments(reading, &Arguments { items, who: Some(Who::Other("k0s")), place: Place::K0s });
        }
    }
}

fn configuration(reading: &mut Reading<'_, '_>, object: Object<'_>, config: Node<'_>) {
    let Some(spec) = config.get("spec") else { return };
    if let Some(gates) = spec.get("featureGates") {
        gate_list(reading, gates);
    }
    for (path, component) in PARTS {
        let around = Around::flags(Who::Component(component), Place::K0s);
        for key in ["extraArgs", "rawArgs"] {
            walk::part(reading, object, spec.at(path).and_then(|part| part.get(key)), around);
        }
    }
    for profile in spec.get("workerProfiles").iter().flat_map(|profiles| profiles.items()) {
        let around = Around::file(Who::Component("kubelet"), Place::K0s);
        walk::part(reading, object, profile.get("values"), around);
    }
}

fn gate_list(reading: &mut Reading<'_, '_>, gates: Node<'_>) {
    reading.claim(gates, Some(Who::Everyone));
    // One list for each component: that is what k0s makes of it.
    let mut lists: Vec<(Who, u32)> = Vec::new();
    for gate in gates.items() {
        reading.claim(gate, Some(Who::Everyone));
        let Some(name) = gate.get("name") else { continue };
        // Go decodes nothing as false.
        let value = gate.text_of("enabled").map_or(Value::Off, parse_bool);
        let mut components: Vec<Who> = gate
            .get("components")
            .iter()
            .flat_map(|components| components.items())
            .filter_map(|name| name.text().and_then(component))
            .collect();
        if components.is_empty() {
            components.push(Who::Everyone);
        }
        for who in components {
            let list = match lists.iter().find(|(other, _)| *other == who) {
                Some((_, list)) => *list,
                None => {
                    lists.push((who, reading.out.new_list()));
                    lists[lists.len() - 1].1
                }
            };
            let kubelet = who == Who::Component("kubelet");
            let carrier = if kubelet { Carrier::File } else { Carrier::Flag };
            let target = Target { who, place: Place::K0s, carrier };
            reading.gate_item(name, value.clone(), gate.span(), target, list);
        }
    }
}
