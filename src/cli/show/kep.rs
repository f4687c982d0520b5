//! A KEP's page.

use jiff::civil::Date;

use kepdb::kb::KnowledgeBase;
use kepdb::model::{FactSource, Kep, KepNumber, Risk};
use kepdb::query::{claim_words, kep_standing, upstream_url, verdict_words};

use super::super::output::page::{Block, Page};
use super::super::words;
use super::gate;

/// The page of `kep`.
pub(super) fn page(kb: &KnowledgeBase, kep: &Kep, today: Date) -> Page {
    let gates = kb.gates_of(kep);
    let mut blocks = vec![Block::Facts(facts(kb, kep))];
    if let Some(summary) = &kep.summary {
        blocks.push(Block::Heading("Summary".to_owned(), None));
        blocks.push(Block::Prose(summary.value.clone()));
    }
    if let Some(risk) = &kep.risk {
        blocks.extend(risk_blocks(risk));
    }
    for gate in &gates {
        blocks.extend(gate::part(kb, gate, gates.len() > 1, today));
    }
    blocks.extend(gate::states_of(kb, &gates, today));
    let mut drift: Vec<_> = kb.drift_of_kep(kep).collect();
    drift.extend(gates.iter().flat_map(|gate| kb.drift_of_gate(gate)));
    blocks.extend(gate::drift(kb, &drift, true));
    blocks.extend(gate::pins(&kep.pins));
    blocks.extend(collections(kb, &[kep]));
    blocks.extend(gate::links(&kep.links));
    blocks.push(Block::Heading("Sources".to_owned(), None));
    blocks.push(Block::Facts(sources(kb, kep)));
    Page {
        title: format!("KEP-{} {}", kep.number.value, kep.title.value),
        standing: format!("{}.", kep_standing(kb, kep, today)),
        blocks,
    }
}

fn facts(kb: &KnowledgeBase, kep: &Kep) -> Vec<(&'static str, String)> {
    let taxonomy = &kb.content().taxonomy;
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    let mut push = |label: &'static str, value: String| {
        if !value.is_empty() {
            facts.push((label, value));
        }
    };
    if let Some(sig) = &kep.sig {
        let with: Vec<_> = kep.participating.iter().map(|slug| taxonomy.sig_name(slug).to_owned()).collect();
        let with = if with.is_empty() { String::new() } else { format!(" (with {})", with.join(", ")) };
        push("SIG", format!("{}{with}", taxonomy.sig_name(sig)));
    }
    push("Status", kep.status.as_ref().map(|status| status.as_str().to_owned()).unwrap_or_default());
    let targets =
        kep.targets.iter().map(|target| format!("{} {}", target.milestone.as_str(), target.version.value));
    push("Targets", targets.collect::<Vec<_>>().join(", "));
    let components: Vec<_> = kep.components.iter().map(|slug| taxonomy.component_name(slug)).collect();
    push("Components", components.join(", "));
    let topics: Vec<_> = kep.topics.iter().map(|slug| taxonomy.topic_name(slug)).collect();
    push("Topics", topics.join(", "));
    push("Also called", kep.aka.iter().map(|name| name.value.clone()).collect::<Vec<_>>().join(", "));
    push(
        "Unknown gates",
        kep.unknown_gates.iter().map(|name| name.value.clone()).collect::<Vec<_>>().join(", "),
    );
    push(
        "Can be turned off",
        match kep.disable_supported {
            Some(true) => "yes, once in use too".to_owned(),
            Some(false) => "no, not once in use".to_owned(),
            None => String::new(),
        },
    );
    push("Metrics", kep.metrics.join(", "));
    push("Created", kep.created.map(|day| day.value.to_string()).unwrap_or_default());
    push("Updated", kep.updated.map(|day| day.value.to_string()).unwrap_or_default());
    push("Replaces", numbers(kb, kep.replaces.iter().map(|number| number.value)));
    push("Replaced by", numbers(kb, kep.superseded_by.iter().map(|number| number.value)));
    push("See also", numbers(kb, kep.see_also.iter().map(|number| number.value)));
    facts
}

/// `4193 Bound service account token improvements, 753 …`.
fn numbers(kb: &KnowledgeBase, numbers: impl Iterator<Item = KepNumber>) -> String {
    let named = numbers.map(|number| match kb.keps_numbered(number).next() {
        Some(kep) => format!("{number} {}", kep.title.value),
        None => number.to_string(),
    });
    named.collect::<Vec<_>>().join(", ")
}

fn risk_blocks(risk: &Risk) -> Vec<Block> {
    let reviewed = risk.reviewed.map(|day| format!(", reviewed {}", day.value)).unwrap_or_default();
    let mut blocks = vec![Block::Heading(format!("Risk: {}{reviewed}", risk.level.as_str()), None)];
    let notes = [
        ("Turning it on", &risk.enable),
        ("Turning it off", &risk.disable),
        ("Upgrading", &risk.upgrade),
        ("What to watch", &risk.mitigation),
    ];
    let facts: Vec<_> =
        notes.into_iter().filter_map(|(label, text)| Some((label, text.as_ref()?.value.clone()))).collect();
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks
}

/// The collections that mention one of `keps`, and how their claims stand.
pub(super) fn collections(kb: &KnowledgeBase, keps: &[&Kep]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for collection in kb.collections() {
        let mentions = |number: &KepNumber| keps.iter().any(|kep| kep.number.value == *number);
        for entry in collection.entries.iter().filter(|entry| mentions(&entry.kep)) {
            let judgement = kb.judge(entry);
            let verdict = verdict_words(judgement.verdict);
            let reasons: String = judgement
                .reasons
                .iter()
                .map(|reason| format!("- {}.\n", words::capitalised(reason)))
                .collect();
            let says = claim_words(&entry.claim);
            let why = entry.why.split_whitespace().collect::<Vec<_>>().join(" ");
            let title = &collection.title;
            blocks.push(Block::Prose(format!("“{title}” says {says}: {verdict}.\n{reasons}- {why}")));
        }
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Heading("Collections".to_owned(), Some(blocks.len())));
    }
    blocks
}

fn sources(kb: &KnowledgeBase, kep: &Kep) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(file) = &kep.source {
        let url = upstream_url(kb, FactSource::Kep, file);
        facts.push((words::source_words(FactSource::Kep), url.unwrap_or_else(|| file.path.clone())));
    }
    if let Some(source) = kb.source(FactSource::Kep).filter(|_| kep.number.0 > 0) {
        let repository = source.repository.trim_end_matches('/');
        facts.push(("Issue", format!("{repository}/issues/{}", kep.number.value)));
    }
    for gate in kb.gates_of(kep) {
        facts.extend(gate::sources(kb, gate));
    }
    // Gates of the feature list share one file.
    let mut seen = Vec::new();
    facts.retain(|fact| {
        let is_new = !seen.contains(fact);
        seen.push(fact.clone());
        is_new
    });
    facts
}
