//! The pages, one file a kind. Each turns records into a view and hands it to its template.

mod compare;
mod gate;
mod gates;
mod home;
mod kep;
mod keps;
mod record;
mod releases;
mod shelves;

use super::SiteError;
use super::context::Context;
use super::jobs::Jobs;

/// Every page of the site, as jobs.
///
/// # Errors
/// When a prose page is wrong.
pub(super) fn all<'a>(ctx: &'a Context<'a>) -> Result<Jobs<'a>, SiteError> {
    let mut jobs = Jobs::default();
    compare::pages(ctx, &mut jobs);
    gate::pages(ctx, &mut jobs);
    gates::pages(ctx, &mut jobs);
    home::pages(ctx, &mut jobs);
    kep::pages(ctx, &mut jobs);
    keps::pages(ctx, &mut jobs);
    releases::pages(ctx, &mut jobs);
    shelves::pages(ctx, &mut jobs);
    Ok(jobs)
}
