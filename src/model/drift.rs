//! Drift: two sources that say different things about one fact.

use super::{FactSource, KepNumber};
use crate::source::{At, Span};

macro_rules! drift_classes {
    ($($name:ident = $slug:literal, $summary:literal;)+) => {
        /// What kind of disagreement it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DriftClass {
            $(#[doc = $summary] $name,)+
        }

        impl DriftClass {
            /// All classes, the ones that hurt most first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in `drift.toml` and in addresses.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// One line that says what disagrees.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary,)+ }
            }
        }
    };
}

drift_classes! {
    Default = "default", "code and docs give a gate different defaults";
    Stage = "stage", "code and docs give a gate different stages, or start a stage at different versions";
    Lock = "lock", "code and docs differ on whether a gate is locked";
    Removal = "removal", "one source still lists a gate that another no longer has";
    MissingInDocs = "missing-in-docs", "the code has a gate that the docs do not list";
    DocsHistory = "docs-history", "a docs page contradicts itself: gaps, overlaps, open ends, missing values";
    CodeHistory = "code-history", "the feature list contradicts itself, or does not say since when a gate exists";
    Milestone = "milestone", "a KEP's milestone differs from what its gates did";
    Status = "status", "a KEP's status is not one the process knows, or lags behind its gates";
    UnknownGate = "unknown-gate", "a KEP names a gate that no other source knows";
    SharedGate = "shared-gate", "several KEPs claim one gate";
    KepNumber = "kep-number", "a KEP's number is missing, shared, or not the one in its path";
    KepField = "kep-field", "a KEP's field cannot be read as what it should be";
    Pinned = "pinned", "a fact corrected by hand differs from what upstream says";
}

/// What a disagreement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A gate, by name.
    Gate(String),
    /// A KEP, by number and record key (`2133-kubelet-credential-providers`).
    Kep(KepNumber, String),
}

/// What one source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    /// The source.
    pub source: FactSource,
    /// Its words, or a short form of them.
    pub value: String,
}

/// One disagreement (`[[drift]]` in `content/drift.toml`, written by the importer).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The entry in `drift.toml`.
    pub span: Span,
    /// What kind it is.
    pub class: DriftClass,
    /// What it is about.
    pub subject: Subject,
    /// The fact, for example `default at 1.35`.
    pub field: String,
    /// What each source says, most trusted first.
    pub says: Vec<Says>,
    /// The real gate that a misspelt name is nearest to.
    pub nearest: Option<String>,
}

/// A disagreement that is known and accepted (`[[waivers]]` in `content/waivers.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The class that is waived.
    pub class: At<DriftClass>,
    /// A gate's name, or a KEP's record key.
    pub subject: At<String>,
    /// The field that is waived; all fields of the subject in that class when absent.
    pub field: Option<String>,
    /// Why it is accepted.
    pub reason: At<String>,
}

impl Subject {
    /// The name a waiver and `drift.toml` use: the gate's name, or the KEP's record key.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Gate(name) => name,
            Self::Kep(_, key) => key,
        }
    }
}

impl Waiver {
    /// Whether the waiver covers `drift`.
    #[must_use]
    pub fn covers(&self, drift: &Drift) -> bool {
        self.class.value == drift.class
            && self.subject.value == drift.subject.key()
            && self.field.as_ref().is_none_or(|field| *field == drift.field)
    }
}
