//! Links to the documentation name the one address that stays: `kubernetes.io`, in English, of no version.

use super::Records;
use super::prose::passages;
use super::records::Owner;
use crate::diag::{Code, Diagnostic};
use crate::model::Link;
use crate::source::Span;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let mut found = Vec::new();
    let mut links = |owner: Owner<'_>, links: &[Link]| {
        for link in links {
            found.extend(one(owner, &link.url, link.url.span));
        }
    };
    kb.keps().iter().for_each(|kep| links(Owner::Kep(kep), &kep.links));
    kb.gates().iter().for_each(|gate| links(Owner::Gate(gate), &gate.links));
    kb.collections().iter().for_each(|list| links(Owner::Collection(list), &list.links));
    for passage in passages(records) {
        for url in addresses(passage.text) {
            found.extend(one(passage.owner, url, records.place_of(url, passage.text.span)));
        }
    }
    found
}

fn one(owner: Owner<'_>, url: &str, span: Span) -> Option<Diagnostic> {
    let (what, canonical) = breach(url)?;
    let message = format!("{owner} links to {what}: {url}");
    Some(
        Diagnostic::new(Code::NonCanonicalLink, span, message, "not the address that stays")
            .help(format!("link to {canonical}")),
    )
}

/// What is wrong with an address of the documentation, and the address to write instead.
fn breach(url: &str) -> Option<(&'static str, String)> {
    let rest = url.strip_prefix("https://")?;
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = (rest[..at].to_ascii_lowercase(), &rest[at..]);
    let canonical = |path: &str| format!("https://kubernetes.io{}", if path.is_empty() { "/" } else { path });
    if host == "kubernetes.io" {
        return translated(path).map(|english| ("a translation", canonical(english)));
    }
    let before = host.strip_suffix(".kubernetes.io")?;
    let path = translated(path).unwrap_or(path);
    match before.strip_suffix(".docs") {
        _ if before == "www" || before == "docs" => Some(("another name of the site", canonical(path))),
        Some(version) if is_version(version) => Some(("the documentation of one version", canonical(path))),
        _ => None,
    }
}

/// `v1-33` as it stands in the host of archived documentation.
fn is_version(label: &str) -> bool {
    label.strip_prefix('v').is_some_and(|rest| {
        rest.split('-').count() == 2 && rest.split('-').all(|part| part.parse::<u16>().is_ok())
    })
}

/// The path behind a language, `/docs/…` of `/zh-cn/docs/…`.
fn translated(path: &str) -> Option<&str> {
    let (language, rest) = path.strip_prefix('/')?.split_once('/')?;
    let mut parts = language.split('-');
    let is_code = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_language =
        parts.next().is_some_and(is_code) && parts.next().is_none_or(is_code) && parts.next().is_none();
    (is_language && language != "en").then(|| &path[language.len() + 1..]).filter(|_| !rest.is_empty())
}

/// The addresses in a Markdown text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("https://").map(|(start, _)| {
        let rest = &text[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '`'))
            .unwrap_or(rest.len());
        rest[..end].trim_end_matches(['.', ',', ';'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instead(url: &str) -> Option<String> {
        breach(url).map(|(_, canonical)| canonical)
    }

    #[test]
    fn versions_translations_and_other_names_lead_to_the_one_address() {
        let one = "https://kubernetes.io/docs/concepts/";
        for url in [
            "https://v1-33.docs.kubernetes.io/docs/concepts/",
            "https://www.kubernetes.io/docs/concepts/",
            "https://kubernetes.io/zh/docs/concepts/",
            "https://kubernetes.io/pt-br/docs/concepts/",
            "https://v1-9.docs.kubernetes.io/zh-cn/docs/concepts/",
        ] {
            assert_eq!(instead(url).as_deref(), Some(one), "{url}");
        }
    }

    #[test]
    fn the_site_and_its_other_hosts_are_fine() {
        for url in [
            "https://kubernetes.io/docs/concepts/",
            "https://kubernetes.io/blog/2025/04/23/",
            "https://kubernetes.io",
            "https://gateway-api.sigs.k8s.io/",
            "https://dl.k8s.io/v1.35.0/",
            "https://notkubernetes.io/zh/docs/",
        ] {
            assert_eq!(instead(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_in_a_sentence_ends_with_it() {
        let text = "See [this](https://www.kubernetes.io/a) or https://kubernetes.io/b/.";
        let found: Vec<_> = addresses(text).collect();
        assert_eq!(found, ["https://www.kubernetes.io/a", "https://kubernetes.io/b/"]);
    }
}
