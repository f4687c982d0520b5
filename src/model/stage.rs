//! Stages of a feature.

use std::fmt;
use std::str::FromStr;

/// How mature a feature is. Whether it is on is another question: beta does not mean on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// May change or vanish without notice; off by default.
    Alpha,
    /// Well tested; on or off by default.
    Beta,
    /// Generally available (GA).
    Stable,
    /// On its way out.
    Deprecated,
}

/// A word that is no stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no stage: write alpha, beta, stable or deprecated")]
pub struct UnknownStage {
    word: String,
}

impl Stage {
    /// All stages in the order of a feature's life.
    pub const ALL: &'static [Self] = &[Self::Alpha, Self::Beta, Self::Stable, Self::Deprecated];

    /// The word in records and on pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "stable",
            Self::Deprecated => "deprecated",
        }
    }

    /// One letter, for strips and matrices: A, B, S, D.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Alpha => 'A',
            Self::Beta => 'B',
            Self::Stable => 'S',
            Self::Deprecated => 'D',
        }
    }
}

impl FromStr for Stage {
    type Err = UnknownStage;

    /// Reads the words of records and of the command line. `GA` is what Kubernetes' code calls stable.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word.to_ascii_lowercase().as_str() {
            "alpha" => Ok(Self::Alpha),
            "beta" => Ok(Self::Beta),
            "stable" | "ga" => Ok(Self::Stable),
            "deprecated" => Ok(Self::Deprecated),
            _ => Err(UnknownStage { word: word.chars().take(40).collect() }),
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
