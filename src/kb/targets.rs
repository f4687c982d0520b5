//! What KEPs plan for a minor version.

use super::KnowledgeBase;
use crate::model::{Kep, Milestone, MinorVersion};

/// A KEP's plan for a minor version.
#[derive(Debug, Clone, Copy)]
pub struct KepTarget<'kb> {
    /// The KEP.
    pub kep: &'kb Kep,
    /// What it plans.
    pub milestone: Milestone,
}

impl KnowledgeBase {
    /// What KEPs plan for `version`, by milestone, the most mature first, then by number.
    #[must_use]
    pub fn targets_at(&self, version: MinorVersion) -> Vec<KepTarget<'_>> {
        let mut targets: Vec<_> = self
            .keps()
            .iter()
            .flat_map(|kep| {
                let milestones = kep.targets.iter().filter(move |target| target.version.value == version);
                milestones.map(move |target| KepTarget { kep, milestone: target.milestone })
            })
            .collect();
        let rank = |milestone| match milestone {
            Milestone::Stable => 0,
            Milestone::Beta => 1,
            Milestone::Alpha => 2,
            Milestone::Deprecated => 3,
            Milestone::Disabled => 4,
            Milestone::Removed => 5,
        };
        targets.sort_by_key(|target| (rank(target.milestone), target.kep.number.value));
        targets
    }

    /// The newest minor version that any KEP plans something for.
    #[must_use]
    pub fn last_planned(&self) -> Option<MinorVersion> {
        self.keps().iter().flat_map(|kep| kep.targets.iter()).map(|target| target.version.value).max()
    }
}
