//! Words that formats share: names of components and spellings of true and false.

use crate::check::setting::{Value, Who};

/// What a value that is a text sets a gate to, by the words of Go's `strconv.ParseBool`, which every flag uses.
///
/// Source: <https://pkg.go.dev/strconv#ParseBool>.
pub(super) fn parse_bool(word: &str) -> Value {
    match word {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Value::On,
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Value::Off,
        other => Value::Invalid(shortened(other)),
    }
}

/// What an unquoted YAML scalar sets a gate to where a boolean is wanted.
///
/// Kubernetes reads YAML by the rules of YAML 1.1, in which `yes` and `on` are booleans too. Source: `resolve.go` of
/// <https://github.com/kubernetes-sigs/yaml>.
pub(super) fn yaml_bool(word: &str) -> Option<Value> {
    match word {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => Some(Value::On),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => {
            Some(Value::Off)
        }
        _ => None,
    }
}

/// A text as it may stand in a message.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

/// Who a command is, by its name: `kubelet`, `/usr/local/bin/kube-scheduler`, `registry.k8s.io/kube-proxy:v1.35.0`.
pub(super) fn program(word: &str) -> Option<Who> {
    let base = word.rsplit('/').next().unwrap_or(word);
    let base = base.split(['@', ':']).next().unwrap_or(base);
    component(base).or(match base {
        "kubeadm" => Some(Who::Kubeadm),
        "minikube" => Some(Who::Everyone),
        "k0s" => Some(Who::Other("k0s")),
        _ => None,
    })
}

/// A component by the name of its program.
pub(super) fn component(name: &str) -> Option<Who> {
    Some(Who::Component(match name {
        "kube-apiserver" => "kube-apiserver",
        "kube-controller-manager" => "kube-controller-manager",
        "kube-scheduler" => "kube-scheduler",
        "kube-proxy" => "kube-proxy",
        "kubelet" => "kubelet",
        "cloud-controller-manager" => "cloud-controller-manager",
        "cluster-autoscaler" => "cluster-autoscaler",
        _ => return None,
    }))
}

/// A component by the name that `hyperkube` knew it by.
pub(super) fn hyperkube(name: &str) -> Option<Who> {
    component(name).or(match name {
        "apiserver" => component("kube-apiserver"),
        "controller-manager" => component("kube-controller-manager"),
        "scheduler" => component("kube-scheduler"),
        "proxy" => component("kube-proxy"),
        _ => None,
    })
}

/// A component by a key or a variable that stands for it: `kubeAPIServer`, `kubelet-arg`, `KUBELET_EXTRA_ARGS`.
///
/// Case and everything but letters and digits is ignored. What is left must be `kube` or `kubernetes`, a component, and
/// one of a few words or nothing.
pub(super) fn component_key(key: &str) -> Option<Who> {
    let letters = key_letters(key)?;
    let name = letters.strip_prefix("kubernetes").or(letters.strip_prefix("kube"))?;
    let (rest, component) = [
        ("let", "kubelet"),
        ("apiserver", "kube-apiserver"),
        ("api", "kube-apiserver"),
        ("controllermanager", "kube-controller-manager"),
        ("controller", "kube-controller-manager"),
        ("scheduler", "kube-scheduler"),
        ("proxy", "kube-proxy"),
        ("cloudcontrollermanager", "cloud-controller-manager"),
    ]
    .iter()
    .find_map(|(start, component)| Some((name.strip_prefix(start)?, *component)))?;
    let rest = rest.strip_prefix("kubeadm").or(rest.strip_prefix("extra")).unwrap_or(rest);
    matches!(
        rest,
        "" | "arg" | "args" | "config" | "configuration" | "opts" | "options" | "flags" | "featuregates"
    )
    .then_some(Who::Component(component))
}

/// Whether a key may mean a component, but as well a part of another program: `apiServer`, `scheduler`, `proxy`.
pub(super) fn vague_key(key: &str) -> bool {
    key_letters(key).is_some_and(|letters| {
        matches!(letters.as_str(), "apiserver" | "controllermanager" | "scheduler" | "proxy")
    })
}

/// The letters and digits of a key in lower case; none for a key that is too long to be one of these.
fn key_letters(key: &str) -> Option<String> {
    const MOST: usize = 64;
    (key.len() <= MOST)
        .then(|| key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_variables_that_stand_for_a_component() {
        for (key, slug) in [
            ("kubelet", "kubelet"),
            ("kubelet-arg", "kubelet"),
            ("KUBELET_EXTRA_ARGS", "kubelet"),
            ("KUBELET_KUBEADM_ARGS", "kubelet"),
            ("kubeletExtraConfig", "kubelet"),
            ("kubeAPIServer", "kube-apiserver"),
            ("KUBE_API_ARGS", "kube-apiserver"),
            ("kube-controller-manager-arg", "kube-controller-manager"),
            ("kubernetes_scheduler", "kube-scheduler"),
            ("kube-cloud-controller-manager-arg", "cloud-controller-manager"),
        ] {
            assert_eq!(component_key(key), Some(Who::Component(slug)), "{key}");
        }
        for key in
            ["apiServer", "let", "kube", "kubeletVersion", "schedulerName", "proxy", "", "kube-state-metrics"]
        {
            assert_eq!(component_key(key), None, "{key}");
        }
    }

    #[test]
    fn programs_by_path_and_image() {
        for (word, who) in [
            ("/usr/local/bin/kube-scheduler", Some(Who::Component("kube-scheduler"))),
            ("registry.k8s.io/kube-proxy:v1.35.0", Some(Who::Component("kube-proxy"))),
            ("kubeadm", Some(Who::Kubeadm)),
            ("kubelet.conf", None),
            ("/var/lib/kubelet/", None),
        ] {
            assert_eq!(program(word), who, "{word}");
        }
    }
}
