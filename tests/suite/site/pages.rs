//! What holds for every page, whatever it is about.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use super::{BASE, pages, sites, text_of};

/// Elements that load something, and the attribute that says what.
const RESOURCES: &[(&str, &str)] = &[
    ("script[src]", "src"),
    ("img[src]", "src"),
    ("link[rel=stylesheet]", "href"),
    ("link[rel=icon]", "href"),
    ("link[rel=preload]", "href"),
    ("link[rel=modulepreload]", "href"),
    ("iframe", "src"),
    ("object", "data"),
    ("use", "href"),
];

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// Calls `check` with the path and the parsed document of every page.
fn each_page(mut check: impl FnMut(&str, &str, &Html)) {
    for (name, site) in sites() {
        let mut count = 0;
        for page in pages(site) {
            let text = text_of(page);
            check(&format!("{name} {}", page.path), text, &Html::parse_document(text));
            count += 1;
        }
        assert!(count > 1, "{name}");
    }
}

#[test]
fn every_page_is_sound_html() {
    each_page(|path, _, html| assert!(html.errors.is_empty(), "{path}: {:?}", html.errors));
}

#[test]
fn no_two_elements_of_a_page_have_one_id() {
    let with_id = selector("[id]");
    each_page(|path, _, html| {
        let mut ids = BTreeSet::new();
        for element in html.select(&with_id) {
            let id = element.attr("id").unwrap_or_default();
            assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{path}: `{id}`");
            assert!(ids.insert(id.to_owned()), "{path}: two elements with the id `{id}`");
        }
    });
}

#[test]
fn every_page_forbids_all_that_it_does_not_need() {
    let policy = selector("head > meta[http-equiv='Content-Security-Policy']");
    each_page(|path, _, html| {
        let policies: Vec<_> = html.select(&policy).filter_map(|meta| meta.attr("content")).collect();
        let [policy] = policies[..] else { panic!("{path}: {policies:?}") };
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        assert!(policy.contains("base-uri 'none'"), "{path}: {policy}");
    });
}

#[test]
fn no_page_has_a_script_or_a_style_in_its_markup() {
    let inline = selector("script:not([src]), style, [style], base");
    let all = selector("*");
    each_page(|path, _, html| {
        for element in html.select(&inline) {
            let kind = element.attr("type").unwrap_or_default();
            assert!(kind == "application/json", "{path}: {}", element.html());
        }
        for element in html.select(&all) {
            let handler = element.value().attrs().find(|(name, _)| name.starts_with("on"));
            assert!(handler.is_none(), "{path}: {handler:?}");
        }
    });
}

#[test]
fn no_page_loads_anything_from_others() {
    let resources: Vec<_> = RESOURCES.iter().map(|(text, attribute)| (selector(text), *attribute)).collect();
    each_page(|path, _, html| {
        for (selector, attribute) in &resources {
            for address in html.select(selector).filter_map(|element| element.attr(attribute)) {
                assert!(address.starts_with("/kepdb/") || address.starts_with('#'), "{path}: {address}");
            }
        }
    });
}

#[test]
fn every_page_has_a_title_a_language_and_one_heading_of_the_first_level() {
    let (title, html_lang, heading, main) =
        (selector("head > title"), selector("html[lang]"), selector("h1"), selector("main"));
    let mut titles = BTreeSet::new();
    each_page(|path, text, html| {
        let found: String = html.select(&title).flat_map(|element| element.text()).collect();
        assert!(!found.trim().is_empty(), "{path}");
        for selector in [&html_lang, &heading, &main] {
            assert_eq!(html.select(selector).count(), 1, "{path}: {selector:?}");
        }
        assert!(text.starts_with("<!doctype html>\n"), "{path}");
        titles.insert(found);
    });
    assert!(titles.len() > 1);
}

#[test]
fn links_to_other_sites_are_secure_and_say_nothing_about_the_page() {
    let link = selector("a[href]");
    each_page(|path, _, html| {
        for element in html.select(&link) {
            let address = element.attr("href").unwrap_or_default();
            if address.starts_with('/') || address.starts_with('#') || address.starts_with(BASE) {
                continue;
            }
            assert!(address.starts_with("https://") || address.starts_with("mailto:"), "{path}: {address}");
            assert!(element.attr("target").is_none(), "{path}: {address} opens a window");
        }
    });
}
