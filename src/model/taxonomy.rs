//! The closed word lists (`taxonomy.toml`) and the importer's alias tables (`aliases.toml`).

use super::GateName;
use crate::source::At;

/// One word of a closed list: a slug in records and addresses, a name for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxon {
    /// The slug, for example `api-machinery`.
    pub slug: At<String>,
    /// The name, for example `API Machinery`.
    pub name: String,
    /// One sentence of our own, where the name does not say it all.
    pub about: Option<String>,
}

/// `content/taxonomy.toml`.
#[derive(Debug, Clone, Default)]
pub struct Taxonomy {
    /// Special interest groups.
    pub sigs: Vec<Taxon>,
    /// Programs and libraries that read gates or carry a KEP.
    pub components: Vec<Taxon>,
    /// Subjects that readers look for.
    pub topics: Vec<Taxon>,
}

impl Taxonomy {
    /// Display name of a SIG's slug; the slug itself when it is not listed.
    #[must_use]
    pub fn sig_name<'a>(&'a self, slug: &'a str) -> &'a str {
        name(&self.sigs, slug)
    }

    /// Display name of a component's slug; the slug itself when it is not listed.
    #[must_use]
    pub fn component_name<'a>(&'a self, slug: &'a str) -> &'a str {
        name(&self.components, slug)
    }

    /// Display name of a topic's slug; the slug itself when it is not listed.
    #[must_use]
    pub fn topic_name<'a>(&'a self, slug: &'a str) -> &'a str {
        name(&self.topics, slug)
    }
}

fn name<'a>(list: &'a [Taxon], slug: &'a str) -> &'a str {
    list.iter().find(|taxon| taxon.slug.value == slug).map_or(slug, |taxon| &taxon.name)
}

/// A gate that the versioned feature list never lists, though binaries have it: absence is then no removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlistedGate {
    /// The gate.
    pub gate: At<GateName>,
    /// Why the list does not have it.
    pub reason: String,
}

/// `content/aliases.toml`: how the importer reads words that upstream writes wrongly or in several ways.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    /// Misspelt gate name in a `kep.yaml` → the real gate.
    pub gates: Vec<(At<String>, At<GateName>)>,
    /// Component prose in a `kep.yaml` → slugs of the taxonomy (none: it names no component).
    pub components: Vec<(At<String>, Vec<At<String>>)>,
    /// Status word that the process does not know → the status it stands for.
    pub statuses: Vec<(At<String>, At<super::KepStatus>)>,
    /// Gates outside the versioned feature list.
    pub unlisted: Vec<UnlistedGate>,
}
