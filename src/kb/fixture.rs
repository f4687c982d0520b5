//! Records for unit tests, written as short as a history can be.

use crate::model::{FactSource, Gate, GateName, HistoryRow, MinorVersion, Removal, Stage};
use crate::source::{At, Span};

pub(crate) fn at<T>(value: T) -> At<T> {
    At::new(value, Span::default())
}

pub(crate) fn minor(text: &str) -> MinorVersion {
    text.parse().expect(text)
}

/// A gate from rows such as `"1.34 alpha off"` or `"1.36 stable on locked"`; a row may leave default and lock out.
pub(crate) fn gate(name: &str, rows: &[&str]) -> Gate {
    let row = |text: &&str| {
        let mut words = text.split(' ');
        let since = minor(words.next().expect("a version"));
        let stage: Stage = words.next().expect("a stage").parse().expect("a stage");
        let words: Vec<_> = words.collect();
        let flag = |yes: &str, no: &str| {
            if words.contains(&yes) { Some(at(true)) } else { words.contains(&no).then(|| at(false)) }
        };
        HistoryRow {
            since: at(since),
            stage: at(stage),
            default: flag("on", "off"),
            locked: flag("locked", "unlocked"),
            source: FactSource::Code,
        }
    };
    Gate {
        span: Span::default(),
        name: at(GateName::new(name).expect("a gate name")),
        components: Vec::new(),
        former_names: Vec::new(),
        history: rows.iter().map(row).collect(),
        prior_default: None,
        removed: None,
        summary: None,
        topics: Vec::new(),
        aka: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        code: None,
        docs: None,
    }
}

pub(crate) fn removed(mut gate: Gate, after: &str, by: &str) -> Gate {
    gate.removed = Some(at(Removal { after: minor(after), by: minor(by) }));
    gate
}
