//! The query set keeps what it was reached with; `cargo bench --bench search_quality` prints the numbers.

use super::{engine, found, queries};

/// The mean reciprocal rank of a class, and how many queries it has.
fn quality(class: &std::collections::BTreeMap<String, Vec<String>>) -> (f64, f64) {
    let rank = |(text, wanted): (&String, &Vec<String>)| {
        let place = found(engine(), text, 20).iter().position(|name| wanted.contains(name));
        place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
    };
    (class.iter().map(rank).sum(), class.len() as f64)
}

#[test]
fn the_query_set_is_answered_as_well_as_promised() {
    let (mut sum, mut count) = (0.0, 0.0);
    for (name, class) in queries() {
        let (ranks, queries) = quality(&class);
        let least = match name.as_str() {
            "whole-gate" | "numbers" => 1.0,
            "typos" | "body-words" => 0.95,
            _ => 0.9,
        };
        assert!(ranks / queries >= least, "{name}: {:.3}, promised is {least}", ranks / queries);
        (sum, count) = (sum + ranks, count + queries);
    }
    assert!(count >= 120.0, "{count} queries");
    assert!(sum / count >= 0.96, "{:.3}", sum / count);
}

#[test]
fn every_gate_and_every_kep_comes_first_when_typed_whole() {
    let engine = engine();
    let features = engine.cards().iter().filter(|card| matches!(card.kind.as_str(), "gate" | "kep"));
    for (number, card) in features.enumerate() {
        let name = &card.name;
        let text = [name.clone(), name.to_uppercase(), format!("{name} "), format!("pod {name} 1.35")];
        let text = &text[number % text.len()];
        let answer = engine.search(text, 3).expect("an answer");
        let first = answer.hits.first().map(|hit| &engine.cards()[hit.document]);
        let is_right = first.is_some_and(|first| first.kind == card.kind && first.name == card.name);
        assert!(is_right, "{text}: {:?}", first.map(|card| &card.id));
    }
}
