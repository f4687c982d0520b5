//! Edits of lists: elements that stay keep their layout and the comments before them.

use toml_edit::{Array, Value};

use super::fact::{self, Fact};

/// Makes `array` hold `facts`. Elements it already holds are kept as they are written; one that takes the place of
/// another takes its layout too.
pub(super) fn set(array: &mut Array, facts: &[Fact]) {
    let old: Vec<Value> = array.iter().cloned().collect();
    let known: Vec<Fact> = old.iter().map(fact::from_value).collect();
    let layout = fact::to_value(&Fact::List(facts.to_vec()));
    let fresh: Vec<Value> = layout.as_array().into_iter().flatten().cloned().collect();
    let spread = old.iter().any(|value| prefix(value).contains('\n'));

    let mut merged = Array::new();
    let mut pairs = common(&known, facts);
    pairs.push((known.len(), facts.len()));
    let (mut next_old, mut next_new) = (0, 0);
    for (kept_old, kept_new) in pairs {
        for value in fresh.iter().take(kept_new).skip(next_new) {
            let mut value = value.clone();
            match old.get(next_old).filter(|_| next_old < kept_old) {
                Some(replaced) => *value.decor_mut() = replaced.decor().clone(),
                None if spread => set_layout(&mut value, "\n  "),
                None if old.is_empty() => {}
                None if merged.is_empty() => set_layout(&mut value, ""),
                None => set_layout(&mut value, " "),
            }
            next_old = (next_old + 1).min(kept_old);
            merged.push_formatted(value);
        }
        if let Some(kept) = old.get(kept_old) {
            merged.push_formatted(kept.clone());
        }
        (next_old, next_new) = (kept_old + 1, kept_new + 1);
    }
    let source = if old.is_empty() { layout.as_array().cloned().unwrap_or_default() } else { array.clone() };
    merged.set_trailing(source.trailing().clone());
    merged.set_trailing_comma(source.trailing_comma());
    *merged.decor_mut() = array.decor().clone();
    *array = merged;
}

fn prefix(value: &Value) -> &str {
    value.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default()
}

fn set_layout(value: &mut Value, prefix: &str) {
    value.decor_mut().set_prefix(prefix);
    value.decor_mut().set_suffix("");
}

/// The longest common subsequence of two lists, as pairs of positions. Lists in records are short.
fn common(old: &[Fact], new: &[Fact]) -> Vec<(usize, usize)> {
    let mut lengths = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = if old[i].same(&new[j]) {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        if old[i].same(&new[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
