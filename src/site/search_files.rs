//! The browser's copy of the search index, among the static files: fingerprinted, and linked like them.

use std::borrow::Cow;

use super::input::InputFile;
use super::{Config, Route, SiteError};
use crate::kb::KnowledgeBase;
use crate::search::Engine;
use crate::search::document::Kind;
use crate::search::export;

/// The files of the index, as static files.
///
/// # Errors
/// When the index cannot be made.
pub(super) fn files(kb: &KnowledgeBase, config: &Config) -> Result<Vec<InputFile>, SiteError> {
    let engine = Engine::new(kb, config.today).map_err(|error| SiteError::Search(error.to_string()))?;
    let files = export::files(&engine, |kind| folder(kind).path());
    Ok(files.into_iter().map(|(name, bytes)| (name.to_owned(), Cow::Owned(bytes))).collect())
}

/// Where the pages of a kind are: the page of one has the last part of its address behind it.
fn folder(kind: Kind) -> Route {
    match kind {
        Kind::Sig => Route::Sigs,
        Kind::Topic => Route::Topics,
        Kind::Collection => Route::Collections,
        Kind::Release => Route::Releases,
        Kind::Kep => Route::Keps,
        Kind::Gate => Route::Gates,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{BaseUrl, Input, build};
    use super::*;
    use crate::load::load_packed;

    #[test]
    fn every_result_has_a_page() {
        let kb = KnowledgeBase::new(load_packed().content);
        let base_url = BaseUrl::parse("https://example.com/kepdb/").expect("an address");
        let config = Config { base_url, today: date(2026, 11, 23), repository: None };
        let site = build(&kb, &Input::packed(), &config).expect("a site");
        let paths: std::collections::BTreeSet<&str> =
            site.files.iter().map(|file| file.path.as_str()).collect();
        let engine = Engine::new(&kb, config.today).expect("an index");
        for card in engine.cards() {
            let page = format!("{}{}/index.html", folder(card.kind).path(), card.id);
            assert!(paths.contains(page.as_str()), "{page}");
        }
        for name in export::FILES {
            let stem = name.trim_end_matches("bin");
            assert!(paths.iter().any(|path| path.starts_with(&format!("assets/{stem}"))), "{name}");
        }
    }
}
