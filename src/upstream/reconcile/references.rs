//! What a KEP's references to other KEPs lead to.
//!
//! Upstream writes them as a path from the root, a bare path, a path into a folder, `/kep/…`, an address, a Markdown
//! link, a number, or free text. What leads to a folder or a number that exists is a reference; free text is none.

use std::collections::{BTreeMap, BTreeSet};

/// Where every KEP stands.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    /// Folder below `keps/`, lower case → number.
    by_folder: BTreeMap<String, u32>,
    numbers: BTreeSet<u32>,
}

impl Folders {
    /// Adds the KEP whose file is `path` (`keps/sig-auth/4317-pod-certificates/kep.yaml`).
    pub(crate) fn add(&mut self, path: &str, number: u32) {
        let folder = path.strip_prefix("keps/").unwrap_or(path);
        let folder = folder.strip_suffix("/kep.yaml").unwrap_or(folder);
        self.by_folder.insert(folder.to_ascii_lowercase(), number);
        if number != 0 {
            self.numbers.insert(number);
        }
    }

    /// The KEPs that `references` lead to, in their order, each once, without `own`.
    pub(crate) fn resolve(&self, references: &[String], own: u32) -> Vec<u32> {
        let mut found = Vec::new();
        for number in references.iter().filter_map(|text| self.number(text)) {
            if number != own && number != 0 && !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    fn number(&self, text: &str) -> Option<u32> {
        let target = link_target(text).trim_matches(['"', '\'', '(', ')', '<', '>', ' ']);
        if target.len() >= 3 && target.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.known(target);
        }
        let path = match target.split_once("://") {
            Some((_, address)) => in_repository(address)?,
            None => target,
        };
        if let Some(issue) = path.strip_prefix("issues/") {
            return self.known(issue.split(['/', '#', '?']).next()?);
        }
        self.folder(path)
    }

    fn known(&self, digits: &str) -> Option<u32> {
        digits.parse().ok().filter(|number| self.numbers.contains(number))
    }

    /// The KEP whose folder `path` leads into, however it writes `keps/`; moved folders are found by their number.
    fn folder(&self, path: &str) -> Option<u32> {
        let path = path.split(['#', '?', ' ']).next()?.to_ascii_lowercase();
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let root = parts.iter().position(|part| matches!(*part, "keps" | "kep"))?;
        parts.drain(..=root);
        for end in (1..=parts.len()).rev() {
            if let Some(number) = self.by_folder.get(&parts[..end].join("/")) {
                return Some(*number);
            }
        }
        let number = |part: &&str| part.split_once('-').and_then(|(number, _)| self.known(number));
        parts.iter().skip(1).find_map(number)
    }
}

/// The target of a Markdown link; the text itself where it is none.
fn link_target(text: &str) -> &str {
    let text = text.trim();
    let target = text.starts_with('[').then(|| text.split_once("](")).flatten();
    target.map_or(text, |(_, rest)| rest.split(')').next().unwrap_or(rest))
}

/// The part of an address that stands in the repository of KEPs: `issues/2896`, `tree/master/keps/…`.
fn in_repository(address: &str) -> Option<&str> {
    let address = address.strip_prefix("www.").unwrap_or(address);
    ["github.com/kubernetes/enhancements/", "git.k8s.io/enhancements/"]
        .iter()
        .find_map(|root| address.strip_prefix(root))
}

#[cfg(test)]
mod tests {
    use super::Folders;

    #[test]
    fn follows_every_shape_of_a_reference_and_no_free_text() {
        let mut folders = Folders::default();
        folders.add("keps/sig-a/11-first/kep.yaml", 11);
        folders.add("keps/sig-a/sub/222-Second/kep.yaml", 222);
        folders.add("keps/sig-b/3333-third/kep.yaml", 3333);
        folders.add("keps/sig-b/0000-process/kep.yaml", 0);
        let one = |text: &str| folders.resolve(&[text.to_owned()], 0);
        for (text, number) in [
            ("/keps/sig-a/11-first", 11),
            ("keps/sig-a/11-first/", 11),
            ("/keps/sig-a/sub/222-second/README.md#goals", 222),
            ("/kep/sig-a/0011-first/", 11),
            ("[Third](https://github.com/kubernetes/enhancements/tree/master/keps/sig-b/3333-third)", 3333),
            ("https://github.com/kubernetes/enhancements/issues/3333#issuecomment-1", 3333),
            (
                "https://github.com/kubernetes/enhancements/blob/0123abc/keps/sig-old/3333-third/README.md",
                3333,
            ),
            ("kubernetes/enhancements/keps/sig-b/3333-third/README.md", 3333),
            ("3333", 3333),
            ("keps/sig-b/3333-third\"", 3333),
        ] {
            assert_eq!(one(text), [number], "{text}");
        }
        for text in [
            "",
            "KEP-11",
            "n/a",
            "https://github.com/other/project/tree/main/keps/11-first",
            "https://github.com/kubernetes/enhancements/pull/3333",
            "/keps/sig-a/20190226-network-proxy.md",
            "https://goo.gl/x - Third design",
            "keps/sig-b/0000-process",
            "4444",
        ] {
            assert!(one(text).is_empty(), "{text}");
        }
        assert!(folders.resolve(&["3333".to_owned()], 3333).is_empty());
    }
}
