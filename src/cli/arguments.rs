//! Values of arguments that clap reads: versions, ranges, fixed words.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use kepdb::kb::ChangeKind;
use kepdb::model::{KepNumber, MinorVersion, Stage, VersionRange};

/// One minor version, or a range of them.
#[derive(Debug, Clone)]
pub(crate) enum VersionSpec {
    /// `1.35`
    One(MinorVersion),
    /// `>=1.33, <1.36`
    Range(VersionRange),
}

/// Reads a version or a range.
pub(crate) fn version_spec(text: &str) -> Result<VersionSpec, String> {
    if text.contains(['<', '>', '=', ',']) {
        return text.parse().map(VersionSpec::Range).map_err(|error| error.to_string());
    }
    match text.parse() {
        Ok(version) => Ok(VersionSpec::One(version)),
        Err(error) => Err(format!("{error}, or a range such as '>=1.33, <1.36'")),
    }
}

/// Reads a minor version.
pub(crate) fn minor_version(text: &str) -> Result<MinorVersion, String> {
    text.parse().map_err(|error: kepdb::model::ParseMinorVersionError| error.to_string())
}

/// Reads a KEP number: `4317`, `KEP-4317`, `#4317`.
pub(crate) fn kep_number(text: &str) -> Result<KepNumber, String> {
    let lower = text.trim().to_ascii_lowercase();
    let bare = lower.strip_prefix("kep").unwrap_or(&lower).trim_start_matches(['-', '#', ' ']);
    bare.parse().map(KepNumber).map_err(|_cause| "write a KEP's number, such as 4317".to_owned())
}

/// Reads a stage; `ga` is another word for stable.
pub(crate) fn stage() -> impl TypedValueParser<Value = Stage> {
    let values = Stage::ALL.iter().map(|stage| {
        let value = PossibleValue::new(stage.as_str());
        if *stage == Stage::Stable { value.alias("ga") } else { value }
    });
    PossibleValuesParser::new(values).try_map(|word| word.parse::<Stage>())
}

/// Reads a change.
pub(crate) fn change() -> impl TypedValueParser<Value = ChangeKind> {
    PossibleValuesParser::new(ChangeKind::ALL.iter().map(|kind| kind.as_str()))
        .try_map(|word| ChangeKind::from_word(&word).ok_or("no such change"))
}

/// Reads `on` or `off`.
pub(crate) fn on_off() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["on", "off"]).map(|word| word == "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_versions_from_ranges() {
        assert!(
            matches!(version_spec("v1.35.2"), Ok(VersionSpec::One(version)) if version == MinorVersion::new(1, 35))
        );
        assert!(matches!(version_spec(">=1.33, <1.36"), Ok(VersionSpec::Range(_))));
        assert_eq!(
            version_spec("latest").expect_err("no version"),
            "`latest` is no Kubernetes version: write a minor version such as 1.35, or a range such as '>=1.33, <1.36'"
        );
        assert!(version_spec("1.33,1.35").is_err());
    }

    #[test]
    fn reads_kep_numbers_as_people_write_them() {
        for text in ["4317", "KEP-4317", "kep-4317", "#4317"] {
            assert_eq!(kep_number(text), Ok(KepNumber(4317)), "{text}");
        }
        assert!(kep_number("pod-certificates").is_err());
    }
}
