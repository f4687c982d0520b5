//! Settings and states: stage by letter and word, default and lock.

use serde::Serialize;

use crate::model::{GateState, Setting};
use crate::query::{setting_words, state_words};

/// A gate's setting at a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in super::super) struct SettingView {
    /// `alpha`, `beta`, `stable`, `deprecated`.
    pub(in super::super) stage: &'static str,
    /// A, B, S, D.
    pub(in super::super) letter: char,
    /// `on`, `off`, or `unknown` where no source records it.
    pub(in super::super) default: &'static str,
    /// Whether it is known to be locked.
    pub(in super::super) locked: bool,
}

/// A gate's state at a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in super::super) struct StateView {
    /// `absent` before the gate exists, `present`, `unconfirmed` where nobody says whether it still exists, `removed`.
    pub(in super::super) kind: &'static str,
    /// The setting where there is one, or was one (`unconfirmed`).
    pub(in super::super) setting: Option<SettingView>,
    /// The state in words: `beta, on, locked`, `not there yet`.
    pub(in super::super) words: String,
}

impl SettingView {
    /// Shows `setting`.
    pub(in super::super) fn new(setting: Setting) -> Self {
        Self {
            stage: setting.stage.as_str(),
            letter: setting.stage.letter(),
            default: match setting.default {
                Some(true) => "on",
                Some(false) => "off",
                None => "unknown",
            },
            locked: setting.locked == Some(true),
        }
    }
}

impl StateView {
    /// Shows `state`.
    pub(in super::super) fn new(state: GateState) -> Self {
        let kind = match state {
            GateState::NotYet => "absent",
            GateState::Present(_) => "present",
            GateState::Unconfirmed(_) => "unconfirmed",
            GateState::Removed => "removed",
        };
        let words = match state {
            GateState::Present(setting) => setting_words(setting),
            state => state_words(state),
        };
        Self { kind, setting: state.setting().map(SettingView::new), words }
    }
}
