//! A gate's life over the releases: one cell a minor version.

use serde::Serialize;

use super::super::context::Context;
use super::StateView;
use crate::model::{Gate, MinorVersion};

/// How many cells a strip has at most: a record that names an absurd version makes no absurd page.
const MOST: usize = 100;

/// One minor version of a strip.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct StripCell {
    pub(in super::super) version: String,
    /// The release's page.
    pub(in super::super) href: Option<String>,
    pub(in super::super) state: StateView,
    /// Whether the gate's state differs from that at the version before.
    pub(in super::super) changed: bool,
    /// Whether the version is supported on the site's day.
    pub(in super::super) supported: bool,
    /// Whether the version is not released yet on the site's day.
    pub(in super::super) ahead: bool,
    /// The milestone a KEP plans for this version, where it lies past what the code knows.
    pub(in super::super) target: Option<&'static str>,
}

/// A gate's life.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct StripView {
    pub(in super::super) cells: Vec<StripCell>,
    /// The same in a sentence, for those who do not see the cells: `alpha, off from 1.34; beta, off from 1.35; …`.
    pub(in super::super) words: String,
}

/// The strip of `gate` from the version before its first to the last one of which code or its KEPs say anything.
pub(in super::super) fn strip(ctx: &Context<'_>, gate: &Gate) -> StripView {
    let kb = ctx.kb;
    let today = ctx.config.today;
    let horizon = kb.horizon();
    let newest = crate::query::newest_release(kb, today);
    let supported = kb.supported(today);
    let targets = || kb.keps_of(gate).flat_map(|kep| kep.targets.iter());
    let first = gate.introduced().map(|version| version.previous().unwrap_or(version));
    let last = targets()
        .map(|target| target.version.value)
        .chain(horizon)
        .chain(gate.removed.map(|removed| removed.by))
        .chain(gate.history.last().map(|row| row.since.value))
        .max();
    let (Some(first), Some(last)) = (first, last) else {
        return StripView { cells: Vec::new(), words: "No source gives its history".to_owned() };
    };
    // A gate that went long ago needs no cell for every release since.
    let end = match gate.removed {
        Some(removed) => removed.by.min(last).max(first),
        None => last,
    };
    let mut cells: Vec<StripCell> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for version in versions(first, end) {
        let state = StateView::new(gate.state_at(version));
        let changed = cells.last().is_some_and(|cell| cell.state != state);
        if changed || (cells.is_empty() && state.kind == "present") {
            words.push(match state.kind {
                "removed" => format!("removed in {version}"),
                _ => format!("{} from {version}", state.words),
            });
        }
        let is_beyond = horizon.is_some_and(|horizon| version > horizon);
        let target = targets().filter(|_| is_beyond).find(|target| target.version.value == version);
        cells.push(StripCell {
            version: version.to_string(),
            href: ctx.release_href(version),
            state,
            changed,
            supported: supported.contains(&version),
            ahead: newest.is_some_and(|newest| version > newest),
            target: target.map(|target| target.milestone.as_str()),
        });
    }
    StripView { cells, words: crate::query::capitalised(&words.join("; ")) }
}

fn versions(first: MinorVersion, last: MinorVersion) -> impl Iterator<Item = MinorVersion> {
    std::iter::successors(Some(first), |version| Some(version.next()))
        .take_while(move |version| *version <= last)
        .take(MOST)
}
