//! The list of all KEPs.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::record::{KepRow, Moment, OptionView, VersionView, kep_options};
use crate::model::KepStatus;

#[derive(Debug, Serialize)]
struct KepsPage<'a> {
    rows: Vec<KepRow<'a>>,
    newest: Option<VersionView>,
    statuses: Vec<&'static str>,
    sigs: Vec<OptionView>,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let moment = Moment::new(ctx);
        // The few without a number come last.
        let (unnumbered, numbered): (Vec<_>, Vec<_>) =
            ctx.kb.keps().iter().partition(|kep| kep.number.0 == 0);
        let rows: Vec<_> = numbered
            .into_iter()
            .chain(unnumbered)
            .map(|kep| KepRow::new(ctx, &moment, kep))
            .collect();
        let count = rows.len();
        let view = KepsPage {
            newest: moment.newest.map(|newest| moment.version(ctx, newest)),
            statuses: KepStatus::ALL.iter().map(|status| status.as_str()).collect(),
            sigs: kep_options(&rows),
            rows,
        };
        let head = Head {
            title: "Kubernetes enhancement proposals".to_owned(),
            description: format!(
                "All {count} Kubernetes enhancement proposals with their status, their SIG, their feature gates and what \
                 these are in the newest release."
            ),
            scripts: &["table.js"],
            ..Head::default()
        };
        ctx.page(&Route::Keps, "keps.html", &head, &view)
    });
}
