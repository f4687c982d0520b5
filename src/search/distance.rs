//! How far two words are apart: letters put in, left out, changed, or swapped with their neighbour.

/// The distance of `a` and `b` when it is at most `limit`; for `is_open`, that of `a` and the nearest start of `b`.
pub(super) fn distance(a: &str, b: &str, limit: usize, is_open: bool) -> Option<usize> {
    // Letters of other scripts count as their bytes: near is near enough.
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > b.len() + limit || (!is_open && b.len() > a.len() + limit) {
        return None;
    }
    // Three rows of the table: a swap looks two rows back. Rows stand for letters of `a`, columns for those of `b`.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        let mut least = i;
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        // A swap may still come out one lower than this row; two rows above the limit nothing does.
        if least > limit + 1 {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    let found = if is_open { last.into_iter().min() } else { last.last().copied() };
    found.filter(|found| *found <= limit)
}

#[cfg(test)]
mod tests {
    use super::distance;

    fn between(a: &str, b: &str, limit: usize, is_open: bool) -> Option<usize> {
        distance(a, b, limit, is_open)
    }

    #[test]
    fn counts_a_swap_of_neighbours_once() {
        assert_eq!(between("namepsace", "namespace", 2, false), Some(1));
        assert_eq!(between("kublet", "kubelet", 2, false), Some(1));
        assert_eq!(between("kubelet", "kubelet", 2, false), Some(0));
        assert_eq!(between("node", "volume", 2, false), None);
        assert_eq!(between("", "ab", 2, false), Some(2));
    }

    #[test]
    fn an_open_end_costs_nothing() {
        assert_eq!(between("certfi", "certificate", 1, true), Some(1));
        assert_eq!(between("certificate", "cert", 1, true), None);
    }
}
