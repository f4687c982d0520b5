//! From what people type to a KEP or a gate.

use crate::kb::KnowledgeBase;
use crate::model::{Gate, Kep, KepNumber};

/// What a name leads to.
#[derive(Debug, Clone)]
pub enum Found<'kb> {
    /// One KEP; several where upstream repeats a number or several KEPs go by the name.
    Keps(Vec<&'kb Kep>),
    /// A gate.
    Gate(&'kb Gate),
}

/// Finds a KEP by number (`4317`, `KEP-4317`, `#4317`), by record key or slug, a gate by any name it has or had, or
/// either by what else people call it or by its title. Letter case does not count. The first kind of name that fits
/// wins, in that order.
#[must_use]
pub fn find<'kb>(kb: &'kb KnowledgeBase, text: &str) -> Option<Found<'kb>> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    if let Some(number) = kep_number(&wanted) {
        return keps(kb.keps_numbered(number));
    }
    if let Some(gate) = kb.gate(&wanted) {
        return Some(Found::Gate(gate));
    }
    let same = |name: &str| name.to_lowercase() == wanted;
    let by_slug = kb.keps().iter().filter(|kep| same(&kep.slug) || same(&kep.key()));
    if let Some(found) = keps(by_slug) {
        return Some(found);
    }
    if let Some(gate) = kb.gates().iter().find(|gate| gate.aka.iter().any(|name| same(name))) {
        return Some(Found::Gate(gate));
    }
    let by_other_name = kb.keps().iter().filter(|kep| {
        kep.aka.iter().any(|name| same(name))
            || same(&kep.title)
            || kep.unknown_gates.iter().any(|name| same(name))
    });
    keps(by_other_name)
}

fn keps<'kb>(found: impl Iterator<Item = &'kb Kep>) -> Option<Found<'kb>> {
    let found: Vec<_> = found.collect();
    (!found.is_empty()).then_some(Found::Keps(found))
}

/// The number in `4317`, `kep-4317`, `kep 4317`, `kep4317` or `#4317`.
fn kep_number(text: &str) -> Option<KepNumber> {
    let bare = text.strip_prefix("kep").map_or(text, |rest| rest.trim_start_matches(['-', ' ', '#']));
    let digits = bare.strip_prefix('#').unwrap_or(bare);
    let fits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok().map(KepNumber))?
}

/// Every name that [`find`] knows, numbers aside, for "did you mean".
pub fn names(kb: &KnowledgeBase) -> impl Iterator<Item = &str> {
    let gates = kb.gates().iter().flat_map(|gate| {
        let former = gate.former_names.iter().map(|name| name.as_str());
        [gate.name.as_str()].into_iter().chain(former).chain(gate.aka.iter().map(|name| name.as_str()))
    });
    let keps = kb.keps().iter().flat_map(|kep| {
        let aka = kep.aka.iter().map(|name| name.as_str());
        [kep.slug.as_str()].into_iter().chain(aka).chain(kep.unknown_gates.iter().map(|name| name.as_str()))
    });
    gates.chain(keps)
}

#[cfg(test)]
mod tests {
    use super::super::sample::knowledge_base;
    use super::*;

    fn found(text: &str) -> String {
        match find(&knowledge_base(), text) {
            None => "nothing".to_owned(),
            Some(Found::Gate(gate)) => format!("gate {}", gate.name.value),
            Some(Found::Keps(keps)) => keps.iter().map(|kep| kep.key()).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn finds_a_kep_by_everything_it_goes_by() {
        for text in [
            "4317",
            " KEP-4317 ",
            "kep 4317",
            "#4317",
            "kep4317",
            "pod-certificates",
            "4317-Pod-Certificates",
            "Pod Certificates",
            "PCR",
        ] {
            assert_eq!(found(text), "4317-pod-certificates", "{text}");
        }
        assert_eq!(found("KubeletCertValidation"), "4872-kubelet-serving-certificates");
    }

    #[test]
    fn finds_a_gate_by_name_former_name_and_alias() {
        for text in ["PodCertificateRequest", "podcertificaterequest"] {
            assert_eq!(found(text), "gate PodCertificateRequest", "{text}");
        }
        assert_eq!(found("GrowingUp"), "gate GrownUp");
        assert_eq!(found("GrwonUp"), "gate GrownUp");
    }

    #[test]
    fn shows_every_kep_of_a_repeated_number() {
        assert_eq!(found("2133"), "2133-first 2133-second");
    }

    #[test]
    fn finds_nothing_where_nothing_is() {
        for text in ["", "  ", "99999", "kep-", "KEP-4317x", "99999999999999999999", "no such thing"] {
            assert_eq!(found(text), "nothing", "{text}");
        }
    }
}
