//! A gate's history as a table: what each source says holds from which version on.

use serde::Serialize;

use super::super::context::Context;
use super::SettingView;
use crate::model::{FactSource, Gate, HistoryRow, Removal, Setting};
use crate::query::{removal_words, source_words};

/// One row of the table.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct HistoryView {
    /// The first version; in words where the sources name none: `before`, `1.36 or 1.37`.
    pub(in super::super) since: String,
    /// The page of the version.
    pub(in super::super) href: Option<String>,
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
pub(in super::super) fn history(ctx: &Context<'_>, gate: &Gate) -> Vec<HistoryView> {
    let before = gate.prior_default.map(|on| HistoryView {
        since: "before".to_owned(),
        href: None,
        setting: None,
        instead: "no gate yet",
        default: Some(if on { "on" } else { "off" }),
        lock: "",
        source: "what components did without it",
    });
    let rows = gate.history.iter().map(|row| setting_row(ctx, row));
    let removed = gate.removed.map(|removed| removal_row(ctx, gate, removed.value));
    before.into_iter().chain(rows).chain(removed).collect()
}

fn setting_row(ctx: &Context<'_>, row: &HistoryRow) -> HistoryView {
    let setting = Setting {
        stage: row.stage.value,
        default: row.default.map(|at| at.value),
        locked: row.locked.map(|at| at.value),
    };
    HistoryView {
        since: row.since.to_string(),
        href: ctx.release_href(row.since.value),
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

fn removal_row(ctx: &Context<'_>, gate: &Gate, removal: Removal) -> HistoryView {
    let words = removal_words(removal);
    let when = words.strip_prefix("removed ").unwrap_or(&words);
    let is_pinned = gate.pins.iter().any(|pin| pin.field.value == "removed");
    HistoryView {
        since: when.strip_prefix("in ").unwrap_or(when).to_owned(),
        href: ctx.release_href(removal.by).filter(|_| removal.is_exact()),
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
