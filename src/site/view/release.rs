//! A release, its dates, and where it stands on the site's day.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use crate::kb::Support;
use crate::model::MinorVersion;

/// A release and its dates.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct ReleaseView {
    pub(in super::super) version: String,
    pub(in super::super) href: String,
    /// `supported`, `maintenance`, `end-of-life`, `planned`, `unconfirmed`, `unknown`.
    pub(in super::super) support: &'static str,
    /// The same in a word or two.
    pub(in super::super) short: &'static str,
    /// The same as a sentence without its end.
    pub(in super::super) words: String,
    pub(in super::super) released: Option<String>,
    pub(in super::super) planned: Option<String>,
    pub(in super::super) maintenance: Option<String>,
    pub(in super::super) end_of_life: Option<String>,
    pub(in super::super) final_patch: Option<String>,
}

impl ReleaseView {
    /// Shows `version` on the site's day.
    pub(in super::super) fn new(ctx: &Context<'_>, version: MinorVersion) -> Self {
        let support = ctx.kb.support(version, ctx.config.today);
        let release = ctx.kb.release(version);
        let day = |at: Option<crate::source::At<jiff::civil::Date>>| at.map(|at| at.value.to_string());
        Self {
            version: version.to_string(),
            href: ctx.href(&Route::Release(version)),
            support: crate::query::support_key(support),
            short: short_words(support),
            words: crate::query::support_words(support),
            released: release.and_then(|release| day(release.released)),
            planned: release.and_then(|release| day(release.planned)),
            maintenance: release.and_then(|release| day(release.maintenance)),
            end_of_life: release.and_then(|release| day(release.end_of_life)),
            final_patch: release.and_then(|release| release.final_patch.clone()),
        }
    }
}

fn short_words(support: Support) -> &'static str {
    match support {
        Support::Supported { .. } => "supported",
        Support::Maintenance { .. } => "maintenance mode",
        Support::EndOfLife { .. } => "not supported",
        Support::Planned { .. } => "planned",
        Support::Unconfirmed { .. } => "not confirmed",
        Support::Unknown => "not recorded",
    }
}
