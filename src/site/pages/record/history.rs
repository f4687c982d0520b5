//! A gate's history as a table: what each source says holds from which version on.

use serde::Serialize;

use super::super::super::context::Context;
use super::super::super::view::SettingView;
use super::{Moment, VersionView};
use crate::model::{FactSource, Gate, HistoryRow, Removal, Setting};
use crate::query::{removal_words, source_words};

/// One row of the table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct HistoryView {
    /// The first version, where the sources name one.
    pub(in super::super) since: Option<VersionView>,
    /// The versions in words, where they do not: `before`, `1.36 or 1.37`.
    pub(in super::super) when: String,
    /// The setting; none before the gate and after its removal.
    pub(in super::super) setting: Option<SettingView>,
    /// What takes the setting's place: `no gate yet`, `removed`.
    pub(in super::super) instead: &'static str,
    /// The default of a row without a setting, where there is one: what components did without the gate.
    pub(in super::super) default: Option<&'static str>,
    /// `locked`, `not locked`, `not recorded`, or nothing.
    pub(in super::super) lock: &'static str,
    /// Who says so.
    pub(in super::super) source: &'static str,
}

/// The rows of `gate`, oldest first.
pub(in super::super) fn history(ctx: &Context<'_>, moment: &Moment, gate: &Gate) -> Vec<HistoryView> {
    let before = gate.prior_default.map(|on| HistoryView {
        since: None,
        when: "before".to_owned(),
        setting: None,
        instead: "no gate yet",
        default: Some(if on { "on" } else { "off" }),
        lock: "",
        source: "what components did without it",
    });
    let rows = gate.history.iter().map(|row| setting_row(ctx, moment, row));
    let removed = gate.removed.map(|removed| removal_row(ctx, moment, gate, removed.value));
    before.into_iter().chain(rows).chain(removed).collect()
}

fn setting_row(ctx: &Context<'_>, moment: &Moment, row: &HistoryRow) -> HistoryView {
    let setting = Setting {
        stage: row.stage.value,
        default: row.default.map(|at| at.value),
        locked: row.locked.map(|at| at.value),
    };
    HistoryView {
        since: Some(moment.version(ctx, row.since.value)),
        when: String::new(),
        setting: Some(SettingView::new(setting)),
        instead: "",
        default: None,
        lock: match setting.locked {
            Some(true) => "locked",
            Some(false) => "not locked",
            None => "not recorded",
        },
        source: source_words(row.source),
    }
}

fn removal_row(ctx: &Context<'_>, moment: &Moment, gate: &Gate, removal: Removal) -> HistoryView {
    let words = removal_words(removal);
    let when = words.strip_prefix("removed ").unwrap_or(&words);
    let is_pinned = gate.pins.iter().any(|pin| pin.field.value == "removed");
    HistoryView {
        since: removal.is_exact().then(|| moment.version(ctx, removal.by)),
        when: when.strip_prefix("in ").unwrap_or(when).to_owned(),
        setting: None,
        instead: "removed",
        default: None,
        lock: "",
        source: match (removal.is_exact(), is_pinned) {
            (_, true) => source_words(FactSource::Hand),
            (true, false) => "",
            (false, false) => "the sources leave it open",
        },
    }
}
