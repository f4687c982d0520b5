//! Checks that every internal link of every page leads somewhere: to a file of the site, and to an element on it.
//!
//! Pages are the templates' and the sanitiser's output, whose attributes always stand in double quotes; so a scan for
//! `href="`, `src="` and `id="` sees what a parser sees (a test compares it with one).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::config::Config;
use super::error::{BrokenLink, SiteError};
use super::output::OutputFile;

/// Attributes that hold an address.
const ADDRESSES: [&str; 3] = [" href=\"", " src=\"", " data-src=\""];

/// Checks all internal links of the pages among `files`.
///
/// # Errors
/// All that lead nowhere, sorted.
pub(super) fn check(files: &[OutputFile], config: &Config) -> Result<(), SiteError> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let pages: Vec<(&str, &str)> = files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .filter_map(|file| Some((file.path.as_str(), std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    let anchors: BTreeMap<&str, BTreeSet<Cow<'_, str>>> =
        pages.par_iter().map(|(path, text)| (*path, values(text, " id=\"").collect())).collect();
    let site = Site { paths, anchors, base: config.base_url.path(), origin: config.base_url.as_str() };
    let mut broken: Vec<BrokenLink> =
        pages.par_iter().flat_map_iter(|(page, text)| site.broken_on(page, text)).collect();
    broken.sort();
    broken.dedup();
    if broken.is_empty() { Ok(()) } else { Err(SiteError::BrokenLinks(broken)) }
}

struct Site<'a> {
    paths: BTreeSet<&'a str>,
    anchors: BTreeMap<&'a str, BTreeSet<Cow<'a, str>>>,
    base: &'a str,
    origin: &'a str,
}

impl Site<'_> {
    fn broken_on(&self, page: &str, text: &str) -> Vec<BrokenLink> {
        let links = ADDRESSES.iter().flat_map(|attribute| values(text, attribute));
        let reason = |link: &str| self.reason(page, link);
        links
            .filter_map(|link| {
                let reason = reason(&link)?;
                Some(BrokenLink { page: page.to_owned(), link: link.into_owned(), reason })
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

/// The values of `attribute` (written ` name="`) in `text`, with the entities resolved that the templates write.
fn values<'a>(text: &'a str, attribute: &'static str) -> impl Iterator<Item = Cow<'a, str>> {
    text.match_indices(attribute).filter_map(move |(at, _)| {
        let rest = &text[at + attribute.len()..];
        let value = &rest[..rest.find('"')?];
        Some(if value.contains('&') {
            let plain = value
                .replace("&#x2F;", "/")
                .replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&#39;", "'");
            Cow::Owned(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        } else {
            Cow::Borrowed(value)
        })
    })
}
