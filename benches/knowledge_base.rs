//! Loading the records, looking up states, comparing versions: `cargo bench --bench knowledge_base`. See `README.md` here.

use std::path::Path;

use divan::{Bencher, black_box};
use kepdb::kb::KnowledgeBase;
use kepdb::lint;
use kepdb::load;
use kepdb::model::MinorVersion;
use kepdb::query::{Filter, release_report, upgrade_report};

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
fn load_from_files() -> load::Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    load::load_dir(&folder, "content").expect("the records of the repository")
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

/// What `kepdb query 1.35` asks.
#[divan::bench]
fn report_of_a_release(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| release_report(&kb, MinorVersion::new(1, 35), &Filter::default()).gate_count());
}

/// What `kepdb diff 1.25 1.35` asks.
#[divan::bench]
fn report_of_an_upgrade_by_ten_minors(bencher: Bencher<'_, '_>) {
    let kb = base();
    let (from, to) = (MinorVersion::new(1, 25), MinorVersion::new(1, 35));
    bencher.bench_local(|| upgrade_report(&kb, from, to, &Filter::default()).gate_count());
}

/// All rules on all records, reading aside.
#[divan::bench]
fn lint_everything(bencher: Bencher<'_, '_>) {
    let loaded = load::load_packed();
    let kb = KnowledgeBase::new(loaded.content);
    bencher.bench_local(|| lint::run(&kb, &loaded.sources).len());
}

#[divan::bench]
fn gate_by_name(bencher: Bencher<'_, '_>) {
    let kb = base();
    bencher.bench_local(|| kb.gate(black_box("sidecarcontainers")).is_some());
}
