//! Files for programs that walk through sites: the site map, `robots.txt` and `llms.txt`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::context::Context;
use super::xml::escape;
use super::{OutputFile, Route};
use crate::query::newest_release;

/// What stands in the head of a page that search engines should leave out.
const NO_INDEX: &[u8] = b"<meta name=\"robots\" content=\"noindex\">";
/// How far into a page its head can reach.
const HEAD: usize = 4096;

/// The files, made from the finished `pages` among `files`.
pub(super) fn files(ctx: &Context<'_>, files: &[OutputFile]) -> Vec<OutputFile> {
    let file = |path: &str, text: String| OutputFile { path: path.to_owned(), bytes: text.into_bytes() };
    vec![
        file("llms.txt", llms(ctx)),
        file("robots.txt", robots(ctx)),
        file("sitemap.xml", site_map(ctx, files)),
    ]
}

/// Every page that may be found, with the day of its last change where a record gives one.
fn site_map(ctx: &Context<'_>, files: &[OutputFile]) -> String {
    let days = days(ctx);
    let mut paths: Vec<&str> = files
        .iter()
        .filter(|file| file.path.ends_with("index.html") && !is_hidden(&file.bytes))
        .map(|file| file.path.trim_end_matches("index.html"))
        .collect();
    paths.sort_unstable();
    let mut out = String::with_capacity(paths.len() * 96);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let base = ctx.config.base_url.as_str();
    for path in paths {
        let day = days.get(path).map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        // A string takes any text.
        let _ = writeln!(out, "<url><loc>{}{}</loc>{day}</url>", escape(base), escape(path));
    }
    out.push_str("</urlset>\n");
    out
}

fn is_hidden(page: &[u8]) -> bool {
    let head = &page[..page.len().min(HEAD)];
    memchr::memmem::find(head, NO_INDEX).is_some()
}

/// The days that records give for what is on a page: a release's first day, a KEP's last edit or review.
fn days(ctx: &Context<'_>) -> BTreeMap<String, Date> {
    let today = ctx.config.today;
    let releases =
        ctx.kb.releases().iter().filter_map(|release| {
            Some((Route::Release(release.version.value).path(), release.released?.value))
        });
    let keps = ctx.kb.keps().iter().filter_map(|kep| {
        let reviewed = kep.risk.as_ref().and_then(|risk| risk.reviewed);
        let day = [kep.updated, reviewed].into_iter().flatten().map(|at| at.value).max()?;
        Some((ctx.kep_route(kep).path(), day))
    });
    releases.chain(keps).filter(|(_, day)| *day <= today).collect()
}

fn robots(ctx: &Context<'_>) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", ctx.config.base_url.as_str())
}

/// What the site is and where its machine-readable half is, as <https://llmstxt.org> asks for it.
fn llms(ctx: &Context<'_>) -> String {
    let kb = ctx.kb;
    let link =
        |title: &str, route: &Route, about: &str| format!("- [{title}]({}): {about}\n", ctx.absolute(route));
    let mut out = format!(
        "# kepdb\n\n> Every feature gate and enhancement proposal (KEP) of Kubernetes, release by release: stage, default \
         and lock of {} gates, targets of {} KEPs, and where the sources disagree.\n\n",
        kb.gates().len(),
        kb.keps().len()
    );
    if let Some(newest) = newest_release(kb, ctx.config.today) {
        out.push_str(&format!("The newest release on {} is {newest}. ", ctx.config.today));
    }
    out.push_str(
        "Milestones of a KEP are plans and are called targets; the histories of gates are facts. What no source records \
         is null, never guessed.\n\n## Data\n\n",
    );
    out.push_str(&link("Index", &Route::api("index"), "where every JSON file and schema is"));
    out.push_str(&link("Gates", &Route::api("gates"), "all gates with their state at the newest release"));
    out.push_str(&link("KEPs", &Route::api("keps"), "all proposals with status and targets"));
    out.push_str(&link("Releases", &Route::api("releases"), "minor versions, their dates and support"));
    out.push_str(&link("States", &Route::api_states(), "the history of every gate in one file"));
    out.push_str(&link("Drift", &Route::api("drift"), "where code, documentation and proposals disagree"));
    out.push_str(&link("Feed", &Route::feed(), "Atom, one entry a release"));
    out.push_str("\n## Pages\n\n");
    out.push_str(&link("Releases", &Route::Releases, "what each minor version changed"));
    out.push_str(&link("Gates", &Route::Gates, "one page a gate"));
    out.push_str(&link("KEPs", &Route::Keps, "one page a proposal"));
    out.push_str(&link("Compare", &Route::Compare, "what changes between two versions"));
    out
}
