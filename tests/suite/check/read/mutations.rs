//! Whatever the bytes: no panic, and every place inside the file.

use std::sync::LazyLock;

use kepdb::check::{Found, Who, read};
use proptest::prelude::*;

use super::{files, fixtures, places};

/// Every fixture: its name and its bytes.
static CORPUS: LazyLock<Vec<(String, Vec<u8>)>> =
    LazyLock::new(|| places().iter().flat_map(|place| files(&fixtures("check").join(place))).collect());

/// Pieces that formats are made of.
const PIECES: &[&str] = &[
    "--feature-gates=",
    "--feature-gates ",
    "A=true,",
    "kube:B=0",
    "featureGates:",
    "feature-gates: ",
    "kind: KubeletConfiguration\n",
    "kind: ClusterConfiguration\n",
    "apiVersion: kubeadm.k8s.io/v1beta3\n",
    "apiVersion: kubeadm.k8s.io/v1beta4\n",
    "\n",
    "\r\n",
    "  ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ": ",
    ",",
    "\"",
    "'",
    "\\",
    "\\n",
    "|\n",
    ">-\n",
    "&a ",
    "*a ",
    "<<: ",
    "!!str ",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    "é",
    "\u{feff}",
    "\u{1f600}",
    "\\ud83d",
    "\\u0041",
    "kubelet ",
    "command: ",
    "args: ",
    "image: x\n",
    "name: ",
    "value: ",
    "data:\n",
    "{{ ",
    " }}",
    "${X}",
    "$(X)",
    "kubernetes_feature_enabled{name=\"",
    "\"} 1\n",
    "kubelet-arg: ",
    "? ",
    "--emulated-version=1.34 ",
    "\u{85}",
    "\u{2028}",
    "op: add\n",
    "path: /apiServer/",
    "machine:\n",
    "spec:\n",
    "--",
    "@",
];

fn holds(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let found = read(name, bytes);
    let text = kepdb::check::text(bytes);
    prop_assert_eq!(text.len(), bytes.len());
    check_spans(&text, &found)?;
    prop_assert_eq!(read(name, bytes), found, "the same bytes read twice");
    Ok(())
}

fn check_spans(text: &str, found: &Found) -> Result<(), TestCaseError> {
    for setting in &found.settings {
        prop_assert!(text.get(setting.span.clone()).is_some(), "{:?}", setting.span);
        let name = text.get(setting.name_span.clone());
        prop_assert!(name.is_some(), "{:?}", setting.name_span);
        // Where nothing is escaped or folded, the name is what stands at its place.
        if let Some(name) =
            name.filter(|name| !name.contains(['\\', '\n', '\'', '\r']) && !name.contains("ud83d"))
        {
            prop_assert_eq!(name.trim(), &setting.gate);
        }
        prop_assert!(setting.list > 0);
        if let Who::Component(slug) = setting.who {
            prop_assert!(slug.starts_with("kube") || slug.starts_with("cl"), "{}", slug);
        }
    }
    for unread in &found.unread {
        prop_assert!(text.get(unread.span.clone()).is_some(), "{:?} {}", unread.span, unread.message);
        prop_assert!(!unread.message.contains(|c: char| c.is_control()), "{:?}", unread.message);
    }
    for set in &found.feature_sets {
        prop_assert!(text.get(set.span.clone()).is_some(), "{:?}", set.span);
    }
    Ok(())
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "x.yaml",
        "x.json",
        "-",
        "kubelet.conf",
        "kubeadm-flags.env",
        "kubelet.service",
        "config.json",
        "etc/default/kubelet",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(name in name(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(name, &bytes)?;
    }

    #[test]
    fn any_text(name in name(), text in "\\PC{0,200}") {
        holds(name, text.as_bytes())?;
    }

    #[test]
    fn any_order_of_pieces(name in name(), pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        holds(name, pieces.concat().as_bytes())?;
    }

    #[test]
    fn fixtures_cut_and_changed(
        pick in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let (name, bytes) = &CORPUS[pick.index(CORPUS.len())];
        let mut bytes = bytes.clone();
        bytes.truncate(cut.index(bytes.len() + 1));
        for (at, byte) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        holds(name, &bytes)?;
    }

    #[test]
    fn fixtures_with_pieces_put_in(
        pick in any::<prop::sample::Index>(),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES)), 1..6),
    ) {
        let (name, bytes) = &CORPUS[pick.index(CORPUS.len())];
        let mut bytes = bytes.clone();
        for (at, piece) in pieces {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, piece.bytes());
        }
        holds(name, &bytes)?;
    }
}

/// A small generator of numbers (SplitMix64), so that a run can be repeated from its seed.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("a small number"))
            .expect("a small number")
    }
}

/// One mutation of a file: bytes changed, cut out, doubled, or taken from another file; pieces put in.
fn mutate(numbers: &mut Numbers, bytes: &mut Vec<u8>) {
    let at = numbers.below(bytes.len() + 1);
    let until = (at + numbers.below(40)).min(bytes.len());
    match numbers.below(6) {
        0 if at < bytes.len() => bytes[at] = u8::try_from(numbers.below(256)).expect("a byte"),
        1 => drop(bytes.drain(at..until)),
        2 => {
            let part = bytes[at..until].to_vec();
            bytes.splice(at..at, part);
        }
        3 => {
            let (_, other) = &CORPUS[numbers.below(CORPUS.len())];
            let from = numbers.below(other.len() + 1);
            let to = (from + numbers.below(200)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        4 => bytes.truncate(at),
        _ => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].bytes())),
    }
}

/// The long run: `FUZZ_SECONDS=600 cargo test --test suite fuzz -- --ignored --nocapture`.
///
/// Prints how many files it read. A failure prints the seed of its file, which `FUZZ_SEED` repeats.
#[test]
#[ignore = "runs for as long as FUZZ_SECONDS says"]
#[allow(clippy::print_stdout, reason = "its figure is what it is run for")]
fn fuzz() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = number("FUZZ_SECONDS").unwrap_or(10);
    let first = number("FUZZ_SEED").unwrap_or(1);
    let start = std::time::Instant::now();
    let (mut seed, mut bytes_read) = (first, 0);
    while start.elapsed().as_secs() < seconds || seed == first {
        let mut numbers = Numbers(seed);
        let (name, bytes) = &CORPUS[numbers.below(CORPUS.len())];
        let mut bytes = bytes.clone();
        for _ in 0..1 + numbers.below(12) {
            mutate(&mut numbers, &mut bytes);
        }
        let outcome = std::panic::catch_unwind(|| holds(name, &bytes));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => panic!("FUZZ_SEED={seed} {name}: {error}\n{}", String::from_utf8_lossy(&bytes)),
            Err(_) => panic!("FUZZ_SEED={seed} {name} panics\n{}", String::from_utf8_lossy(&bytes)),
        }
        bytes_read += bytes.len();
        seed += 1;
    }
    println!("{} files, {} MB, in {seconds} s without a failure", seed - first, bytes_read / 1_000_000);
}
