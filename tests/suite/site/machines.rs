//! What programs read: JSON, feeds, badges, the site map.

use std::collections::{BTreeMap, BTreeSet};

use atom_syndication::Feed;
use kepdb::site::Site;
use scraper::{Html, Selector};
use serde_json::Value;

use super::{BASE, PACKED, SMALL, packed_on, sites, text, text_of};

const API: &str = "api/v1/";

#[test]
fn every_json_file_keeps_to_its_schema() {
    for (name, site) in sites() {
        let mut validators = BTreeMap::new();
        for (path, text) in documents(site) {
            let document: Value = serde_json::from_str(text).expect(path);
            let schema = document["$schema"].as_str().expect(path).strip_prefix(BASE).expect(path);
            assert_eq!(schema, format!("{API}schema/{}.json", kind(path)), "{path}");
            let validator = validators.entry(schema.to_owned()).or_insert_with(|| {
                let schema: Value =
                    serde_json::from_str(super::text(site, schema)).expect("a schema is JSON");
                jsonschema::draft202012::options()
                    .should_validate_formats(true)
                    .build(&schema)
                    .expect("a schema is a schema")
            });
            let problems: Vec<_> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(problems.is_empty(), "{name} {path}: {problems:#?}");
        }
        let schemas = site.files.iter().filter(|file| file.path.starts_with("api/v1/schema/")).count();
        assert_eq!(validators.len(), schemas, "{name}: a schema that no file keeps to");
    }
}

#[test]
fn a_schema_refuses_what_it_does_not_know() {
    let schema: Value = serde_json::from_str(text(&SMALL, "api/v1/schema/gate.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut gate: Value = serde_json::from_str(text(&SMALL, "api/v1/gates/GrownUp.json")).expect("JSON");
    assert!(validator.is_valid(&gate));
    gate["surprise"] = Value::Bool(true);
    assert!(!validator.is_valid(&gate));
}

/// The documents of the API with their paths.
fn documents(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let files =
        site.files.iter().filter(|file| file.path.starts_with(API) && !file.path.contains("/schema/"));
    files.map(|file| (file.path.as_str(), text_of(file)))
}

/// What a document is, by its path.
fn kind(path: &str) -> String {
    let short = path.trim_start_matches(API).trim_end_matches(".json");
    match short.split_once('/') {
        Some((folder, _)) => folder.trim_end_matches('s').to_owned(),
        None => short.to_owned(),
    }
}

#[test]
fn every_record_has_a_file_and_its_address_is_in_the_lists() {
    for (name, site) in sites() {
        let index: Value = serde_json::from_str(text(site, "api/v1/index.json")).expect("JSON");
        for (list, key) in [("gates", "gates"), ("keps", "keps"), ("releases", "releases")] {
            let document: Value =
                serde_json::from_str(text(site, &format!("api/v1/{list}.json"))).expect("JSON");
            let items = document[key].as_array().expect("a list");
            assert_eq!(index["counts"][list], items.len(), "{name} {list}");
            for item in items {
                let path =
                    item["json"].as_str().expect("an address").strip_prefix(BASE).expect("our address");
                text(site, path);
            }
        }
    }
}

#[test]
fn json_is_written_without_white_space_and_says_null_where_nothing_is_recorded() {
    let states = text(&SMALL, "api/v1/states.json");
    assert!(!states.contains('\n') && !states.contains("\": "), "{states}");
    let gate: Value = serde_json::from_str(text(&SMALL, "api/v1/gates/GrownUp.json")).expect("JSON");
    assert_eq!(gate["prior_default"], Value::Null);
    assert_eq!(gate["version"], 1);
}

#[test]
fn the_states_hold_the_whole_history_of_every_gate() {
    let states: Value = serde_json::from_str(text(&SMALL, "api/v1/states.json")).expect("JSON");
    let gates = states["gates"].as_array().expect("a list");
    let gate =
        gates.iter().find(|gate| gate["name"] == "PodCertificateRequest").expect("a gate of the records");
    assert_eq!(
        gate["history"],
        serde_json::json!([
            ["1.34", "alpha", false, false],
            ["1.35", "beta", false, false],
            ["1.37", "stable", true, false],
        ])
    );
    assert_eq!(gate["keps"], serde_json::json!(["4317"]));
    assert_eq!(states["horizon"], "1.37");
    assert_eq!(states["newest"], "1.36");
}

fn feeds(site: &Site) -> Vec<(&str, Feed)> {
    let files = site.files.iter().filter(|file| file.path.ends_with("feed.xml"));
    files
        .map(|file| {
            let feed = Feed::read_from(file.bytes.as_slice());
            (file.path.as_str(), feed.unwrap_or_else(|error| panic!("{}: {error}", file.path)))
        })
        .collect()
}

#[test]
fn every_feed_parses_and_every_entry_is_its_own() {
    for (name, site) in sites() {
        let feeds = feeds(site);
        assert!(feeds.len() > 5, "{name}: {} feeds", feeds.len());
        let mut ids = BTreeSet::new();
        for (path, feed) in &feeds {
            assert!(ids.insert(feed.id.clone()), "{name} {path}: {}", feed.id);
            assert!(feed.id.starts_with("tag:example.org,2026:/kepdb/"), "{path}: {}", feed.id);
            let own = feed.links.iter().find(|link| link.rel == "self").expect("a link to itself");
            assert_eq!(own.href, format!("{BASE}{path}"));
            for entry in &feed.entries {
                assert!(ids.insert(entry.id.clone()), "{name} {path}: {}", entry.id);
                assert!(!entry.categories.is_empty() && entry.content.is_some(), "{path}: {}", entry.id);
                let day = entry.updated.date_naive().to_string();
                assert!(day.as_str() <= "2026-11-23", "{path}: {} on {day}", entry.id);
                assert!(entry.updated <= feed.updated, "{path}: {}", entry.id);
            }
        }
    }
}

#[test]
fn the_feed_of_the_site_has_the_newest_release_first() {
    let feed = Feed::read_from(text(&PACKED, "feed.xml").as_bytes()).expect("a feed");
    assert_eq!(feed.entries.len(), 12);
    assert!(feed.entries.is_sorted_by(|a, b| a.updated >= b.updated));
    let first = &feed.entries[0];
    assert!(first.title.as_str().starts_with("Kubernetes 1.37: "), "{}", first.title.as_str());
    assert_eq!(first.id, "tag:example.org,2026:/kepdb/releases/1.37");
    assert_eq!(first.updated.to_rfc3339(), "2026-08-26T00:00:00+00:00");
}

#[test]
fn a_feed_changes_with_a_release_and_not_with_the_day() {
    let (before, after) = (packed_on("2026-08-25"), packed_on("2026-08-26"));
    assert_eq!(text(&after, "feed.xml"), text(&PACKED, "feed.xml"));
    assert_ne!(text(&before, "feed.xml"), text(&after, "feed.xml"));
    let waiting = Feed::read_from(text(&before, "releases/1.37/feed.xml").as_bytes()).expect("a feed");
    assert!(waiting.entries.is_empty());
}

#[test]
fn titles_of_others_stay_text_in_feeds_and_badges() {
    let feed = text(&SMALL, "releases/1.35/feed.xml");
    assert!(!feed.contains("<b>x</b>") && !feed.contains('\u{1b}'), "{feed}");
    assert!(feed.contains("&lt;b&gt;x&lt;/b&gt;"), "{feed}");
}

#[test]
fn every_gate_and_kep_has_a_badge() {
    for (name, site) in sites() {
        let badges: Vec<_> = site.files.iter().filter(|file| file.path.starts_with("badges/")).collect();
        let records = site
            .files
            .iter()
            .filter(|file| file.path.starts_with("api/v1/gates/") || file.path.starts_with("api/v1/keps/"));
        assert_eq!(badges.len(), records.count(), "{name}");
        let title = Selector::parse("svg[role=img] > title").expect("a selector");
        for badge in badges {
            let html = Html::parse_document(text_of(badge));
            assert_eq!(html.select(&title).count(), 1, "{}", badge.path);
            assert!(!text_of(badge).contains("style="), "{}", badge.path);
        }
    }
}

#[test]
fn a_badge_says_where_the_gate_stands_at_the_newest_release() {
    let title = |path: &str| {
        let svg = text(&SMALL, path);
        svg.split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next())
            .expect("a title")
            .to_owned()
    };
    assert_eq!(title("badges/gates/PodCertificateRequest.svg"), "PodCertificateRequest: beta, off");
    assert_eq!(title("badges/keps/4317.svg"), "KEP-4317: beta, off");
    assert_eq!(title("badges/gates/OldTimer.svg"), "OldTimer: removed");
}

#[test]
fn the_site_map_holds_every_page_that_may_be_found_and_no_other() {
    for (name, site) in sites() {
        let map = text(site, "sitemap.xml");
        let listed: BTreeSet<String> = map
            .split("<loc>")
            .skip(1)
            .map(|rest| {
                let path =
                    rest.split("</loc>").next().and_then(|url| url.strip_prefix(BASE)).expect("our address");
                format!("{path}index.html")
            })
            .collect();
        let findable = super::pages(site)
            .filter(|page| !text_of(page).contains("<meta name=\"robots\" content=\"noindex\">"))
            .map(|page| page.path.clone())
            .filter(|path| path.ends_with("index.html"));
        assert_eq!(listed, findable.collect(), "{name}");
        assert!(listed.contains("index.html"), "{name}");
    }
}

#[test]
fn browsers_can_add_the_search() {
    for (name, site) in sites() {
        let description = text(site, "opensearch.xml");
        let template = format!(" template=\"{BASE}search/?q={{searchTerms}}\"/>");
        assert!(description.contains(&template), "{name}: {description}");
        assert!(description.contains(&format!(">{BASE}favicon.svg</Image>")), "{name}: {description}");
    }
    let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"kepdb\" href=\"/kepdb/opensearch.xml\">";
    for page in super::pages(&PACKED).filter(|page| !text_of(page).contains("http-equiv=\"refresh\"")) {
        assert!(text_of(page).contains(link), "{}", page.path);
    }
}

#[test]
fn robots_and_programs_find_the_way() {
    let robots = text(&PACKED, "robots.txt");
    assert!(robots.ends_with("Sitemap: https://example.org/kepdb/sitemap.xml\n"), "{robots}");
    assert!(text(&PACKED, "llms.txt").starts_with("# kepdb\n\n> "));
    assert_eq!(text(&PACKED, ".nojekyll"), "");
}

#[test]
fn former_names_and_record_keys_lead_to_the_page() {
    let cases = [
        ("gates/GrowingUp/index.html", "gates/GrownUp/"),
        ("gates/GrwonUp/index.html", "gates/GrownUp/"),
        ("keps/4317-pod-certificates/index.html", "keps/4317/"),
    ];
    for (path, target) in cases {
        let html = Html::parse_document(text(&SMALL, path));
        let one = |selector: &str, attribute: &str| {
            let selector = Selector::parse(selector).expect("a selector");
            let element = html.select(&selector).next().unwrap_or_else(|| panic!("{path}: no {selector:?}"));
            element.attr(attribute).map(str::to_owned).expect("the attribute")
        };
        assert_eq!(one("meta[http-equiv=refresh]", "content"), format!("0; url=/kepdb/{target}"));
        assert_eq!(one("link[rel=canonical]", "href"), format!("{BASE}{target}"));
        assert_eq!(one("meta[name=robots]", "content"), "noindex");
        assert_eq!(one("main a", "href"), format!("/kepdb/{target}"));
    }
}
