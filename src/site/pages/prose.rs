//! Prose pages, from Markdown, and the page that a host shows where there is none.

use serde::Serialize;

use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{NameRef, sig_refs};
use super::super::{Route, SiteError, markdown};
use crate::model::FactSource;
use crate::query::{Share, coverage, source_words};

#[derive(Debug, Serialize)]
struct ProseView<'a> {
    title: &'a str,
    body_html: String,
    /// The upstream repositories as last imported, on the page about the site.
    sources: Vec<SourceLine<'a>>,
    /// How much has notes of our own, on the same page.
    coverage: Option<CoverageView<'a>>,
    edit: Option<String>,
}

/// How many records have notes, of those that changed lately.
#[derive(Debug, Serialize)]
struct CoverageView<'a> {
    first: String,
    last: String,
    keps: ShareView,
    gates: ShareView,
    security_since: String,
    security: ShareView,
    sigs: Vec<SigShare<'a>>,
}

#[derive(Debug, Serialize)]
struct SigShare<'a> {
    /// None for gates without a KEP.
    sig: Option<NameRef<'a>>,
    keps: ShareView,
    gates: ShareView,
}

#[derive(Debug, Serialize)]
struct ShareView {
    noted: usize,
    scope: usize,
}

impl From<Share> for ShareView {
    fn from(Share { noted, scope }: Share) -> Self {
        Self { noted, scope }
    }
}

#[derive(Debug, Serialize)]
struct SourceLine<'a> {
    source: &'static str,
    repository: &'a str,
    commit: Option<&'a str>,
    date: Option<String>,
    describes: Option<String>,
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct NotFoundView {}

/// Adds every prose page.
///
/// # Errors
/// When a page is not UTF-8, has no title, or links what nobody should follow.
pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) -> Result<(), SiteError> {
    for (path, bytes) in ctx.prose {
        let Some(stem) = path.strip_suffix(".md") else { continue };
        let wrong = |message: String| SiteError::Input { path: format!("content/pages/{path}"), message };
        let text = std::str::from_utf8(bytes).map_err(|error| wrong(format!("not UTF-8: {error}")))?;
        let (title, body) = text
            .strip_prefix("# ")
            .and_then(|rest| rest.split_once('\n'))
            .map(|(title, body)| (title.trim(), body))
            .filter(|(title, _)| !title.is_empty())
            .ok_or_else(|| wrong("line 1 must be the title: `# Title`".to_owned()))?;
        let rendered = markdown::render(body, ctx.config.base_url.path());
        if let Some(address) = rendered.dropped.first() {
            let line = text.lines().position(|line| line.contains(address.as_str())).map_or(1, |at| at + 1);
            return Err(wrong(format!(
                "line {line}: `{address}` is no address to link: write https://…, or /path/ for a page of this site"
            )));
        }
        let place = stem.strip_suffix("/index").unwrap_or(stem);
        let route = Route::Prose(place.to_owned());
        jobs.push(move || {
            let view = ProseView {
                title,
                body_html: rendered.html.clone(),
                sources: if place == "about" { sources(ctx) } else { Vec::new() },
                coverage: if place == "about" { coverage_view(ctx) } else { None },
                edit: ctx
                    .config
                    .repository
                    .as_ref()
                    .map(|repository| repository.edit_url(&format!("content/pages/{path}"))),
            };
            let trail = match place.split_once('/') {
                Some(("about", _)) => vec![("About".to_owned(), Route::Prose("about".to_owned()))],
                _ => Vec::new(),
            };
            let head =
                Head { title: title.to_owned(), description: first_sentence(body), trail, ..Head::default() };
            ctx.page(&route, "prose.html", &head, &view)
        });
    }
    jobs.push(move || {
        let head = Head {
            title: "Not found".to_owned(),
            description: "There is no page at this address.".to_owned(),
            no_index: true,
            ..Head::default()
        };
        ctx.page(&Route::NotFound, "not-found.html", &head, &NotFoundView {})
    });
    Ok(())
}

fn sources<'a>(ctx: &Context<'a>) -> Vec<SourceLine<'a>> {
    FactSource::ALL
        .iter()
        .filter_map(|kind| {
            let source = ctx.kb.source(*kind)?;
            Some(SourceLine {
                source: source_words(*kind),
                repository: &source.repository,
                commit: source.commit.as_deref().map(|commit| commit.get(..10).unwrap_or(commit)),
                date: source.date.map(|date| date.to_string()),
                describes: source.describes.map(|version| version.to_string()),
                note: source.note.as_deref(),
            })
        })
        .collect()
}

fn coverage_view<'a>(ctx: &Context<'a>) -> Option<CoverageView<'a>> {
    let found = coverage(ctx.kb);
    let ((first, last), (security_since, security)) = (found.versions?, found.security?);
    let sigs = found.sigs.into_iter().map(|one| SigShare {
        sig: one.sig.and_then(|slug| sig_refs(ctx, [slug]).pop()),
        keps: one.keps.into(),
        gates: one.gates.into(),
    });
    Some(CoverageView {
        first: first.to_string(),
        last: last.to_string(),
        keps: found.keps.into(),
        gates: found.gates.into(),
        security_since: security_since.to_string(),
        security: security.into(),
        sigs: sigs.collect(),
    })
}

/// The first sentence of the first paragraph, for previews.
fn first_sentence(body: &str) -> String {
    let paragraph = body.trim_start().split("\n\n").next().unwrap_or_default();
    let plain = paragraph.split_whitespace().collect::<Vec<_>>().join(" ").replace(['*', '`'], "");
    plain.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
}
