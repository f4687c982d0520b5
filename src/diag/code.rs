//! Every rule's name. One rule, one name: code here, heading in `docs/lints.md`, folder in `tests/fixtures/lints/`.

use super::Severity;

macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident, $summary:literal;)+) => {
        /// The stable name of a rule on records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $name,)+
        }

        impl Code {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name as shown and documented, in kebab case.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// One line that says what the rule is about.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary,)+ }
            }

            /// How bad a breach is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    // Reading a file.
    Syntax = "syntax", Error, "a file is not valid TOML or not valid UTF-8";
    UnexpectedFile = "unexpected-file", Warning, "a file stands where no record is read from";
    UnknownKey = "unknown-key", Error, "a table has a key that the format does not know";
    MissingKey = "missing-key", Error, "a table lacks a key that the format requires";
    WrongType = "wrong-type", Error, "a value has another type than the format asks for";
    // Reading a value.
    InvalidVersion = "invalid-version", Error, "a minor version cannot be read";
    InvalidDate = "invalid-date", Error, "a date does not exist or is not written as YYYY-MM-DD";
    InvalidName = "invalid-name", Error, "a gate name or slug has characters that no such name has";
    UnknownStage = "unknown-stage", Error, "a stage is none of alpha, beta, stable, deprecated";
    UnknownValue = "unknown-value", Error, "a status, link kind, risk level or other fixed word is not known";
    InsecureLink = "insecure-link", Error, "a link has another scheme than https, or is no valid address";
    EmptyText = "empty-text", Error, "a text that must say something is empty";
    // One record.
    FileNameMismatch = "file-name-mismatch", Error, "the file name does not match the record in it";
    VersionOrder = "version-order", Error, "versions or dates do not rise where they must";
    ContradictoryHistory = "contradictory-history", Error, "a stage history contradicts itself";
    LockedWithoutDefault = "locked-without-default", Error, "a gate is locked but its default is not recorded";
    RiskWithoutSummary = "risk-without-summary", Error, "a risk level is given but the summary is empty";
    UnsafeLink = "unsafe-link", Error, "a text in Markdown links to what no page may carry, or shows a picture";
    // Several records.
    DuplicateKepNumber = "duplicate-kep-number", Error, "two records claim one KEP number";
    DuplicateGateName = "duplicate-gate-name", Error, "two records claim one gate name, or one differs only by case";
    DuplicateEntry = "duplicate-entry", Error, "a list or file says the same thing twice";
    UnknownSig = "unknown-sig", Error, "a SIG is not in the taxonomy";
    UnknownComponent = "unknown-component", Error, "a component is not in the taxonomy";
    UnknownTopic = "unknown-topic", Error, "a topic is not in the taxonomy";
    UnknownRelease = "unknown-release", Error, "a version has no entry in releases.toml";
    DanglingKep = "dangling-kep", Error, "a record refers to a KEP that has no record";
    DanglingGate = "dangling-gate", Error, "a record refers to a gate that has no record";
    DanglingCollection = "dangling-collection", Error, "a record refers to a collection that has no record";
    MissingSuccessor = "missing-successor", Warning, "a deprecated or superseded KEP names no successor";
    UnusedWaiver = "unused-waiver", Warning, "a waiver matches no drift";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        }
    }
}
