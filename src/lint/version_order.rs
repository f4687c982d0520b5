//! Versions and dates that must rise: rows of a history, a KEP's targets, the days of releases.

use jiff::civil::Date;

use super::Records;
use crate::diag::{Code, Diagnostic};
use crate::model::{Gate, Kep, Milestone, Release};
use crate::source::At;

pub(super) fn check(records: &Records<'_>) -> Vec<Diagnostic> {
    let kb = records.kb;
    let mut found: Vec<_> = kb.gates().iter().flat_map(history).collect();
    found.extend(kb.keps().iter().flat_map(targets));
    found.extend(kb.releases().iter().flat_map(days_of_one_release));
    for (name, day) in DAYS {
        found.extend(days_across_releases(kb.releases(), name, *day));
    }
    found
}

fn history(gate: &Gate) -> impl Iterator<Item = Diagnostic> {
    gate.history.windows(2).filter(|rows| rows[1].since.value <= rows[0].since.value).map(|rows| {
        let (before, row) = (rows[0].since, rows[1].since);
        let (message, help) = if row.value == before.value {
            (
                format!("two rows of gate `{}` start at {}", gate.name.value, row.value),
                "keep the row that the release has, or give each its own version",
            )
        } else {
            (
                format!(
                    "a row of gate `{}` starts at {}, after one for {}",
                    gate.name.value, row.value, before.value
                ),
                "write the rows with the oldest version first",
            )
        };
        Diagnostic::new(Code::VersionOrder, row.span, message, format!("must be later than {}", before.value))
            .related(before.span, "the row before starts here")
            .help(help)
    })
}

/// The milestones that `milestone` cannot come before. A feature may reach several in one minor version.
fn earlier(milestone: Milestone) -> &'static [Milestone] {
    use Milestone::{Alpha, Beta, Deprecated, Disabled, Stable};
    match milestone {
        Alpha | Deprecated => &[],
        Beta => &[Alpha],
        Stable => &[Alpha, Beta],
        Disabled => &[Deprecated],
        Milestone::Removed => &[Alpha, Beta, Stable, Deprecated, Disabled],
    }
}

fn targets(kep: &Kep) -> impl Iterator<Item = Diagnostic> {
    kep.targets.iter().filter_map(move |target| {
        let (milestone, version) = (target.milestone, target.version.value);
        let before = kep
            .targets
            .iter()
            .filter(|other| earlier(milestone).contains(&other.milestone))
            .filter(|other| other.version.value > version)
            .max_by_key(|other| other.version.value)?;
        let (word, other) = (milestone.as_str(), before.milestone.as_str());
        let message = format!(
            "KEP {} plans {word} for {version}, but {other} only for {}",
            kep.number.value, before.version.value
        );
        let label = format!("{word} cannot come before {other}");
        Some(
            Diagnostic::new(Code::VersionOrder, target.version.span, message, label)
                .related(before.version.span, format!("{other} is planned here"))
                .help("correct the version; where `kep.yaml` itself says so, pin `stages` with a reason"),
        )
    })
}

type Day = fn(&Release) -> Option<At<Date>>;

/// The days of a release in the order in which they come, by their key.
const DAYS: &[(&str, Day)] = &[
    ("released", |release| release.released),
    ("planned", |release| release.planned),
    ("maintenance", |release| release.maintenance),
    ("end-of-life", |release| release.end_of_life),
];

fn days_of_one_release(release: &Release) -> Vec<Diagnostic> {
    let first = release.released.map(|day| ("released", day)).or(release.planned.map(|day| ("planned", day)));
    let rest = DAYS[2..].iter().filter_map(|(name, day)| Some((*name, day(release)?)));
    let days: Vec<_> = first.into_iter().chain(rest).collect();
    let falls = |pair: &&[(&str, At<Date>)]| pair[1].1.value <= pair[0].1.value;
    days.windows(2)
        .filter(falls)
        .map(|pair| {
            let ((before_name, before), (name, day)) = (pair[0], pair[1]);
            let version = release.version.value;
            let message = format!("`{name}` of {version} is not after its `{before_name}`");
            Diagnostic::new(
                Code::VersionOrder,
                day.span,
                message,
                format!("must be later than {}", before.value),
            )
            .related(before.span, format!("`{before_name}` is here"))
            .help("correct one of the two days")
        })
        .collect()
}

/// Each minor version comes, and leaves support, after the one before it. Several may leave on one day.
fn days_across_releases(releases: &[Release], name: &str, day: Day) -> Vec<Diagnostic> {
    let days: Vec<_> =
        releases.iter().filter_map(|release| Some((release.version.value, day(release)?))).collect();
    let must_differ = matches!(name, "released" | "planned");
    days.windows(2)
        .filter(|pair| pair[0].0 < pair[1].0)
        .filter(|pair| match must_differ {
            true => pair[1].1.value <= pair[0].1.value,
            false => pair[1].1.value < pair[0].1.value,
        })
        .map(|pair| {
            let ((older, before), (newer, day)) = (pair[0], pair[1]);
            let message = format!("`{name}` of {newer} is not after `{name}` of {older}");
            Diagnostic::new(Code::VersionOrder, day.span, message, format!("{newer} comes after {older}"))
                .related(before.span, format!("`{name}` of {older} is here"))
                .help("correct one of the two days")
        })
        .collect()
}
