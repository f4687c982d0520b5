//! The list of all gates.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::record::{GateRow, Moment, OptionView, VersionView, gate_options};

#[derive(Debug, Serialize)]
struct GatesPage<'a> {
    rows: Vec<GateRow<'a>>,
    newest: Option<VersionView>,
    /// How many gates the newest release has.
    existing: usize,
    sigs: Vec<OptionView>,
    components: Vec<OptionView>,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let moment = Moment::new(ctx);
        let rows: Vec<_> = ctx.kb.gates().iter().map(|gate| GateRow::new(ctx, &moment, gate)).collect();
        let count = rows.len();
        let (sigs, components) = gate_options(&rows);
        let view = GatesPage {
            newest: moment.newest.map(|newest| moment.version(ctx, newest)),
            existing: rows.iter().filter(|row| row.presence == "exists").count(),
            rows,
            sigs,
            components,
        };
        let head = Head {
            title: "Kubernetes feature gates".to_owned(),
            description: format!(
                "All {count} Kubernetes feature gates, removed ones included: stage, default and lock in the newest \
                 release, with their KEPs, SIGs and components."
            ),
            scripts: &["table.js"],
            ..Head::default()
        };
        ctx.page(&Route::Gates, "gates.html", &head, &view)
    });
}
