//! The shared table of the analysis; `browser` holds the other side to it.

use kepdb::search::analysis::{TokenKind, analyse};

#[derive(serde::Deserialize)]
struct Case {
    text: String,
    terms: Vec<String>,
}

#[test]
fn every_text_of_the_shared_table_has_its_terms() {
    let text = std::fs::read_to_string(super::fixture("analysis.json")).expect("the table");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("texts with terms");
    assert!(cases.len() >= 80, "{} cases", cases.len());
    for Case { text, terms } in cases {
        let named = |kind, term: String| match kind {
            TokenKind::Whole => term,
            TokenKind::Part => format!("part {term}"),
            TokenKind::Pair => format!("pair {term}"),
        };
        let found: Vec<_> = analyse(&text).into_iter().map(|token| named(token.kind, token.term)).collect();
        assert_eq!(found, terms, "{text:?}");
    }
}

#[test]
fn a_term_knows_where_it_stands() {
    let text = "é v1.35.2-gke.100 PodCertificateRequest's";
    let found: Vec<_> = analyse(text).iter().map(|token| text[token.start..token.end].to_owned()).collect();
    assert_eq!(
        found,
        [
            "é",
            "v1.35.2-gke.100",
            "PodCertificateRequest",
            "Pod",
            "Certificate",
            "Request",
            "PodCertificate",
            "CertificateRequest"
        ]
    );
}
