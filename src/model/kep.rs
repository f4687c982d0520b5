//! Kubernetes Enhancement Proposals.

use std::fmt;

use jiff::civil::Date;

use super::{GateName, MinorVersion, Pin, Provenance, Stage};
use crate::source::{At, Span};

/// A KEP's number, which is also its tracking issue's number in `kubernetes/enhancements`; 0 where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KepNumber(pub u32);

impl fmt::Display for KepNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A KEP's own status. It says where the proposal stands, not the feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KepStatus {
    /// Proposed; the problem is agreed on, the solution is not.
    Provisional,
    /// Approved for work.
    Implementable,
    /// Done.
    Implemented,
    /// Put off.
    Deferred,
    /// Turned down.
    Rejected,
    /// Taken back by its authors.
    Withdrawn,
    /// Another KEP took its place.
    Replaced,
}

impl KepStatus {
    /// All statuses that the KEP process knows.
    pub const ALL: &'static [Self] = &[
        Self::Provisional,
        Self::Implementable,
        Self::Implemented,
        Self::Deferred,
        Self::Rejected,
        Self::Withdrawn,
        Self::Replaced,
    ];

    /// The word in `kep.yaml` and in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Implementable => "implementable",
            Self::Implemented => "implemented",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.as_str() == word)
    }
}

/// What a KEP plans for a minor version. The first three are stages; the others end a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// First alpha.
    Alpha,
    /// First beta. Often means: on by default.
    Beta,
    /// General availability.
    Stable,
    /// Deprecation.
    Deprecated,
    /// Off by default after deprecation.
    Disabled,
    /// Removal.
    Removed,
}

impl Milestone {
    /// All milestones in the order of a feature's life.
    pub const ALL: &'static [Self] =
        &[Self::Alpha, Self::Beta, Self::Stable, Self::Deprecated, Self::Disabled, Self::Removed];

    /// The key in `kep.yaml` and in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "stable",
            Self::Deprecated => "deprecated",
            Self::Disabled => "disabled",
            Self::Removed => "removed",
        }
    }

    /// The stage a feature has once the milestone is reached; `None` for removal, after which it has none.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Alpha => Some(Stage::Alpha),
            Self::Beta => Some(Stage::Beta),
            Self::Stable => Some(Stage::Stable),
            Self::Deprecated | Self::Disabled => Some(Stage::Deprecated),
            Self::Removed => None,
        }
    }
}

/// One target: a milestone and the minor version it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What is planned.
    pub milestone: Milestone,
    /// For which minor version.
    pub version: At<MinorVersion>,
}

/// A KEP's targets, in the order of a feature's life. Targets are plans: the gates' histories say what happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets(pub Vec<Target>);

impl Targets {
    /// The minor version that `milestone` is planned for.
    #[must_use]
    pub fn get(&self, milestone: Milestone) -> Option<MinorVersion> {
        self.iter().find(|target| target.milestone == milestone).map(|target| target.version.value)
    }

    /// All targets.
    pub fn iter(&self) -> impl Iterator<Item = &Target> {
        self.0.iter()
    }
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// Official documentation.
    Docs,
    /// A post of the official blog.
    Blog,
    /// The KEP's text.
    Kep,
    /// An issue or pull request.
    Issue,
    /// A vulnerability record.
    Cve,
    /// Source code.
    Code,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[Self::Docs, Self::Blog, Self::Kep, Self::Issue, Self::Cve, Self::Code];

    /// The word in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Blog => "blog",
            Self::Kep => "kep",
            Self::Issue => "issue",
            Self::Cve => "cve",
            Self::Code => "code",
        }
    }
}

/// A link for further reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub kind: LinkKind,
    /// What to call it.
    pub title: String,
    /// Always https.
    pub url: At<String>,
}

/// How much harm a feature can do when it is turned on, off or upgraded into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskLevel {
    /// Nothing that a retry or a restart does not mend.
    Low,
    /// Workloads or nodes can be disturbed.
    Medium,
    /// Data, availability of the control plane, or privileges are at stake.
    High,
}

impl RiskLevel {
    /// All levels.
    pub const ALL: &'static [Self] = &[Self::Low, Self::Medium, Self::High];

    /// The word in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The operations notes of a KEP (`[risk]`), in our own words, as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// How much harm it can do.
    pub level: At<RiskLevel>,
    /// The day the notes were last checked against their sources.
    pub reviewed: Option<At<Date>>,
    /// What can go wrong when it is turned on.
    pub enable: Option<At<String>>,
    /// What breaks or stays behind when it is turned off again.
    pub disable: Option<At<String>>,
    /// What changes by itself, and at which version.
    pub upgrade: Option<At<String>>,
    /// What to watch, and how to roll out.
    pub mitigation: Option<At<String>>,
}

/// A KEP's record, `content/keps/<number>-<slug>.toml`.
#[derive(Debug, Clone)]
pub struct Kep {
    /// The file's first byte range, for problems of the record as a whole.
    pub span: Span,
    /// The number. Two KEPs may share one where upstream does ([`Kep::shares_number`]).
    pub number: At<KepNumber>,
    /// The readable part of the file name and address. Number and slug together are unique.
    pub slug: At<String>,
    /// The title.
    pub title: At<String>,

    /// Our own two or three sentences.
    pub summary: Option<At<String>>,
    /// Topics, as slugs of the taxonomy.
    pub topics: Vec<At<String>>,
    /// Other names that people use.
    pub aka: Vec<At<String>>,
    /// Operations notes.
    pub risk: Option<Risk>,
    /// Further reading.
    pub links: Vec<Link>,

    /// Owning SIG, as a slug of the taxonomy without `sig-`.
    pub sig: Option<At<String>>,
    /// Other SIGs that take part.
    pub participating: Vec<At<String>>,
    /// Status of the proposal; `None` where upstream's word is not one the process knows.
    pub status: Option<At<KepStatus>>,
    /// The stage that `kep.yaml` names as current.
    pub stage: Option<At<Stage>>,
    /// The newest minor version for which work was done.
    pub latest: Option<At<MinorVersion>>,
    /// Planned milestones (`stages` in the record).
    pub targets: Targets,
    /// Gates that carry the KEP.
    pub gates: Vec<At<GateName>>,
    /// Gate names in `kep.yaml` that no other source knows: planned work, or misspelt.
    pub unknown_gates: Vec<At<String>>,
    /// Components that must have the gate, as slugs of the taxonomy.
    pub components: Vec<At<String>>,
    /// Metrics that the KEP names for operators.
    pub metrics: Vec<At<String>>,
    /// Whether the feature can be turned off again once in use.
    pub disable_supported: Option<bool>,
    /// Day of the proposal.
    pub created: Option<At<Date>>,
    /// Day of its last edit, where its authors kept it.
    pub updated: Option<At<Date>>,
    /// Related KEPs.
    pub see_also: Vec<At<KepNumber>>,
    /// KEPs that this one took the place of.
    pub replaces: Vec<At<KepNumber>>,
    /// KEPs that took its place.
    pub superseded_by: Vec<At<KepNumber>>,
    /// Whether upstream itself gives the number to another KEP too.
    pub shares_number: bool,
    /// Facts corrected by hand; the fields above hold the corrected values.
    pub pins: Vec<Pin>,
    /// The `kep.yaml`.
    pub source: Option<Provenance>,
}

impl Kep {
    /// Unique name of the record: `4317-pod-certificates`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}", self.number.value, self.slug.value)
    }
}
