#!/usr/bin/env python3
"""Files to check: `benches/many_configs.py OUT [FILES] [BYTES]` writes a folder to measure `kepdb check` with.

Makes OUT, which must not exist, and in it FILES (5,000 if not given) YAML files of about BYTES bytes (10,000 if not given) in
folders of a hundred, as a repository of clusters has them: most are Deployments, ConfigMaps and the like, which set no gate; one
in five is a KubeletConfiguration, a static pod or a kubeadm configuration that sets some.
"""

import pathlib
import random
import sys

GATES = ["MemoryQoS", "SidecarContainers", "InPlacePodVerticalScaling", "GracefulNodeShutdown", "PodCertificateRequest"]


def filler(rng, size):
    """A ConfigMap of about `size` bytes."""
    lines = ["apiVersion: v1", "kind: ConfigMap", "metadata:", f"  name: settings-{rng.randrange(10**6)}", "data:"]
    used = sum(map(len, lines))
    while used < size:
        line = f'  key-{rng.randrange(10**9)}: "{rng.getrandbits(200):x}"  # {rng.getrandbits(80):x}'
        lines.append(line)
        used += len(line) + 1
    return "\n".join(lines) + "\n"


def gates(rng):
    return [f"{name}={rng.choice(['true', 'false'])}" for name in rng.sample(GATES, 3)]


def kubelet(rng):
    rows = "".join(f"  {gate.replace('=', ': ')}\n" for gate in gates(rng))
    return f"apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n{rows}"


def pod(rng):
    return (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: kube-apiserver\nspec:\n  containers:\n  - name: kube-apiserver\n"
        f"    command:\n    - kube-apiserver\n    - --feature-gates={','.join(gates(rng))}\n"
    )


def kubeadm(rng):
    return (
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n"
        f"  - name: feature-gates\n    value: {','.join(gates(rng))}\n"
    )


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    count, size = (int(arg) for arg in (sys.argv[2:] + ["5000", "10000"][len(sys.argv) - 2 :]))
    out.mkdir()
    rng = random.Random(1)
    for number in range(count):
        folder = out / f"cluster-{number // 100:03}"
        folder.mkdir(exist_ok=True)
        text = filler(rng, size)
        if number % 5 == 0:
            text += "---\n" + rng.choice([kubelet, pod, kubeadm])(rng)
        (folder / f"{number:05}.yaml").write_text(text)


main()
