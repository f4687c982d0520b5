//! `kepdb diff --format json`.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::kb::KnowledgeBase;
use kepdb::query::{Direction, UpgradeReport, UpgradeRow};

use super::facts::{KepRefV1, ReleaseV1, StateV1, components};

#[derive(Debug, Serialize)]
struct DiffV1<'a> {
    version: u32,
    today: String,
    from: ReleaseV1,
    to: ReleaseV1,
    /// `upgrade`, `downgrade` or `same`.
    direction: &'static str,
    groups: Vec<GroupV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupV1<'a> {
    group: &'static str,
    gates: Vec<GateV1<'a>>,
}

#[derive(Debug, Serialize)]
struct GateV1<'a> {
    gate: &'a str,
    keps: Vec<KepRefV1<'a>>,
    sigs: Vec<&'a str>,
    components: Vec<&'a str>,
    before: StateV1,
    after: StateV1,
    events: Vec<EventV1>,
}

#[derive(Debug, Serialize)]
struct EventV1 {
    change: &'static str,
    /// First version that may have brought it (or, on a downgrade, whose change is undone).
    earliest: String,
    /// Last such version; the same one wherever the sources are sure.
    latest: String,
}

/// The word for a direction.
pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Upgrade => "upgrade",
        Direction::Downgrade => "downgrade",
        Direction::Same => "same",
    }
}

/// The document.
pub(crate) fn render(kb: &KnowledgeBase, report: &UpgradeReport<'_>, today: Date) -> anyhow::Result<String> {
    let groups = report.groups.iter().map(|(kind, rows)| GroupV1 {
        group: kind.as_str(),
        gates: rows.iter().map(|row| gate(kb, row)).collect(),
    });
    super::text(&DiffV1 {
        version: super::VERSION,
        today: today.to_string(),
        from: ReleaseV1::new(kb, report.from, today),
        to: ReleaseV1::new(kb, report.to, today),
        direction: direction(report.direction()),
        groups: groups.collect(),
    })
}

fn gate<'a>(kb: &'a KnowledgeBase, row: &'a UpgradeRow<'a>) -> GateV1<'a> {
    let events = row.events.iter().map(|event| EventV1 {
        change: event.kind.as_str(),
        earliest: event.earliest.to_string(),
        latest: event.latest.to_string(),
    });
    GateV1 {
        gate: row.gate.name.as_str(),
        keps: row.keps.iter().map(|kep| KepRefV1::new(kep)).collect(),
        sigs: kb.sigs_of(row.gate),
        components: components(row.gate),
        before: row.before.into(),
        after: row.after.into(),
        events: events.collect(),
    }
}
