//! SIGs, topics and components: shelves on which records stand, each with a page, and a page that lists all of a kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::context::{Context, Head};
use super::super::jobs::Jobs;
use super::super::output::OutputFile;
use super::super::view::{GateRef, KepRef, SettingView, counted};
use super::super::{Route, SiteError};
use super::record::{GateRow, KepRow, Moment, VersionView};
use crate::kb::KepTarget;
use crate::model::{Gate, GateState, Kep, MinorVersion, Stage, Taxon};
use crate::query::{Filter, ReleaseReport, release_report};

/// Releases whose changes are shown, the newest included.
const RECENT: usize = 2;

/// The kinds of shelves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Sig,
    Topic,
    Component,
}

/// A shelf with what stands on it.
#[derive(Debug)]
struct Shelf<'a> {
    kind: Kind,
    taxon: &'a Taxon,
    gates: Vec<&'a Gate>,
    keps: Vec<&'a Kep>,
    /// KEPs of others that the SIG takes part in.
    participating: Vec<&'a Kep>,
}

/// What all pages of shelves share.
struct Library<'a> {
    moment: Moment,
    shelves: Vec<Shelf<'a>>,
    /// What the newest releases changed, newest first.
    recent: Vec<ReleaseReport<'a>>,
    /// What lies ahead, by version.
    planned: Vec<(MinorVersion, Vec<KepTarget<'a>>)>,
}

#[derive(Debug, Serialize)]
struct ShelfPage<'a> {
    /// `SIG`, `Topic`, `Component`.
    kind: &'static str,
    slug: &'a str,
    name: &'a str,
    about: Option<&'a str>,
    newest: Option<VersionView>,
    counts: Counts,
    gates: Vec<GateRow<'a>>,
    /// How many of them the newest release still has.
    existing: usize,
    keps: Vec<KepRow<'a>>,
    participating: Vec<KepRef<'a>>,
    recent: Vec<RecentView<'a>>,
    planned: Vec<PlannedView<'a>>,
}

/// What one release did to the gates of a shelf.
#[derive(Debug, Serialize)]
struct RecentView<'a> {
    version: VersionView,
    groups: Vec<RecentGroup<'a>>,
}

#[derive(Debug, Serialize)]
struct RecentGroup<'a> {
    title: &'static str,
    gates: Vec<GateRef<'a>>,
}

/// What the KEPs of a shelf plan for one version.
#[derive(Debug, Serialize)]
struct PlannedView<'a> {
    version: VersionView,
    targets: Vec<PlannedTarget<'a>>,
}

#[derive(Debug, Serialize)]
struct PlannedTarget<'a> {
    milestone: &'static str,
    kep: KepRef<'a>,
}

/// How much stands on a shelf.
#[derive(Debug, Serialize)]
struct Counts {
    gates: String,
    keps: String,
    /// How many gates have which stage in the newest release; stages without a gate are left out.
    stages: Vec<StageCount>,
}

#[derive(Debug, Serialize)]
struct StageCount {
    stage: &'static str,
    letter: char,
    count: usize,
}

#[derive(Debug, Serialize)]
struct ShelvesPage<'a> {
    title: &'static str,
    about: &'static str,
    newest: Option<VersionView>,
    shelves: Vec<Card<'a>>,
    /// Shelves with nothing on them.
    empty: Vec<Card<'a>>,
}

#[derive(Debug, Serialize)]
struct Card<'a> {
    name: &'a str,
    href: String,
    about: Option<&'a str>,
    counts: Counts,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Sig, Self::Topic, Self::Component];

    fn word(self) -> &'static str {
        match self {
            Self::Sig => "SIG",
            Self::Topic => "Topic",
            Self::Component => "Component",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Sig => "Special interest groups",
            Self::Topic => "Topics",
            Self::Component => "Components",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Sig => {
                "The groups that own Kubernetes enhancement proposals. A gate belongs to the groups whose KEPs claim it; \
                 working groups and committees keep their prefix."
            }
            Self::Topic => "Subjects that readers look for, across groups and components.",
            Self::Component => {
                "The programs and libraries that read feature gates. For gates that are gone, the sources often do not \
                 say which component read them."
            }
        }
    }

    fn list(self) -> Route {
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
}

pub(super) fn pages<'a>(ctx: &'a Context<'a>, jobs: &mut Jobs<'a>) {
    let library = Arc::new(Library::new(ctx));
    for kind in Kind::ALL {
        let library = Arc::clone(&library);
        jobs.push(move || list_page(ctx, &library, kind));
    }
    for slot in 0..library.shelves.len() {
        let library = Arc::clone(&library);
        jobs.push(move || shelf_page(ctx, &library, &library.shelves[slot]));
    }
}

impl<'a> Library<'a> {
    fn new(ctx: &Context<'a>) -> Self {
        let kb = ctx.kb;
        let moment = Moment::new(ctx);
        let mut recent = Vec::new();
        let mut version = moment.horizon.max(moment.newest);
        while let Some(shown) = version.filter(|_| recent.len() < RECENT) {
            recent.push(release_report(kb, shown, &Filter::default()));
            version = shown.previous();
        }
        let ahead = moment.horizon.map(MinorVersion::next);
        let planned = kb.keps().iter().flat_map(|kep| kep.targets.iter()).map(|target| target.version.value);
        let mut versions: Vec<_> = planned.filter(|version| Some(*version) >= ahead).collect();
        versions.sort_unstable();
        versions.dedup();
        let planned = versions.into_iter().map(|version| (version, kb.targets_at(version))).collect();
        Self { moment, shelves: shelves(ctx), recent, planned }
    }
}

/// Puts every record on its shelves, in one pass.
fn shelves<'a>(ctx: &Context<'a>) -> Vec<Shelf<'a>> {
    let taxonomy = &ctx.kb.content().taxonomy;
    let mut shelves: Vec<Shelf<'a>> = Vec::new();
    let mut slots: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    let kinds = [
        (Kind::Sig, &taxonomy.sigs),
        (Kind::Topic, &taxonomy.topics),
        (Kind::Component, &taxonomy.components),
    ];
    for (kind, taxa) in kinds {
        for taxon in taxa {
            slots.insert((kind, taxon.slug.as_str()), shelves.len());
            shelves.push(Shelf {
                kind,
                taxon,
                gates: Vec::new(),
                keps: Vec::new(),
                participating: Vec::new(),
            });
        }
    }
    for gate in ctx.kb.gates() {
        let sigs = ctx.kb.sigs_of(gate).into_iter().map(|slug| (Kind::Sig, slug));
        let topics = ctx.kb.topics_of(gate).into_iter().map(|slug| (Kind::Topic, slug));
        let components = gate.components.iter().map(|slug| (Kind::Component, slug.as_str()));
        for slot in sigs.chain(topics).chain(components).filter_map(|key| slots.get(&key)) {
            shelves[*slot].gates.push(gate);
        }
    }
    for kep in ctx.kb.keps() {
        let sigs = kep.sig.iter().map(|slug| (Kind::Sig, slug.as_str()));
        let topics = kep.topics.iter().map(|slug| (Kind::Topic, slug.as_str()));
        let components = kep.components.iter().map(|slug| (Kind::Component, slug.as_str()));
        for slot in sigs.chain(topics).chain(components).filter_map(|key| slots.get(&key)) {
            shelves[*slot].keps.push(kep);
        }
        for slot in kep.participating.iter().filter_map(|slug| slots.get(&(Kind::Sig, slug.as_str()))) {
            shelves[*slot].participating.push(kep);
        }
    }
    shelves
}

fn counts(moment: &Moment, shelf: &Shelf<'_>) -> Counts {
    let settings = || {
        shelf.gates.iter().filter_map(|gate| match moment.state(gate) {
            GateState::Present(setting) => Some(setting),
            _ => None,
        })
    };
    let stages = Stage::ALL.iter().filter_map(|stage| {
        let mut of_stage = settings().filter(|setting| setting.stage == *stage).peekable();
        let view = SettingView::new(*of_stage.peek()?);
        Some(StageCount { stage: view.stage, letter: view.letter, count: of_stage.count() })
    });
    Counts {
        gates: counted(settings().count(), "gate"),
        keps: counted(shelf.keps.len(), "KEP"),
        stages: stages.collect(),
    }
}

fn list_page(ctx: &Context<'_>, library: &Library<'_>, kind: Kind) -> Result<OutputFile, SiteError> {
    let moment = &library.moment;
    let (empty, shelves): (Vec<_>, Vec<_>) = library
        .shelves
        .iter()
        .filter(|shelf| shelf.kind == kind)
        .partition(|shelf| shelf.gates.is_empty() && shelf.keps.is_empty());
    let view = ShelvesPage {
        title: kind.title(),
        about: kind.about(),
        newest: moment.newest.map(|newest| moment.version(ctx, newest)),
        shelves: shelves.into_iter().map(|shelf| card(ctx, moment, shelf)).collect(),
        empty: empty.into_iter().map(|shelf| card(ctx, moment, shelf)).collect(),
    };
    let head =
        Head { title: kind.title().to_owned(), description: kind.about().to_owned(), ..Head::default() };
    ctx.page(&kind.list(), "shelves.html", &head, &view)
}

fn card<'a>(ctx: &Context<'a>, moment: &Moment, shelf: &Shelf<'a>) -> Card<'a> {
    Card {
        name: &shelf.taxon.name,
        href: ctx.href(&shelf.kind.route(&shelf.taxon.slug)),
        about: shelf.taxon.about.as_deref(),
        counts: counts(moment, shelf),
    }
}

fn shelf_page<'a>(
    ctx: &Context<'a>,
    library: &Library<'a>,
    shelf: &Shelf<'a>,
) -> Result<OutputFile, SiteError> {
    let (moment, taxon) = (&library.moment, shelf.taxon);
    let gates: Vec<_> = shelf.gates.iter().map(|gate| GateRow::new(ctx, moment, gate)).collect();
    let view = ShelfPage {
        kind: shelf.kind.word(),
        slug: &taxon.slug,
        name: &taxon.name,
        about: taxon.about.as_deref(),
        newest: moment.newest.map(|newest| moment.version(ctx, newest)),
        counts: counts(moment, shelf),
        existing: gates.iter().filter(|row| row.presence == "exists").count(),
        gates,
        keps: shelf.keps.iter().map(|kep| KepRow::new(ctx, moment, kep)).collect(),
        participating: shelf.participating.iter().map(|kep| KepRef::new(ctx, kep)).collect(),
        recent: recent(ctx, library, shelf),
        planned: planned(ctx, library, shelf),
    };
    let Counts { gates, keps, .. } = &view.counts;
    let (word, name) = (shelf.kind.word(), &taxon.name);
    let head = Head {
        title: format!("{name} ({word})"),
        description: format!(
            "{word} {name}: {gates} in the newest Kubernetes release, {keps}, what changed lately and what is planned."
        ),
        trail: vec![(shelf.kind.title().to_owned(), shelf.kind.list())],
        scripts: &["table.js"],
        ..Head::default()
    };
    ctx.page(&shelf.kind.route(&taxon.slug), "shelf.html", &head, &view)
}

/// What the newest releases did to the gates of `shelf`.
fn recent<'a>(ctx: &Context<'a>, library: &Library<'a>, shelf: &Shelf<'a>) -> Vec<RecentView<'a>> {
    let on_shelf = |gate: &Gate| shelf.gates.iter().any(|known| std::ptr::eq(*known, gate));
    let view = |report: &ReleaseReport<'a>| RecentView {
        version: library.moment.version(ctx, report.version),
        groups: report
            .groups
            .iter()
            .map(|(group, rows)| RecentGroup {
                title: group.title(),
                gates: rows
                    .iter()
                    .filter(|row| on_shelf(row.gate))
                    .map(|row| GateRef::new(ctx, row.gate))
                    .collect(),
            })
            .filter(|group| !group.gates.is_empty())
            .collect(),
    };
    library.recent.iter().map(view).filter(|recent| !recent.groups.is_empty()).collect()
}

/// What the KEPs of `shelf` plan, by version.
fn planned<'a>(ctx: &Context<'a>, library: &Library<'a>, shelf: &Shelf<'a>) -> Vec<PlannedView<'a>> {
    let on_shelf = |kep: &Kep| shelf.keps.iter().any(|known| std::ptr::eq(*known, kep));
    let view = |(version, targets): &(MinorVersion, Vec<KepTarget<'a>>)| PlannedView {
        version: library.moment.version(ctx, *version),
        targets: targets
            .iter()
            .filter(|target| on_shelf(target.kep))
            .map(|target| PlannedTarget {
                milestone: target.milestone.as_str(),
                kep: KepRef::new(ctx, target.kep),
            })
            .collect(),
    };
    library.planned.iter().map(view).filter(|planned| !planned.targets.is_empty()).collect()
}
