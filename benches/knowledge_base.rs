//! Loading the packed records, looking up states, comparing versions: `cargo bench --bench knowledge_base`.

use divan::{Bencher, black_box};
use kepdb::kb::KnowledgeBase;
use kepdb::load;
use kepdb::model::MinorVersion;

fn main() {
    divan::main();
}

fn base() -> KnowledgeBase {
    KnowledgeBase::new(load::load_packed().content)
}

#[divan::bench]
fn load_packed() -> load::Loaded {
    load::load_packed()
}

#[divan::bench]
fn join(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| load::load_packed().content).bench_values(KnowledgeBase::new);
}

/// Every gate at every minor version from 1.0 to 1.37.
#[divan::bench]
fn state_of_every_gate_at_every_version(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| {
        for gate in kb.gates() {
            for minor in 0..=37 {
                black_box(gate.state_at(MinorVersion::new(1, minor)));
            }
        }
    });
}

#[divan::bench]
fn diff_one_minor(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| kb.changes_between(MinorVersion::new(1, 34), MinorVersion::new(1, 35)).len());
}

#[divan::bench]
fn diff_ten_minors(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| kb.changes_between(MinorVersion::new(1, 25), MinorVersion::new(1, 35)).len());
}

#[divan::bench]
fn gate_by_name(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| kb.gate(black_box("sidecarcontainers")).is_some());
}
