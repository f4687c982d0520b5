//! Feature gates: their history, and their state at a minor version.

use std::fmt;

use super::{FactSource, Link, MinorVersion, Pin, Provenance, Stage};
use crate::source::{At, Span};

/// The name of a feature gate as it stands in `--feature-gates`, for example `PodCertificateRequest`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GateName(String);

impl GateName {
    /// Takes a name of letters and digits that starts with a letter; `None` for anything else.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let fits = name.len() <= 100
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What holds for a gate from one minor version on.
///
/// Stage, default and lock are three timelines that happen to be written in one row: a row may repeat the stage and
/// change only the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// First minor version for which the row holds; it holds until the next row's.
    pub since: At<MinorVersion>,
    /// The stage.
    pub stage: At<Stage>,
    /// On or off when nobody sets the gate; `None` where no source records it.
    pub default: Option<At<bool>>,
    /// Whether the gate can only be set to its default; `None` where no source records it (the docs rarely do).
    pub locked: Option<At<bool>>,
    /// Who says so.
    pub source: FactSource,
}

/// When a gate ceased to exist. A component that is started with a gate that no longer exists does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// Last minor version known to have the gate.
    pub after: MinorVersion,
    /// First minor version known not to have it. The minors between are known to nobody.
    pub by: MinorVersion,
}

impl Removal {
    /// Whether the sources pin the removal to one minor version.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.after.next() == self.by
    }
}

/// A gate's record, `content/gates/<GateName>.toml`.
#[derive(Debug, Clone)]
pub struct Gate {
    /// The file's first byte range, for problems of the record as a whole.
    pub span: Span,
    /// The name.
    pub name: At<GateName>,
    /// Components that read the gate, as slugs of the taxonomy. Empty where no source says.
    pub components: Vec<At<String>>,
    /// Names the gate had before.
    pub former_names: Vec<At<GateName>>,
    /// The gate's life, oldest row first.
    pub history: Vec<HistoryRow>,
    /// What the feature did before the gate existed, for gates that were made to switch an old behaviour off.
    pub prior_default: Option<bool>,
    /// When the gate was removed, if it was.
    pub removed: Option<At<Removal>>,
    /// Our own two or three sentences; empty where nobody wrote them yet.
    pub summary: Option<At<String>>,
    /// Topics, as slugs of the taxonomy.
    pub topics: Vec<At<String>>,
    /// Other names that people use.
    pub aka: Vec<At<String>>,
    /// Further reading.
    pub links: Vec<Link>,
    /// Facts corrected by hand; the fields above hold the corrected values.
    pub pins: Vec<Pin>,
    /// The versioned feature list's entry, for gates in it.
    pub code: Option<Provenance>,
    /// The docs page, for gates that have one.
    pub docs: Option<Provenance>,
}

/// Stage, default and lock of a gate at one minor version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setting {
    /// The stage.
    pub stage: Stage,
    /// On or off by default; `None` where no source records it.
    pub default: Option<bool>,
    /// Locked to the default or not; `None` where no source records it.
    pub locked: Option<bool>,
}

/// What a gate is at one minor version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GateState {
    /// The gate is not known to that version yet.
    NotYet,
    /// The gate exists, with this setting.
    Present(Setting),
    /// No source says whether the gate still exists; this is what it last was.
    Unconfirmed(Setting),
    /// The gate no longer exists.
    Removed,
}

impl GateState {
    /// The setting where the gate exists, or is not known to be gone.
    #[must_use]
    pub fn setting(self) -> Option<Setting> {
        match self {
            Self::Present(setting) | Self::Unconfirmed(setting) => Some(setting),
            Self::NotYet | Self::Removed => None,
        }
    }
}

impl Gate {
    /// The gate's state at `version`.
    #[must_use]
    pub fn state_at(&self, version: MinorVersion) -> GateState {
        let row = self.history.iter().rev().find(|row| row.since.value <= version);
        let Some(row) = row else { return GateState::NotYet };
        let setting = Setting {
            stage: row.stage.value,
            default: row.default.map(|at| at.value),
            locked: row.locked.map(|at| at.value),
        };
        match &self.removed {
            Some(removed) if version >= removed.by => GateState::Removed,
            Some(removed) if version > removed.after => GateState::Unconfirmed(setting),
            _ => GateState::Present(setting),
        }
    }

    /// First minor version with the gate; `None` for a gate whose history nobody recorded.
    #[must_use]
    pub fn introduced(&self) -> Option<MinorVersion> {
        self.history.first().map(|row| row.since.value)
    }

    /// First minor version at which the gate has reached `stage`.
    #[must_use]
    pub fn stage_since(&self, stage: Stage) -> Option<MinorVersion> {
        self.history.iter().find(|row| row.stage.value == stage).map(|row| row.since.value)
    }

    /// Every minor version that changed the gate: each row's, and the one that has it no more.
    pub fn change_versions(&self) -> impl Iterator<Item = MinorVersion> {
        let rows = self.history.iter().map(|row| row.since.value);
        rows.chain(self.removed.map(|removed| removed.by))
    }

    /// The stage timeline: each minor version at which the stage changed, and to what.
    pub fn stages(&self) -> impl Iterator<Item = (MinorVersion, Stage)> {
        steps(self.history.iter().map(|row| (row.since.value, row.stage.value)))
    }

    /// The default timeline: each minor version at which the recorded default changed, and to what.
    pub fn defaults(&self) -> impl Iterator<Item = (MinorVersion, bool)> {
        steps(self.history.iter().filter_map(|row| Some((row.since.value, row.default?.value))))
    }

    /// The lock timeline: each minor version at which the recorded lock changed, and to what.
    pub fn locks(&self) -> impl Iterator<Item = (MinorVersion, bool)> {
        steps(self.history.iter().filter_map(|row| Some((row.since.value, row.locked?.value))))
    }
}

/// Drops the rows that repeat the value before them.
fn steps<T: PartialEq + Copy>(
    rows: impl Iterator<Item = (MinorVersion, T)>,
) -> impl Iterator<Item = (MinorVersion, T)> {
    let mut last = None;
    rows.filter(move |(_, value)| last.replace(*value) != Some(*value))
}
