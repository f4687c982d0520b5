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
    for (at, day) in DAYS.iter().enumerate() {
        found.extend(days_across_releases(kb.releases(), *day, at > 0));
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

/// A day of a release with its key.
type Day = fn(&Release) -> Option<(&'static str, At<Date>)>;

/// The days of a release in the order in which they come.
const DAYS: &[Day] = &[
    first_day,
    |release| Some(("maintenance", release.maintenance?)),
    |release| Some(("end-of-life", release.end_of_life?)),
];

fn first_day(release: &Release) -> Option<(&'static str, At<Date>)> {
    let planned = || Some(("planned", release.planned?));
    release.released.map(|day| ("released", day)).or_else(planned)
}

fn days_of_one_release(release: &Release) -> Vec<Diagnostic> {
    let days: Vec<_> = DAYS.iter().filter_map(|day| day(release)).collect();
    days.windows(2)
        .filter(|pair| pair[1].1.value <= pair[0].1.value)
        .map(|pair| {
            let ((before_name, before), (name, day)) = (pair[0], pair[1]);
            let version = release.version.value;
            let message = format!("`{name}` of {version} is not after its `{before_name}`");
            let label = format!("must be later than {}", before.value);
            Diagnostic::new(Code::VersionOrder, day.span, message, label)
                .related(before.span, format!("`{before_name}` is here"))
                .help("correct one of the two days")
        })
        .collect()
}

/// Each minor version comes, and leaves support, after the one before it. Two may leave on one day.
fn days_across_releases(releases: &[Release], day: Day, may_coincide: bool) -> Vec<Diagnostic> {
    let days: Vec<_> =
        releases.iter().filter_map(|release| Some((release.version.value, day(release)?))).collect();
    let falls = |before: Date, day: Date| if may_coincide { day < before } else { day <= before };
    days.windows(2)
        .filter(|pair| pair[0].0 < pair[1].0 && falls(pair[0].1.1.value, pair[1].1.1.value))
        .map(|pair| {
            let ((older, (before_name, before)), (newer, (name, day))) = (pair[0], pair[1]);
            let message = format!("`{name}` of {newer} is not after `{before_name}` of {older}");
            Diagnostic::new(Code::VersionOrder, day.span, message, format!("{newer} comes after {older}"))
                .related(before.span, format!("`{before_name}` of {older} is here"))
                .help("correct one of the two days")
        })
        .collect()
}
