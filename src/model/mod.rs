//! The words of the field as plain types: minor versions, stages, gates, KEPs, releases, collections, drift.
//!
//! No I/O, no clock, no serialisation: records are read by `load`, shown by `cli` and `site`, each with types of its
//! own. Lists keep the order of their file; places that a rule may want to point at are wrapped in [`At`].

mod address;
mod collection;
mod drift;
mod gate;
mod kep;
mod minor_version;
mod release;
mod stage;
mod taxonomy;

pub use address::is_safe_target;
pub use collection::{Claim, Collection, CollectionEntry};
pub use drift::{Drift, DriftClass, Says, Subject, Waiver};
pub use gate::{Gate, GateName, GateState, HistoryRow, Removal, Setting};
pub use kep::{Kep, KepNumber, KepStatus, Link, LinkKind, Milestone, Risk, RiskLevel, Target, Targets};
pub use minor_version::{MinorVersion, ParseMinorVersionError, ParseVersionRangeError, VersionRange};
pub use release::Release;
pub use stage::{Stage, UnknownStage};
pub use taxonomy::{Aliases, Taxon, Taxonomy, UnlistedGate};

use crate::source::At;

/// Who says a fact. Ordered by trust: what the code does comes before what the docs say, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactSource {
    /// The versioned feature list of `kubernetes/kubernetes`: what the binaries do.
    Code,
    /// The feature gate pages of `kubernetes/website`.
    Docs,
    /// A `kep.yaml` of `kubernetes/enhancements`. Its milestones are targets.
    Kep,
    /// A correction by hand, with a reason in the record.
    Hand,
}

impl FactSource {
    /// All of them, most trusted first.
    pub const ALL: &'static [Self] = &[Self::Code, Self::Docs, Self::Kep, Self::Hand];

    /// The word used in records: `code`, `docs`, `kep`, `hand`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Docs => "docs",
            Self::Kep => "kep",
            Self::Hand => "hand",
        }
    }
}

/// Where an imported fact was read: a file at a commit of an upstream repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Full commit hash at which the facts of this record last changed, when it is known.
    pub commit: Option<String>,
    /// Path inside the upstream repository.
    pub path: String,
}

/// One upstream repository as last imported (`content/sources.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamSource {
    /// Which source of facts it is.
    pub kind: At<FactSource>,
    /// Web address of the repository, `https://github.com/kubernetes/enhancements`.
    pub repository: String,
    /// Commit that was imported, when it is known.
    pub commit: Option<String>,
    /// Commit date as the importer was told it, `2026-07-24`.
    pub date: Option<jiff::civil::Date>,
    /// Newest minor version that it describes; past it, only targets are known.
    pub describes: Option<MinorVersion>,
    /// Anything a reader must know about this state, in our words.
    pub note: Option<String>,
}

/// A fact corrected by hand: an import leaves it alone and reports where upstream differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The key of the fact that is corrected, for example `history`.
    pub field: At<String>,
    /// Why the imported value is wrong.
    pub reason: At<String>,
    /// Where that can be checked.
    pub url: Option<At<String>>,
}

/// All records of a content folder, in the order of their files' names. [`crate::kb::KnowledgeBase`] joins them.
#[derive(Debug, Default)]
pub struct Content {
    /// `keps/*.toml`.
    pub keps: Vec<Kep>,
    /// `gates/*.toml`.
    pub gates: Vec<Gate>,
    /// `collections/*.toml`.
    pub collections: Vec<Collection>,
    /// `releases.toml`.
    pub releases: Vec<Release>,
    /// `taxonomy.toml`.
    pub taxonomy: Taxonomy,
    /// `aliases.toml`.
    pub aliases: Aliases,
    /// `drift.toml`.
    pub drift: Vec<Drift>,
    /// `waivers.toml`.
    pub waivers: Vec<Waiver>,
    /// `sources.toml`.
    pub sources: Vec<UpstreamSource>,
}
