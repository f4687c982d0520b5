//! The content that is packed into the library at build time (see `build.rs`).
//!
//! Paths start with `content/` and are sorted; a folder that was absent at build time is an empty list.

include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// Path, text and packed tree of every record. The tree is empty where the text is not valid TOML.
pub(super) fn records() -> impl Iterator<Item = (&'static str, &'static str, &'static [u8])> {
    RECORDS.iter().zip(TREE_RANGES).map(|((path, text), (start, end))| (*path, *text, &TREES[*start..*end]))
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::{FINGERPRINT, PAGES, RECORDS, TREE_RANGES, TREES, records};

    #[test]
    fn packed_files_are_sorted_and_of_their_kind() {
        assert!(RECORDS.is_sorted_by_key(|(path, _)| *path));
        assert!(PAGES.is_sorted_by_key(|(path, _)| *path));
        assert!(RECORDS.iter().all(|(path, _)| path.starts_with("content/") && path.ends_with(".toml")));
        assert!(PAGES.iter().all(|(path, _)| path.starts_with("content/pages/") && path.ends_with(".md")));
    }

    #[test]
    fn the_packed_fingerprint_is_that_of_the_records() {
        assert_eq!(FINGERPRINT, crate::load::fingerprint(RECORDS.iter().copied()));
    }

    #[test]
    fn packed_trees_are_those_of_the_texts() {
        assert_eq!(RECORDS.len(), TREE_RANGES.len());
        assert_eq!(TREE_RANGES.last().map_or(0, |(_, end)| *end), TREES.len());
        for (path, text, packed) in records() {
            let (table, errors) = toml::de::DeTable::parse_recoverable(text);
            let parsed = if errors.is_empty() { tree::pack(table.get_ref(), text) } else { Vec::new() };
            assert_eq!(packed, parsed, "{path}");
        }
    }
}
