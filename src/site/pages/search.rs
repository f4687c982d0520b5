//! The search page: everything by letter, complete without JavaScript.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use crate::query::{gate_standing, kep_standing, support_words};

/// Conditions to try, as they are typed.
const EXAMPLES: [&str; 5] =
    ["stage:beta", "sig:auth kind:kep", "component:kubelet 1.36", "topic:security", "version:1.37 kind:gate"];

#[derive(Debug, Serialize)]
struct SearchView {
    total: usize,
    examples: Vec<Example>,
    letters: Vec<Letter>,
}

#[derive(Debug, Serialize)]
struct Example {
    text: &'static str,
    /// The text in an address.
    query: String,
}

#[derive(Debug, Serialize)]
struct Letter {
    /// The letter, or `#` for what starts with a digit.
    letter: String,
    id: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    kind: &'static str,
    href: String,
    words: String,
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let rows = rows(ctx);
        let total = rows.len();
        let head = Head {
            title: "Search".to_owned(),
            description: "Every gate, KEP, release, collection, SIG and topic by letter.".to_owned(),
            ..Head::default()
        };
        let examples =
            EXAMPLES.into_iter().map(|text| Example { text, query: text.replace(' ', "+") }).collect();
        ctx.page(
            &Route::Search,
            "search.html",
            &head,
            &SearchView { total, examples, letters: by_letter(rows) },
        )
    });
}

fn by_letter(rows: Vec<Row>) -> Vec<Letter> {
    let mut letters: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        let first = row.name.chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
        let letter = if first.is_alphabetic() { first.to_uppercase().to_string() } else { "#".to_owned() };
        letters.entry(letter).or_default().push(row);
    }
    letters
        .into_iter()
        .map(|(letter, mut rows)| {
            rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.href.clone()));
            let id =
                if letter == "#" { "digits".to_owned() } else { format!("letter-{}", letter.to_lowercase()) };
            Letter { letter, id, rows }
        })
        .collect()
}

fn rows(ctx: &Context<'_>) -> Vec<Row> {
    let kb = ctx.kb;
    let today = ctx.config.today;
    let taxonomy = &kb.content().taxonomy;
    let row = |name: String, kind, route: &Route, words| Row { name, kind, href: ctx.href(route), words };
    let gates = kb.gates().iter().map(|gate| {
        let route = Route::Gate(gate.name.value.clone());
        row(gate.name.value.to_string(), "gate", &route, gate_standing(kb, gate, today))
    });
    let keps = kb.keps().iter().map(|kep| {
        let number = match kep.number.value.0 {
            0 => String::new(),
            number => format!("KEP-{number}. "),
        };
        let words = format!("{number}{}", kep_standing(kb, kep, today));
        row(kep.title.value.clone(), "KEP", &ctx.kep_route(kep), words)
    });
    let releases = kb.releases().iter().map(|release| {
        let version = release.version.value;
        let words = crate::query::capitalised(&support_words(kb.support(version, today)));
        row(format!("Kubernetes {version}"), "release", &Route::Release(version), words)
    });
    let collections = kb.collections().iter().map(|collection| {
        let route = Route::Collection(collection.slug.value.clone());
        row(collection.title.clone(), "collection", &route, String::new())
    });
    let sigs = taxonomy.sigs.iter().map(|sig| {
        let about = sig.about.clone().unwrap_or_default();
        row(format!("SIG {}", sig.name), "SIG", &Route::Sig(sig.slug.value.clone()), about)
    });
    let topics = taxonomy.topics.iter().map(|topic| {
        let about = topic.about.clone().unwrap_or_default();
        row(topic.name.clone(), "topic", &Route::Topic(topic.slug.value.clone()), about)
    });
    let components = taxonomy.components.iter().map(|component| {
        let about = component.about.clone().unwrap_or_default();
        row(component.name.clone(), "component", &Route::Component(component.slug.value.clone()), about)
    });
    gates.chain(keps).chain(releases).chain(collections).chain(sigs).chain(topics).chain(components).collect()
}
