//! The pages that show everything at once: matrix, drift, search, and the page for what is not there.

use std::collections::BTreeSet;

use kepdb::kb::KnowledgeBase;
use kepdb::load;
use scraper::{Html, Selector};

use super::{PACKED, text};

fn knowledge_base() -> KnowledgeBase {
    KnowledgeBase::new(load::load_packed().content)
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let html = Html::parse_document(page);
    html.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn the_matrix_has_a_row_for_each_gate_and_a_cell_for_each_column() {
    let kb = knowledge_base();
    let page = text(&PACKED, "matrix/index.html");
    let names: Vec<_> = kb.gates().iter().map(|gate| gate.name.to_string()).collect();
    assert_eq!(texts(page, "#matrix tbody th a"), names);
    let columns = texts(page, "#matrix thead th").len();
    assert!(columns > 12, "{columns}");
    assert_eq!(texts(page, "#matrix tbody td").len(), names.len() * (columns - 1));
    let last = texts(page, "#matrix thead th").pop();
    assert_eq!(last, kb.horizon().map(|version| version.to_string()));
}

#[test]
fn the_matrix_says_the_lock_in_words_too() {
    let page = text(&PACKED, "matrix/index.html");
    let locked = texts(page, "#matrix td.l i");
    assert!(!locked.is_empty() && locked.iter().all(|words| words.ends_with(", locked")));
    let open = texts(page, "#matrix td:not(.l) i");
    assert!(open.iter().all(|words| !words.contains("locked")));
}

#[test]
fn the_page_on_drift_has_every_disagreement_and_every_waiver() {
    let kb = knowledge_base();
    let page = text(&PACKED, "drift/index.html");
    assert_eq!(texts(page, "#drift tbody tr").len(), kb.drift().len());
    let waived = kb.drift().iter().filter(|drift| kb.waiver(drift).is_some()).count();
    assert_eq!(texts(page, "#drift tr[data-accepted=yes] .waiver").len(), waived);
    let classes: BTreeSet<_> = kb.drift().iter().map(|drift| drift.class.as_str()).collect();
    for class in classes {
        assert!(page.contains(&format!("<h2 id=\"{class}\">")), "{class}");
    }
}

#[test]
fn the_search_page_lists_every_record_without_a_script() {
    let kb = knowledge_base();
    let listed: BTreeSet<_> =
        texts(text(&PACKED, "search/index.html"), "#everything tbody th").into_iter().collect();
    let gates = kb.gates().iter().map(|gate| gate.name.to_string());
    let keps = kb.keps().iter().map(|kep| kep.title.value.trim().to_owned());
    let collections = kb.collections().iter().map(|collection| collection.title.clone());
    let missing: Vec<_> =
        gates.chain(keps).chain(collections).filter(|name| !listed.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_claim_of_a_collection_stands_with_its_verdict() {
    for collection in knowledge_base().collections() {
        let page = text(&PACKED, &format!("collections/{}/index.html", collection.slug.value));
        let claims = collection.entries.iter().filter(|entry| entry.claim.is_some()).count();
        assert_eq!(texts(page, ".claims > li dd .verdict").len(), claims);
    }
}

#[test]
fn an_entry_without_a_claim_says_where_the_feature_stands() {
    let page = text(&PACKED, "collections/security-isolation/index.html");
    let terms = texts(page, ".claims > li dt");
    assert!(!terms.is_empty() && terms.iter().all(|term| term == "Today"), "{terms:?}");
    assert!(
        !text(&PACKED, "index.html").contains("collections/security-isolation/"),
        "the home page has claims only"
    );
}

#[test]
fn the_page_for_what_is_not_there_works_at_any_depth() {
    let page = text(&PACKED, "404.html");
    assert!(page.contains("noindex"));
    for attribute in [" href=\"", " src=\"", " action=\""] {
        for (at, _) in page.match_indices(attribute) {
            let address = &page[at + attribute.len()..];
            let whole = address.starts_with('/') || address.starts_with('#') || address.starts_with("http");
            assert!(whole, "{}", &address[..address.len().min(60)]);
        }
    }
}
