//! What is known at a node of a document from what stands above it.

use super::Object;
use crate::check::read::collect::Target;
use crate::check::read::reading::Takes;
use crate::check::read::words::{component_key, vague_key};
use crate::check::setting::{Carrier, Place, Who};

/// What the keys above a node, or the reader of its place, say about gates below.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Who reads them.
    pub(super) who: Option<Who>,
    /// The kind of place.
    pub(super) place: Option<Place>,
    /// How a `featureGates` mapping gets to the component; flags are flags.
    pub(super) carrier: Carrier,
    /// What a `featureGates` mapping takes as values.
    pub(super) takes: Takes,
    /// Whether a key above may mean a component, but is not clear.
    pub(super) vague: bool,
    /// How many nodes stand above.
    pub(super) depth: usize,
}

impl Around {
    /// Nothing is known.
    pub(super) const NOTHING: Self = Self {
        who: None,
        place: None,
        carrier: Carrier::File,
        takes: Takes::Strings,
        vague: false,
        depth: 0,
    };

    /// The configuration of `who` in a place, in which gates are flags.
    pub(super) fn flags(who: Who, place: Place) -> Self {
        Self {
            who: Some(who),
            place: Some(place),
            carrier: Carrier::Flag,
            takes: Takes::Booleans,
            ..Self::NOTHING
        }
    }

    /// The configuration of `who` in a place, in which gates go to its configuration file.
    pub(super) fn file(who: Who, place: Place) -> Self {
        Self { carrier: Carrier::File, ..Self::flags(who, place) }
    }

    /// The same with gates as strings.
    pub(super) fn strings(self) -> Self {
        Self { takes: Takes::Strings, ..self }
    }

    /// Who reads flags in a text here; nobody when the program has gates of its own.
    pub(super) fn known(self) -> Option<Who> {
        self.who.filter(|who| !matches!(who, Who::Unknown | Who::Other(_)))
    }

    /// The kind of place of flags in a text here.
    pub(super) fn text_place(self, object: Object<'_>) -> Place {
        match self.who {
            Some(_) => self.target(object, Carrier::Flag).place,
            None => self.place.unwrap_or(Place::Text),
        }
    }

    /// What is known below a key.
    pub(super) fn below(self, key: &str) -> Self {
        // A reader of a place knows better than a key.
        let who = if self.place.is_some() { self.who } else { component_key(key).or(self.who) };
        Self { who, vague: self.vague || vague_key(key), depth: self.depth + 1, ..self }
    }

    /// Who reads a list of gates here, and how.
    pub(super) fn target(self, object: Object<'_>, carrier: Carrier) -> Target {
        let unclear =
            if object.kind.is_empty() || self.vague { Who::Unknown } else { Who::Other("another program") };
        let place = match self.place {
            Some(place) => place,
            None if object.kind.is_empty() => Place::Values,
            None => Place::OtherKind,
        };
        Target { who: self.who.unwrap_or(unclear), place, carrier }
    }
}
