//! Pages at addresses that people may still have: former names and misspellings of gates, record keys of KEPs.
//!
//! A redirect tells browsers, search engines and people alike where the page is now. Names that differ from a gate's by
//! letter case alone get none: on a host that does not tell the two apart they would take the gate's own place.

use std::collections::BTreeSet;

use serde::Serialize;

use super::context::PageContext;
use super::jobs::Jobs;
use super::{OutputFile, Route};
use crate::model::GateName;

#[derive(Debug, Serialize)]
struct RedirectView<'a> {
    /// What the page is about.
    title: &'a str,
    /// Where it is, as a path on the host.
    href: String,
    /// Where it is, as a whole address.
    url: String,
}

/// Adds every redirect.
pub(super) fn files<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    let mut taken: BTreeSet<String> =
        ctx.kb.gates().iter().map(|gate| gate.name.as_str().to_lowercase()).collect();
    let former = ctx
        .kb
        .gates()
        .iter()
        .flat_map(|gate| gate.former_names.iter().map(move |name| (name.value.clone(), gate)));
    let aliases =
        ctx.kb.content().aliases.gates.iter().filter_map(|(written, real)| {
            Some((GateName::new(written.as_str())?, ctx.kb.gate(real.as_str())?))
        });
    for (name, gate) in former.chain(aliases) {
        if taken.insert(name.as_str().to_lowercase()) {
            let target = Route::Gate(gate.name.value.clone());
            jobs.push(move || page(ctx, &Route::Gate(name.clone()), gate.name.as_str(), &target));
        }
    }
    for kep in ctx.kb.keps() {
        let (record, target) = (Route::Kep(kep.key()), ctx.kep_route(kep));
        if record != target {
            jobs.push(move || page(ctx, &record, &kep.title, &target));
        }
    }
}

fn page(
    ctx: &PageContext<'_>,
    from: &Route,
    title: &str,
    target: &Route,
) -> Result<OutputFile, super::SiteError> {
    let view = RedirectView { title, href: ctx.href(target), url: ctx.absolute(target) };
    let html = ctx.templates.render("redirect.html", &view)?;
    Ok(OutputFile { path: from.file(), bytes: html.into_bytes() })
}
