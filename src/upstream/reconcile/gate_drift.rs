//! Where code and docs disagree about a gate, and where one of them contradicts itself.

use super::super::feature_list::ListedGate;
use super::super::fields::Problem;
use super::super::gate_page::GatePage;
use super::entry::{DriftList, NOT_STATED, lock, on_off, versions};
use super::gates::{Described, GateSources, Given, PageAt};
use super::history::{self, Row, row_at};
use crate::model::{DriftClass, FactSource, GateName, MinorVersion, Removal};

/// Differences between the feature list and a page, version by version, up to the newest one that both describe.
pub(crate) fn compare(
    name: &GateName,
    gate: &ListedGate,
    page: &GatePage,
    described: Described,
    drift: &mut DriftList,
) {
    let (code, docs) = (history::listed(gate).rows, history::page_rows(page));
    let (Some(code_end), Some(docs_end)) = (described.code, described.docs) else { return };
    let (Some(code_start), Some(docs_start)) = (code.first(), docs.first()) else { return };
    let mut end = code_end.min(docs_end);
    if let Some(removed) = history::page_removal(page, described.docs) {
        // From there on the disagreement is about the removal itself.
        end = end.min(removed.after);
    }
    let mut runs = Vec::new();
    let mut version = code_start.since.min(docs_start.since);
    while version <= end {
        for (class, says) in differences(row_at(&code, version), row_at(&docs, version)) {
            add(&mut runs, class, version, says);
        }
        version = version.next();
    }
    for run in runs {
        let field = format!("{} {}", run.class.as_str(), versions(run.from, run.to));
        let [code, docs] = run.says;
        drift.gate(run.class, name, field, &[(FactSource::Code, code), (FactSource::Docs, docs)]);
    }
}

/// One difference over consecutive versions.
struct Run {
    class: DriftClass,
    from: MinorVersion,
    to: MinorVersion,
    says: [String; 2],
}

fn add(runs: &mut Vec<Run>, class: DriftClass, version: MinorVersion, says: [String; 2]) {
    let open = runs.iter_mut().find(|run| run.class == class && run.to.next() == version && run.says == says);
    match open {
        Some(run) => run.to = version,
        None => runs.push(Run { class, from: version, to: version, says }),
    }
}

/// What differs at one version. Where one source does not have the gate yet, only that differs.
fn differences(code: Option<&Row>, docs: Option<&Row>) -> Vec<(DriftClass, [String; 2])> {
    let mut found = Vec::new();
    let stage = |row: Option<&Row>| row.map_or("not yet", |row| row.stage.as_str()).to_owned();
    if code.map(|row| row.stage) != docs.map(|row| row.stage) {
        found.push((DriftClass::Stage, [stage(code), stage(docs)]));
    }
    let (Some(code), Some(docs)) = (code, docs) else { return found };
    // A page without a default is a flaw of the page (docs-history), not another default.
    if docs.default.is_some() && code.default != docs.default {
        found.push((DriftClass::Default, [on_off(code.default), on_off(docs.default)]));
    }
    // Pages name the lock only where there is one: silence means "not locked".
    if code.locked.unwrap_or(false) != docs.locked.unwrap_or(false) {
        found.push((DriftClass::Lock, [lock(code.locked), lock(docs.locked)]));
    }
    found
}

/// Gates that one source has and the other does not, and removals they disagree on.
pub(crate) fn presence(
    name: &GateName,
    sources: GateSources<'_>,
    rows: &[Row],
    described: Described,
    drift: &mut DriftList,
) {
    let (Some(code_end), Some(docs_end)) = (described.code, described.docs) else { return };
    match (sources.code, sources.docs) {
        (Given::There(_), Given::There(at)) => {
            if let Some(removed) = history::page_removal(at.page, described.docs) {
                let says = [
                    (FactSource::Code, format!("listed at {code_end}")),
                    (FactSource::Docs, removed_in(removed)),
                ];
                drift.gate(DriftClass::Removal, name, "removal", &says);
            }
        }
        (Given::There(_), Given::Absent) => {
            let Some(row) = row_at(rows, docs_end) else { return };
            let code = format!("{} at {docs_end}, since {}", row.stage, row.since);
            let says = [(FactSource::Code, code), (FactSource::Docs, "no page".to_owned())];
            drift.gate(DriftClass::MissingInDocs, name, "page", &says);
        }
        (Given::Absent, Given::There(at)) if !at.page.removed && !sources.unlisted => {
            if rows.first().is_some_and(|row| row.since > code_end) {
                return;
            }
            let says = [
                (FactSource::Code, format!("not listed at {code_end}")),
                (FactSource::Docs, format!("not removed at {docs_end}")),
            ];
            drift.gate(DriftClass::Removal, name, "removal", &says);
        }
        _ => {}
    }
}

fn removed_in(removal: Removal) -> String {
    if removal.is_exact() {
        format!("removed in {}", removal.by)
    } else {
        format!("removed between {} and {}", removal.after, removal.by)
    }
}

/// Where the feature list contradicts itself or leaves something open.
pub(crate) fn code_flaws(gate: &ListedGate, drift: &mut DriftList) {
    let listed = history::listed(gate);
    let mut add = |field: String, code: String| {
        drift.gate(DriftClass::CodeHistory, &gate.name, field, &[(FactSource::Code, code)]);
    };
    for version in &listed.repeated {
        add(format!("spec at {version}"), "several specs; the last one counts".to_owned());
    }
    if listed.unordered {
        add("order".to_owned(), "specs are not in the order of their versions".to_owned());
    }
    if let (Some(spec), true) = (listed.before, listed.rows.is_empty()) {
        add(
            "start".to_owned(),
            format!("{} since {}, which stands for an unknown start", spec.stage, spec.since),
        );
    }
    for problem in &gate.problems {
        add(problem.field.clone(), sentence(problem));
    }
}

/// Where a page contradicts itself or leaves something open.
pub(crate) fn page_flaws(at: PageAt<'_>, problems: &[Problem], drift: &mut DriftList) {
    let page = at.page;
    let mut add = |field: String, docs: String| {
        drift.gate(DriftClass::DocsHistory, &page.name, field, &[(FactSource::Docs, docs)]);
    };
    for (index, row) in page.rows.iter().enumerate() {
        let number = index + 1;
        let written = row.written.replace(" to ", " ");
        if written.split(' ').any(|version| version.matches('.').count() > 1) {
            add(
                format!("row {number}: versions"),
                format!("patch versions: {}", row.written.trim_end_matches(" to ")),
            );
        }
        if row.default.is_none() {
            add(format!("row {number}: default"), NOT_STATED.to_owned());
        }
        if row.to.is_some_and(|to| to < row.from) {
            add(format!("row {number}: end"), format!("ends before it starts: {}", row.written));
        }
        let Some(next) = page.rows.get(index + 1) else { continue };
        match row.to {
            None => add(format!("row {number}: end"), "open, though another row follows".to_owned()),
            Some(to) if next.from != to.next() => {
                let kind = if next.from <= to { "overlap" } else { "gap" };
                add(
                    format!("row {}: start", number + 1),
                    format!("{kind}: starts at {}, the row before ends at {to}", next.from),
                );
            }
            Some(_) => {}
        }
    }
    let open = page.rows.last().is_some_and(|row| row.to.is_none());
    match (page.removed, open) {
        (true, true) => add("removal".to_owned(), "removed, though the last row has no end".to_owned()),
        (false, false) => add("removal".to_owned(), "not removed, though the last row has an end".to_owned()),
        _ => {}
    }
    for problem in problems {
        add(problem.field.clone(), sentence(problem));
    }
}

/// A problem as a source's words.
pub(crate) fn sentence(problem: &Problem) -> String {
    if problem.written.is_empty() {
        problem.why.clone()
    } else {
        format!("`{}`: {}", problem.written, problem.why)
    }
}
