//! Names with the address of their page.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use crate::kb::KnowledgeBase;
use crate::model::{Gate, Kep};
use crate::source::At;

/// A KEP in a list.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct KepRef<'a> {
    /// The number; 0 where upstream gives none.
    pub(in super::super) number: u32,
    pub(in super::super) title: &'a str,
    pub(in super::super) href: String,
}

/// A gate in a list.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct GateRef<'a> {
    pub(in super::super) name: &'a str,
    pub(in super::super) href: String,
}

/// A SIG, topic or component in a list.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct NameRef<'a> {
    pub(in super::super) slug: &'a str,
    pub(in super::super) name: &'a str,
    pub(in super::super) href: String,
}

impl<'a> KepRef<'a> {
    /// Names `kep`.
    pub(in super::super) fn new(ctx: &Context<'_>, kep: &'a Kep) -> Self {
        Self { number: kep.number.value.0, title: &kep.title, href: ctx.href(&ctx.kep_route(kep)) }
    }
}

impl<'a> GateRef<'a> {
    /// Names `gate`.
    pub(in super::super) fn new(ctx: &Context<'_>, gate: &'a Gate) -> Self {
        Self { name: gate.name.as_str(), href: ctx.href(&Route::Gate(gate.name.value.clone())) }
    }
}

/// Names `keps`.
pub(in super::super) fn kep_refs<'a>(
    ctx: &Context<'_>,
    keps: impl IntoIterator<Item = &'a Kep>,
) -> Vec<KepRef<'a>> {
    keps.into_iter().map(|kep| KepRef::new(ctx, kep)).collect()
}

/// Names `gates`.
pub(in super::super) fn gate_refs<'a>(
    ctx: &Context<'_>,
    gates: impl IntoIterator<Item = &'a Gate>,
) -> Vec<GateRef<'a>> {
    gates.into_iter().map(|gate| GateRef::new(ctx, gate)).collect()
}

/// Names SIGs by their slugs.
pub(in super::super) fn sig_refs<'a>(
    ctx: &Context<'a>,
    slugs: impl IntoIterator<Item = &'a str>,
) -> Vec<NameRef<'a>> {
    let name = |kb: &'a KnowledgeBase, slug: &'a str| kb.content().taxonomy.sig_name(slug);
    slugs
        .into_iter()
        .map(|slug| NameRef { slug, name: name(ctx.kb, slug), href: ctx.href(&Route::Sig(slug.to_owned())) })
        .collect()
}

/// Names topics by their slugs.
pub(in super::super) fn topic_refs<'a>(
    ctx: &Context<'a>,
    slugs: impl IntoIterator<Item = &'a str>,
) -> Vec<NameRef<'a>> {
    let name = |kb: &'a KnowledgeBase, slug: &'a str| kb.content().taxonomy.topic_name(slug);
    slugs
        .into_iter()
        .map(|slug| NameRef {
            slug,
            name: name(ctx.kb, slug),
            href: ctx.href(&Route::Topic(slug.to_owned())),
        })
        .collect()
}

/// Names the components of a record.
pub(in super::super) fn component_refs<'a>(ctx: &Context<'a>, slugs: &'a [At<String>]) -> Vec<NameRef<'a>> {
    let name = |kb: &'a KnowledgeBase, slug: &'a str| kb.content().taxonomy.component_name(slug);
    slugs
        .iter()
        .map(|slug| NameRef {
            slug,
            name: name(ctx.kb, slug),
            href: ctx.href(&Route::Component(slug.value.clone())),
        })
        .collect()
}
