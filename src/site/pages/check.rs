//! Operators' files, judged in the browser: what the page itself says, with or without scripts.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::compare::{Picker, picker};
use crate::check::{Place, Rule};
use crate::diag::Severity;
use crate::query::newest_release;

/// What the example button fills in: a node as it may stand after a few upgrades.
const SAMPLE: &str = include_str!("check_sample.txt");

#[derive(Debug, Serialize)]
struct CheckView<'a> {
    picker: Picker,
    /// The version that is asked for unless somebody chooses, and the one before it.
    target: Option<String>,
    previous: Option<String>,
    rules: Vec<RuleGroup>,
    places: Vec<&'static str>,
    sample: &'static str,
    /// The branch of the repository that holds the documentation.
    branch: &'a str,
}

#[derive(Debug, Serialize)]
struct RuleGroup {
    severity: &'static str,
    title: &'static str,
    rules: Vec<RuleRow>,
}

#[derive(Debug, Serialize)]
struct RuleRow {
    rule: &'static str,
    summary: String,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let head = Head {
            title: "Check your configuration".to_owned(),
            description: "Paste or drop Kubernetes configuration, and see which feature gates stop a component after an \
                          upgrade. Nothing leaves your browser."
                .to_owned(),
            scripts: &["check.js"],
            json: Some(Route::api_check()),
            ..Head::default()
        };
        ctx.page(&Route::Check, "check.html", &head, &view(ctx))
    });
}

fn view<'a>(ctx: &Context<'a>) -> CheckView<'a> {
    let target = newest_release(ctx.kb, ctx.config.today).min(ctx.kb.horizon());
    let groups = [
        (Severity::Error, "The component does not start"),
        (Severity::Warning, "It starts, but somebody should look"),
        (Severity::Info, "Worth knowing"),
    ];
    let group = |(severity, title): (Severity, &'static str)| RuleGroup {
        severity: severity.as_str(),
        title,
        rules: Rule::ALL
            .iter()
            // Only the command knows what somebody accepted.
            .filter(|rule| rule.severity() == severity && **rule != Rule::UnusedIgnore)
            .map(|rule| RuleRow { rule: rule.as_str(), summary: rule.summary().replace('`', "") })
            .collect(),
    };
    CheckView {
        picker: picker(ctx),
        target: target.map(|version| version.to_string()),
        previous: target.and_then(|version| version.previous()).map(|version| version.to_string()),
        rules: groups.map(group).into(),
        places: Place::ALL.iter().map(|place| place.title()).collect(),
        sample: SAMPLE,
        branch: ctx.config.repository.as_ref().map_or("", |repository| repository.branch.as_str()),
    }
}
