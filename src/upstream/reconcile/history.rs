//! A gate's history as each source gives it, in one form.

use super::super::feature_list::{ListedGate, Spec};
use super::super::gate_page::GatePage;
use crate::model::{FactSource, Gate, MinorVersion, Removal, Stage};

/// Versions before this are bookkeeping in the feature list: `1.0` says that something existed before its gate did.
const BEFORE_GATES: MinorVersion = MinorVersion::new(1, 1);

/// What holds from one minor version on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) since: MinorVersion,
    pub(crate) stage: Stage,
    pub(crate) default: Option<bool>,
    pub(crate) locked: Option<bool>,
    pub(crate) source: FactSource,
}

/// The feature list's entry for one gate, put in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    /// Rows, oldest first, without bookkeeping.
    pub(crate) rows: Vec<Row>,
    /// The bookkeeping row, for gates that have one.
    pub(crate) before: Option<Spec>,
    /// Versions at which the list has several specs.
    pub(crate) repeated: Vec<MinorVersion>,
    /// Whether the specs are not in the order of their versions.
    pub(crate) unordered: bool,
}

/// Puts a gate of the feature list in order. Of several specs at one version the last one wins, as it does in the
/// code that reads them.
pub(crate) fn listed(gate: &ListedGate) -> Listed {
    let mut specs = gate.specs.clone();
    let unordered = !specs.is_sorted_by_key(|spec| spec.since);
    specs.sort_by_key(|spec| spec.since);
    let mut listed = Listed { unordered, ..Listed::default() };
    for spec in specs {
        if spec.since < BEFORE_GATES {
            listed.before = Some(spec);
            continue;
        }
        let row = row_of(spec, spec.since);
        match listed.rows.last_mut() {
            Some(last) if last.since == row.since => {
                listed.repeated.push(row.since);
                *last = row;
            }
            _ => listed.rows.push(row),
        }
    }
    merge_repeats(&mut listed.rows);
    listed
}

/// A spec as a row that starts at `since`.
pub(crate) fn row_of(spec: Spec, since: MinorVersion) -> Row {
    Row {
        since,
        stage: spec.stage,
        default: Some(spec.default),
        locked: Some(spec.locked),
        source: FactSource::Code,
    }
}

/// The rows of a docs page, oldest first. The last row that starts in a minor wins; a row holds until the next one,
/// whatever its own end says.
pub(crate) fn page_rows(page: &GatePage) -> Vec<Row> {
    let mut sorted: Vec<_> = page.rows.iter().collect();
    sorted.sort_by_key(|row| row.from);
    let mut rows: Vec<Row> = Vec::new();
    for row in sorted {
        let row = Row {
            since: row.from,
            stage: row.stage,
            default: row.default,
            locked: row.locked,
            source: FactSource::Docs,
        };
        match rows.last_mut() {
            Some(last) if last.since == row.since => *last = row,
            _ => rows.push(row),
        }
    }
    merge_repeats(&mut rows);
    rows
}

/// The rows of a record.
pub(crate) fn record_rows(gate: &Gate) -> Vec<Row> {
    let row = |row: &crate::model::HistoryRow| Row {
        since: row.since.value,
        stage: row.stage.value,
        default: row.default.map(|at| at.value),
        locked: row.locked.map(|at| at.value),
        source: row.source,
    };
    gate.history.iter().map(row).collect()
}

/// Drops rows that say again what the row before them says.
fn merge_repeats(rows: &mut Vec<Row>) {
    rows.dedup_by(|later, earlier| {
        (later.stage, later.default, later.locked) == (earlier.stage, earlier.default, earlier.locked)
    });
}

/// The row that holds at `version`; `None` before the first one.
pub(crate) fn row_at(rows: &[Row], version: MinorVersion) -> Option<&Row> {
    rows.iter().rev().find(|row| row.since <= version)
}

/// First version at which a gate has reached `stage`.
pub(crate) fn reached(rows: &[Row], stage: Stage) -> Option<&Row> {
    rows.iter().find(|row| row.stage == stage)
}

/// The window in which a page says the gate was removed; `None` for a page of a gate that still exists.
///
/// A page that says "removed" but whose last row has no end leaves a window: from that row's start, the last version
/// known to have the gate, to the version the docs describe.
pub(crate) fn page_removal(page: &GatePage, describes: Option<MinorVersion>) -> Option<Removal> {
    if !page.removed {
        return None;
    }
    let last = page.rows.iter().max_by_key(|row| row.from)?;
    if page.rows.iter().any(|row| row.to.is_none() && row.from == last.from) {
        let by = describes.unwrap_or(last.from.next()).max(last.from.next());
        return Some(Removal { after: last.from, by });
    }
    let after = page.rows.iter().filter_map(|row| row.to).max()?.max(last.from);
    Some(Removal { after, by: after.next() })
}
