//! Every key of every table of the record format: what the reader accepts, `docs/records.md` documents, and "did you
//! mean" suggests.

/// The keys that one table may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableKeys {
    /// The file, for example `keps/*.toml`.
    pub file: &'static str,
    /// The table in it, as it is written there, for example `[facts.source]`; empty for the top of the file.
    pub table: &'static str,
    /// Its keys, in the order in which they are usually written.
    pub keys: &'static [&'static str],
}

macro_rules! tables {
    ($($name:ident: $file:literal, $table:literal, [$($key:expr),+ $(,)?];)+) => {
        $(pub(super) static $name: TableKeys = TableKeys { file: $file, table: $table, keys: &[$($key),+] };)+

        /// All tables of all files.
        pub static ALL: &[&TableKeys] = &[$(&$name),+];
    };
}

tables! {
    KEP: "keps/*.toml", "", [
        "number", "slug", "title", "summary", "topics", "aka", "risk", "links", "facts", "pinned",
    ];
    RISK: "keps/*.toml", "[risk]", [
        "level", "reviewed", "enable", "disable", "upgrade", "mitigation",
    ];
    KEP_LINK: "keps/*.toml", "[[links]]", ["kind", "title", "url"];
    FACTS: "keps/*.toml", "[facts]", [
        "sig", "participating", "status", "stage", "latest", "created", "updated", "stages", "gates",
        "unknown-gates", "components", "metrics", "disable-supported", "see-also", "replaces", "superseded-by",
        "shares-number", "source",
    ];
    STAGES: "keps/*.toml", "stages = { … }", [
        "alpha", "beta", "stable", "deprecated", "disabled", "removed",
    ];
    FACTS_SOURCE: "keps/*.toml", "[facts.source]", ["path", "commit"];
    KEP_PINNED: "keps/*.toml", "[pinned]", [
        "title", "sig", "participating", "status", "stage", "latest", "created", "updated", "stages", "gates",
        "unknown-gates", "components", "metrics", "disable-supported", "see-also", "replaces", "superseded-by",
        "shares-number",
    ];
    KEP_PIN: "keps/*.toml", "[pinned.<fact>]", ["value", "reason", "url"];

    GATE: "gates/*.toml", "", [
        "name", "components", "former-names", "history", "prior-default", "removed", "summary", "topics", "aka",
        "links", "source", "pinned",
    ];
    HISTORY_ROW: "gates/*.toml", "history = [{ … }]", ["since", "stage", "default", "locked", "source"];
    REMOVED: "gates/*.toml", "removed = { … }", ["after", "by"];
    GATE_LINK: "gates/*.toml", "[[links]]", ["kind", "title", "url"];
    GATE_SOURCE: "gates/*.toml", "[source]", ["code", "docs"];
    GATE_SOURCE_CODE: "gates/*.toml", "[source.code]", ["path", "commit"];
    GATE_SOURCE_DOCS: "gates/*.toml", "[source.docs]", ["path", "commit"];
    GATE_PINNED: "gates/*.toml", "[pinned]", [
        "components", "former-names", "history", "prior-default", "removed",
    ];
    GATE_PIN: "gates/*.toml", "[pinned.<fact>]", ["value", "reason", "url"];

    COLLECTION: "collections/*.toml", "", ["slug", "title", "introduction", "related", "links", "entries"];
    COLLECTION_LINK: "collections/*.toml", "[[links]]", ["kind", "title", "url"];
    ENTRY: "collections/*.toml", "[[entries]]", ["kep", "claim", "why"];
    CLAIM: "collections/*.toml", "claim = { … }", ["stage", "version", "new", "default"];

    RELEASES: "releases.toml", "", ["releases"];
    RELEASE: "releases.toml", "[[releases]]", [
        "version", "released", "planned", "maintenance", "end-of-life", "final-patch",
    ];

    TAXONOMY: "taxonomy.toml", "", ["sigs", "components", "topics"];
    SIG: "taxonomy.toml", "[[sigs]]", ["slug", "name", "about"];
    COMPONENT: "taxonomy.toml", "[[components]]", ["slug", "name", "about"];
    TOPIC: "taxonomy.toml", "[[topics]]", ["slug", "name", "about"];

    ALIASES: "aliases.toml", "", ["gates", "components", "statuses", "unlisted"];
    GATE_ALIAS: "aliases.toml", "[[gates]]", ["written", "means"];
    COMPONENT_ALIAS: "aliases.toml", "[[components]]", ["written", "means"];
    STATUS_ALIAS: "aliases.toml", "[[statuses]]", ["written", "means"];
    UNLISTED: "aliases.toml", "[[unlisted]]", ["gate", "reason"];

    SOURCES: "sources.toml", "", ["sources"];
    SOURCE: "sources.toml", "[[sources]]", ["kind", "repository", "commit", "date", "describes", "note"];

    DRIFTS: "drift.toml", "", ["drift"];
    DRIFT: "drift.toml", "[[drift]]", [
        "class", "gate", "kep", "record", "field", "code", "docs", "hand", "nearest",
    ];

    WAIVERS: "waivers.toml", "", ["waivers"];
    WAIVER: "waivers.toml", "[[waivers]]", ["class", "subject", "field", "reason"];
}

impl TableKeys {
    /// The table of the same file that has `key`, for keys that were written in the wrong table.
    pub(super) fn elsewhere(&self, key: &str) -> Option<&'static Self> {
        ALL.iter()
            .copied()
            .find(|other| other.file == self.file && other.table != self.table && other.keys.contains(&key))
    }

    /// Where a key of the table stands, as a message says it.
    pub(super) fn place(&self) -> String {
        if self.table.is_empty() {
            "at the top of the file".to_owned()
        } else {
            format!("in `{}`", self.table)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, DRIFT, FACTS, GATE, GATE_PINNED, KEP_PINNED, STAGES};
    use crate::model::{FactSource, Milestone};
    use std::collections::BTreeSet;

    #[test]
    fn no_table_lists_a_key_twice() {
        for table in ALL {
            let keys: BTreeSet<_> = table.keys.iter().collect();
            assert_eq!(keys.len(), table.keys.len(), "{} {}", table.file, table.table);
        }
    }

    #[test]
    fn tables_that_follow_the_model_have_its_words() {
        assert!(Milestone::ALL.iter().map(|milestone| milestone.as_str()).eq(STAGES.keys.iter().copied()));
        assert!(FactSource::ALL.iter().all(|source| DRIFT.keys.contains(&source.as_str())));
    }

    #[test]
    fn every_fact_can_be_pinned_but_its_provenance() {
        let facts: BTreeSet<_> = FACTS.keys.iter().filter(|key| **key != "source").collect();
        let pins: BTreeSet<_> = KEP_PINNED.keys.iter().filter(|key| **key != "title").collect();
        assert_eq!(facts, pins);
        assert!(GATE_PINNED.keys.iter().all(|key| GATE.keys.contains(key)));
    }
}
