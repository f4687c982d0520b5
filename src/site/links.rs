//! Checks that every internal link of every file leads somewhere: to a file of the site, and to an element on it.
//!
//! Pages are the templates' and the sanitiser's output, whose attributes always stand in double quotes and whose text
//! has no bare `<`; so a scan for tags and quotes sees what a parser sees (a test compares it with one). In files for
//! machines (JSON, feeds, the site map) every address that starts like the site's own is a link.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use memchr::{memchr, memchr2};
use rayon::prelude::*;

use super::config::Config;
use super::error::{BrokenLink, SiteError};
use super::output::OutputFile;

/// Attributes that hold an address.
const ADDRESSES: [&str; 4] = ["href", "src", "data-src", "action"];
/// Files for machines, and the characters that stand before an address in them.
const MACHINE_FILES: [(&str, &[char]); 3] = [(".json", &['"']), (".xml", &['"', '>']), (".txt", &['(', ' '])];
/// What ends an address there.
const ENDS: [char; 6] = ['"', '<', ')', '\n', ' ', '\\'];

/// Checks all internal links of the pages among `files`.
///
/// # Errors
/// All that lead nowhere, sorted.
pub(super) fn check(files: &[OutputFile], config: &Config) -> Result<(), SiteError> {
    let paths: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let pages: Vec<Page<'_>> = files
        .par_iter()
        .filter(|file| file.path.ends_with(".html"))
        .filter_map(|file| Some(Page::read(&file.path, std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    let anchors = pages.iter().map(|page| (page.path, &page.anchors)).collect();
    let site = Site { paths, anchors, base: config.base_url.path(), origin: config.base_url.as_str() };
    let mut broken: Vec<BrokenLink> = pages.par_iter().flat_map_iter(|page| site.broken_on(page)).collect();
    broken.par_extend(files.par_iter().flat_map_iter(|file| site.broken_in(file)));
    broken.sort();
    broken.dedup();
    if broken.is_empty() { Ok(()) } else { Err(SiteError::BrokenLinks(broken)) }
}

/// What a page links to, and what can be linked to on it.
struct Page<'a> {
    path: &'a str,
    anchors: HashSet<Cow<'a, str>>,
    links: Vec<Cow<'a, str>>,
}

impl<'a> Page<'a> {
    fn read(path: &'a str, text: &'a str) -> Self {
        let mut page = Self { path, anchors: HashSet::new(), links: Vec::new() };
        for (name, value) in attributes(text) {
            if name == "id" {
                page.anchors.insert(plain(value));
            } else if ADDRESSES.contains(&name) {
                page.links.push(plain(value));
            }
        }
        page
    }
}

struct Site<'a> {
    paths: HashSet<&'a str>,
    anchors: HashMap<&'a str, &'a HashSet<Cow<'a, str>>>,
    base: &'a str,
    origin: &'a str,
}

impl Site<'_> {
    fn broken_on(&self, page: &Page<'_>) -> Vec<BrokenLink> {
        let broken = page.links.iter().filter_map(|link| {
            let reason = self.reason(page.path, link)?;
            Some(BrokenLink { page: page.path.to_owned(), link: link.clone().into_owned(), reason })
        });
        broken.collect()
    }

    /// What leads nowhere in a file for machines.
    fn broken_in(&self, file: &OutputFile) -> Vec<BrokenLink> {
        let kind = MACHINE_FILES.iter().find(|(ending, _)| file.path.ends_with(ending));
        let (Some((_, before)), Ok(text)) = (kind, std::str::from_utf8(&file.bytes)) else {
            return Vec::new();
        };
        let links = text.match_indices(self.origin).filter_map(|(at, _)| {
            text[..at].chars().next_back().filter(|c| before.contains(c))?;
            let rest = &text[at..];
            Some(&rest[..rest.find(ENDS).unwrap_or(rest.len())])
        });
        // A template of an address, `gates/{gate}.json`, leads to many files.
        let links = links.filter(|link| !link.contains('{'));
        links
            .filter_map(|link| {
                let reason = self.reason(&file.path, link)?;
                Some(BrokenLink { page: file.path.clone(), link: link.to_owned(), reason })
            })
            .collect()
    }

    /// Why `link` on `page` leads nowhere; `None` where it does not, or leads to other sites.
    fn reason(&self, page: &str, link: &str) -> Option<&'static str> {
        let (address, fragment) = link.split_once('#').map_or((link, None), |(a, f)| (a, Some(f)));
        let address = address.split('?').next().unwrap_or_default();
        let path = if let Some(path) = address.strip_prefix(self.origin) {
            path
        } else if address.is_empty() {
            return match fragment {
                Some(fragment) => self.fragment_reason(page, fragment),
                None => Some("is empty"),
            };
        } else if let Some(path) = address.strip_prefix(self.base) {
            path
        } else if address.contains("://") || address.starts_with("mailto:") {
            return None;
        } else {
            return Some("does not start at the site's base");
        };
        let file = if path.is_empty() || path.ends_with('/') {
            Cow::Owned(format!("{path}index.html"))
        } else {
            Cow::Borrowed(path)
        };
        if !self.paths.contains(file.as_ref()) {
            return Some("leads to no file of the site");
        }
        self.fragment_reason(&file, fragment?)
    }

    fn fragment_reason(&self, file: &str, fragment: &str) -> Option<&'static str> {
        let known = fragment.is_empty()
            || fragment == "top"
            || self.anchors.get(file).is_some_and(|anchors| anchors.contains(fragment));
        if known { None } else { Some("names no element of that page") }
    }
}

/// Names and values of all attributes in the tags of `text`.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut at = 0;
    let mut in_tag = false;
    std::iter::from_fn(move || {
        loop {
            if !in_tag {
                at += memchr(b'<', &text.as_bytes()[at..])? + 1;
                in_tag = true;
            }
            let rest = &text[at..];
            let end = memchr2(b'"', b'>', rest.as_bytes())?;
            if rest.as_bytes()[end] == b'>' {
                at += end + 1;
                in_tag = false;
                continue;
            }
            let name = rest[..end].strip_suffix('=').and_then(|before| before.rsplit([' ', '\n']).next());
            let length = memchr(b'"', &rest.as_bytes()[end + 1..])?;
            at += end + length + 2;
            return Some((name.unwrap_or_default(), &rest[end + 1..end + 1 + length]));
        }
    })
}

/// An attribute's value with the entities resolved that the templates write.
fn plain(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let plain =
        value.replace("&#x2F;", "/").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'");
    Cow::Owned(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;
    use crate::kb::KnowledgeBase;
    use crate::load;
    use crate::site::{BaseUrl, Input, build};

    fn config() -> Config {
        Config {
            base_url: BaseUrl::parse("https://example.org/kepdb/").expect("an address"),
            today: jiff::civil::date(2026, 11, 23),
            repository: None,
        }
    }

    fn broken(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| OutputFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() })
            .collect();
        match check(&files, &config()) {
            Ok(()) => Vec::new(),
            Err(SiteError::BrokenLinks(links)) => links.iter().map(ToString::to_string).collect(),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        let page = r##"<a href="/kepdb/">home</a> <a href="/kepdb/a/#one">a</a> <a href="#here">x</a> <i id="here"></i>
            <a href="https://example.org/kepdb/a/?q=1">a</a> <a href="https://kubernetes.io/">k</a>
            <a href="mailto:a@example.org">mail</a> <img src="/kepdb/p.png"> <a href="#">top</a>"##;
        let files = [("index.html", page), ("a/index.html", "<h2 id=\"one\">one</h2>"), ("p.png", "")];
        assert_eq!(broken(&files), [""; 0]);
    }

    #[test]
    fn every_link_that_leads_nowhere_is_named_with_its_page() {
        let page = r##"<a href="/kepdb/b/">b</a> <a href="/kepdb/#no">no</a> <a href="#no">no</a> <a href="a/">a</a>
            <a href="/elsewhere/">e</a> <img src="/kepdb/q.png"> <a href="">empty</a> <form action="/kepdb/s/">
            <a href="https://example.org/kepdb/z">z</a> <a href="//example.com/">other</a>"##;
        assert_eq!(
            broken(&[("index.html", page)]),
            [
                "index.html: `` is empty",
                "index.html: `#no` names no element of that page",
                "index.html: `//example.com/` does not start at the site's base",
                "index.html: `/elsewhere/` does not start at the site's base",
                "index.html: `/kepdb/#no` names no element of that page",
                "index.html: `/kepdb/b/` leads to no file of the site",
                "index.html: `/kepdb/q.png` leads to no file of the site",
                "index.html: `/kepdb/s/` leads to no file of the site",
                "index.html: `a/` does not start at the site's base",
                "index.html: `https://example.org/kepdb/z` leads to no file of the site",
            ]
        );
    }

    #[test]
    fn addresses_in_files_for_machines_are_checked_too() {
        let json = r#"{"page":"https://example.org/kepdb/no/","json":"https://example.org/kepdb/a.json",
            "gate":"https://example.org/kepdb/{gate}.json","text":"see https://example.org/kepdb/text"}"#;
        let feed = r#"<id>tag:example.org,2026:/kepdb/x</id><link href="https://example.org/kepdb/y"/>
            <loc>https://example.org/kepdb/z/</loc>"#;
        let text = "- [Gone](https://example.org/kepdb/w): x\nSitemap: https://example.org/kepdb/v.xml\n";
        assert_eq!(
            broken(&[("a.json", json), ("feed.xml", feed), ("llms.txt", text)]),
            [
                "a.json: `https://example.org/kepdb/no/` leads to no file of the site",
                "feed.xml: `https://example.org/kepdb/y` leads to no file of the site",
                "feed.xml: `https://example.org/kepdb/z/` leads to no file of the site",
                "llms.txt: `https://example.org/kepdb/v.xml` leads to no file of the site",
                "llms.txt: `https://example.org/kepdb/w` leads to no file of the site",
            ]
        );
    }

    #[test]
    fn markup_that_is_only_shown_is_no_link() {
        let page = "<p>Write <code>&lt;a href=\"/nowhere/\" id=\"x\"&gt;</code> or src=\"y\".</p>";
        assert_eq!(broken(&[("index.html", page)]), [""; 0]);
    }

    #[test]
    fn the_scan_sees_what_a_parser_sees() {
        let kb = KnowledgeBase::new(load::load_packed().content);
        let site = build(&kb, &Input::packed(), &config()).expect("the packed site");
        let pages = site.files.iter().filter(|file| file.path.ends_with(".html"));
        let mut count = 0;
        // Pages of one kind are alike: every seventh meets all kinds.
        for page in pages.step_by(7) {
            let text = std::str::from_utf8(&page.bytes).expect("UTF-8");
            let html = Html::parse_document(text);
            for name in ADDRESSES.into_iter().chain(["id"]) {
                assert_eq!(scanned(text, name), parsed(&html, name), "{} {name}", page.path);
            }
            count += 1;
        }
        assert!(count > 0);
    }

    fn scanned(text: &str, wanted: &str) -> Vec<String> {
        let found = attributes(text).filter(|(name, _)| *name == wanted);
        let mut found: Vec<String> = found.map(|(_, value)| plain(value).into_owned()).collect();
        found.sort();
        found
    }

    fn parsed(html: &Html, name: &str) -> Vec<String> {
        let selector = Selector::parse(&format!("[{name}]")).expect("a selector");
        let elements = html.select(&selector);
        let mut found: Vec<String> =
            elements.filter_map(|element| element.attr(name).map(str::to_owned)).collect();
        found.sort();
        found
    }
}
