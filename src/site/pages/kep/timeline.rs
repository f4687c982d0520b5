//! The drawing of a KEP's life: one lane a gate, one column a minor version, and a lane for the KEP's targets.
//!
//! Here are only numbers and words; the template draws them, and style sheets colour them.

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::view::{SettingView, strip};
use super::super::record::Moment;
use crate::model::{Gate, Kep, MinorVersion, Setting};

/// How wide all columns together would like to be.
const WISHED_WIDTH: u32 = 1120;
/// Bounds of a column's width.
const COLUMN: (u32, u32) = (38, 92);
/// Height of the axis.
const AXIS: u32 = 40;
/// Height of a lane, with the name above its bars.
const LANE: u32 = 58;
/// Height of a bar.
const BAR: u32 = 28;
/// How many versions are drawn at most; a record that names an absurd one must not make an absurd drawing.
const MOST_COLUMNS: usize = 60;
/// Width of a letter of a lane's name, roughly.
const LETTER: u32 = 8;

/// The drawing.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Timeline {
    width: u32,
    height: u32,
    columns: Vec<Column>,
    lanes: Vec<Lane>,
    /// Where what is only planned begins.
    horizon_x: Option<u32>,
    /// Everything that is drawn, in words.
    words: Vec<String>,
    has_targets: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Column {
    version: String,
    x: u32,
    width: u32,
    mid: u32,
    newest: bool,
    supported: bool,
    ahead: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Lane {
    name: String,
    name_y: u32,
    y: u32,
    text_y: u32,
    bars: Vec<Bar>,
    marks: Vec<Mark>,
}

/// How long a setting holds.
#[derive(Debug, Clone, Serialize)]
struct Bar {
    x: u32,
    width: u32,
    setting: SettingView,
    /// Whether no source says that the gate still exists.
    unconfirmed: bool,
    /// Whether there is room for words and not only for the letter.
    roomy: bool,
    text_x: u32,
    lock_x: u32,
    lock_y: u32,
}

/// A removal or a target.
#[derive(Debug, Clone, Serialize)]
struct Mark {
    /// `removed` or `target`.
    kind: &'static str,
    mid: u32,
    y: u32,
    letter: char,
    stage: &'static str,
    ahead: bool,
}

/// Turns versions into places.
struct Axis {
    versions: Vec<MinorVersion>,
    column: u32,
}

impl Axis {
    /// The left edge of `version`'s column; the right end for a version that is not drawn.
    fn x(&self, version: MinorVersion) -> u32 {
        let before = self.versions.iter().take_while(|drawn| **drawn < version).count();
        u32::try_from(before).unwrap_or(0) * self.column
    }

    fn has(&self, version: MinorVersion) -> bool {
        self.versions.binary_search(&version).is_ok()
    }

    fn width(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(0) * self.column
    }
}

/// Draws `kep`; nothing where neither a gate's history nor a target says anything.
pub(super) fn timeline(ctx: &Context<'_>, moment: &Moment, kep: &Kep, gates: &[&Gate]) -> Option<Timeline> {
    let (first, last) = ends(moment, kep, gates)?;
    let versions: Vec<_> = std::iter::successors(Some(first), |version| Some(version.next()))
        .take_while(|version| *version <= last)
        .take(MOST_COLUMNS)
        .collect();
    let count = u32::try_from(versions.len()).unwrap_or(1).max(1);
    let axis = Axis { versions, column: (WISHED_WIDTH / count).clamp(COLUMN.0, COLUMN.1) };
    let mut lanes: Vec<Lane> = Vec::new();
    let mut words = Vec::new();
    for gate in gates {
        lanes.push(gate_lane(&axis, moment, gate, lanes.len()));
        words.push(format!("{}: {}.", gate.name.value, strip(ctx, gate).words));
    }
    let has_targets = kep.targets.iter().next().is_some();
    if has_targets {
        lanes.push(target_lane(&axis, moment, kep, lanes.len()));
        let targets = kep.targets.iter().map(|t| format!("{} in {}", t.milestone.as_str(), t.version.value));
        words.push(format!("Targets of the KEP: {}.", targets.collect::<Vec<_>>().join(", ")));
    }
    let names = lanes.iter().map(|lane| u32::try_from(lane.name.len()).unwrap_or(0) * LETTER + 8).max();
    let is_ahead = |version: MinorVersion| moment.horizon.is_some_and(|horizon| version > horizon);
    let horizon_x = axis.versions.iter().copied().find(|version| is_ahead(*version)).map(|v| axis.x(v));
    Some(Timeline {
        width: axis.width().max(names.unwrap_or(0)) + 2,
        height: AXIS + u32::try_from(lanes.len()).unwrap_or(0) * LANE,
        columns: axis.versions.iter().map(|version| column(&axis, moment, *version)).collect(),
        lanes,
        horizon_x: horizon_x.filter(|x| *x > 0),
        words,
        has_targets,
    })
}

/// The first and the last version to draw.
fn ends(moment: &Moment, kep: &Kep, gates: &[&Gate]) -> Option<(MinorVersion, MinorVersion)> {
    let targets = || kep.targets.iter().map(|target| target.version.value);
    let introduced = gates.iter().filter_map(|gate| gate.introduced()).min();
    let first = match introduced {
        // One empty column shows that the gate was not there before.
        Some(version) => targets().chain([version.previous().unwrap_or(version)]).min()?,
        None => targets().min()?,
    };
    let ends = gates.iter().map(|gate| match gate.removed {
        Some(removed) => Some(removed.by),
        None => moment.horizon.max(gate.history.last().map(|row| row.since.value)),
    });
    let alone = if gates.is_empty() { moment.newest } else { None };
    let last = ends.flatten().chain(targets()).chain(alone).max()?;
    Some((first, last.max(first)))
}

fn column(axis: &Axis, moment: &Moment, version: MinorVersion) -> Column {
    let x = axis.x(version);
    Column {
        version: version.to_string(),
        x,
        width: axis.column,
        mid: x + axis.column / 2,
        newest: moment.newest == Some(version),
        supported: moment.supported.contains(&version),
        ahead: moment.horizon.is_some_and(|horizon| version > horizon),
    }
}

fn lane(name: String, at: usize) -> Lane {
    let top = AXIS + u32::try_from(at).unwrap_or(0) * LANE;
    let y = top + 20;
    Lane { name, name_y: top + 13, y, text_y: y + BAR / 2 + 4, bars: Vec::new(), marks: Vec::new() }
}

fn gate_lane(axis: &Axis, moment: &Moment, gate: &Gate, at: usize) -> Lane {
    let mut lane = lane(gate.name.to_string(), at);
    let (y, mark_y) = (lane.y, lane.y + BAR / 2);
    let removal = gate.removed.map(|removed| removed.value);
    // What no source has removed is there as far as the code is known.
    let known = moment.horizon.max(gate.history.last().map(|row| row.since.value));
    let end = removal.map(|removal| removal.after.next()).or(known.map(MinorVersion::next));
    for (at, row) in gate.history.iter().enumerate() {
        let setting = SettingView::new(Setting {
            stage: row.stage.value,
            default: row.default.map(|on| on.value),
            locked: row.locked.map(|locked| locked.value),
        });
        let next = gate.history.get(at + 1).map(|next| next.since.value);
        if let Some(until) = next.or(end) {
            lane.bars.extend(bar(axis, setting, (row.since.value, until), y, false));
        }
        if let (None, Some(removal)) = (next, removal) {
            lane.bars.extend(bar(axis, setting, (removal.after.next(), removal.by), y, true));
        }
    }
    if let Some(removal) = removal.filter(|removal| axis.has(removal.by)) {
        lane.marks.push(Mark {
            kind: "removed",
            mid: axis.x(removal.by) + axis.column / 2,
            y: mark_y,
            letter: '×',
            stage: "",
            ahead: false,
        });
    }
    lane
}

fn bar(
    axis: &Axis,
    setting: SettingView,
    (from, until): (MinorVersion, MinorVersion),
    y: u32,
    unconfirmed: bool,
) -> Option<Bar> {
    let (x, end) = (axis.x(from), axis.x(until));
    let width = end.checked_sub(x + 4).filter(|width| *width > 0)?;
    Some(Bar {
        x: x + 2,
        width,
        setting,
        unconfirmed,
        roomy: width >= if setting.locked { 128 } else { 112 },
        text_x: x + 14,
        lock_x: end.saturating_sub(20),
        lock_y: y + 8,
    })
}

fn target_lane(axis: &Axis, moment: &Moment, kep: &Kep, at: usize) -> Lane {
    let mut lane = lane("Targets of the KEP".to_owned(), at);
    let mut taken: Vec<MinorVersion> = Vec::new();
    for target in kep.targets.iter().filter(|target| axis.has(target.version.value)) {
        let version = target.version.value;
        // Two targets for one version stand beside each other.
        let before = taken.iter().filter(|known| **known == version).count();
        taken.push(version);
        let shift = u32::try_from(before).unwrap_or(0) * 12;
        lane.marks.push(Mark {
            kind: "target",
            mid: axis.x(version) + axis.column / 2 + shift,
            y: lane.y + BAR / 2,
            letter: target.milestone.as_str().chars().next().map_or('?', |first| first.to_ascii_uppercase()),
            stage: target.milestone.stage().map_or("removed", crate::model::Stage::as_str),
            ahead: moment.horizon.is_some_and(|horizon| version > horizon),
        });
    }
    lane
}
