//! Addresses of upstream files at the commit they were read from.

use kepdb::kb::KnowledgeBase;
use kepdb::model::{FactSource, Provenance};

/// The address of `file` in the repository of `kind`: at the record's commit, else at the imported one. `None` where
/// the records do not name the repository.
pub(crate) fn upstream_url(kb: &KnowledgeBase, kind: FactSource, file: &Provenance) -> Option<String> {
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
