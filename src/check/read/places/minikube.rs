//! What minikube stores: `~/.minikube/config/config.json`, and the `config.json` of a profile.
//!
//! ```json
//! {"feature-gates": "A=true"}
//! {"KubernetesConfig": {"FeatureGates": "A=true",
//!   "ExtraOptions": [{"Component": "kubelet", "Key": "feature-gates", "Value": "B=true"}]}}
//! ```
//!
//! `FeatureGates` go to every component, and those that kubeadm knows to kubeadm. Source: `KubernetesConfig` in
//! `pkg/minikube/config/types.go` and `parseFeatureArgs` in `pkg/minikube/bootstrapper/bsutil` of
//! <https://github.com/kubernetes/minikube>.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::Reading;
use crate::check::read::words::hyperkube;
use crate::check::setting::{Place, Who};

pub(super) fn read(reading: &mut Reading<'_, '_>, object: Object<'_>) {
    if !object.kind.is_empty() {
        return;
    }
    let everyone = Target::flag(Who::Everyone, Place::Minikube);
    let is_settings = object.base_name() == "config.json";
    let own = object.root.get("feature-gates").filter(|_| is_settings);
    let profile = object.root.get("KubernetesConfig");
    for gates in own.into_iter().chain(profile.and_then(|profile| profile.get("FeatureGates"))) {
        let list = reading.out.new_list();
        reading.gate_text(gates, 0, everyone, list);
    }
    for option in profile.and_then(|profile| profile.get("ExtraOptions")).iter().flat_map(|list| list.items())
    {
        if option.text_of("Key") != Some("feature-gates") {
            continue;
        }
        let who = option.text_of("Component").and_then(hyperkube);
        if let (Some(who), Some(value)) = (who, option.get("Value")) {
            let list = reading.out.new_list();
            reading.gate_text(value, 0, Target::flag(who, Place::Minikube), list);
        }
    }
}
