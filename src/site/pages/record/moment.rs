//! The versions that matter on the day the site speaks for, found once for all pages of a kind.

use serde::Serialize;

use super::super::super::Route;
use super::super::super::context::Context;
use crate::model::{Gate, GateState, MinorVersion};
use crate::query::{newest_release, versions_of_interest};

/// Which versions are the newest, are supported, or lie ahead.
#[derive(Debug, Clone)]
pub(in super::super) struct Moment {
    /// The newest release; the newest version of which anything is known where no record holds a date.
    pub(in super::super) newest: Option<MinorVersion>,
    /// The newest version whose gates are known from the code.
    pub(in super::super) horizon: Option<MinorVersion>,
    /// Supported versions, newest first.
    pub(in super::super) supported: Vec<MinorVersion>,
    /// Versions whose state a reader wants to know, newest first.
    pub(in super::super) interest: Vec<MinorVersion>,
}

/// A minor version, with its page where it has one.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct VersionView {
    pub(in super::super) version: String,
    pub(in super::super) href: Option<String>,
    /// Whether it is the newest release.
    pub(in super::super) newest: bool,
    /// Whether it is supported.
    pub(in super::super) supported: bool,
}

impl Moment {
    /// The versions of the site's day.
    pub(in super::super) fn new(ctx: &Context<'_>) -> Self {
        let today = ctx.config.today;
        Self {
            newest: newest_release(ctx.kb, today),
            horizon: ctx.kb.horizon(),
            supported: ctx.kb.supported(today),
            interest: versions_of_interest(ctx.kb, today),
        }
    }

    /// Names `version`.
    pub(in super::super) fn version(&self, ctx: &Context<'_>, version: MinorVersion) -> VersionView {
        VersionView {
            version: version.to_string(),
            href: ctx.kb.release(version).map(|_| ctx.href(&Route::Release(version))),
            newest: self.newest == Some(version),
            supported: self.supported.contains(&version),
        }
    }

    /// The state of `gate` at the newest release.
    pub(in super::super) fn state(&self, gate: &Gate) -> GateState {
        self.newest.map_or(GateState::NotYet, |newest| gate.state_at(newest))
    }
}
