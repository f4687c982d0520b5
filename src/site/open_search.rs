//! The description by which a browser adds the site's search to its own (OpenSearch 1.1).
//!
//! Its template must be a whole address. The base URL always is one (see [`super::BaseUrl`]), so every site has the
//! description and every page links it.

use super::context::Context;
use super::xml::escape;
use super::{OutputFile, Route};

/// What a browser puts in front of it, at most sixteen letters.
const NAME: &str = "kepdb";
const ABOUT: &str = "Kubernetes feature gates and KEPs, release by release";

pub(super) fn file(ctx: &Context<'_>) -> OutputFile {
    let search = ctx.absolute(&Route::Search);
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{NAME}</ShortName>\n\
         <Description>{ABOUT}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image type=\"image/svg+xml\">{icon}</Image>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{search}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        icon = escape(&ctx.absolute(&Route::File("favicon.svg".to_owned()))),
        search = escape(&search),
    );
    OutputFile { path: Route::open_search().file(), bytes: text.into_bytes() }
}
