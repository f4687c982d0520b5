//! Gates × minor versions at a glance.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::super::view::{GateRow, NameRef, component_refs, sig_refs, topic_refs};
use crate::model::{Gate, GateState, MinorVersion, Setting};
use crate::query::removal_words;

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
    href: String,
    supported: bool,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    row: GateRow<'a>,
    topics: String,
    /// The setting right before the first column, or when it went.
    before: Option<Cell>,
    gone: Option<String>,
    cells: Vec<Cell>,
}

/// One cell. The class says stage and default, the words what a screen reader hears after the letter.
#[derive(Debug, Serialize)]
struct Cell {
    class: &'static str,
    letter: char,
    words: &'static str,
    locked: bool,
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
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
        scripts: &["table.js"],
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
                href: ctx.href(&Route::Release(*version)),
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
    match state {
        GateState::NotYet => Cell { class: "n", letter: ' ', words: "", locked: false },
        GateState::Removed => Cell { class: "x", letter: '×', words: "removed", locked: false },
        GateState::Unconfirmed(_) => {
            Cell { class: "q", letter: '?', words: "perhaps removed", locked: false }
        }
        GateState::Present(setting) => {
            let words = match setting.default {
                Some(true) => "on",
                Some(false) => "off",
                None => "default not recorded",
            };
            Cell {
                class: class(setting),
                letter: setting.stage.letter(),
                words,
                locked: setting.locked == Some(true),
            }
        }
    }
}

/// The letter of the stage, then 1 for on, 0 for off.
fn class(setting: Setting) -> &'static str {
    use crate::model::Stage::{Alpha, Beta, Deprecated, Stable};
    match (setting.stage, setting.default) {
        (Alpha, Some(true)) => "a1",
        (Alpha, _) => "a0",
        (Beta, Some(true)) => "b1",
        (Beta, _) => "b0",
        (Stable, Some(true)) => "s1",
        (Stable, _) => "s0",
        (Deprecated, Some(true)) => "d1",
        (Deprecated, _) => "d0",
    }
}
