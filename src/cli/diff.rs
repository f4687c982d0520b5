//! `kepdb diff`: the upgrade report, what can hurt first.

use jiff::civil::Date;

use kepdb::kb::{ChangeKind, KnowledgeBase};
use kepdb::model::MinorVersion;
use kepdb::query::{
    Direction, Filter, ReportSection, UpgradeReport, UpgradeRow, known_versions, report_sections,
    upgrade_report, what_changes,
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
    let group = |section: ReportSection<'_, '_>| Group {
        key: section.kind.as_str().to_owned(),
        tone: tone(section.kind),
        rows: section.rows.iter().map(|row| cells(kb, report, row)).collect(),
        title: section.title,
    };
    report_sections(report).into_iter().map(group).collect()
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
        Cell::new(what_changes(report, row)),
        then,
        words::sigs(kb, row.gate),
    ]
}
