//! Where every page and file of the site is. Nothing else spells a path of the site.

use crate::model::{GateName, MinorVersion};

/// A page or file of the site. Addresses are stable: they hold names of the field only, in their own letter case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// The home page.
    Home,
    /// All releases.
    Releases,
    /// One release.
    Release(MinorVersion),
    /// All KEPs.
    Keps,
    /// A KEP, by number; by record key where the number alone is not unique (see `Context::kep_route`).
    Kep(String),
    /// All gates.
    Gates,
    /// A gate.
    Gate(GateName),
    /// All SIGs.
    Sigs,
    /// A SIG, by slug.
    Sig(String),
    /// All topics.
    Topics,
    /// A topic, by slug.
    Topic(String),
    /// All components.
    Components,
    /// A component, by slug.
    Component(String),
    /// All collections.
    Collections,
    /// A collection, by slug.
    Collection(String),
    /// Gates × minor versions.
    Matrix,
    /// Any two versions.
    Compare,
    /// Two versions: from, to.
    ComparePair(MinorVersion, MinorVersion),
    /// Where the sources disagree.
    Drift,
    /// Search, and the list of everything.
    Search,
    /// A prose page, by its path in `content/pages/` without ending, for example `about` or `about/api`.
    Prose(String),
    /// What a host shows where there is no page.
    NotFound,
    /// A file by its path, for example `api/v1/index.json`.
    File(String),
}

impl Route {
    /// The path below the site's base, without a slash in front: `keps/4317/`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => String::new(),
            Self::Releases => "releases/".to_owned(),
            Self::Release(version) => format!("releases/{version}/"),
            Self::Keps => "keps/".to_owned(),
            Self::Kep(key) => format!("keps/{key}/"),
            Self::Gates => "gates/".to_owned(),
            Self::Gate(name) => format!("gates/{name}/"),
            Self::Sigs => "sigs/".to_owned(),
            Self::Sig(slug) => format!("sigs/{slug}/"),
            Self::Topics => "topics/".to_owned(),
            Self::Topic(slug) => format!("topics/{slug}/"),
            Self::Components => "components/".to_owned(),
            Self::Component(slug) => format!("components/{slug}/"),
            Self::Collections => "collections/".to_owned(),
            Self::Collection(slug) => format!("collections/{slug}/"),
            Self::Matrix => "matrix/".to_owned(),
            Self::Compare => "compare/".to_owned(),
            Self::ComparePair(from, to) => format!("compare/{from}-to-{to}/"),
            Self::Drift => "drift/".to_owned(),
            Self::Search => "search/".to_owned(),
            Self::Prose(path) => format!("{path}/"),
            Self::NotFound => "404.html".to_owned(),
            Self::File(path) => path.clone(),
        }
    }

    /// The file below the output folder: `keps/4317/index.html`.
    #[must_use]
    pub fn file(&self) -> String {
        let path = self.path();
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
    }

    /// The entry of the main navigation that the page belongs to.
    pub(super) fn section(&self) -> &'static str {
        match self {
            Self::Releases | Self::Release(_) => "releases",
            Self::Keps | Self::Kep(_) => "keps",
            Self::Gates | Self::Gate(_) => "gates",
            Self::Matrix => "matrix",
            Self::Compare | Self::ComparePair(..) => "compare",
            Self::Drift => "drift",
            Self::Collections | Self::Collection(_) => "collections",
            Self::Prose(_) => "about",
            Self::Search => "search",
            _ => "",
        }
    }

    /// The feed of the whole site.
    #[must_use]
    pub fn feed() -> Self {
        Self::File("feed.xml".to_owned())
    }

    /// The description of the search for browsers.
    #[must_use]
    pub fn open_search() -> Self {
        Self::File("opensearch.xml".to_owned())
    }

    /// The feed of one release.
    #[must_use]
    pub fn release_feed(version: MinorVersion) -> Self {
        Self::File(format!("releases/{version}/feed.xml"))
    }

    /// A file of the API by its name without ending, for example `gates`.
    #[must_use]
    pub fn api(name: &str) -> Self {
        Self::File(format!("api/v1/{name}.json"))
    }

    /// The JSON Schema of the API's files of one kind, for example `gate`.
    #[must_use]
    pub fn api_schema(kind: &str) -> Self {
        Self::File(format!("api/v1/schema/{kind}.json"))
    }

    /// A collection's file in the API.
    #[must_use]
    pub fn api_collection(slug: &str) -> Self {
        Self::File(format!("api/v1/collections/{slug}.json"))
    }

    /// A gate's file in the API.
    #[must_use]
    pub fn api_gate(name: &GateName) -> Self {
        Self::File(format!("api/v1/gates/{name}.json"))
    }

    /// A KEP's file in the API, by the key of its page.
    #[must_use]
    pub fn api_kep(key: &str) -> Self {
        Self::File(format!("api/v1/keps/{key}.json"))
    }

    /// A release's file in the API.
    #[must_use]
    pub fn api_release(version: MinorVersion) -> Self {
        Self::File(format!("api/v1/releases/{version}.json"))
    }

    /// What every gate is at every version, for `compare/` and other programs that judge versions.
    #[must_use]
    pub fn api_states() -> Self {
        Self::File("api/v1/states.json".to_owned())
    }

    /// A gate's badge.
    #[must_use]
    pub fn gate_badge(name: &GateName) -> Self {
        Self::File(format!("badges/gates/{name}.svg"))
    }

    /// A KEP's badge, by the key of its page.
    #[must_use]
    pub fn kep_badge(key: &str) -> Self {
        Self::File(format!("badges/keps/{key}.svg"))
    }
}
