//! What reading gives: the gates that a file sets, and what could not be read.
//!
//! These types stand between reading (`check::read`, which knows file formats and no Kubernetes version) and judging
//! (`check::judge`, which knows versions and no file formats). Every span is a byte range of the file's own text, as
//! [`text`](super::read::text) gives it, however deep the gate stands in documents inside documents.

use std::ops::Range;

use crate::model::MinorVersion;

/// One gate that a file sets, as it is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name as written, without white space around it and without the prefix. Empty when none is written (`=true`).
    pub gate: String,
    /// What it is set to.
    pub value: Value,
    /// `kube` of `kube:A=true`, `wardle` of `wardle:A=true`. An empty prefix (`:A=true`, as components print) is none.
    pub prefix: Option<String>,
    /// Who reads it.
    pub who: Who,
    /// The kind of place it stands in.
    pub place: Place,
    /// How it reaches the component.
    pub carrier: Carrier,
    /// The number of the list within the file: one `--feature-gates` value, one `featureGates` map. Flags of one
    /// command share their number, because the component adds them up.
    pub list: u32,
    /// `--emulated-version` of the same command.
    pub emulated: Option<MinorVersion>,
    /// Bytes of the item: `A=true` in a flag, from the key through the value in a map.
    pub span: Range<usize>,
    /// Bytes of the name alone, without the prefix.
    pub name_span: Range<usize>,
}

/// What a gate is set to.
///
/// A flag takes the words of Go's `strconv.ParseBool`, a map takes YAML's booleans, and some places take either as a
/// string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `true` and its other spellings.
    On,
    /// `false` and its other spellings.
    Off,
    /// No value is written.
    Missing,
    /// A value that the place does not take, as it is written (shortened when it is very long).
    Invalid(String),
}

/// Who reads a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// One component, by its slug in `taxonomy.toml`: `kubelet`, `kube-apiserver`.
    Component(&'static str),
    /// Every component of the cluster: `featureGates` of kind, of k0s without `components`, of minikube.
    Everyone,
    /// Nobody says: a flag in a text without a command beside it.
    Unknown,
    /// kubeadm, whose gates are a name space of their own.
    Kubeadm,
    /// A program with gates of its own, as words say it: `k0s`, `another program`.
    Other(&'static str),
}

/// How a setting reaches its component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A command-line flag, also where a tool turns a key into one (`extraArgs`).
    Flag,
    /// The component's configuration file, also where a tool writes it (`extraConfig`).
    File,
    /// What a running component tells of itself: in metrics every gate with its state, elsewhere those that are set.
    Live,
}

/// Declares [`Place`]: a variant, its name in machine-readable output, and words for people.
macro_rules! places {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $title:literal;)+) => {
        /// The kinds of place that gates are read from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Place {
            $($(#[$doc])* $variant,)+
        }

        impl Place {
            /// Every kind of place.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in machine-readable output.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Words for people, which follow "in": `a KubeletConfiguration`.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }
        }
    };
}

places! {
    /// A flag in any text.
    Text = "text", "a command line";
    /// A shell file of variables, such as `kubeadm-flags.env` and `/etc/default/kubelet`.
    EnvFile = "env-file", "an environment file";
    /// A systemd unit or a drop-in for one.
    SystemdUnit = "systemd-unit", "a systemd unit";
    /// A container of a `kind: Pod`, as static pods are.
    Pod = "pod", "a pod manifest";
    /// A container of a Deployment, a DaemonSet or another object that makes pods.
    Workload = "workload", "a workload's pod template";
    /// `kind: KubeletConfiguration`.
    KubeletConfig = "kubelet-config", "a KubeletConfiguration";
    /// `kind: KubeletConfiguration` in a file `*.conf`, as the kubelet's `--config-dir` takes them.
    KubeletDropIn = "kubelet-drop-in", "a kubelet drop-in";
    /// `kind: KubeProxyConfiguration`.
    KubeProxyConfig = "kube-proxy-config", "a KubeProxyConfiguration";
    /// A kubeadm configuration up to v1beta3: `extraArgs` is a map.
    KubeadmV1Beta3 = "kubeadm-v1beta3", "a kubeadm configuration (v1beta3)";
    /// A kubeadm configuration from v1beta4 on: `extraArgs` is a list of names and values.
    KubeadmV1Beta4 = "kubeadm-v1beta4", "a kubeadm configuration (v1beta4)";
    /// kubeadm's own `featureGates`.
    KubeadmOwn = "kubeadm-own", "kubeadm's own featureGates";
    /// A kind cluster.
    Kind = "kind", "a kind cluster";
    /// A minikube command or its stored configuration.
    Minikube = "minikube", "a minikube setting";
    /// A k3s or RKE2 configuration or command.
    K3s = "k3s", "a k3s or RKE2 configuration";
    /// A Talos machine configuration.
    Talos = "talos", "a Talos machine configuration";
    /// A kops cluster or instance group.
    Kops = "kops", "a kops specification";
    /// A Cluster API object with kubeadm configuration inside.
    ClusterApi = "cluster-api", "a Cluster API object";
    /// A k0s cluster configuration, also inside k0sctl's.
    K0s = "k0s", "a k0s configuration";
    /// A Gardener Shoot.
    Gardener = "gardener", "a Gardener Shoot";
    /// OpenShift's `FeatureGate` object.
    OpenShift = "openshift", "an OpenShift FeatureGate";
    /// Kubespray's variables.
    Kubespray = "kubespray", "Kubespray variables";
    /// An EKS Anywhere cluster.
    EksAnywhere = "eks-anywhere", "an EKS Anywhere cluster";
    /// Deckhouse's control-plane-manager module.
    Deckhouse = "deckhouse", "a Deckhouse module configuration";
    /// Helm values and other YAML without a kind.
    Values = "values", "Helm values";
    /// A kind of object that no place above knows.
    OtherKind = "other-kind", "an object of another kind";
    /// `kubernetes_feature_enabled` in metrics text.
    Metrics = "metrics", "metrics";
    /// `/flagz` of a running component.
    Flagz = "flagz", "/flagz output";
    /// `/configz` of a running component.
    Configz = "configz", "/configz output";
}

/// OpenShift's `featureSet`: a named set of gates, which blocks upgrades unless it is the default one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureSet {
    /// `TechPreviewNoUpgrade`, `DevPreviewNoUpgrade`, `CustomNoUpgrade`, or another word as written.
    pub name: String,
    /// Bytes of the word.
    pub span: Range<usize>,
}

/// What a reader could not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where; empty at the start of the file when the whole file is meant.
    pub span: Range<usize>,
    /// What is wrong there.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether the program that reads the file would refuse it as well, so that the component would not start.
    pub fatal: bool,
}

/// Everything that reading a file gives. Settings and the unread are in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The gates that the file sets.
    pub settings: Vec<Setting>,
    /// What could not be used.
    pub unread: Vec<Unread>,
    /// OpenShift's feature sets.
    pub feature_sets: Vec<FeatureSet>,
    /// The kinds of place that the file was recognised as, each once. A document that nowhere speaks of feature gates
    /// is not parsed, so it is not recognised either.
    pub recognised: Vec<Place>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_place_has_its_own_name() {
        let names: BTreeSet<_> = Place::ALL.iter().map(|place| place.as_str()).collect();
        assert_eq!(names.len(), Place::ALL.len());
        assert!(
            names
                .iter()
                .all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit()))
        );
        let titles: BTreeSet<_> = Place::ALL.iter().map(|place| place.title()).collect();
        assert_eq!(titles.len(), Place::ALL.len());
    }
}
