//! No query is an accident. `cargo bench --bench search_storm` asks a hundred thousand, `benches/search_storm.mjs` the
//! browser's engine.

use proptest::prelude::*;

use super::{engine, wild};

#[test]
fn texts_that_nobody_means_get_an_answer_or_a_problem() {
    wild(500).iter().for_each(|text| check(text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer_or_a_problem(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn control_characters_and_patterns_are_only_text(text in r#"[\x00-\x7f]{0,200}"#) {
        check(&text);
    }

    #[test]
    fn ten_thousand_letters_are_no_burden(part in r#"[a-zA-Z0-9:. \-_*()\[\]]{1,50}"#) {
        check(&part.repeat(10_000 / part.len()));
    }
}

fn check(text: &str) {
    match engine().search(text, 20) {
        Ok(answer) => {
            assert!(answer.hits.len() <= 20 && answer.hits.len() <= answer.total);
            assert!(answer.hits.iter().all(|hit| hit.score.is_finite()));
        }
        Err(problem) => assert!(!problem.word.is_empty()),
    }
}
