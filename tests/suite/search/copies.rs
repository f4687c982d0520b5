//! The stored copy of an engine is the engine.

use kepdb::search::Engine;
use kepdb::search::export::{Export, files};

use super::{engine, generated, queries, root};

fn copy() -> Engine {
    let Export { core, body } = engine().export(root);
    Engine::import(&core, &body, &[]).expect("a copy")
}

#[test]
fn a_copy_holds_the_same_documents_and_writes_the_same_bytes() {
    let copy = copy();
    assert_eq!(copy.cards(), engine().cards());
    assert_eq!(copy.lists(), engine().lists());
    assert!(copy.export(root) == engine().export(root), "the copy of the copy differs");
}

#[test]
fn a_copy_answers_alike_to_the_last_bit() {
    let copy = copy();
    let set: Vec<String> = queries().into_values().flat_map(std::collections::BTreeMap::into_keys).collect();
    for text in set.into_iter().chain(generated(300)) {
        assert_eq!(copy.search(&text, 20), engine().search(&text, 20), "{text}");
    }
}

#[test]
fn names_that_were_written_down_are_those_that_are_made() {
    let (Export { core, body }, names) = (engine().export(root), engine().export_names());
    let copy = Engine::import(&core, &body, &names).expect("a copy");
    assert!(copy.export_names() == names && self::copy().export_names() == names);
    for text in generated(100) {
        assert_eq!(copy.search(&text, 20), engine().search(&text, 20), "{text}");
    }
    for end in (1..names.len()).step_by(997) {
        assert!(Engine::import(&core, &body, &names[..end]).is_none(), "names cut at {end}");
    }
}

#[test]
fn a_damaged_copy_is_refused_and_harms_nothing() {
    let Export { core, body } = engine().export(root);
    for end in (0..core.len()).step_by(997) {
        assert!(Engine::import(&core[..end], &body, &[]).is_none(), "core cut at {end}");
    }
    for end in (0..body.len()).step_by(997) {
        assert!(Engine::import(&core, &body[..end], &[]).is_none(), "body cut at {end}");
    }
    for at in (0..body.len()).step_by(499) {
        let mut damaged = body.clone();
        damaged[at] ^= 0x55;
        // It may still be readable, but it must not break anything.
        if let Some(engine) = Engine::import(&core, &damaged, &[]) {
            let _ = engine.search("pod certificates 1.35", 5);
        }
    }
}

#[test]
fn two_exports_are_the_same_bytes_and_small_enough_to_send() {
    let first = files(engine(), root);
    assert_eq!(first, files(engine(), root));
    let sizes: Vec<usize> = first.iter().map(|(_, bytes)| bytes.len()).collect();
    // Before editorial text: 25 KB for first rows, 80 KB in all. Text of our own grows the second part.
    assert!(sizes[0] <= 25_000, "{sizes:?}");
    let text: usize = engine().cards().iter().map(|card| card.about.len()).sum();
    assert!(sizes[0] + sizes[1] <= 80_000 + text, "{sizes:?}");
}
