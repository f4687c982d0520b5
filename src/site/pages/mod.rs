//! The pages, one file a kind. Each turns records into a view and hands it to its template.

mod compare;
mod home;
mod releases;

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
    home::pages(ctx, &mut jobs);
    releases::pages(ctx, &mut jobs);
    Ok(jobs)
}
