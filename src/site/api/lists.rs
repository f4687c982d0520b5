//! `index.json`, `gates.json` and `keps.json`: where everything is, and everything at a glance.

use jiff::civil::Date;
use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::facts::{KepRefV1, StateV1, TargetV1, Text, WindowV1, gate_names, targets, words};
use crate::model::{Gate, GateState, Kep, MinorVersion, UpstreamSource};
use crate::query::{gate_standing, kep_standing, newest_release};

#[derive(Debug, Serialize)]
pub(super) struct IndexV1<'a> {
    site: String,
    /// Newest version that is released on the site's day.
    newest: Option<Text<MinorVersion>>,
    /// Newest version whose gates are known from the code.
    known_up_to: Option<Text<MinorVersion>>,
    /// Versions that are supported on the site's day, newest first.
    supported: Vec<Text<MinorVersion>>,
    counts: CountsV1,
    files: FilesV1,
    collections: Vec<CollectionV1<'a>>,
    sources: Vec<SourceV1<'a>>,
}

#[derive(Debug, Serialize)]
struct CountsV1 {
    gates: usize,
    keps: usize,
    releases: usize,
    collections: usize,
    drift: usize,
}

/// Where files are; a word in braces stands for what is to be put in.
#[derive(Debug, Serialize)]
struct FilesV1 {
    gates: String,
    keps: String,
    releases: String,
    drift: String,
    states: String,
    check: String,
    gate: String,
    kep: String,
    release: String,
    collection: String,
    schema: String,
    feed: String,
    release_feed: String,
    gate_badge: String,
    kep_badge: String,
}

#[derive(Debug, Serialize)]
struct CollectionV1<'a> {
    slug: &'a str,
    title: &'a str,
    page: String,
    json: String,
}

#[derive(Debug, Serialize)]
struct SourceV1<'a> {
    /// `code`, `docs` or `kep`.
    source: &'static str,
    repository: &'a str,
    commit: Option<&'a str>,
    date: Option<Text<Date>>,
    describes: Option<Text<MinorVersion>>,
}

#[derive(Debug, Serialize)]
pub(super) struct GateListV1<'a> {
    /// The version of `state`.
    release: Option<Text<MinorVersion>>,
    gates: Vec<GateItemV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GateItemV1<'a> {
    gate: &'a str,
    standing: String,
    keps: Vec<String>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    introduced: Option<Text<MinorVersion>>,
    removed: Option<WindowV1>,
    /// Its state at the newest release.
    state: StateV1,
    page: String,
    json: String,
}

#[derive(Debug, Serialize)]
pub(super) struct KepListV1<'a> {
    keps: Vec<KepItemV1<'a>>,
}

#[derive(Debug, Serialize)]
struct KepItemV1<'a> {
    #[serde(flatten)]
    kep: KepRefV1<'a>,
    standing: String,
    targets: Vec<TargetV1>,
    gates: Vec<&'a str>,
    components: Vec<&'a str>,
    topics: Vec<&'a str>,
    json: String,
}

/// `index.json`.
pub(super) fn index<'a>(ctx: &Context<'a>) -> IndexV1<'a> {
    let kb = ctx.kb;
    IndexV1 {
        site: ctx.absolute(&Route::Home),
        newest: newest_release(kb, ctx.config.today).map(Text),
        known_up_to: kb.horizon().map(Text),
        supported: kb.supported(ctx.config.today).into_iter().map(Text).collect(),
        counts: CountsV1 {
            gates: kb.gates().len(),
            keps: kb.keps().len(),
            releases: super::versions(kb).len(),
            collections: kb.collections().len(),
            drift: kb.drift().len(),
        },
        files: templates(ctx),
        collections: kb
            .collections()
            .iter()
            .map(|list| CollectionV1 {
                slug: &list.slug,
                title: &list.title,
                page: ctx.absolute(&Route::Collection(list.slug.value.clone())),
                json: ctx.absolute(&Route::api_collection(&list.slug)),
            })
            .collect(),
        sources: kb.content().sources.iter().map(source).collect(),
    }
}

fn templates(ctx: &Context<'_>) -> FilesV1 {
    let base = ctx.absolute(&Route::Home);
    let api = |name: &str| ctx.absolute(&Route::api(name));
    FilesV1 {
        gates: api("gates"),
        keps: api("keps"),
        releases: api("releases"),
        drift: api("drift"),
        states: ctx.absolute(&Route::api_states()),
        check: ctx.absolute(&Route::api_check()),
        gate: api("gates/{gate}"),
        kep: ctx.absolute(&Route::api_kep("{key}")),
        release: api("releases/{release}"),
        collection: ctx.absolute(&Route::api_collection("{slug}")),
        schema: ctx.absolute(&Route::api_schema("{kind}")),
        feed: ctx.absolute(&Route::feed()),
        release_feed: format!("{base}releases/{{release}}/feed.xml"),
        gate_badge: format!("{base}badges/gates/{{gate}}.svg"),
        kep_badge: ctx.absolute(&Route::kep_badge("{key}")),
    }
}

fn source(source: &UpstreamSource) -> SourceV1<'_> {
    SourceV1 {
        source: source.kind.as_str(),
        repository: &source.repository,
        commit: source.commit.as_deref(),
        date: source.date.map(Text),
        describes: source.describes.map(Text),
    }
}

/// `gates.json`.
pub(super) fn gates<'a>(ctx: &Context<'a>) -> GateListV1<'a> {
    let newest = newest_release(ctx.kb, ctx.config.today);
    GateListV1 {
        release: newest.map(Text),
        gates: ctx.kb.gates().iter().map(|item| gate(ctx, item, newest)).collect(),
    }
}

fn gate<'a>(ctx: &Context<'a>, gate: &'a Gate, newest: Option<MinorVersion>) -> GateItemV1<'a> {
    let kb = ctx.kb;
    GateItemV1 {
        gate: gate.name.as_str(),
        standing: gate_standing(kb, gate, ctx.config.today),
        keps: kb.keps_of(gate).map(|kep| ctx.kep_key(kep)).collect(),
        sigs: kb.sigs_of(gate),
        components: words(&gate.components),
        topics: kb.topics_of(gate),
        introduced: gate.introduced().map(Text),
        removed: gate.removed.map(|removed| removed.value.into()),
        state: newest.map_or(GateState::NotYet, |newest| gate.state_at(newest)).into(),
        page: ctx.absolute(&Route::Gate(gate.name.value.clone())),
        json: ctx.absolute(&Route::api_gate(&gate.name)),
    }
}

/// `keps.json`.
pub(super) fn keps<'a>(ctx: &Context<'a>) -> KepListV1<'a> {
    KepListV1 { keps: ctx.kb.keps().iter().map(|item| kep(ctx, item)).collect() }
}

fn kep<'a>(ctx: &Context<'a>, kep: &'a Kep) -> KepItemV1<'a> {
    let reference = KepRefV1::new(ctx, kep);
    KepItemV1 {
        json: ctx.absolute(&Route::api_kep(&reference.key)),
        kep: reference,
        standing: kep_standing(ctx.kb, kep, ctx.config.today),
        targets: targets(kep),
        gates: gate_names(ctx.kb, kep),
        components: words(&kep.components),
        topics: words(&kep.topics),
    }
}
