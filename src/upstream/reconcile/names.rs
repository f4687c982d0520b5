//! Which gate a name in a `kep.yaml` means.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::nearest;
use crate::model::{Aliases, GateName};

/// Every name that some source other than a KEP knows, and the other ways to write them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    exact: BTreeSet<String>,
    lower: BTreeMap<String, String>,
    other: BTreeMap<String, String>,
    unlisted: BTreeSet<String>,
}

/// What became of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// It means this gate.
    Known(GateName),
    /// Nobody else knows it; the nearest real name, if one is near.
    Unknown(Option<String>),
    /// Nobody else knows it, but people confirmed that it is a gate which no list has.
    Unlisted,
}

impl Names {
    /// All known gates, each with its former names, and people's table of misspelt ones.
    pub(crate) fn new<'a>(
        gates: impl Iterator<Item = (&'a GateName, &'a [GateName])>,
        aliases: &Aliases,
    ) -> Self {
        let mut names = Self::default();
        for (gate, former) in gates {
            let gate = gate.as_str();
            names.exact.insert(gate.to_owned());
            names.lower.entry(gate.to_ascii_lowercase()).or_insert_with(|| gate.to_owned());
            for name in former {
                names.other.insert(name.as_str().to_owned(), gate.to_owned());
            }
        }
        for (written, means) in &aliases.gates {
            names.other.insert(written.value.clone(), means.value.as_str().to_owned());
        }
        names.unlisted = aliases.unlisted.iter().map(|gate| gate.gate.value.as_str().to_owned()).collect();
        names
    }

    /// What `written` means: the gate of that name, else of that name in other letter case, else what people said.
    pub(crate) fn resolve(&self, written: &str) -> Resolved {
        let known = self.exact.get(written);
        let known = known.or_else(|| self.lower.get(&written.to_ascii_lowercase()));
        let known = known.or_else(|| self.other.get(written).and_then(|gate| self.exact.get(gate)));
        match known.and_then(|name| GateName::new(name)) {
            Some(name) => Resolved::Known(name),
            None if self.unlisted.contains(written) => Resolved::Unlisted,
            None => {
                Resolved::Unknown(nearest(written, self.exact.iter().map(String::as_str)).map(str::to_owned))
            }
        }
    }
}
