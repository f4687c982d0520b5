//! The content that is packed into the library at build time (see `build.rs`).
//!
//! Paths start with `content/` and are sorted; a folder that was absent at build time is an empty list.

include!(concat!(env!("OUT_DIR"), "/packed.rs"));

#[cfg(test)]
mod tests {
    use super::{PAGES, RECORDS};

    #[test]
    fn packed_files_are_sorted_and_of_their_kind() {
        assert!(RECORDS.is_sorted_by_key(|(path, _)| *path));
        assert!(PAGES.is_sorted_by_key(|(path, _)| *path));
        assert!(RECORDS.iter().all(|(path, _)| path.starts_with("content/") && path.ends_with(".toml")));
        assert!(PAGES.iter().all(|(path, _)| path.starts_with("content/pages/") && path.ends_with(".md")));
    }
}
