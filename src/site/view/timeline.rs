//! The lives of a KEP's gates drawn over the releases: where each bar, mark and word goes, in the units of the drawing.
//!
//! The template only writes the shapes down. Colours and patterns are classes; what a shape means stands beside it as
//! text, once more in words under the drawing.

use serde::Serialize;

use super::super::context::Context;
use super::SettingView;
use crate::model::{Gate, GateState, Kep, Milestone, MinorVersion, Setting};
use crate::query::{capitalised, newest_release, setting_words};

/// Width of one minor version: at least, at most, and of all of them together in between.
const COLUMN: (u32, u32) = (46, 88);
const WIDTH: u32 = 900;
/// Height of a lane: the gate's name over its bar.
const LANE: u32 = 54;
/// Height of the axis with the versions' names.
const AXIS: u32 = 30;
/// Space left and right.
const MARGIN: u32 = 8;
/// At most so many versions before the newest are drawn of a life that began earlier.
const PAST: u16 = 17;

/// The drawing.
#[derive(Debug, Serialize)]
pub(in super::super) struct TimelineView<'a> {
    width: u32,
    height: u32,
    versions: Vec<Tick>,
    lanes: Vec<Lane<'a>>,
    targets: Vec<TargetMark>,
    /// Where the word over the targets stands.
    targets_y: u32,
    /// Where the code ends and plans begin, where that is inside the drawing.
    horizon: Option<u32>,
    /// The whole drawing in words.
    words: String,
}

#[derive(Debug, Serialize)]
struct Tick {
    x: u32,
    center: u32,
    width: u32,
    version: String,
    supported: bool,
    newest: bool,
}

#[derive(Debug, Serialize)]
struct Lane<'a> {
    name: &'a str,
    label_y: u32,
    bars: Vec<Bar>,
    removed: Option<Removed>,
}

/// A setting that holds for some versions.
#[derive(Debug, Serialize)]
struct Bar {
    x: u32,
    y: u32,
    width: u32,
    text_x: u32,
    text_y: u32,
    setting: SettingView,
    /// What fits into the bar.
    text: String,
    unconfirmed: bool,
    title: String,
}

#[derive(Debug, Serialize)]
struct Removed {
    x: u32,
    y: u32,
    title: String,
}

#[derive(Debug, Serialize)]
struct TargetMark {
    x: u32,
    y: u32,
    width: u32,
    text_x: u32,
    text_y: u32,
    text: &'static str,
    title: String,
}

/// Draws the lives of `gates`, and what `kep` plans past what the code knows. Nothing where there is nothing to draw.
pub(in super::super) fn timeline<'a>(
    ctx: &Context<'a>,
    kep: Option<&Kep>,
    gates: &[&'a Gate],
) -> Option<TimelineView<'a>> {
    let kb = ctx.kb;
    let today = ctx.config.today;
    let newest = newest_release(kb, today)?;
    let targets: Vec<(Milestone, MinorVersion)> = kep
        .into_iter()
        .flat_map(|kep| kep.targets.iter())
        .map(|target| (target.milestone, target.version.value))
        .filter(|(_, version)| gates.is_empty() || kb.horizon().is_none_or(|horizon| *version > horizon))
        .collect();
    let starts = gates.iter().filter_map(|gate| gate.introduced());
    let first = starts.chain(targets.iter().map(|(_, version)| *version)).min()?;
    let ends = gates.iter().map(|gate| gate.removed.map_or(newest, |removed| removed.by));
    let last = ends.chain(targets.iter().map(|(_, version)| *version)).chain(kb.horizon()).max()?;
    let last = match gates {
        [] => last,
        // Gates that all went long ago need no column for every release since.
        gates if gates.iter().all(|gate| gate.removed.is_some()) => gates
            .iter()
            .filter_map(|gate| gate.removed)
            .map(|removed| removed.by)
            .max()?
            .max(targets.iter().map(|(_, version)| *version).max().unwrap_or(first)),
        _ => last,
    };
    let earliest = MinorVersion::new(last.major, last.minor.saturating_sub(PAST + 2));
    let first = first.previous().unwrap_or(first).max(earliest);
    let columns = u32::from(last.minor.saturating_sub(first.minor)) + 1;
    let scale = Scale { first, last, column: (WIDTH / columns).clamp(COLUMN.0, COLUMN.1) };
    let supported = kb.supported(today);
    let versions = scale
        .versions()
        .map(|version| Tick {
            x: scale.x(version),
            center: scale.x(version) + scale.column / 2,
            width: scale.column - 2,
            version: version.to_string(),
            supported: supported.contains(&version),
            newest: version == newest,
        })
        .collect();
    let lanes: Vec<Lane<'a>> =
        gates.iter().enumerate().map(|(at, gate)| lane(&scale, gate, AXIS + LANE * count(at))).collect();
    let below = AXIS + LANE * count(lanes.len());
    let marks =
        targets.iter().map(|(milestone, version)| target(&scale, *milestone, *version, below)).collect();
    let words = words(gates, &targets);
    Some(TimelineView {
        width: scale.x(last) + scale.column + MARGIN,
        height: below + if targets.is_empty() { MARGIN } else { LANE },
        versions,
        lanes,
        targets: marks,
        targets_y: below + 14,
        horizon: kb
            .horizon()
            .filter(|horizon| *horizon < last && *horizon >= first)
            .map(|horizon| scale.x(horizon) + scale.column),
        words,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX / LANE / 2)
}

/// Where versions are.
struct Scale {
    first: MinorVersion,
    last: MinorVersion,
    /// Width of one minor version.
    column: u32,
}

impl Scale {
    fn x(&self, version: MinorVersion) -> u32 {
        MARGIN + self.column * u32::from(version.minor.saturating_sub(self.first.minor))
    }

    fn versions(&self) -> impl Iterator<Item = MinorVersion> {
        let last = self.last;
        std::iter::successors(Some(self.first), |version| Some(version.next()))
            .take_while(move |version| *version <= last)
    }
}

fn lane<'a>(scale: &Scale, gate: &'a Gate, top: u32) -> Lane<'a> {
    let mut bars: Vec<(MinorVersion, u32, GateState)> = Vec::new();
    let mut removed = None;
    for version in scale.versions() {
        let state = gate.state_at(version);
        match state {
            GateState::NotYet => {}
            GateState::Removed => removed = removed.or(Some(version)),
            GateState::Present(_) | GateState::Unconfirmed(_) => match bars.last_mut() {
                Some((_, columns, known)) if *known == state => *columns += 1,
                _ => bars.push((version, 1, state)),
            },
        }
    }
    let y = top + 20;
    let bars = bars
        .into_iter()
        .filter_map(|(since, columns, state)| Some(bar(scale, since, columns, state, state.setting()?, y)))
        .collect();
    let removed = removed.map(|version| Removed {
        x: scale.x(version) + scale.column / 2,
        y: y + 12,
        title: gate
            .removed
            .map_or_else(|| "removed".to_owned(), |removed| crate::query::removal_words(removed.value)),
    });
    Lane { name: gate.name.as_str(), label_y: top + 14, bars, removed }
}

fn bar(scale: &Scale, since: MinorVersion, columns: u32, state: GateState, setting: Setting, y: u32) -> Bar {
    let view = SettingView::new(setting);
    let unconfirmed = matches!(state, GateState::Unconfirmed(_));
    let width = scale.column * columns - 3;
    // About seven units a letter.
    let text = [format!("{} {}", view.stage, view.default), view.stage.to_owned(), view.letter.to_string()]
        .into_iter()
        .find(|text| u32::try_from(text.len()).unwrap_or(u32::MAX) * 7 + 12 <= width)
        .unwrap_or_else(|| view.letter.to_string());
    let words = setting_words(setting);
    Bar {
        x: scale.x(since),
        y,
        width,
        text_x: scale.x(since) + 7,
        text_y: y + 16,
        setting: view,
        text,
        unconfirmed,
        title: if unconfirmed {
            format!("perhaps removed at {since}; was {words}")
        } else {
            format!("{words} from {since}")
        },
    }
}

fn target(scale: &Scale, milestone: Milestone, version: MinorVersion, top: u32) -> TargetMark {
    TargetMark {
        x: scale.x(version),
        y: top + 20,
        width: scale.column - 3,
        text_x: scale.x(version) + scale.column / 2 - 1,
        text_y: top + 36,
        text: match milestone.as_str() {
            "stable" => "S?",
            "beta" => "B?",
            "alpha" => "A?",
            _ => "?",
        },
        title: format!("target: {} in {version}", milestone.as_str()),
    }
}

fn words(gates: &[&Gate], targets: &[(Milestone, MinorVersion)]) -> String {
    let mut sentences: Vec<String> = gates
        .iter()
        .map(|gate| {
            let rows = gate.history.iter().map(|row| {
                let setting = Setting {
                    stage: row.stage.value,
                    default: row.default.map(|at| at.value),
                    locked: row.locked.map(|at| at.value),
                };
                format!("{} from {}", setting_words(setting), row.since.value)
            });
            let removal = gate.removed.map(|removed| crate::query::removal_words(removed.value));
            format!("{}: {}.", gate.name.value, rows.chain(removal).collect::<Vec<_>>().join("; "))
        })
        .collect();
    if !targets.is_empty() {
        let plans: Vec<_> = targets
            .iter()
            .map(|(milestone, version)| format!("{} in {version}", milestone.as_str()))
            .collect();
        sentences.push(capitalised(&format!("targets: {}.", plans.join(", "))));
    }
    sentences.join(" ")
}
