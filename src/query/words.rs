//! The words for settings, states, support and sources that every answer shares, and where upstream files are.

use jiff::civil::Date;

use crate::kb::{KnowledgeBase, Support, Verdict};
use crate::model::{Claim, FactSource, GateState, MinorVersion, Provenance, Setting};

use super::standing::newest_release;

/// `on, locked`; what no source records is said so.
#[must_use]
pub fn default_words(setting: Setting) -> String {
    let default = match setting.default {
        Some(true) => "on",
        Some(false) => "off",
        None => "not recorded",
    };
    if setting.locked == Some(true) { format!("{default}, locked") } else { default.to_owned() }
}

/// `beta, on, locked`.
#[must_use]
pub fn setting_words(setting: Setting) -> String {
    format!("{}, {}", setting.stage, default_words(setting))
}

/// `beta, on`, `not there yet`, `removed`.
#[must_use]
pub fn state_words(state: GateState) -> String {
    match state {
        GateState::NotYet => "not there yet".to_owned(),
        GateState::Present(setting) => setting_words(setting),
        GateState::Unconfirmed(setting) => format!("perhaps removed (was {})", setting_words(setting)),
        GateState::Removed => "removed".to_owned(),
    }
}

/// Where a release stands, as a sentence without its end.
#[must_use]
pub fn support_words(support: Support) -> String {
    let until = |until: Option<Date>| until.map(|day| format!(" until {day}")).unwrap_or_default();
    match support {
        Support::Supported { until: day } => format!("supported{}", until(day)),
        Support::Maintenance { until: day } => format!("in maintenance mode, supported{}", until(day)),
        Support::EndOfLife { since: Some(since) } => format!("not supported: its end of life was {since}"),
        Support::EndOfLife { since: None } => {
            "not supported: newer versions are past their end of life".to_owned()
        }
        Support::Planned { on: Some(day) } => format!("not released yet, planned for {day}"),
        Support::Planned { on: None } => "not released yet".to_owned(),
        Support::Unconfirmed { planned } => {
            format!("planned for {planned}, and no imported source confirms the release")
        }
        Support::Unknown => "no record says whether it is supported".to_owned(),
    }
}

/// The one word for it in JSON and in addresses.
#[must_use]
pub fn support_key(support: Support) -> &'static str {
    match support {
        Support::Supported { .. } => "supported",
        Support::Maintenance { .. } => "maintenance",
        Support::EndOfLife { .. } => "end-of-life",
        Support::Planned { .. } => "planned",
        Support::Unconfirmed { .. } => "unconfirmed",
        Support::Unknown => "unknown",
    }
}

/// Who says it, for people.
#[must_use]
pub fn source_words(source: FactSource) -> &'static str {
    match source {
        FactSource::Code => "code",
        FactSource::Docs => "docs",
        FactSource::Kep => "KEP",
        FactSource::Hand => "corrected by hand",
    }
}

/// What an author claims: `beta, new in 1.35, on by default`.
#[must_use]
pub fn claim_words(claim: &Claim) -> String {
    let new = if claim.new { ", new" } else { "" };
    let default = match claim.default {
        Some(true) => ", on by default",
        Some(false) => ", off by default",
        None => "",
    };
    format!("{}{new} in {}{default}", claim.stage.value, claim.version.value)
}

/// How a claim stands, as the end of a sentence.
#[must_use]
pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Confirmed => "confirmed",
        Verdict::Differs => "differs from the records",
        Verdict::Contradicted => "contradicted by the records",
    }
}

/// First letter in upper case.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The versions whose state a reader wants to know: the supported ones, and what the code already knows past them.
/// Newest first.
#[must_use]
pub fn versions_of_interest(kb: &KnowledgeBase, today: Date) -> Vec<MinorVersion> {
    let mut versions = kb.supported(today);
    let newest = newest_release(kb, today);
    versions.extend(newest);
    versions.extend(kb.horizon());
    if let (Some(newest), Some(horizon)) = (newest, kb.horizon()) {
        // Between the newest release and the newest code there can be more than one version.
        let mut version = newest.next();
        while version < horizon {
            versions.push(version);
            version = version.next();
        }
    }
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.dedup();
    versions
}

/// The address of `file` in the repository of `kind`: at the record's commit, else at the imported one. `None` where
/// the records do not name the repository.
#[must_use]
pub fn upstream_url(kb: &KnowledgeBase, kind: FactSource, file: &Provenance) -> Option<String> {
    let source = kb.source(kind)?;
    let commit = file.commit.as_deref().or(source.commit.as_deref()).unwrap_or("HEAD");
    let repository = source.repository.trim_end_matches('/');
    Some(format!("{repository}/blob/{commit}/{}", encoded(&file.path)))
}

/// A path in an address: everything but plain characters is percent-encoded.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn encodes_what_an_address_cannot_hold() {
        assert_eq!(encoded("keps/sig-auth/4317-pod/kep.yaml"), "keps/sig-auth/4317-pod/kep.yaml");
        assert_eq!(encoded("a b/ü?#"), "a%20b/%C3%BC%3F%23");
    }
}
