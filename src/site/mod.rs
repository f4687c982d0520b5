//! The static site: pages, machine-readable files and assets from the knowledge base.
//!
//! [`build`] is pure: it takes the joined records and everything a page needs as values, and gives the finished files
//! in memory. It goes like this:
//!
//! 1. `api`, `feeds` and `badges` list the files for programs as jobs, which run in parallel and give one [`OutputFile`]
//!    each; meanwhile `search_files` makes the browser's search index;
//! 2. `assets` fingerprints the index and what is in `static/`, `templates` compiles what is in `templates/`;
//! 3. each module of `pages` lists its pages as jobs, `redirects` too; `crawlers` adds the site map;
//! 4. the files are sorted by path, so that neither the threads nor their number can be seen in the result;
//! 5. `links` checks every internal link, fragment and asset of every file; a broken one fails the build.
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
use context::{Context, PageContext};

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
    let site = render(kb, input, config)?;
    site.check_links(config)?;
    Ok(site)
}

impl Site {
    /// Checks that every internal link leads somewhere.
    ///
    /// # Errors
    /// All that do not.
    pub fn check_links(&self, config: &Config) -> Result<(), SiteError> {
        links::check(&self.files, config)
    }
}

/// [`build`] without the check of the links, for who can do something else meanwhile. No site is finished before
/// [`Site::check_links`] has been through it.
///
/// # Errors
/// When a template or a prose page is wrong, or when two files want the same path.
pub fn render(kb: &KnowledgeBase, input: &Input, config: &Config) -> Result<Site, SiteError> {
    let versions = known_versions(kb);
    let context = Context { kb, config, versions: &versions, prose: &input.prose, status: &input.status };
    // Files for programs need no template, so they are made while the records are indexed for the search.
    let mut for_programs = jobs::Jobs::default();
    api::files(&context, &mut for_programs);
    feeds::files(&context, &mut for_programs);
    badges::files(&context, &mut for_programs);
    let (search, for_programs) = rayon::join(|| search_files::files(kb, config), || jobs::run(for_programs));
    let mut statics = input.statics.clone();
    statics.extend(search?);
    let assets = assets::Assets::new(&statics)?;
    let templates = templates::Templates::new(&input.templates, &assets, config)?;
    let page_context = PageContext { context, templates: &templates };
    let mut jobs = pages::all(&page_context)?;
    let pages = jobs.len();
    redirects::files(&page_context, &mut jobs);
    let mut files = jobs::run(jobs)?;
    files.extend(for_programs?);
    files.extend(crawlers::files(&context, &files));
    files.push(open_search::file(&context));
    files.extend(assets.into_files(config));
    // GitHub Pages would otherwise run the files through a generator of its own when they come from a branch.
    files.push(OutputFile { path: Route::File(".nojekyll".to_owned()).file(), bytes: Vec::new() });
    output::sort(&mut files)?;
    Ok(Site { files, pages })
}
