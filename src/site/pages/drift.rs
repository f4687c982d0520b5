//! Where the sources disagree, by class.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::DriftView;
use super::odd_issues::{OddIssues, odd_issues};
use crate::model::{DriftClass, Subject};
use crate::query::capitalised;

#[derive(Debug, Serialize)]
struct DriftPage<'a> {
    total: usize,
    waived: usize,
    classes: Vec<Class<'a>>,
    /// How many facts about tracking issues there are.
    odd: usize,
    issues: Vec<OddIssues<'a>>,
    /// The day on which an issue was last fetched; none where that never happened.
    fetched: Option<String>,
}

#[derive(Debug, Serialize)]
struct Class<'a> {
    slug: &'static str,
    summary: String,
    advice: &'static str,
    entries: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    name: String,
    /// The page of what it is about, where there is one.
    href: Option<String>,
    drift: DriftView<'a>,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let classes: Vec<_> = DriftClass::ALL.iter().map(|class| view(ctx, *class)).collect();
        let entries = || classes.iter().flat_map(|class| &class.entries);
        let issues = odd_issues(ctx);
        let page = DriftPage {
            total: entries().count(),
            waived: entries().filter(|entry| entry.drift.waiver.is_some()).count(),
            classes: classes.into_iter().filter(|class| !class.entries.is_empty()).collect(),
            odd: issues.iter().map(OddIssues::count).sum(),
            issues,
            fetched: ctx.status.newest().map(|time| time.to_zoned(TimeZone::UTC).date().to_string()),
        };
        let head = Head {
            title: "Drift".to_owned(),
            description: format!(
                "{} places where the sources about Kubernetes' features disagree.",
                page.total
            ),
            scripts: &["table.js"],
            json: Some(Route::File("api/v1/drift.json".to_owned())),
            ..Head::default()
        };
        ctx.page(&Route::Drift, "drift.html", &head, &page)
    });
}

fn view<'a>(ctx: &Context<'a>, class: DriftClass) -> Class<'a> {
    let found = ctx.kb.drift().iter().filter(|drift| drift.class == class);
    let entries = found.map(|drift| {
        let (name, href) = match &drift.subject {
            Subject::Gate(name) => {
                let gate = ctx.kb.gate(name);
                (name.clone(), gate.map(|gate| ctx.href(&Route::Gate(gate.name.value.clone()))))
            }
            Subject::Kep(number, key) => {
                let kep = ctx.kb.keps_numbered(*number).find(|kep| kep.key() == *key);
                let name = match (number.0, kep) {
                    (0, Some(kep)) => kep.title.value.clone(),
                    (_, Some(kep)) => format!("KEP-{number} {}", kep.title.value),
                    (_, None) => key.clone(),
                };
                (name, kep.map(|kep| ctx.href(&ctx.kep_route(kep))))
            }
        };
        Entry { name, href, drift: DriftView::new(ctx, drift) }
    });
    Class {
        slug: class.as_str(),
        summary: capitalised(class.summary()),
        advice: advice(class),
        entries: entries.collect(),
    }
}

/// What a reader should believe, and where it should be mended.
fn advice(class: DriftClass) -> &'static str {
    match class {
        DriftClass::Default => {
            "The records follow the code. If you read the docs only, you may expect the wrong default."
        }
        DriftClass::Stage => {
            "The records follow the code; the docs page is behind, or counts a patch release."
        }
        DriftClass::Lock => "The docs rarely say that a gate is locked. The records follow the code.",
        DriftClass::Removal => {
            "The docs of an older release still list a gate that newer code no longer has. Expect it to be gone."
        }
        DriftClass::MissingInDocs => "Only the code knows these gates, so nothing official explains them.",
        DriftClass::DocsHistory => {
            "The page's own table cannot be right. The records keep the part that can be read."
        }
        DriftClass::CodeHistory => {
            "The list does not say when the gate's life began. The records say so, too."
        }
        DriftClass::Milestone => {
            "Milestones are plans. What the gates did is the fact; the KEP's file was not brought up to date."
        }
        DriftClass::Status => "The proposal's text says less, or more, than its gates did. Trust the gates.",
        DriftClass::UnknownGate => {
            "Planned work, or a misspelt name. Do not put these names into a configuration."
        }
        DriftClass::SharedGate => "Turning the gate on or off does so for all of these KEPs.",
        DriftClass::KepNumber => {
            "The file's number and its folder do not agree. The records use the one that the tracking issue has."
        }
        DriftClass::KepField => {
            "The field holds something else than it should, and is left out or read as what it means."
        }
        DriftClass::Pinned => {
            "People corrected an imported fact, with a reason and a link; upstream still says something else."
        }
    }
}
