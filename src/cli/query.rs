//! `kepdb query`: what releases changed, what holds at them, and what is planned for them.

use jiff::civil::Date;

use kepdb::kb::{KepTarget, KnowledgeBase};
use kepdb::model::{FactSource, Kep, MinorVersion, Removal, StatusBook};
use kepdb::query::{
    Filter, ReleaseGroup, ReleaseReport, ReleaseRow, StateRow, known_versions, planned, release_report,
    removal_words, state_rows,
};

use super::arguments::{VersionSpec, version_spec};
use super::context::Context;
use super::filters::FilterArgs;
use super::issues::CacheArgs;
use super::outcome::{Outcome, Problem};
use super::output::json::query::{self as json, Answer};
use super::output::text::{counted, listed};
use super::output::{self, Cell, Column, Format, Group, Section, Tone};
use super::words;

/// What a release changed, or the state of every gate at it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A version is written as clusters write it (1.35, v1.35.2, v1.35.2-gke.100); only the minor version counts. A range is \
one or more comparisons joined by commas: '>=1.33, <1.36'.

Each gate is listed once, under the first heading that fits. Past the newest version whose gates are known, the answer \
is what KEPs plan, and says so: targets are not facts.")]
pub(crate) struct Args {
    /// A minor version (1.35) or a range of them ('>=1.33, <1.36')
    #[arg(value_name = "VERSION|RANGE", value_parser = version_spec)]
    release: VersionSpec,
    /// The state of every gate that exists at the version, changed or not
    #[arg(long)]
    all: bool,
    /// How to write the answer: a table on a terminal, else plain
    #[arg(long, value_enum, env = "KEPDB_FORMAT", hide_env_values = true)]
    format: Option<Format>,
    /// A column with the state of the KEPs' tracking issues, as `kepdb status` or a build last fetched it
    #[arg(long)]
    status: bool,
    #[command(flatten)]
    cache: CacheArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// What cells are made from.
#[derive(Debug, Clone, Copy)]
struct View<'a> {
    kb: &'a KnowledgeBase,
    /// What is known about issues, where that is asked for.
    book: Option<&'a StatusBook>,
    today: Date,
}

impl View<'_> {
    /// `cells` and, where it is asked for, one on the issues of `keps`.
    fn with_issue(&self, mut cells: Vec<Cell>, keps: &[&Kep]) -> Vec<Cell> {
        cells.extend(self.book.map(|book| words::issues(self.kb, keps, book, self.today)));
        cells
    }
}

/// The column on issues.
const ISSUE_COLUMN: Column = Column::new("issue", "Issue").least(8).good(20);

const COLUMNS: &[Column] = &[
    Column::new("kep", "KEP").drop(4),
    Column::new("title", "Title").least(14).good(24).drop(3),
    Column::new("gate", "Gate").spills(),
    Column::new("stage", "Stage").drop(1),
    Column::new("default", "Default"),
    Column::new("sig", "SIG").drop(2),
];

/// The same for a state: the heading says the stage, the column since when.
const STATE_COLUMNS: &[Column] = &[
    Column::new("kep", "KEP").drop(4),
    Column::new("title", "Title").least(14).good(24).drop(3),
    Column::new("gate", "Gate").least(20).good(40).spills(),
    Column::new("stage", "Since"),
    Column::new("default", "Default"),
    Column::new("sig", "SIG").drop(2),
];

/// The same for plans, which are the KEPs': their titles say more than the gates. The heading says the milestone, the
/// column how far the gates are.
const PLAN_COLUMNS: &[Column] = &[
    Column::new("kep", "KEP"),
    Column::new("title", "Title").least(14).good(24),
    Column::new("gate", "Gate").least(20).good(40).drop(3).spills(),
    Column::new("stage", "Stage").drop(1),
    Column::new("default", "Gate now").drop(4),
    Column::new("sig", "SIG").drop(2),
];

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let today = context.today()?;
    let filter = args.filters.resolve(&kb)?;
    if args.all && args.filters.asks_for_changes() {
        return Err(Problem::new(
            "--change asks what happened, and --all shows what is: they do not go together",
        )
        .next("leave one of them out")
        .into());
    }
    let versions = match versions(&kb, &args.release, args.all)? {
        Ok(versions) => versions,
        Err(problem) => return Ok(Outcome::nothing(problem)),
    };
    let answers: Vec<Answer<'_>> =
        versions.iter().map(|version| answer(&kb, *version, args.all, &filter)).collect();
    let (book, remarks) = match args.status {
        true => args.cache.book(&kb, context).map(|(book, remarks)| (Some(book), remarks))?,
        false => (None, String::new()),
    };
    let view = View { kb: &kb, book: book.as_ref(), today };
    let sections: Vec<Section> = answers.iter().map(|answer| section(&view, answer, &filter)).collect();
    let terminal = context.stdout();
    let format = args.format.unwrap_or(if terminal.is_terminal { Format::Table } else { Format::Plain });
    let json = || json::render(&kb, &answers, book.as_ref(), today);
    let stdout = output::render(&sections, format, "release", terminal, json)?;
    if answers.iter().all(Answer::is_empty) {
        let problem = nothing(&kb, &versions, &filter);
        return Ok(Outcome { stdout, remarks, ..Outcome::nothing(problem) });
    }
    Ok(Outcome { remarks, ..Outcome::answer(stdout) })
}

/// The versions that are asked for. The outer error is wrong usage, the inner one an answer: nothing is known.
fn versions(
    kb: &KnowledgeBase,
    spec: &VersionSpec,
    all: bool,
) -> Result<Result<Vec<MinorVersion>, Problem>, Problem> {
    let known = known_versions(kb);
    let horizon = kb.horizon();
    let Some((oldest, newest)) = known.first().copied().zip(horizon) else {
        return Ok(Err(Problem::new("the records hold no release and no gate").next("kepdb import --help")));
    };
    match spec {
        VersionSpec::Range(range) => {
            let inside: Vec<_> = known
                .iter()
                .copied()
                .filter(|version| range.contains(*version) && (!all || *version <= newest))
                .collect();
            if inside.is_empty() {
                let message = format!(
                    "no known version is in the range {range}; known are {oldest} to {newest}, and plans up to {}",
                    known.last().copied().unwrap_or(newest)
                );
                return Ok(Err(Problem::new(message).next(format!("kepdb query {newest}"))));
            }
            Ok(Ok(inside))
        }
        VersionSpec::One(version) if *version < oldest => Ok(Err(Problem::new(format!(
            "{version} is older than {oldest}, the first release that the records know"
        ))
        .next(format!("kepdb query {oldest}")))),
        VersionSpec::One(version) if *version > newest && all => Err(Problem::new(format!(
            "what gates will be in {version} is not known: the newest version whose gates are known is {newest}"
        ))
        .next(format!("kepdb query {version}, for what is planned, or kepdb query {newest} --all"))),
        VersionSpec::One(version) => Ok(Ok(vec![*version])),
    }
}

fn answer<'kb>(kb: &'kb KnowledgeBase, version: MinorVersion, all: bool, filter: &Filter) -> Answer<'kb> {
    if kb.horizon().is_none_or(|horizon| version > horizon) {
        return Answer::Planned(version, planned(kb, version, filter));
    }
    match all {
        true => Answer::State(version, state_rows(kb, version, filter)),
        false => Answer::Changes(release_report(kb, version, filter)),
    }
}

/// Why there is nothing, and what there is instead.
fn nothing(kb: &KnowledgeBase, versions: &[MinorVersion], filter: &Filter) -> Problem {
    let asked = match versions {
        [only] => only.to_string(),
        _ => listed(&versions.iter().map(ToString::to_string).collect::<Vec<_>>()),
    };
    if !filter.is_empty() {
        return Problem::new(format!("nothing in {asked} meets every filter"))
            .next(format!("kepdb query {asked}"));
    }
    let ahead = versions.first().copied().zip(kb.horizon()).filter(|(version, horizon)| version > horizon);
    let Some((version, horizon)) = ahead else {
        return Problem::new(format!("no gate changed in {asked}, as far as the sources know"));
    };
    // The one before it in the list, which is in order.
    let known = known_versions(kb);
    let near = known.iter().rev().find(|other| **other < version).or(known.first()).copied();
    let problem = Problem::new(format!(
        "nothing is known about {version}, and no KEP plans anything for it; the newest version whose gates are known \
         is {horizon}"
    ));
    match near {
        Some(near) => problem.next(format!("kepdb query {near}")),
        None => problem,
    }
}

fn section(view: &View<'_>, answer: &Answer<'_>, filter: &Filter) -> Section {
    let View { kb, today, .. } = *view;
    let version = answer.version();
    let mut facts = head(kb, version, today);
    let (groups, counts) = match answer {
        Answer::Changes(report) => (changed(view, report), count_changes(kb, report, filter)),
        Answer::State(_, rows) => {
            let count = rows.iter().map(|(_, rows)| rows.len()).sum();
            let open = rows.iter().flat_map(|(_, rows)| rows).filter(|row| row.removal.is_some()).count();
            let mark = match open {
                0 => String::new(),
                _ => format!(" {open} of them, marked ?, may be removed already: the sources leave it open."),
            };
            let of_all = match filter.is_empty() {
                true => format!("{} in this version.", counted(count, "gate")),
                false => {
                    let all = state_rows(kb, version, &Filter::default());
                    let all: usize = all.iter().map(|(_, rows)| rows.len()).sum();
                    format!("{count} of the {} in this version.", counted(all, "gate"))
                }
            };
            (states(view, rows), format!("{of_all}{mark}"))
        }
        Answer::Planned(_, targets) => (plans(view, targets), planned_words(kb, targets)),
    };
    facts.push((counts, Tone::Plain));
    Section {
        key: version.to_string(),
        title: format!("Kubernetes {version}"),
        facts,
        columns: columns(view, answer),
        groups,
    }
}

fn columns(view: &View<'_>, answer: &Answer<'_>) -> Vec<Column> {
    let columns = match answer {
        Answer::Changes(_) => COLUMNS,
        Answer::State(..) => STATE_COLUMNS,
        Answer::Planned(..) => PLAN_COLUMNS,
    };
    columns.iter().copied().chain(view.book.map(|_| ISSUE_COLUMN)).collect()
}

/// Dates, support, and how sure all of it is.
fn head(kb: &KnowledgeBase, version: MinorVersion, today: Date) -> Vec<(String, Tone)> {
    let mut facts = Vec::new();
    if let Some(release) = kb.release(version) {
        let dates = [
            ("released", release.released),
            ("maintenance mode from", release.maintenance),
            ("end of life", release.end_of_life),
        ];
        let words: Vec<_> =
            dates.iter().filter_map(|(what, day)| Some(format!("{what} {}", day.as_ref()?.value))).collect();
        if !words.is_empty() {
            facts.push((format!("{}.", words::capitalised(&words.join(", "))), Tone::Plain));
        }
    }
    if kb.release(version).is_none() && kb.horizon().is_some_and(|horizon| version > horizon) {
        facts.push((format!("No release of {version} is recorded yet."), Tone::Faint));
        return facts;
    }
    let (words, tone) = words::support_words(kb, version, today);
    facts.push((format!("On {today}: {words}."), tone));
    let is_confirmed = kb.release(version).is_some_and(|release| release.released.is_some());
    if !is_confirmed && kb.horizon().is_some_and(|horizon| version <= horizon) {
        let source = kb.source(FactSource::Code);
        let dated =
            source.and_then(|source| source.date).map(|day| format!(" as of {day}")).unwrap_or_default();
        facts.push((format!("What follows is what the code does{dated}."), Tone::Careful));
        if let Some(note) = source.and_then(|source| source.note.as_deref()) {
            facts.push((note.to_owned(), Tone::Faint));
        }
    }
    facts
}

fn count_changes(kb: &KnowledgeBase, report: &ReleaseReport<'_>, filter: &Filter) -> String {
    let count = report.gate_count();
    let gates = if filter.is_empty() {
        format!("{} changed", counted(count, "gate"))
    } else {
        let all = release_report(kb, report.version, &Filter::default()).gate_count();
        format!("{count} of the {} that changed", counted(all, "gate"))
    };
    match report.gateless.len() {
        0 => format!("{gates}."),
        count => format!("{gates}; {} without a gate aimed for it.", counted(count, "KEP")),
    }
}

fn planned_words(kb: &KnowledgeBase, targets: &[(kepdb::model::Milestone, Vec<KepTarget<'_>>)]) -> String {
    let count = targets.iter().map(|(_, targets)| targets.len()).sum();
    let known = kb.horizon().map(|version| format!("; gates are known up to {version}")).unwrap_or_default();
    format!("{} from KEPs: plans, not facts{known}.", counted(count, "target"))
}

fn changed(view: &View<'_>, report: &ReleaseReport<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (group, rows) in &report.groups {
        if *group == ReleaseGroup::Removed {
            removed(view, rows, &mut groups);
            continue;
        }
        groups.push(Group {
            key: group.as_str().to_owned(),
            title: group.title().to_owned(),
            tone: tone(*group),
            rows: rows.iter().map(|row| change_cells(view, row)).collect(),
        });
    }
    groups.extend(gateless(view, &report.gateless));
    groups
}

/// KEPs that no gate carries: one heading per milestone.
fn gateless(view: &View<'_>, targets: &[KepTarget<'_>]) -> Vec<Group> {
    let same = |a: &KepTarget<'_>, b: &KepTarget<'_>| a.milestone == b.milestone;
    let group = |targets: &[KepTarget<'_>]| {
        let milestone = targets.first().map_or("", |target| target.milestone.as_str());
        Group {
            key: format!("target-{milestone}"),
            title: format!("KEPs without a gate, target {milestone}: a plan, not a fact"),
            tone: Tone::Strong,
            rows: targets.iter().map(|target| target_cells(view, target)).collect(),
        }
    };
    targets.chunk_by(same).map(group).collect()
}

/// Removed gates: one heading per window, those that are certain first.
fn removed(view: &View<'_>, rows: &[ReleaseRow<'_>], groups: &mut Vec<Group>) {
    let mut windows: Vec<Option<Removal>> = rows.iter().map(|row| row.removal).collect();
    windows.sort_by_key(|window| window.map(|window| (!window.is_exact(), window.after, window.by)));
    windows.dedup();
    for window in windows {
        let title = match window.filter(|window| !window.is_exact()) {
            Some(window) => {
                format!("{}: the sources leave it open", words::capitalised(&removal_words(window)))
            }
            None => ReleaseGroup::Removed.title().to_owned(),
        };
        groups.push(Group {
            key: ReleaseGroup::Removed.as_str().to_owned(),
            title,
            tone: Tone::Bad,
            rows: rows
                .iter()
                .filter(|row| row.removal == window)
                .map(|row| change_cells(view, row))
                .collect(),
        });
    }
}

fn tone(group: ReleaseGroup) -> Tone {
    match group {
        ReleaseGroup::Graduated => Tone::Good,
        ReleaseGroup::NewBeta => Tone::Moving,
        ReleaseGroup::TurnedOn | ReleaseGroup::TurnedOff | ReleaseGroup::Locked => Tone::Careful,
        ReleaseGroup::Removed | ReleaseGroup::Deprecated | ReleaseGroup::Demoted => Tone::Bad,
        ReleaseGroup::NewAlpha | ReleaseGroup::Unlocked => Tone::Strong,
    }
}

fn change_cells(view: &View<'_>, row: &ReleaseRow<'_>) -> Vec<Cell> {
    let cells = vec![
        words::kep_numbers(&row.keps),
        words::kep_titles(&row.keps),
        Cell::new(row.gate.name.as_str()).tone(Tone::Strong),
        words::stage_change(row.before, row.after),
        words::default_change(row.before, row.after),
        words::sigs(view.kb, row.gate),
    ];
    view.with_issue(cells, &row.keps)
}

fn states(view: &View<'_>, groups: &[(kepdb::model::Stage, Vec<StateRow<'_>>)]) -> Vec<Group> {
    let cells = |row: &StateRow<'_>| {
        let default = words::default_change(None, Some(row.setting));
        let open = row.removal.map(|removal| format!(" ({})", removal_words(removal))).unwrap_or_default();
        let cells = vec![
            words::kep_numbers(&row.keps),
            words::kep_titles(&row.keps),
            Cell::new(row.gate.name.as_str()).tone(Tone::Strong),
            Cell::new(format!("{} since {}{open}", row.setting.stage, row.since))
                .short(format!("{}{}", row.since, if row.removal.is_some() { "?" } else { "" }))
                .tone(words::stage_tone(row.setting.stage)),
            default,
            words::sigs(view.kb, row.gate),
        ];
        view.with_issue(cells, &row.keps)
    };
    let group = |(stage, rows): &(kepdb::model::Stage, Vec<StateRow<'_>>)| Group {
        key: stage.as_str().to_owned(),
        title: words::capitalised(stage.as_str()),
        tone: words::stage_tone(*stage),
        rows: rows.iter().map(cells).collect(),
    };
    groups.iter().map(group).collect()
}

fn plans(view: &View<'_>, targets: &[(kepdb::model::Milestone, Vec<KepTarget<'_>>)]) -> Vec<Group> {
    let group = |(milestone, targets): &(kepdb::model::Milestone, Vec<KepTarget<'_>>)| Group {
        key: format!("target-{}", milestone.as_str()),
        title: format!("Targets: {}", milestone.as_str()),
        tone: milestone.stage().map_or(Tone::Bad, words::stage_tone),
        rows: targets.iter().map(|target| target_cells(view, target)).collect(),
    };
    targets.iter().map(group).collect()
}

fn target_cells(view: &View<'_>, target: &KepTarget<'_>) -> Vec<Cell> {
    let kep = target.kep;
    let (name, now) = words::carriers(&view.kb.gates_of(kep), view.kb.horizon());
    let cells = vec![
        words::kep_numbers(&[kep]),
        words::kep_titles(&[kep]),
        name,
        Cell::new(format!("target {}", target.milestone.as_str())).tone(Tone::Faint),
        now,
        Cell::new(kep.sig.as_ref().map(|sig| sig.value.clone()).unwrap_or_default()).tone(Tone::Faint),
    ];
    view.with_issue(cells, &[kep])
}
