//! "Did you mean": the nearest of a set of known words.

/// The word of `known` that is nearest to `written`, when it is near enough to be meant: letter case does not count,
/// and about one letter in four may be wrong (insertions, deletions, swaps of neighbours). Ties go to the first word.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word of a kilobyte is no typing error, and the distance is quadratic.
    if written.is_empty() || written.len() > 128 {
        return None;
    }
    let lower = written.to_lowercase();
    let length = lower.chars().count();
    let allowed = (length / 4).clamp(1, 4);
    let mut best: Option<(usize, &'a str)> = None;
    for word in known {
        // The lengths alone are a distance; most words need no closer look.
        if word.chars().count().abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &word.to_lowercase());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, word));
        }
    }
    best.map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_nearest_word_and_nothing_far() {
        let known = ["kubelet", "kube-proxy", "kube-apiserver"];
        assert_eq!(nearest("kublet", known), Some("kubelet"));
        assert_eq!(nearest("Kubelet", known), Some("kubelet"));
        assert_eq!(nearest("kube-porxy", known), Some("kube-proxy"));
        assert_eq!(nearest("etcd", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
