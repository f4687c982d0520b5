//! `kepdb diff`: the upgrade report, what can hurt first.

use jiff::civil::Date;

use kepdb::kb::{ChangeKind, KnowledgeBase};
use kepdb::model::{MinorVersion, Stage};
use kepdb::query::{
    Direction, Filter, UpgradeEvent, UpgradeReport, UpgradeRow, known_versions, upgrade_report,
};

use super::arguments::minor_version;
use super::context::Context;
use super::filters::FilterArgs;
use super::outcome::{Outcome, Problem};
use super::output::json::diff as json;
use super::output::text::counted;
use super::output::{self, Cell, Column, Format, Group, Section, Tone};
use super::words;

/// What changes from one version to another: removed, locked, turned on, … first
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Works in both directions. Each gate is listed once, under what can hurt most, with everything that changes and the \
version that changed it. Both versions must be known: what is only planned is no difference yet.")]
pub(crate) struct Args {
    /// The version one comes from
    #[arg(value_parser = minor_version)]
    from: MinorVersion,
    /// The version one goes to
    #[arg(value_parser = minor_version)]
    to: MinorVersion,
    /// How to write the answer: a table on a terminal, else plain
    #[arg(long, value_enum, env = "KEPDB_FORMAT", hide_env_values = true)]
    format: Option<Format>,
    #[command(flatten)]
    filters: FilterArgs,
}

const COLUMNS: &[Column] = &[
    Column::new("kep", "KEP"),
    Column::new("title", "Title").least(14).good(24).drop(2),
    Column::new("gate", "Gate").spills(),
    Column::new("changes", "What changes").least(24).good(60),
    Column::new("state", "Then").drop(3),
    Column::new("sig", "SIG").drop(1),
];

/// Runs the command.
pub(crate) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let kb = context.knowledge_base()?;
    let today = context.today()?;
    let filter = args.filters.resolve(&kb)?;
    check_known(&kb, args)?;
    let report = upgrade_report(&kb, args.from, args.to, &filter);
    let section = section(&kb, &report, &filter, today);
    let terminal = context.stdout();
    let format = args.format.unwrap_or(if terminal.is_terminal { Format::Table } else { Format::Plain });
    let json = || json::render(&kb, &report, today);
    let stdout = output::render(&[section], format, "versions", terminal, json)?;
    if report.gate_count() > 0 {
        return Ok(Outcome::answer(stdout));
    }
    let (from, to) = (args.from, args.to);
    let problem = if from == to {
        Problem::new(format!("both versions are {from}: nothing changes"))
            .next(format!("kepdb query {from} --all"))
    } else if filter.is_empty() {
        Problem::new(format!("no gate differs between {from} and {to}"))
    } else {
        Problem::new(format!("no gate that differs between {from} and {to} meets every filter"))
            .next(format!("kepdb diff {from} {to}"))
    };
    Ok(Outcome { stdout, ..Outcome::nothing(problem) })
}

/// Targets are not facts: both versions must be ones whose gates are known.
fn check_known(kb: &KnowledgeBase, args: &Args) -> Result<(), Problem> {
    let (Some(oldest), Some(newest)) = (known_versions(kb).first().copied(), kb.horizon()) else {
        return Err(Problem::new("the records hold no release and no gate").next("kepdb import --help"));
    };
    let nearest = |version: MinorVersion| version.max(oldest).min(newest);
    let (from, to) = (nearest(args.from), nearest(args.to));
    for version in [args.from, args.to] {
        let message = if version > newest {
            format!(
                "the gates of {version} are not known: the newest version whose gates are known is {newest}"
            )
        } else if version < oldest {
            format!("{version} is older than {oldest}, the first release that the records know")
        } else {
            continue;
        };
        return Err(Problem::new(message).next(format!("kepdb diff {from} {to}")));
    }
    Ok(())
}

fn section(kb: &KnowledgeBase, report: &UpgradeReport<'_>, filter: &Filter, today: Date) -> Section {
    let (from, to) = (report.from, report.to);
    let verb = match report.direction() {
        Direction::Upgrade => "Upgrade",
        Direction::Downgrade => "Downgrade",
        Direction::Same => "No change",
    };
    let mut facts = Vec::new();
    let versions = if from == to { vec![from] } else { vec![from, to] };
    for version in versions {
        let (words, tone) = words::support_words(kb, version, today);
        facts.push((format!("{version} on {today}: {words}."), tone));
    }
    facts.push((count_words(kb, report, filter), Tone::Plain));
    Section {
        key: format!("{from}..{to}"),
        title: format!("{verb} from Kubernetes {from} to {to}"),
        facts,
        columns: COLUMNS.to_vec(),
        groups: groups(kb, report),
    }
}

fn count_words(kb: &KnowledgeBase, report: &UpgradeReport<'_>, filter: &Filter) -> String {
    let (count, differ) = if filter.is_empty() {
        let differ = if report.gate_count() == 1 { "differs" } else { "differ" };
        (counted(report.gate_count(), "gate"), differ)
    } else {
        let all = upgrade_report(kb, report.from, report.to, &Filter::default()).gate_count();
        (format!("{} of the {}", report.gate_count(), counted(all, "gate")), "that differ")
    };
    match report.direction() {
        Direction::Upgrade => format!(
            "{count} {differ}. A component does not start with a gate that is removed, or with a locked one set to the \
             other value."
        ),
        Direction::Downgrade => format!(
            "{count} {differ}. A component does not start with a gate that does not exist yet. The version named is the \
             one whose change is undone."
        ),
        Direction::Same => format!("{count} {differ}."),
    }
}

fn groups(kb: &KnowledgeBase, report: &UpgradeReport<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (kind, rows) in &report.groups {
        let (open, certain): (Vec<_>, Vec<_>) = rows.iter().partition(|row| is_open(row));
        for (rows, is_open) in [(certain, false), (open, true)] {
            if rows.is_empty() {
                continue;
            }
            groups.push(Group {
                key: kind.as_str().to_owned(),
                title: title(*kind, report, is_open),
                tone: tone(*kind),
                rows: rows.iter().map(|row| cells(kb, report, row)).collect(),
            });
        }
    }
    groups
}

/// Whether the sources leave open by how many versions the removal comes before or after `to`.
fn is_open(row: &UpgradeRow<'_>) -> bool {
    row.is_unconfirmed() && row.events.iter().any(|event| event.kind == ChangeKind::Removed)
}

fn title(kind: ChangeKind, report: &UpgradeReport<'_>, is_open: bool) -> String {
    let to = report.to;
    if is_open {
        return format!("Perhaps removed: no source says whether {to} still has them");
    }
    let back = report.direction() == Direction::Downgrade;
    let words = match (kind, back) {
        (ChangeKind::Removed, false) => "Removed",
        (ChangeKind::Removed, true) => return format!("Does not exist yet in {to}"),
        (ChangeKind::Locked, false) => "Locked",
        (ChangeKind::Locked, true) => "Locked again",
        (ChangeKind::TurnedOn, false) => "Turned on by default",
        (ChangeKind::TurnedOn, true) => "On by default again",
        (ChangeKind::TurnedOff, false) => "Turned off by default",
        (ChangeKind::TurnedOff, true) => "Off by default again",
        (ChangeKind::Deprecated, false) => "Deprecated",
        (ChangeKind::Deprecated, true) => "Deprecated again",
        (ChangeKind::Demoted, _) => "Back to an earlier stage",
        (ChangeKind::Unlocked, _) => "Unlocked",
        (ChangeKind::Graduated, false) => "Graduated to stable",
        (ChangeKind::Graduated, true) => "Stable again",
        (ChangeKind::Promoted, false) => "Promoted to beta",
        (ChangeKind::Promoted, true) => "Beta again",
        (ChangeKind::Introduced, false) => "New",
        (ChangeKind::Introduced, true) => "Exists again",
    };
    words.to_owned()
}

fn tone(kind: ChangeKind) -> Tone {
    match kind {
        ChangeKind::Removed | ChangeKind::Deprecated | ChangeKind::Demoted => Tone::Bad,
        ChangeKind::Locked | ChangeKind::TurnedOn | ChangeKind::TurnedOff => Tone::Careful,
        ChangeKind::Graduated => Tone::Good,
        ChangeKind::Promoted => Tone::Moving,
        ChangeKind::Unlocked | ChangeKind::Introduced => Tone::Strong,
    }
}

fn cells(kb: &KnowledgeBase, report: &UpgradeReport<'_>, row: &UpgradeRow<'_>) -> Vec<Cell> {
    let then = match row.after.setting() {
        Some(setting) => Cell::new(words::setting_words(setting)),
        None => Cell::new(
            row.before.setting().map(|was| format!("was {}", words::setting_words(was))).unwrap_or_default(),
        )
        .tone(Tone::Faint),
    };
    vec![
        words::kep_numbers(&row.keps),
        words::kep_titles(&row.keps),
        Cell::new(row.gate.name.as_str()).tone(Tone::Strong),
        Cell::new(what_changes(row, report)),
        then,
        words::sigs(kb, row.gate),
    ]
}

/// Everything that changes, oldest first, versions that share a change joined: `1.34 on · 1.35 stable, locked`. On a
/// downgrade the versions are those one goes back past, newest first, with what they did.
fn what_changes(row: &UpgradeRow<'_>, report: &UpgradeReport<'_>) -> String {
    let direction = report.direction();
    let mut steps: Vec<(MinorVersion, u8, String, String)> = row
        .events
        .iter()
        .map(|event| (event.latest, rank(event.kind), when(event), word(event.kind, row, direction)))
        .collect();
    if direction == Direction::Upgrade && row.events.iter().any(|event| event.kind == ChangeKind::Introduced)
    {
        // A new gate: its stages on the way say more than that it is there.
        steps.retain(|(_, rank, _, _)| *rank > 1);
        let stages = row.gate.stages().take_while(|(since, _)| *since <= report.to).enumerate();
        steps.extend(stages.map(|(position, (since, stage))| {
            let new = if position == 0 { "new " } else { "" };
            (since, 1, since.to_string(), format!("{new}{stage}"))
        }));
    }
    steps.sort_by_key(|(version, rank, _, _)| (*version, *rank));
    if direction == Direction::Downgrade {
        steps.sort_by_key(|(version, _, _, _)| std::cmp::Reverse(*version));
    }
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for (_, _, when, word) in steps {
        match parts.last_mut() {
            Some((last, words)) if *last == when => {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            _ => parts.push((when, vec![word])),
        }
    }
    let parts = parts.iter().map(|(when, words)| format!("{when} {}", words.join(", ")));
    parts.collect::<Vec<_>>().join(" · ")
}

/// The order of words about one version: existence and stage, then default, then lock, then removal.
fn rank(kind: ChangeKind) -> u8 {
    match kind {
        ChangeKind::Introduced => 0,
        ChangeKind::Graduated | ChangeKind::Promoted | ChangeKind::Demoted | ChangeKind::Deprecated => 1,
        ChangeKind::TurnedOn | ChangeKind::TurnedOff => 2,
        ChangeKind::Locked | ChangeKind::Unlocked => 3,
        ChangeKind::Removed => 4,
    }
}

fn when(event: &UpgradeEvent) -> String {
    let UpgradeEvent { earliest, latest, .. } = *event;
    if earliest == latest {
        latest.to_string()
    } else if earliest.next() == latest {
        format!("{earliest}/{latest}")
    } else {
        format!("{earliest}–{latest}")
    }
}

/// One word for a change. On a downgrade it is the change that is undone.
fn word(kind: ChangeKind, row: &UpgradeRow<'_>, direction: Direction) -> String {
    if direction != Direction::Downgrade {
        let stage = row.after.setting().map_or("", |setting| setting.stage.as_str());
        return match kind {
            ChangeKind::Removed => "removed",
            ChangeKind::Locked => "locked",
            ChangeKind::TurnedOn => "on",
            ChangeKind::TurnedOff => "off",
            ChangeKind::Deprecated => "deprecated",
            ChangeKind::Unlocked => "unlocked",
            ChangeKind::Graduated => "stable",
            ChangeKind::Promoted => "beta",
            ChangeKind::Demoted => return format!("back to {stage}"),
            ChangeKind::Introduced => "new",
        }
        .to_owned();
    }
    let Some(was) = row.before.setting().map(|setting| setting.stage) else { return "removed it".to_owned() };
    let word = match kind {
        ChangeKind::Removed => "introduced it",
        ChangeKind::Introduced => "removed it",
        ChangeKind::Locked => "unlocked it",
        ChangeKind::Unlocked => "locked it",
        ChangeKind::TurnedOn => "turned it off",
        ChangeKind::TurnedOff => "turned it on",
        ChangeKind::Deprecated | ChangeKind::Demoted | ChangeKind::Graduated | ChangeKind::Promoted => {
            return if was == Stage::Deprecated {
                "deprecated it".to_owned()
            } else {
                format!("made it {was}")
            };
        }
    };
    word.to_owned()
}
