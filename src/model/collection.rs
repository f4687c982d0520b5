//! Curated lists: a KEP an entry, with the claim somebody made about it, if any, and our sentence on why it matters.

use super::{KepNumber, Link, MinorVersion, Stage};
use crate::source::{At, Span};

/// What an author said about a KEP's feature at a minor version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The stage it is said to have.
    pub stage: At<Stage>,
    /// The minor version it is said to have it at.
    pub version: At<MinorVersion>,
    /// Whether it is said to have *reached* the stage at that very version.
    pub new: bool,
    /// The default it is said to have, when the author says so.
    pub default: Option<bool>,
}

/// One entry of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionEntry {
    /// The KEP.
    pub kep: At<KepNumber>,
    /// The author's claim; `None` in a list that claims nothing, whose pages say where the feature stands.
    pub claim: Option<Claim>,
    /// Our own sentence or two on why it matters.
    pub why: At<String>,
}

/// A curated list, `content/collections/<slug>.toml`.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The file's first byte range, for problems of the record as a whole.
    pub span: Span,
    /// File name and address.
    pub slug: At<String>,
    /// Heading.
    pub title: String,
    /// Who claimed it and when, or what the list is for, in our words, as Markdown.
    pub introduction: String,
    /// Where the claims can be read.
    pub links: Vec<Link>,
    /// Related collections, by slug.
    pub related: Vec<At<String>>,
    /// The entries in the author's order.
    pub entries: Vec<CollectionEntry>,
}

impl Collection {
    /// Whether somebody made a claim about one of the entries.
    #[must_use]
    pub fn has_claims(&self) -> bool {
        self.entries.iter().any(|entry| entry.claim.is_some())
    }
}
