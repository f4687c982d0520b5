//! One gate from all its sources.

use super::super::feature_list::ListedGate;
use super::super::gate_page::GatePage;
use super::history::{self, Listed, Row};
use crate::model::{Gate, GateName, MinorVersion, Removal, Stage};

/// What one source has to say about a gate.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Given<T> {
    /// The source was not given to this import, or its file about this gate cannot be read.
    Unknown,
    /// The source was read and does not have the gate.
    Absent,
    /// The source has the gate.
    There(T),
}

/// The versions up to which code and docs describe what is; `None` for a source that nobody ever gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) code: Option<MinorVersion>,
    pub(crate) docs: Option<MinorVersion>,
    /// What the code described at the import before this one.
    pub(crate) code_before: Option<MinorVersion>,
}

/// A docs page and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageAt<'a> {
    pub(crate) path: &'a str,
    pub(crate) page: &'a GatePage,
}

/// Everything about one gate that goes into its record.
#[derive(Debug, Clone)]
pub(crate) struct GateFacts {
    pub(crate) name: GateName,
    pub(crate) components: Vec<String>,
    pub(crate) former_names: Vec<GateName>,
    pub(crate) history: Vec<Row>,
    pub(crate) prior_default: Option<bool>,
    pub(crate) removed: Option<Removal>,
    /// Whether the feature list has it, or had it when it was last read.
    pub(crate) in_code: bool,
    /// The docs page, if there is one.
    pub(crate) docs_path: Option<String>,
    /// Whether every source was read and none has the gate any more.
    pub(crate) gone: bool,
}

/// What the sources say about one gate, and the record there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GateSources<'a> {
    pub(crate) code: Given<&'a ListedGate>,
    pub(crate) docs: Given<PageAt<'a>>,
    pub(crate) stored: Option<&'a Gate>,
    /// Whether people say that the feature list never has this gate.
    pub(crate) unlisted: bool,
}

/// Merges by trust: what the code does, else what it did when it still had the gate, else what the docs say.
pub(crate) fn merge(name: &GateName, sources: GateSources<'_>, described: Described) -> GateFacts {
    let GateSources { code, docs, stored, .. } = sources;
    let page = match docs {
        Given::There(at) => Some(at),
        _ => None,
    };
    let stored_code = stored.is_some_and(|gate| gate.code.is_some());
    let (history, prior_default, from_code) = match code {
        Given::There(gate) => {
            let (history, prior) = code_history(&history::listed(gate), page, stored, described);
            (history, prior, true)
        }
        _ => match stored.filter(|_| stored_code) {
            // The list forgets removed gates; their record does not.
            Some(gate) => (history::record_rows(gate), gate.prior_default, true),
            None => {
                let stored_rows = || stored.map(history::record_rows).unwrap_or_default();
                let history = page.map_or_else(stored_rows, |at| history::page_rows(at.page));
                (history, stored.and_then(|gate| gate.prior_default), false)
            }
        },
    };
    // An entry that could not be read must not wipe what an earlier import read.
    let history = match stored.filter(|_| history.is_empty()) {
        Some(gate) => history::record_rows(gate),
        None => history,
    };
    let removed = removal(sources, &history, described);
    let former_names = match page {
        Some(at) => at.page.former_names.clone(),
        None => stored.map(former_names).unwrap_or_default(),
    };
    let stored_path = || stored.and_then(|gate| gate.docs.as_ref()).map(|docs| docs.path.clone());
    GateFacts {
        name: name.clone(),
        components: Vec::new(),
        former_names,
        history,
        prior_default,
        removed,
        in_code: from_code,
        docs_path: match docs {
            Given::There(at) => Some(at.path.to_owned()),
            _ => stored_path(),
        },
        gone: matches!((code, docs), (Given::Absent, Given::Absent)),
    }
}

fn former_names(gate: &Gate) -> Vec<GateName> {
    gate.former_names.iter().map(|at| at.value.clone()).collect()
}

/// History and prior default from the feature list. Where the list holds nothing but bookkeeping, it does not say
/// since when the gate exists: the docs do, or else nobody, and the row starts at the version that the list described
/// when the gate was first seen.
fn code_history(
    listed: &Listed,
    page: Option<PageAt<'_>>,
    stored: Option<&Gate>,
    described: Described,
) -> (Vec<Row>, Option<bool>) {
    // A bookkeeping row at another stage than stable is the gate's own row, with a start that nobody recorded.
    let prior = listed.before.filter(|spec| spec.stage == Stage::Stable || !listed.rows.is_empty());
    let prior = prior.map(|spec| spec.default);
    if !listed.rows.is_empty() {
        return (listed.rows.clone(), prior);
    }
    if let Some(at) = page {
        return (history::page_rows(at.page), prior);
    }
    let mut rows = stored.map(history::record_rows).unwrap_or_default();
    if let (Some(spec), Some(version)) = (listed.before, described.code) {
        let row = history::row_of(spec, version);
        let holds = rows.last().is_some_and(|last| {
            (last.stage, last.default, last.locked.unwrap_or(false))
                == (row.stage, Some(spec.default), spec.locked)
        });
        if !holds {
            rows.retain(|earlier| earlier.since < version);
            rows.push(row);
        }
    }
    (rows, prior)
}

fn removal(sources: GateSources<'_>, rows: &[Row], described: Described) -> Option<Removal> {
    let GateSources { code, docs, stored, unlisted } = sources;
    let recorded = stored.and_then(|gate| gate.removed.map(|at| at.value));
    let stored_code = stored.is_some_and(|gate| gate.code.is_some());
    let last = rows.last()?.since;
    let fit = |removal: Removal| {
        let after = removal.after.max(last);
        Removal { after, by: removal.by.max(after.next()) }
    };
    match (code, docs) {
        (Given::There(_), _) => None,
        // The list was not read: what it last had still exists, as far as anybody knows.
        (Given::Unknown, _) if stored_code && recorded.is_none() => None,
        (_, Given::There(at)) if at.page.removed => history::page_removal(at.page, described.docs).map(fit),
        _ if unlisted => None,
        (Given::Unknown, _) => recorded,
        (Given::Absent, _) => {
            let absent = described.code?;
            let by = recorded.map_or(absent, |removal| removal.by.min(absent));
            // The pages, which said when it went, were not read.
            if matches!(docs, Given::Unknown) && recorded.is_some_and(|removal| removal.by <= absent) {
                return recorded;
            }
            // A gate that is newer than the list is no gate that the list lost.
            if rows.first()?.since > by {
                return None;
            }
            let seen_in_docs = match docs {
                Given::There(at) => page_end(at.page, described.docs),
                Given::Unknown => stored.filter(|gate| gate.docs.is_some()).and(described.docs),
                Given::Absent => None,
            };
            let seen_in_code = described.code_before.filter(|_| stored_code && recorded.is_none());
            let seen = [seen_in_docs, seen_in_code, recorded.map(|removal| removal.after)];
            let after = seen.into_iter().flatten().max().unwrap_or(last);
            let before = by.previous().unwrap_or(by);
            Some(fit(Removal { after: after.min(before), by }))
        }
    }
}

/// Last version for which a page that does not say "removed" has the gate.
fn page_end(page: &GatePage, describes: Option<MinorVersion>) -> Option<MinorVersion> {
    if page.rows.iter().any(|row| row.to.is_none()) {
        return describes;
    }
    page.rows.iter().filter_map(|row| row.to).max()
}
