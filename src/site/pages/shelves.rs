//! SIGs, topics and components: a list of each, and a page for each with its gates and KEPs.

use serde::Serialize;

use super::super::Route;
use super::super::context::{Context, Head, PageContext};
use super::super::jobs::Jobs;
use super::super::view::{GateRow, KepRow};
use crate::model::{Gate, Kep, Taxon};
use crate::query::newest_release;

/// What a shelf holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sig,
    Topic,
    Component,
}

/// The list of one kind.
#[derive(Debug, Serialize)]
struct ShelvesView<'a> {
    title: &'static str,
    lede: &'static str,
    shelves: Vec<ShelfCard<'a>>,
}

#[derive(Debug, Serialize)]
struct ShelfCard<'a> {
    name: &'a str,
    about: Option<&'a str>,
    href: String,
    gates: usize,
    existing: usize,
    keps: usize,
}

/// One shelf.
#[derive(Debug, Serialize)]
struct ShelfView<'a> {
    eyebrow: &'static str,
    name: String,
    about: Option<&'a str>,
    newest: String,
    gates: Vec<GateRow<'a>>,
    existing: usize,
    keps: Vec<KepRow<'a>>,
    /// What the newest release changed on this shelf.
    changed: Vec<ChangedLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangedLine<'a> {
    gate: GateRow<'a>,
    words: String,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Sig, Self::Topic, Self::Component];

    fn taxa<'a>(self, ctx: &Context<'a>) -> &'a [Taxon] {
        let taxonomy = &ctx.kb.content().taxonomy;
        match self {
            Self::Sig => &taxonomy.sigs,
            Self::Topic => &taxonomy.topics,
            Self::Component => &taxonomy.components,
        }
    }

    fn list_route(self) -> Route {
        match self {
            Self::Sig => Route::Sigs,
            Self::Topic => Route::Topics,
            Self::Component => Route::Components,
        }
    }

    fn route(self, slug: &str) -> Route {
        match self {
            Self::Sig => Route::Sig(slug.to_owned()),
            Self::Topic => Route::Topic(slug.to_owned()),
            Self::Component => Route::Component(slug.to_owned()),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Sig => "SIGs",
            Self::Topic => "Topics",
            Self::Component => "Components",
        }
    }

    fn eyebrow(self) -> &'static str {
        match self {
            Self::Sig => "Special interest group",
            Self::Topic => "Topic",
            Self::Component => "Component",
        }
    }

    fn lede(self) -> &'static str {
        match self {
            Self::Sig => "The groups that own the proposals, and the gates that carry them.",
            Self::Topic => {
                "What gates and proposals are about. People sort them by hand; what nobody sorted yet is not here."
            }
            Self::Component => {
                "The programs that read feature gates, as far as the docs and proposals name them."
            }
        }
    }

    /// A heading for one taxon: SIGs are called so.
    fn name(self, taxon: &Taxon) -> String {
        match self {
            Self::Sig => format!("SIG {}", taxon.name),
            Self::Topic | Self::Component => taxon.name.clone(),
        }
    }

    fn has_gate(self, ctx: &Context<'_>, gate: &Gate, slug: &str) -> bool {
        match self {
            Self::Sig => ctx.kb.sigs_of(gate).contains(&slug),
            Self::Topic => ctx.kb.topics_of(gate).contains(&slug),
            Self::Component => gate.components.iter().any(|component| component.value == slug),
        }
    }

    fn has_kep(self, kep: &Kep, slug: &str) -> bool {
        match self {
            Self::Sig => kep.sig.as_ref().is_some_and(|sig| sig.value == slug),
            Self::Topic => kep.topics.iter().any(|topic| topic.value == slug),
            Self::Component => kep.components.iter().any(|component| component.value == slug),
        }
    }
}

pub(super) fn pages<'a>(ctx: &'a PageContext<'a>, jobs: &mut Jobs<'a>) {
    for kind in Kind::ALL {
        jobs.push(move || {
            let shelves = kind.taxa(ctx).iter().map(|taxon| card(ctx, kind, taxon)).collect();
            let view = ShelvesView { title: kind.title(), lede: kind.lede(), shelves };
            let head = Head {
                title: kind.title().to_owned(),
                description: kind.lede().to_owned(),
                ..Head::default()
            };
            ctx.page(&kind.list_route(), "shelves.html", &head, &view)
        });
        for taxon in kind.taxa(ctx) {
            jobs.push(move || {
                let view = shelf(ctx, kind, taxon);
                let head = Head {
                    title: view.name.clone(),
                    description: format!(
                        "{}: {} feature gates and {} KEPs.",
                        view.name,
                        view.gates.len(),
                        view.keps.len()
                    ),
                    trail: vec![(kind.title().to_owned(), kind.list_route())],
                    scripts: &["table.js"],
                    ..Head::default()
                };
                ctx.page(&kind.route(&taxon.slug), "shelf.html", &head, &view)
            });
        }
    }
}

fn card<'a>(ctx: &Context<'a>, kind: Kind, taxon: &'a Taxon) -> ShelfCard<'a> {
    let newest = newest_release(ctx.kb, ctx.config.today);
    let gates: Vec<_> = ctx.kb.gates().iter().filter(|gate| kind.has_gate(ctx, gate, &taxon.slug)).collect();
    let exists = |gate: &&&Gate| {
        newest.is_some_and(|newest| matches!(gate.state_at(newest), crate::model::GateState::Present(_)))
    };
    ShelfCard {
        name: &taxon.name,
        about: taxon.about.as_deref(),
        href: ctx.href(&kind.route(&taxon.slug)),
        existing: gates.iter().filter(exists).count(),
        gates: gates.len(),
        keps: ctx.kb.keps().iter().filter(|kep| kind.has_kep(kep, &taxon.slug)).count(),
    }
}

fn shelf<'a>(ctx: &Context<'a>, kind: Kind, taxon: &'a Taxon) -> ShelfView<'a> {
    let kb = ctx.kb;
    let newest = newest_release(kb, ctx.config.today);
    let gates: Vec<&Gate> = kb.gates().iter().filter(|gate| kind.has_gate(ctx, gate, &taxon.slug)).collect();
    let rows: Vec<_> = gates.iter().map(|gate| GateRow::new(ctx, gate)).collect();
    let changed = gates.iter().zip(&rows).filter_map(|(gate, row)| {
        let newest = newest?;
        let kinds = crate::kb::compare(gate, newest.previous()?, newest);
        let words: Vec<_> = kinds.iter().map(|kind| kind.as_str().replace('-', " ")).collect();
        (!words.is_empty()).then(|| ChangedLine { gate: row.clone(), words: words.join(", ") })
    });
    ShelfView {
        eyebrow: kind.eyebrow(),
        name: kind.name(taxon),
        about: taxon.about.as_deref(),
        newest: newest.map(|newest| newest.to_string()).unwrap_or_default(),
        changed: changed.collect(),
        existing: rows.iter().filter(|row| row.existence == "exists").count(),
        gates: rows,
        keps: kb
            .keps()
            .iter()
            .filter(|kep| kind.has_kep(kep, &taxon.slug))
            .map(|kep| KepRow::new(ctx, kep))
            .collect(),
    }
}
