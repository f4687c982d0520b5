//! What every page can ask for, and how a page is made from its view.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::Serialize;

use super::config::Config;
use super::input::InputFile;
use super::templates::Templates;
use super::{OutputFile, Route, SiteError};
use crate::kb::KnowledgeBase;
use crate::model::{Kep, MinorVersion, StatusBook};

/// What every file of a build is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The joined records.
    pub(super) kb: &'a KnowledgeBase,
    /// Settings of the build.
    pub(super) config: &'a Config,
    /// Every minor version of which something is known: those that have a page.
    pub(super) versions: &'a BTreeSet<MinorVersion>,
    /// Prose pages in Markdown.
    pub(super) prose: &'a [InputFile],
    /// What is known about tracking issues.
    pub(super) status: &'a StatusBook,
}

/// What a page is made of: the same, and the templates, which know the assets by their names in the finished site.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageContext<'a> {
    /// What every file is made of.
    pub(super) context: Context<'a>,
    /// The compiled templates.
    pub(super) templates: &'a Templates,
}

impl<'a> Deref for PageContext<'a> {
    type Target = Context<'a>;

    fn deref(&self) -> &Self::Target {
        &self.context
    }
}

/// What the frame around a page needs.
#[derive(Debug, Clone, Default)]
pub(super) struct Head<'a> {
    /// The title without the site's name.
    pub(super) title: String,
    /// One sentence for search engines and previews; plain text.
    pub(super) description: String,
    /// The ancestors, home left out: what to call them and where they are.
    pub(super) trail: Vec<(String, Route)>,
    /// Modules of `static/` that the page loads, for example `table.js`.
    pub(super) scripts: &'a [&'a str],
    /// The same thing for programs, where the API has it.
    pub(super) json: Option<Route>,
    /// The feed that belongs to the page, besides that of the whole site.
    pub(super) feed: Option<Route>,
    /// Whether search engines should leave the page out.
    pub(super) no_index: bool,
}

/// [`Head`] as templates see it, as `page`.
#[derive(Debug, Serialize)]
struct HeadView<'a> {
    title: &'a str,
    description: &'a str,
    url: String,
    section: &'static str,
    trail: Vec<Crumb<'a>>,
    scripts: &'a [&'a str],
    json: Option<String>,
    feed: Option<String>,
    no_index: bool,
}

#[derive(Debug, Serialize)]
struct Crumb<'a> {
    label: &'a str,
    href: String,
}

/// What a template sees: the frame as `page`, the page itself as `view`, and the site as `site` (see `templates`).
#[derive(Debug, Serialize)]
struct Whole<'a, V: Serialize> {
    page: HeadView<'a>,
    view: &'a V,
}

impl PageContext<'_> {
    /// Renders `view` with `template` into the page at `route`.
    pub(super) fn page(
        &self,
        route: &Route,
        template: &str,
        head: &Head<'_>,
        view: &impl Serialize,
    ) -> Result<OutputFile, SiteError> {
        let page = HeadView {
            title: &head.title,
            description: &head.description,
            url: self.absolute(route),
            section: route.section(),
            trail: head.trail.iter().map(|(label, route)| Crumb { label, href: self.href(route) }).collect(),
            scripts: head.scripts,
            json: head.json.as_ref().map(|route| self.href(route)),
            feed: head.feed.as_ref().map(|route| self.href(route)),
            no_index: head.no_index,
        };
        let html = self.templates.render(template, &Whole { page, view })?;
        Ok(OutputFile { path: route.file(), bytes: html.into_bytes() })
    }
}

impl Context<'_> {
    /// What to write into `href` for `route`: a path on the site's host.
    pub(super) fn href(&self, route: &Route) -> String {
        format!("{}{}", self.config.base_url.path(), route.path())
    }

    /// The whole address of `route`.
    pub(super) fn absolute(&self, route: &Route) -> String {
        format!("{}{}", self.config.base_url.as_str(), route.path())
    }

    /// Where the page of a minor version is, where it has one.
    pub(super) fn release_href(&self, version: MinorVersion) -> Option<String> {
        self.versions.contains(&version).then(|| self.href(&Route::Release(version)))
    }

    /// The route of a KEP's page, by its key.
    pub(super) fn kep_route(&self, kep: &Kep) -> Route {
        Route::Kep(self.kep_key(kep))
    }

    /// What a KEP is called in addresses: its number, or its record key where several KEPs share the number or there is
    /// none.
    pub(super) fn kep_key(&self, kep: &Kep) -> String {
        let number = kep.number.value;
        if number.0 == 0 || self.kb.keps_numbered(number).nth(1).is_some() {
            kep.key()
        } else {
            number.0.to_string()
        }
    }
}
