//! `releases.json` and `releases/<version>.json`: the minor versions, and what each changed.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::facts::{KepRefV1, PlanV1, ReleaseV1, SettingV1, WindowV1, words};
use crate::model::MinorVersion;
use crate::query::{Filter, ReleaseRow, release_report};

#[derive(Debug, Serialize)]
pub(super) struct ReleaseListV1<'a> {
    releases: Vec<ItemV1<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemV1<'a> {
    #[serde(flatten)]
    release: ReleaseV1,
    final_patch: Option<&'a str>,
    /// `changes`, or `planned` past what the code knows.
    kind: &'static str,
    /// How many gates it changed.
    changed: usize,
    page: String,
    json: String,
    feed: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ReleaseDocumentV1<'a> {
    #[serde(flatten)]
    release: ReleaseV1,
    final_patch: Option<&'a str>,
    kind: &'static str,
    page: String,
    feed: Option<String>,
    groups: Vec<GroupV1<'a>>,
    /// Plans of KEPs for this version, whatever came of them.
    targets: Vec<PlanV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupV1<'a> {
    group: &'static str,
    gates: Vec<ChangeV1<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeV1<'a> {
    gate: &'a str,
    page: String,
    keps: Vec<KepRefV1<'a>>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    before: Option<SettingV1>,
    after: Option<SettingV1>,
    changes: Vec<&'static str>,
    removed: Option<WindowV1>,
}

/// All versions of which anything is known, oldest first.
pub(super) fn list<'a>(ctx: &Context<'a>) -> ReleaseListV1<'a> {
    let item = |version: MinorVersion| ItemV1 {
        release: ReleaseV1::new(ctx.kb, version, ctx.config.today),
        final_patch: final_patch(ctx, version),
        kind: kind(ctx, version),
        changed: match is_known(ctx, version) {
            true => release_report(ctx.kb, version, &Filter::default()).gate_count(),
            false => 0,
        },
        page: ctx.absolute(&Route::Release(version)),
        json: ctx.absolute(&Route::api_release(version)),
        feed: feed(ctx, version),
    };
    ReleaseListV1 { releases: super::versions(ctx.kb).into_iter().map(item).collect() }
}

/// The document of `version`.
pub(super) fn document<'a>(ctx: &Context<'a>, version: MinorVersion) -> ReleaseDocumentV1<'a> {
    let groups = match is_known(ctx, version) {
        true => release_report(ctx.kb, version, &Filter::default()).groups,
        false => Vec::new(),
    };
    ReleaseDocumentV1 {
        release: ReleaseV1::new(ctx.kb, version, ctx.config.today),
        final_patch: final_patch(ctx, version),
        kind: kind(ctx, version),
        page: ctx.absolute(&Route::Release(version)),
        feed: feed(ctx, version),
        groups: groups
            .iter()
            .map(|(group, rows)| GroupV1 {
                group: group.as_str(),
                gates: rows.iter().map(|row| change(ctx, row)).collect(),
            })
            .collect(),
        targets: ctx.kb.targets_at(version).iter().map(|target| PlanV1::new(ctx, target)).collect(),
    }
}

fn is_known(ctx: &Context<'_>, version: MinorVersion) -> bool {
    ctx.kb.horizon().is_some_and(|horizon| version <= horizon)
}

fn kind(ctx: &Context<'_>, version: MinorVersion) -> &'static str {
    if is_known(ctx, version) { "changes" } else { "planned" }
}

fn final_patch<'a>(ctx: &Context<'a>, version: MinorVersion) -> Option<&'a str> {
    ctx.kb.release(version)?.final_patch.as_deref()
}

fn feed(ctx: &Context<'_>, version: MinorVersion) -> Option<String> {
    is_known(ctx, version).then(|| ctx.absolute(&Route::release_feed(version)))
}

fn change<'a>(ctx: &Context<'a>, row: &ReleaseRow<'a>) -> ChangeV1<'a> {
    ChangeV1 {
        gate: row.gate.name.as_str(),
        page: ctx.absolute(&Route::Gate(row.gate.name.value.clone())),
        keps: row.keps.iter().map(|kep| KepRefV1::new(ctx, kep)).collect(),
        sigs: ctx.kb.sigs_of(row.gate),
        components: words(&row.gate.components),
        before: row.before.map(SettingV1::from),
        after: row.after.map(SettingV1::from),
        changes: row.kinds.iter().map(|kind| kind.as_str()).collect(),
        removed: row.removal.map(WindowV1::from),
    }
}
