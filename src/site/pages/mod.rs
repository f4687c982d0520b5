//! The pages, one file a kind. Each turns records into a view and hands it to its template.

mod collections;
mod compare;
mod drift;
mod gate_neighbours;
mod gate_notes;
mod gate_places;
mod gate_setting;
mod gates;
mod home;
mod kep_claims;
mod kep_gates;
mod kep_targets;
mod keps;
mod matrix;
mod odd_issues;
mod prose;
mod releases;
mod search;
mod shelves;

use super::SiteError;
use super::context::PageContext;
use super::jobs::Jobs;

/// Every page of the site, as jobs.
///
/// # Errors
/// When a prose page is wrong.
pub(super) fn all<'a>(ctx: &'a PageContext<'a>) -> Result<Jobs<'a>, SiteError> {
    let mut jobs = Jobs::default();
    collections::pages(ctx, &mut jobs);
    compare::pages(ctx, &mut jobs);
    drift::pages(ctx, &mut jobs);
    gates::pages(ctx, &mut jobs);
    home::pages(ctx, &mut jobs);
    keps::pages(ctx, &mut jobs);
    matrix::pages(ctx, &mut jobs);
    prose::pages(ctx, &mut jobs)?;
    releases::pages(ctx, &mut jobs);
    search::pages(ctx, &mut jobs);
    shelves::pages(ctx, &mut jobs);
    Ok(jobs)
}
