//! What a query means, and what it finds.

use super::{engine, found};

fn problem(text: &str) -> String {
    engine().search(text, 1).expect_err(text).to_string()
}

#[test]
fn an_unknown_condition_is_named_with_the_nearest_right_one() {
    assert_eq!(problem("pod stag:beta"), "`stag` is no condition: did you mean `stage:`?");
    assert_eq!(problem("stage:bta"), "`stage:bta`: no stage is called `bta`: did you mean `stage:beta`?");
    assert_eq!(problem("sig:nodes"), "`sig:nodes`: no sig is called `nodes`: did you mean `sig:node`?");
    assert!(
        problem("kind:thing").starts_with("`kind:thing`: no kind is called `thing`; known are sig, topic, ")
    );
    assert_eq!(
        problem("version:new"),
        "`version:new`: no version is called `new`: write a minor version such as 1.35"
    );
    assert_eq!(engine().search("sig:nod x", 1).expect_err("a problem").instead.as_deref(), Some("sig:node"));
}

#[test]
fn a_colon_alone_makes_no_condition() {
    for text in ["system:anonymous", "https://kep.k8s.io/4317", "stage:", ":beta", "Note: pods", "a:b:c"] {
        assert!(engine().search(text, 1).is_ok(), "{text}");
    }
}

#[test]
fn several_values_of_one_key_mean_any_and_different_keys_all() {
    let kinds = |text: &str| {
        let answer = engine().search(text, usize::MAX).expect(text);
        let cards = answer.hits.iter().map(|hit| &engine().cards()[hit.document]);
        cards.map(|card| card.kind.as_str()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(kinds("kind:gate,sig storage"), ["gate", "sig"].into());
    assert_eq!(kinds("kind:gate kind:sig storage"), ["gate", "sig"].into());
    let total = |text: &str| engine().search(text, 0).expect(text).total;
    assert!(total("stage:beta") > total("stage:beta sig:auth"));
    assert_eq!(total("stage:ga sig:SIG-Auth"), total("stage:stable sig:auth"));
    assert_eq!(
        total("stage:alpha,beta kind:gate"),
        total("stage:alpha kind:gate") + total("stage:beta kind:gate")
    );
    assert_eq!(total("version:v1.35.2"), total("version:1.35"));
}

#[test]
fn a_bare_version_is_a_condition_unless_that_loses_what_is_asked_for() {
    let changed =
        |document: &str| engine().search(&format!("version:1.36 {document}"), 0).expect("an answer").total;
    assert_eq!(found(engine(), "1.36 constrained impersonation", 1), ["kep:5284"]);
    assert!(changed("constrained impersonation") >= 2);
    // Nothing about pod certificates changed in 1.36.
    assert_eq!(found(engine(), "pod certificates 1.36", 1), ["kep:4317"]);
    assert_eq!(found(engine(), "PodCertificateRequest 1.36", 1), ["gate:PodCertificateRequest"]);
    assert_eq!(found(engine(), "1.36", 1), ["release:1.36"]);
}

#[test]
fn the_last_word_completes_while_it_is_typed() {
    for typed in ["impers", "imperson", "impersonati", "impersonation"] {
        assert_eq!(found(engine(), &format!("constrained {typed}"), 1), ["kep:5284"], "{typed}");
    }
    let total = |text: &str| engine().search(text, 0).expect(text).total;
    assert!(total("schedulin") > 20 && total("schedulin") <= total("scheduling"));
}

#[test]
fn nothing_found_offers_the_nearest_words() {
    let answer = engine().search("qqqqqq", 5).expect("an answer");
    assert_eq!((answer.total, answer.hits.len()), (0, 0));
    let answer = engine().search("kuebernetties", 5).expect("an answer");
    assert!(answer.total > 0 || answer.nearest == ["kubernetes"], "{:?}", answer.nearest);
}

#[test]
fn an_empty_query_asks_for_nothing() {
    for text in ["", "   ", "the", "?!"] {
        assert_eq!(engine().search(text, 5).expect("an answer").total, 0, "{text:?}");
    }
}

#[test]
fn what_people_call_a_thing_finds_it() {
    let configuration = ["gate:StructuredAuthorizationConfiguration".to_owned(), "kep:3221".to_owned()];
    assert!(configuration.contains(&found(engine(), "authz config", 1)[0]));
    assert!(found(engine(), "cron job time zone", 2).contains(&"kep:3140".to_owned()));
    assert!(found(engine(), "pdb", 5).contains(&"gate:PodDisruptionBudget".to_owned()));
}
