//! How a gate can be set in the releases that are supported, and what a component does with it.
//!
//! What components do at start is the same everywhere, as their gates are read by one library: a name they do not know
//! and a value that a lock forbids stop them; a stable or deprecated gate gives a warning in the log.

use serde::Serialize;

use super::super::context::Context;
use super::super::view::{counted, listed};
use super::gate_places::{Place, places};
use crate::model::{Gate, GateState, MinorVersion, Setting, Stage};
use crate::query::{capitalised, newest_release, removal_words};

/// What to know before setting the gate, and what to write where.
#[derive(Debug, Serialize)]
pub(super) struct SettingAdvice<'a> {
    notes: Vec<Note>,
    /// What the places below do: `Off by default in 1.37. To turn it on:`.
    lead: Option<String>,
    /// Empty where the gate cannot be set, or nobody says who reads it.
    places: Vec<Place<'a>>,
}

/// A paragraph.
#[derive(Debug, Serialize)]
struct Note {
    /// `warn` or `note`.
    tone: &'static str,
    text: String,
}

/// How `gate` can be set.
pub(super) fn setting_advice<'a>(ctx: &Context<'a>, gate: &'a Gate) -> SettingAdvice<'a> {
    let newest = newest_release(ctx.kb, ctx.config.today);
    let mut notes: Vec<Note> = newest.and_then(|newest| newest_note(newest, gate)).into_iter().collect();
    let versions = newest.into_iter().chain(ctx.kb.supported(ctx.config.today));
    let settable: Vec<(MinorVersion, Setting)> = versions
        .filter_map(|version| match gate.state_at(version) {
            GateState::Present(setting) if setting.locked != Some(true) => Some((version, setting)),
            _ => None,
        })
        .collect();
    let Some((version, setting)) = settable.first().copied() else {
        return SettingAdvice { notes, lead: None, places: Vec::new() };
    };
    if newest != Some(version) {
        let mut still: Vec<MinorVersion> = settable.iter().map(|(version, _)| *version).collect();
        still.sort_unstable();
        still.dedup();
        let still: Vec<_> = still.iter().map(ToString::to_string).collect();
        let are = if still.len() == 1 { "which is" } else { "which are" };
        let text = format!("It can still be set in {}, {are} supported too.", listed(&still));
        notes.push(Note { tone: "note", text });
    }
    if gate.components.is_empty() {
        notes.push(Note { tone: "note", text: "No source says which components read it.".to_owned() });
        return SettingAdvice { notes, lead: None, places: Vec::new() };
    }
    // The value that changes something.
    let value = setting.default != Some(true);
    let places = places(ctx, gate, value);
    if gate.components.len() > 1 {
        let count = counted(gate.components.len(), "component");
        let text = format!("{} read it, each from its own configuration.", capitalised(&count));
        notes.push(Note { tone: "note", text });
    }
    if let Some(text) = log_warning(setting, version) {
        notes.push(Note { tone: "note", text });
    }
    SettingAdvice { notes, lead: Some(lead(setting, version)), places }
}

fn lead(setting: Setting, version: MinorVersion) -> String {
    match setting.default {
        Some(true) => format!("On by default in {version}. To turn it off:"),
        Some(false) => format!("Off by default in {version}. To turn it on:"),
        None => format!("No source records its default in {version}. To turn it on:"),
    }
}

fn log_warning(setting: Setting, version: MinorVersion) -> Option<String> {
    let what = match setting.stage {
        Stage::Stable => "stable",
        Stage::Deprecated => "deprecated",
        Stage::Alpha | Stage::Beta => return None,
    };
    Some(format!(
        "It is {what} in {version}: a component that is started with it, to either value, logs a warning that the gate \
         will go."
    ))
}

/// What setting the gate does in the newest release, where that is not what one wants.
fn newest_note(newest: MinorVersion, gate: &Gate) -> Option<Note> {
    let warn = |text: String| Some(Note { tone: "warn", text });
    let name = gate.name.as_str();
    match (gate.state_at(newest), gate.removed) {
        (GateState::Removed, Some(removed)) => warn(format!(
            "{}. A component without the gate does not start while its flags or configuration still name it, to \
             whatever value; it says “unrecognized feature gate: {name}”.",
            capitalised(&removal_words(removed.value)),
        )),
        (GateState::Unconfirmed(_), Some(removed)) => warn(format!(
            "{}: the sources leave open whether {newest} still has it. Take it out of flags and configuration: a component \
             that does not know it any more does not start.",
            capitalised(&removal_words(removed.value)),
        )),
        (GateState::NotYet, _) => warn(format!(
            "{newest} does not know it yet: a component that is started with it does not start."
        )),
        (GateState::Present(setting), _) if setting.locked == Some(true) => {
            warn(locked(gate, setting, newest))
        }
        _ => None,
    }
}

fn locked(gate: &Gate, setting: Setting, newest: MinorVersion) -> String {
    let since = gate.locks().take_while(|(since, _)| *since <= newest).filter(|(_, locked)| *locked).last();
    let since = since.map(|(since, _)| format!(" since {since}")).unwrap_or_default();
    let Some(default) = setting.default else {
        return format!(
            "Locked{since}: a component that is started with any value but the default does not start."
        );
    };
    let word = if default { "on" } else { "off" };
    format!(
        "Locked to {word}{since}. A component that is started with {}={} does not start; {}={default} changes nothing.",
        gate.name.value, !default, gate.name.value,
    )
}
