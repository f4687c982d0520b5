//! Links out of the site: further reading, the upstream files of a record, and the record itself.

use serde::Serialize;

use super::super::context::Context;
use crate::model::{FactSource, Gate, Kep, Link, Provenance};
use crate::query::{source_words, upstream_url};

/// A link for further reading.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct LinkView<'a> {
    pub(in super::super) kind: &'static str,
    pub(in super::super) title: &'a str,
    pub(in super::super) url: &'a str,
}

/// The upstream file that facts of a record were read from.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct SourceView<'a> {
    /// `code`, `docs`, `KEP`.
    pub(in super::super) source: &'static str,
    pub(in super::super) path: &'a str,
    /// The file at the commit it was read from; none where the records do not name the repository.
    pub(in super::super) url: Option<String>,
    /// The first digits of the commit, where it is known.
    pub(in super::super) commit: Option<&'a str>,
}

/// The record's own file.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct EditView {
    pub(in super::super) path: String,
    /// Where it can be edited, where the site knows its repository.
    pub(in super::super) url: Option<String>,
}

/// Shows `links`.
pub(in super::super) fn link_views(links: &[Link]) -> Vec<LinkView<'_>> {
    links
        .iter()
        .map(|link| LinkView { kind: link.kind.as_str(), title: &link.title, url: &link.url })
        .collect()
}

/// The files that a gate's facts came from.
pub(in super::super) fn gate_sources<'a>(ctx: &Context<'_>, gate: &'a Gate) -> Vec<SourceView<'a>> {
    let files = [(FactSource::Code, &gate.code), (FactSource::Docs, &gate.docs)];
    files.into_iter().filter_map(|(kind, file)| Some(source(ctx, kind, file.as_ref()?))).collect()
}

/// The files that a KEP's facts came from.
pub(in super::super) fn kep_sources<'a>(ctx: &Context<'_>, kep: &'a Kep) -> Vec<SourceView<'a>> {
    kep.source.iter().map(|file| source(ctx, FactSource::Kep, file)).collect()
}

fn source<'a>(ctx: &Context<'_>, kind: FactSource, file: &'a Provenance) -> SourceView<'a> {
    SourceView {
        source: source_words(kind),
        path: &file.path,
        url: upstream_url(ctx.kb, kind, file),
        commit: file.commit.as_deref().map(|commit| commit.get(..10).unwrap_or(commit)),
    }
}

/// The record at `path` (from the root of the repository), and where to edit it.
pub(in super::super) fn edit_view(ctx: &Context<'_>, path: String) -> EditView {
    let url = ctx.config.repository.as_ref().map(|repository| repository.edit_url(&path));
    EditView { path, url }
}
