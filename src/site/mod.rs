//! The static site: pages, machine-readable files and assets from the knowledge base.
//!
//! [`build`] is pure: it takes the joined records and everything a page needs as values, and gives the finished files
//! in memory. It goes like this:
//!
//! 1. `search_files` adds the browser's search index to what is in `static/`, `assets` fingerprints all of it, `templates` compiles what is in `templates/`;
//! 2. each module of `pages` lists its pages as jobs, which run in parallel and give one [`OutputFile`] each; so do
//!    `api`, `feeds`, `badges` and `redirects` with the files for programs, and `crawlers` adds the site map;
//! 3. the files are sorted by path, so that neither the threads nor their number can be seen in the result;
//! 4. `links` checks every internal link, fragment and asset of every file; a broken one fails the build.
//!
//! [`write`](fn@write::write) then puts them on disk, all or nothing. Nothing here talks to a network, reads a clock or
//! looks at the environment; only `write` and [`input`] touch files.

mod api;
mod assets;
mod badges;
mod config;
mod context;
mod crawlers;
mod error;
mod feeds;
pub mod input;
mod jobs;
mod links;
mod markdown;
mod open_search;
mod output;
mod pages;
mod redirects;
mod route;
mod search_files;
mod templates;
mod view;
pub mod write;
mod xml;

pub use config::{BaseUrl, Config, Repository};
pub use error::{BrokenLink, SiteError};
pub use input::Input;
pub use output::OutputFile;
pub use route::Route;

use crate::kb::KnowledgeBase;
use crate::query::known_versions;
use context::Context;

/// The finished site.
#[derive(Debug)]
pub struct Site {
    /// Every file, sorted by path.
    pub files: Vec<OutputFile>,
    /// How many of them are pages.
    pub pages: usize,
}

/// Builds the site of `kb` in memory.
///
/// # Errors
/// When a template or a prose page is wrong, when two files want the same path, or when an internal link leads nowhere.
pub fn build(kb: &KnowledgeBase, input: &Input, config: &Config) -> Result<Site, SiteError> {
    let mut statics = input.statics.clone();
    statics.extend(search_files::files(kb, config)?);
    let assets = assets::Assets::new(&statics)?;
    let templates = templates::Templates::new(&input.templates, &assets, config)?;
    let versions = known_versions(kb);
    let context = Context {
        kb,
        config,
        versions: &versions,
        templates: &templates,
        prose: &input.prose,
        status: &input.status,
    };
    let mut jobs = pages::all(&context)?;
    let pages = jobs.len();
    redirects::files(&context, &mut jobs);
    api::files(&context, &mut jobs);
    feeds::files(&context, &mut jobs);
    badges::files(&context, &mut jobs);
    let mut files = jobs::run(jobs)?;
    files.extend(crawlers::files(&context, &files));
    files.push(open_search::file(&context));
    files.extend(assets.into_files(config));
    // GitHub Pages would otherwise run the files through a generator of its own when they come from a branch.
    files.push(OutputFile { path: Route::File(".nojekyll".to_owned()).file(), bytes: Vec::new() });
    output::sort(&mut files)?;
    links::check(&files, config)?;
    Ok(Site { files, pages })
}
