//! The home page: what is supported, what the newest release changed.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head};
use super::super::jobs::Jobs;

#[derive(Debug, Serialize)]
struct HomeView {
    gates: usize,
    keps: usize,
    strip: super::super::view::StripView,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let view = HomeView {
            gates: ctx.kb.gates().len(),
            keps: ctx.kb.keps().len(),
            strip: super::super::view::strip(ctx, &ctx.kb.gates()[30]),
        };
        let head = Head {
            title: "Kubernetes feature gates and KEPs".to_owned(),
            description: "What every Kubernetes release did to its feature gates.".to_owned(),
            feed: Some(Route::feed()),
            ..Head::default()
        };
        ctx.page(&Route::Home, "home.html", &head, &view)
    });
}
