//! A gate's page, and a gate's part of a KEP's page.

use jiff::civil::Date;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{Drift, FactSource, Gate, Link, MinorVersion, Pin, Subject};
use kepdb::query::{gate_standing, removal_words, upstream_url, versions_of_interest};

use super::super::output::page::{Block, Page, Rows};
use super::super::output::{Column, Tone};
use super::super::words;
use super::component_names;

const HISTORY: &[Column] = &[
    Column::new("since", "Since"),
    Column::new("stage", "Stage"),
    Column::new("default", "Default"),
    Column::new("source", "Says").drop(1),
];
const STATES: &[Column] = &[
    Column::new("release", "Release"),
    Column::new("state", "State"),
    Column::new("support", "Support").least(20).drop(1),
];

/// The page of `gate`, which was asked for as `asked`.
pub(super) fn page(kb: &KnowledgeBase, gate: &Gate, asked: &str, today: Date) -> Page {
    let name = gate.name.as_str();
    let mut facts = Vec::new();
    if !asked.trim().eq_ignore_ascii_case(name) {
        facts.push(("Asked for", format!("{} (another name of it)", asked.trim())));
    }
    for kep in kb.keps_of(gate) {
        facts.push(("KEP", format!("{} {}", kep.number.value, kep.title.value)));
    }
    if kb.keps_of(gate).next().is_none() {
        facts.push(("KEP", "none names this gate".to_owned()));
    }
    let taxonomy = &kb.content().taxonomy;
    let sigs: Vec<_> = kb.sigs_of(gate).iter().map(|slug| taxonomy.sig_name(slug).to_owned()).collect();
    push(&mut facts, "SIG", sigs.join(", "));
    push(&mut facts, "Components", component_names(kb, &[gate]));
    let topics: Vec<_> = kb.topics_of(gate).iter().map(|slug| taxonomy.topic_name(slug).to_owned()).collect();
    push(&mut facts, "Topics", topics.join(", "));
    push_names(&mut facts, gate);
    let mut blocks = vec![Block::Facts(facts)];
    if let Some(summary) = &gate.summary {
        blocks.push(Block::Heading("Summary".to_owned(), None));
        blocks.push(Block::Prose(summary.value.clone()));
    }
    blocks.push(Block::Heading("History".to_owned(), None));
    blocks.extend(timeline(gate));
    blocks.push(Block::Heading("State by release".to_owned(), None));
    blocks.push(states(kb, gate, today));
    blocks.extend(drift(kb, &kb.drift_of_gate(gate).collect::<Vec<_>>(), false));
    blocks.extend(pins(&gate.pins));
    blocks.extend(super::kep::collections(kb, &kb.keps_of(gate).collect::<Vec<_>>()));
    blocks.extend(links(&gate.links));
    let sources = sources(kb, gate);
    if !sources.is_empty() {
        blocks.push(Block::Heading("Sources".to_owned(), None));
        blocks.push(Block::Facts(sources));
    }
    Page {
        title: format!("{name} (feature gate)"),
        standing: format!("{}.", gate_standing(kb, gate, today)),
        blocks,
    }
}

/// A gate's part of a KEP's page: history, and state by release.
pub(super) fn part(kb: &KnowledgeBase, gate: &Gate, with_standing: bool, today: Date) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(format!("Gate {}", gate.name.value), None)];
    if with_standing {
        blocks.push(Block::Prose(format!("{}.", gate_standing(kb, gate, today))));
    }
    let mut facts = Vec::new();
    push(&mut facts, "Components", component_names(kb, &[gate]));
    push_names(&mut facts, gate);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.extend(timeline(gate));
    blocks
}

/// The states of `gates` in the releases that matter: a table for one gate, a line for each of several.
pub(super) fn states_of(kb: &KnowledgeBase, gates: &[&Gate], today: Date) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("State by release".to_owned(), None)];
    match gates {
        [] => return Vec::new(),
        [only] => blocks.push(states(kb, only, today)),
        several => {
            let versions = versions_of_interest(kb, today);
            blocks.extend(several.iter().map(|gate| Block::Prose(states_in_a_line(gate, &versions))));
        }
    }
    blocks
}

/// `- Gate: stable, on (1.37); beta, off (1.36, 1.35)`.
fn states_in_a_line(gate: &Gate, versions: &[MinorVersion]) -> String {
    let states: Vec<_> =
        versions.iter().map(|version| (words::state_words(gate.state_at(*version)), version)).collect();
    let parts = states.chunk_by(|(a, _), (b, _)| a == b).map(|same| {
        let versions: Vec<_> = same.iter().map(|(_, version)| version.to_string()).collect();
        let words = same.first().map_or("", |(words, _)| words.as_str());
        format!("{words} ({})", versions.join(", "))
    });
    format!("- {}: {}", gate.name.value, parts.collect::<Vec<_>>().join("; "))
}

fn push(facts: &mut Vec<(&'static str, String)>, label: &'static str, value: String) {
    if !value.is_empty() {
        facts.push((label, value));
    }
}

fn push_names(facts: &mut Vec<(&'static str, String)>, gate: &Gate) {
    let former: Vec<_> = gate.former_names.iter().map(|name| name.to_string()).collect();
    push(facts, "Former names", former.join(", "));
    let aka: Vec<_> = gate.aka.iter().map(|name| name.value.clone()).collect();
    push(facts, "Also called", aka.join(", "));
}

fn timeline(gate: &Gate) -> Vec<Block> {
    let mut rows: Rows = Vec::new();
    if let Some(prior) = gate.prior_default {
        let behaviour = if prior { "on" } else { "off" };
        rows.push(vec![
            ("before".to_owned(), Tone::Faint),
            ("no gate".to_owned(), Tone::Faint),
            (behaviour.to_owned(), Tone::Faint),
            ("what components did".to_owned(), Tone::Faint),
        ]);
    }
    for row in &gate.history {
        let setting = kepdb::model::Setting {
            stage: row.stage.value,
            default: row.default.map(|at| at.value),
            locked: row.locked.map(|at| at.value),
        };
        let tone = if setting.default == Some(true) { Tone::Good } else { Tone::Plain };
        rows.push(vec![
            (row.since.value.to_string(), Tone::Strong),
            (setting.stage.to_string(), words::stage_tone(setting.stage)),
            (words::default_words(setting), tone),
            (words::source_words(row.source).to_owned(), Tone::Faint),
        ]);
    }
    if let Some(removed) = gate.removed {
        let text = removal_words(removed.value);
        let (when, tone) = (text.trim_start_matches("removed ").trim_start_matches("in "), Tone::Bad);
        let how = if removed.value.is_exact() { "" } else { "the sources leave it open" };
        rows.push(vec![
            (when.to_owned(), Tone::Strong),
            ("removed".to_owned(), tone),
            (String::new(), Tone::Plain),
            (how.to_owned(), Tone::Faint),
        ]);
    }
    if rows.is_empty() {
        return vec![Block::Prose("No source gives its history.".to_owned())];
    }
    vec![Block::Rows(HISTORY, rows)]
}

fn states(kb: &KnowledgeBase, gate: &Gate, today: Date) -> Block {
    let row = |version: &MinorVersion| {
        let state = gate.state_at(*version);
        let tone = match state.setting().and_then(|setting| setting.default) {
            Some(true) => Tone::Good,
            _ => Tone::Plain,
        };
        let (support, support_tone) = words::support_words(kb, *version, today);
        vec![
            (version.to_string(), Tone::Strong),
            (words::state_words(state), tone),
            (support, if support_tone == Tone::Bad { Tone::Bad } else { Tone::Faint }),
        ]
    };
    Block::Rows(STATES, versions_of_interest(kb, today).iter().map(row).collect())
}

/// Disagreements, each with what the sources say and whether somebody accepted it. On a KEP's page those about a gate
/// name it; on the gate's own page that would say nothing.
pub(super) fn drift(kb: &KnowledgeBase, drift: &[&Drift], names_gates: bool) -> Vec<Block> {
    if drift.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Drift: where sources disagree".to_owned(), Some(drift.len()))];
    for found in drift {
        let says: Vec<_> = found
            .says
            .iter()
            .map(|says| format!("{} says {}", words::source_words(says.source), says.value))
            .collect();
        let gate = match &found.subject {
            Subject::Gate(name) if names_gates => format!("{name}: "),
            _ => String::new(),
        };
        let mut text = format!("- {gate}{} ({}): {}", found.field, found.class.as_str(), says.join(", "));
        if let Some(nearest) = &found.nearest {
            text.push_str(&format!("; nearest gate: {nearest}"));
        }
        if let Some(waiver) = kb.waiver(found) {
            text.push_str(&format!(". Accepted: {}", waiver.reason.value));
        }
        blocks.push(Block::Prose(text));
    }
    blocks
}

/// Corrections by hand.
pub(super) fn pins(pins: &[Pin]) -> Vec<Block> {
    if pins.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Corrected by hand".to_owned(), Some(pins.len()))];
    for pin in pins {
        let url = pin.url.as_ref().map(|url| format!(" ({})", url.value)).unwrap_or_default();
        blocks.push(Block::Prose(format!("- {}: {}{url}", pin.field.value, pin.reason.value)));
    }
    blocks
}

/// Further reading. An address is never cut: it stands on a line of its own where it must.
pub(super) fn links(links: &[Link]) -> Vec<Block> {
    if links.is_empty() {
        return Vec::new();
    }
    let facts = links.iter().map(|link| (link.kind.as_str(), format!("{} {}", link.title, link.url.value)));
    vec![Block::Heading("Links".to_owned(), None), Block::Facts(facts.collect())]
}

/// The upstream files of `gate`, as addresses.
pub(super) fn sources(kb: &KnowledgeBase, gate: &Gate) -> Vec<(&'static str, String)> {
    [(FactSource::Code, "Code", &gate.code), (FactSource::Docs, "Docs", &gate.docs)]
        .into_iter()
        .filter_map(|(kind, label, file)| {
            let file = file.as_ref()?;
            Some((label, upstream_url(kb, kind, file).unwrap_or_else(|| file.path.clone())))
        })
        .collect()
}
