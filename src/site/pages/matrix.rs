//! Gates × minor versions at a glance.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{GateRow, NameRef, component_refs, sig_refs, topic_refs};
use super::gates::name_parts;
use crate::model::{Gate, GateState, MinorVersion, Setting};
use crate::query::{removal_words, setting_words};

/// How many minor versions have a column of their own; what was before them shares one.
const COLUMNS: u16 = 18;

#[derive(Debug, Serialize)]
struct MatrixView<'a> {
    versions: Vec<Column>,
    /// What the shared column is called.
    before: String,
    rows: Vec<Row<'a>>,
    sigs: Vec<NameRef<'a>>,
    components: Vec<NameRef<'a>>,
    topics: Vec<NameRef<'a>>,
}

#[derive(Debug, Serialize)]
struct Column {
    version: String,
    /// The release's page, where it has one.
    href: Option<String>,
    supported: bool,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    row: GateRow<'a>,
    /// The name in parts, between which a narrow column may break it.
    parts: Vec<&'a str>,
    topics: String,
    /// The setting right before the first column, or when it went.
    before: Option<Cell>,
    gone: Option<String>,
    cells: Vec<Cell>,
}

/// One cell. The class says stage, default and lock to the eye, the words say them to a screen reader.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Cell {
    class: &'static str,
    letter: char,
    words: String,
    locked: bool,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let Some(last) = ctx.kb.horizon() else {
            let view = MatrixView {
                versions: Vec::new(),
                before: String::new(),
                rows: Vec::new(),
                sigs: Vec::new(),
                components: Vec::new(),
                topics: Vec::new(),
            };
            return ctx.page(&Route::Matrix, "matrix.html", &head(), &view);
        };
        ctx.page(&Route::Matrix, "matrix.html", &head(), &view(ctx, last))
    });
}

fn head() -> Head<'static> {
    Head {
        title: "Matrix".to_owned(),
        description: "Every feature gate over the minor versions: stage, default and lock at a glance."
            .to_owned(),
        scripts: &["table.js", "matrix.js"],
        json: Some(Route::api_states()),
        ..Head::default()
    }
}

fn view<'a>(ctx: &Context<'a>, last: MinorVersion) -> MatrixView<'a> {
    let kb = ctx.kb;
    let first = MinorVersion::new(last.major, last.minor.saturating_sub(COLUMNS - 1));
    let versions: Vec<MinorVersion> =
        (first.minor..=last.minor).map(|minor| MinorVersion::new(last.major, minor)).collect();
    let supported = kb.supported(ctx.config.today);
    let rows: Vec<Row<'a>> = kb.gates().iter().map(|gate| row(ctx, gate, &versions)).collect();
    let taxonomy = &kb.content().taxonomy;
    let uses_sig = |slug: &str| rows.iter().any(|row| row.row.sigs.iter().any(|sig| sig.slug == slug));
    let uses_topic = |slug: &str| rows.iter().any(|row| row.topics.split(' ').any(|topic| topic == slug));
    let uses_component =
        |slug: &str| rows.iter().any(|row| row.row.components.iter().any(|one| one.slug == slug));
    MatrixView {
        versions: versions
            .iter()
            .map(|version| Column {
                version: version.to_string(),
                href: ctx.release_href(*version),
                supported: supported.contains(version),
            })
            .collect(),
        before: format!("before {first}"),
        sigs: sig_refs(ctx, taxonomy.sigs.iter().map(|sig| sig.slug.as_str()).filter(|slug| uses_sig(slug))),
        topics: topic_refs(
            ctx,
            taxonomy.topics.iter().map(|topic| topic.slug.as_str()).filter(|slug| uses_topic(slug)),
        ),
        components: taxonomy
            .components
            .iter()
            .filter(|one| uses_component(&one.slug))
            .flat_map(|one| component_refs(ctx, std::slice::from_ref(&one.slug)))
            .collect(),
        rows,
    }
}

fn row<'a>(ctx: &Context<'a>, gate: &'a Gate, versions: &[MinorVersion]) -> Row<'a> {
    let before = versions.first().and_then(|first| first.previous()).map(|version| gate.state_at(version));
    let gone = match before {
        Some(GateState::Removed | GateState::Unconfirmed(_)) => {
            gate.removed.map(|removed| removal_words(removed.value))
        }
        _ => None,
    };
    Row {
        row: GateRow::new(ctx, gate),
        parts: name_parts(gate.name.as_str()),
        topics: ctx.kb.topics_of(gate).join(" "),
        before: before.and_then(|state| match state {
            GateState::Present(_) => Some(cell(state)),
            _ => None,
        }),
        gone,
        cells: versions.iter().map(|version| cell(gate.state_at(*version))).collect(),
    }
}

fn cell(state: GateState) -> Cell {
    let plain = |class, letter, words: &str| Cell { class, letter, words: words.to_owned(), locked: false };
    match state {
        GateState::NotYet => plain("n", ' ', ""),
        GateState::Removed => plain("x", '×', "removed"),
        GateState::Unconfirmed(_) => plain("q", '?', "perhaps removed"),
        GateState::Present(setting) => Cell {
            class: class(setting),
            letter: setting.stage.letter(),
            words: match setting.default {
                Some(_) => setting_words(setting),
                None => format!("{}, default not recorded", setting.stage),
            },
            locked: setting.locked == Some(true),
        },
    }
}

/// The letter of the stage, then 1 for on, 0 for off, u for a default that no source records.
fn class(setting: Setting) -> &'static str {
    use crate::model::Stage::{Alpha, Beta, Deprecated, Stable};
    match (setting.stage, setting.default) {
        (Alpha, Some(true)) => "a1",
        (Alpha, Some(false)) => "a0",
        (Alpha, None) => "au",
        (Beta, Some(true)) => "b1",
        (Beta, Some(false)) => "b0",
        (Beta, None) => "bu",
        (Stable, Some(true)) => "s1",
        (Stable, Some(false)) => "s0",
        (Stable, None) => "su",
        (Deprecated, Some(true)) => "d1",
        (Deprecated, Some(false)) => "d0",
        (Deprecated, None) => "du",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    fn shown(stage: Stage, default: Option<bool>, locked: Option<bool>) -> (&'static str, String, bool) {
        let cell = cell(GateState::Present(Setting { stage, default, locked }));
        (cell.class, format!("{} {}", cell.letter, cell.words), cell.locked)
    }

    #[test]
    fn a_cell_says_in_words_what_it_shows() {
        assert_eq!(shown(Stage::Beta, Some(false), None), ("b0", "B beta, off".to_owned(), false));
        assert_eq!(
            shown(Stage::Stable, Some(true), Some(true)),
            ("s1", "S stable, on, locked".to_owned(), true)
        );
        assert_eq!(cell(GateState::Removed).words, "removed");
    }

    #[test]
    fn a_default_that_no_source_records_looks_neither_on_nor_off() {
        for stage in [Stage::Alpha, Stage::Beta, Stage::Stable, Stage::Deprecated] {
            let classes = [None, Some(true), Some(false)].map(|default| shown(stage, default, None).0);
            assert_eq!(std::collections::BTreeSet::from(classes).len(), 3, "{classes:?}");
        }
        assert_eq!(shown(Stage::Beta, None, None).1, "B beta, default not recorded");
    }

    #[test]
    fn the_setting_where_no_source_says_whether_the_gate_is_still_there_is_not_shown_as_a_fact() {
        let setting = Setting { stage: Stage::Beta, default: Some(true), locked: None };
        assert_eq!(
            (cell(GateState::Unconfirmed(setting)).letter, cell(GateState::NotYet).letter),
            ('?', ' ')
        );
    }
}
