//! All gates, and one page for each.

use std::sync::Arc;

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::markdown;
use super::super::view::{
    DriftView, EditView, GateRef, GateRow, HistoryView, KepRef, LinkView, NameRef, PinView, SourceView,
    StateView, StripView, component_refs, edit_view, gate_refs, gate_sources, history, kep_refs, link_views,
    pin_views, sig_refs, strip, topic_refs,
};
use super::gate_neighbours::{Neighbours, SameRelease};
use super::gate_notes::{KepNotes, kep_notes};
use super::gate_setting::{SettingAdvice, setting_advice};
use crate::model::{Gate, GateState};
use crate::query::{gate_standing, newest_release};

/// The list.
#[derive(Debug, Serialize)]
struct GatesView<'a> {
    newest: String,
    rows: Vec<GateRow<'a>>,
    sigs: Vec<NameRef<'a>>,
    components: Vec<NameRef<'a>>,
    existing: usize,
}

/// The page of one gate.
#[derive(Debug, Serialize)]
struct GateView<'a> {
    /// The name in parts between which a line may break.
    name_parts: Vec<&'a str>,
    name: &'a str,
    standing: String,
    newest: String,
    now: StateView,
    strip: StripView,
    history: Vec<HistoryView>,
    former_names: Vec<&'a str>,
    aka: Vec<&'a str>,
    /// How it can be set, and what happens then.
    setting: SettingAdvice<'a>,
    components: Vec<NameRef<'a>>,
    keps: Vec<KepRef<'a>>,
    sigs: Vec<NameRef<'a>>,
    topics: Vec<NameRef<'a>>,
    summary_html: Option<String>,
    /// What is written about its KEPs.
    notes: Vec<KepNotes<'a>>,
    links: Vec<LinkView<'a>>,
    drift: Vec<DriftView<'a>>,
    pins: Vec<PinView<'a>>,
    sources: Vec<SourceView<'a>>,
    edit: EditView,
    json: String,
    badge: Badge,
    previous: Option<GateRef<'a>>,
    next: Option<GateRef<'a>>,
    /// Other gates of the same KEPs.
    siblings: Vec<GateRef<'a>>,
    same_release: Vec<SameRelease<'a>>,
}

/// A badge, where it is and how to use it.
#[derive(Debug, Serialize)]
pub(super) struct Badge {
    src: String,
    markdown: String,
}

impl Badge {
    /// The badge at `route`, which leads to `page`.
    pub(super) fn new(ctx: &Context<'_>, route: &Route, page: &Route, alt: &str) -> Self {
        let markdown = format!("[![{alt}]({})]({})", ctx.absolute(route), ctx.absolute(page));
        Self { src: ctx.href(route), markdown }
    }
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    jobs.push(move || {
        let taxonomy = &ctx.kb.content().taxonomy;
        let rows: Vec<_> = ctx.kb.gates().iter().map(|gate| GateRow::new(ctx, gate)).collect();
        let view = GatesView {
            newest: newest_release(ctx.kb, ctx.config.today)
                .map(|newest| newest.to_string())
                .unwrap_or_default(),
            existing: rows.iter().filter(|row| row.existence == "exists").count(),
            sigs: sig_refs(ctx, taxonomy.sigs.iter().map(|sig| sig.slug.as_str()))
                .into_iter()
                .filter(|sig| rows.iter().any(|row| row.sigs.iter().any(|own| own.slug == sig.slug)))
                .collect(),
            components: taxonomy
                .components
                .iter()
                .filter(|one| {
                    rows.iter().any(|row| row.components.iter().any(|own| own.slug == one.slug.value))
                })
                .flat_map(|one| component_refs(ctx, std::slice::from_ref(&one.slug)))
                .collect(),
            rows,
        };
        let head = Head {
            title: "Feature gates".to_owned(),
            description: format!("All {} feature gates that Kubernetes has had.", view.rows.len()),
            scripts: &["table.js"],
            json: Some(Route::File("api/v1/gates.json".to_owned())),
            ..Head::default()
        };
        ctx.page(&Route::Gates, "gates.html", &head, &view)
    });
    let neighbours = Arc::new(Neighbours::new(ctx.kb));
    for (at, gate) in ctx.kb.gates().iter().enumerate() {
        let neighbours = Arc::clone(&neighbours);
        jobs.push(move || {
            let view = view(ctx, &neighbours, at, gate);
            let head = Head {
                title: format!("{} feature gate", gate.name.value),
                description: format!("{}: {}.", gate.name.value, view.standing),
                trail: vec![("Gates".to_owned(), Route::Gates)],
                scripts: &[],
                json: Some(Route::api_gate(&gate.name)),
                ..Head::default()
            };
            ctx.page(&Route::Gate(gate.name.value.clone()), "gate.html", &head, &view)
        });
    }
}

fn view<'a>(ctx: &Context<'a>, neighbours: &Neighbours<'a>, at: usize, gate: &'a Gate) -> GateView<'a> {
    let kb = ctx.kb;
    let newest = newest_release(kb, ctx.config.today);
    let state = newest.map_or(GateState::NotYet, |newest| gate.state_at(newest));
    let neighbour =
        |at: Option<usize>| at.and_then(|at| kb.gates().get(at)).map(|gate| GateRef::new(ctx, gate));
    let mut siblings: Vec<&Gate> = Vec::new();
    for other in kb.keps_of(gate).flat_map(|kep| kb.gates_of(kep)) {
        if !std::ptr::eq(other, gate) && !siblings.iter().any(|known| std::ptr::eq(*known, other)) {
            siblings.push(other);
        }
    }
    let route = Route::Gate(gate.name.value.clone());
    GateView {
        name_parts: name_parts(gate.name.as_str()),
        name: gate.name.as_str(),
        standing: gate_standing(kb, gate, ctx.config.today),
        newest: newest.map(|newest| newest.to_string()).unwrap_or_default(),
        now: StateView::new(state),
        strip: strip(ctx, gate),
        history: history(ctx, gate),
        former_names: gate.former_names.iter().map(|name| name.as_str()).collect(),
        aka: gate.aka.iter().map(|name| name.as_str()).collect(),
        setting: setting_advice(ctx, gate),
        components: component_refs(ctx, &gate.components),
        keps: kep_refs(ctx, kb.keps_of(gate)),
        sigs: sig_refs(ctx, kb.sigs_of(gate)),
        topics: topic_refs(ctx, kb.topics_of(gate)),
        summary_html: gate
            .summary
            .as_ref()
            .map(|text| markdown::render(text, ctx.config.base_url.path()).html),
        notes: kep_notes(ctx, gate),
        links: link_views(&gate.links),
        drift: kb.drift_of_gate(gate).map(|drift| DriftView::new(ctx, drift)).collect(),
        pins: pin_views(&gate.pins),
        sources: gate_sources(ctx, gate),
        edit: edit_view(ctx, format!("content/gates/{}.toml", gate.name.value)),
        json: ctx.href(&Route::api_gate(&gate.name)),
        badge: Badge::new(ctx, &Route::gate_badge(&gate.name), &route, gate.name.as_str()),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
        siblings: gate_refs(ctx, siblings),
        same_release: neighbours.of(ctx, gate),
    }
}

/// A name cut before every capital that starts a word: `Pod`, `Certificate`, `Request`.
pub(super) fn name_parts(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = name.as_bytes();
    for at in 1..bytes.len() {
        let after_small = !bytes[at - 1].is_ascii_uppercase();
        let before_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        // One letter alone is no word: `IPv6` stays whole.
        if bytes[at].is_ascii_uppercase() && (after_small || before_small) && at - start > 1 {
            parts.push(&name[start..at]);
            start = at;
        }
    }
    parts.push(&name[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::name_parts;

    #[test]
    fn a_name_may_break_where_a_word_starts() {
        assert_eq!(name_parts("PodCertificateRequest"), ["Pod", "Certificate", "Request"]);
        assert_eq!(name_parts("CSIMigrationAWS"), ["CSI", "Migration", "AWS"]);
        assert_eq!(name_parts("IPv6DualStack"), ["IPv6", "Dual", "Stack"]);
        assert_eq!(name_parts("AppArmor"), ["App", "Armor"]);
    }
}
