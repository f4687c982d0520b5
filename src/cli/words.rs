//! The words for settings, dates and names that several commands share.

use jiff::civil::Date;

use kepdb::kb::{KnowledgeBase, Support};
use kepdb::model::{Gate, Kep, MinorVersion, Setting, Stage};
use kepdb::query;
pub(crate) use kepdb::query::{
    capitalised, default_words, setting_words, source_words, state_words, support_key,
};

use super::output::{Cell, Tone};

/// What became of the default: `off → on, locked`, `on, locked`, `was on` for a gate that is gone.
pub(crate) fn default_change(before: Option<Setting>, after: Option<Setting>) -> Cell {
    let Some(after) = after else {
        let was = before.map(|setting| match setting.default {
            Some(_) => format!("was {}", default_words(setting)),
            None => default_words(setting),
        });
        return Cell::new(was.unwrap_or_default()).tone(Tone::Faint);
    };
    let now = default_words(after);
    let unlocked = before.is_some_and(|before| before.locked == Some(true)) && after.locked == Some(false);
    let now = if unlocked { format!("{now}, unlocked") } else { now };
    match before.and_then(|before| before.default) {
        Some(before) if Some(before) != after.default => {
            Cell::new(format!("{} → {now}", if before { "on" } else { "off" })).tone(Tone::Careful)
        }
        _ => Cell::new(now).tone(if after.default == Some(true) { Tone::Good } else { Tone::Plain }),
    }
}

/// What became of the stage: `alpha → beta`, or the stage.
pub(crate) fn stage_change(before: Option<Setting>, after: Option<Setting>) -> Cell {
    let stage = |setting: Option<Setting>| setting.map(|setting| setting.stage);
    match (stage(before), stage(after)) {
        (Some(before), Some(after)) if before != after => {
            Cell::new(format!("{before} → {after}")).tone(stage_tone(after))
        }
        (_, Some(after)) => Cell::new(after.as_str()).tone(stage_tone(after)),
        (Some(before), None) => Cell::new(format!("was {before}")).tone(Tone::Faint),
        (None, None) => Cell::default(),
    }
}

/// The colour of a stage; the word always stands beside it.
pub(crate) fn stage_tone(stage: Stage) -> Tone {
    match stage {
        Stage::Stable => Tone::Good,
        Stage::Beta => Tone::Moving,
        Stage::Alpha => Tone::Careful,
        Stage::Deprecated => Tone::Bad,
    }
}

/// The numbers of `keps`; a table shows two at most.
pub(crate) fn kep_numbers(keps: &[&Kep]) -> Cell {
    let numbers: Vec<_> = keps.iter().map(|kep| kep.number.value.to_string()).collect();
    let cell = Cell::new(numbers.join(" ")).tone(Tone::Faint);
    match numbers.as_slice() {
        [first, _, ..] => {
            let short = format!("{first} +{}", numbers.len() - 1);
            cell.short(short)
        }
        _ => cell,
    }
}

/// The titles of `keps`; a table shows the first.
pub(crate) fn kep_titles(keps: &[&Kep]) -> Cell {
    let titles: Vec<_> = keps.iter().map(|kep| kep.title.as_str()).collect();
    let cell = Cell::new(titles.join("; "));
    match titles.as_slice() {
        [first, _, ..] => cell.short(*first),
        _ => cell,
    }
}

/// The gates that carry a KEP, and what each is at `at`; a table shows the first and how many more there are, and one
/// state where all have the same.
pub(crate) fn carriers(gates: &[&Gate], at: Option<MinorVersion>) -> (Cell, Cell) {
    let names: Vec<_> = gates.iter().map(|gate| gate.name.as_str()).collect();
    let states: Vec<_> =
        at.map(|at| gates.iter().map(|gate| state_words(gate.state_at(at))).collect()).unwrap_or_default();
    let name = Cell::new(names.join(" ")).tone(Tone::Strong);
    let name = match names.as_slice() {
        [first, _, ..] => name.short(format!("{first} +{}", names.len() - 1)),
        _ => name,
    };
    let state = match states.as_slice() {
        [] => Cell::default(),
        [first, rest @ ..] if rest.iter().all(|state| state == first) => {
            Cell::new(format!("now {first}")).short(first)
        }
        several => {
            let each = names.iter().zip(several).map(|(name, state)| format!("{name} {state}"));
            Cell::new(format!("now {}", each.collect::<Vec<_>>().join("; "))).short("differs by gate")
        }
    };
    (name, state)
}

/// The SIGs that own `gate`'s KEPs, as slugs; a table shows the first.
pub(crate) fn sigs(kb: &KnowledgeBase, gate: &Gate) -> Cell {
    let sigs = kb.sigs_of(gate);
    let cell = Cell::new(sigs.join(" ")).tone(Tone::Faint);
    match sigs.as_slice() {
        [first, _, ..] => {
            let short = format!("{first} +{}", sigs.len() - 1);
            cell.short(short)
        }
        _ => cell,
    }
}

/// Where a release stands, as a sentence, and what it means.
pub(crate) fn support_words(kb: &KnowledgeBase, version: MinorVersion, today: Date) -> (String, Tone) {
    let support = kb.support(version, today);
    let tone = match support {
        Support::Supported { .. } => Tone::Good,
        Support::Maintenance { .. } | Support::Unconfirmed { .. } => Tone::Careful,
        Support::EndOfLife { .. } => Tone::Bad,
        Support::Planned { .. } => Tone::Moving,
        Support::Unknown => Tone::Faint,
    };
    (query::support_words(support), tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(stage: Stage, default: Option<bool>, locked: Option<bool>) -> Setting {
        Setting { stage, default, locked }
    }

    #[test]
    fn words_what_became_of_the_default() {
        let beta = setting(Stage::Beta, Some(false), Some(false));
        let stable = setting(Stage::Stable, Some(true), Some(true));
        let unlocked = setting(Stage::Stable, Some(true), Some(false));
        let unknown = setting(Stage::Alpha, None, None);
        assert_eq!(default_change(Some(beta), Some(stable)).text, "off → on, locked");
        assert_eq!(default_change(Some(stable), Some(unlocked)).text, "on, unlocked");
        assert_eq!(default_change(None, Some(stable)).text, "on, locked");
        assert_eq!(default_change(Some(stable), None).text, "was on, locked");
        assert_eq!(default_change(None, Some(unknown)).text, "not recorded");
        assert_eq!(stage_change(Some(beta), Some(stable)).text, "beta → stable");
        assert_eq!(stage_change(None, Some(beta)).text, "beta");
        assert_eq!(stage_change(Some(beta), None).text, "was beta");
    }
}
