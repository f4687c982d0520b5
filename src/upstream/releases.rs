//! The release schedule of `kubernetes/website`: `schedule.yaml` and `eol.yaml`.

use jiff::civil::Date;

use super::fields::{Fields, Problem, Read};
use super::yaml::{self, Node};
use crate::model::MinorVersion;

/// What the schedule says about one minor version. Dates it does not have stay empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReleaseDates {
    /// `releaseDate`.
    pub released: Option<Date>,
    /// `maintenanceModeStartDate`.
    pub maintenance: Option<Date>,
    /// `endOfLifeDate`.
    pub end_of_life: Option<Date>,
    /// `finalPatchRelease`.
    pub final_patch: Option<String>,
}

/// Reads one of the two files: `schedules` in one, `branches` in the other.
#[must_use]
pub fn read(text: &str) -> Read<Vec<(MinorVersion, ReleaseDates)>> {
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(why) => return Read::unreadable(why),
    };
    let mut problems = Vec::new();
    let list = Fields::of(&node, "", &mut problems)
        .and_then(|fields| fields.node("schedules").or_else(|| fields.node("branches")));
    let Some(Node::List(nodes)) = list else {
        return Read::unreadable("a list `schedules` or `branches` was expected");
    };
    let mut releases = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let place = format!("[{index}]");
        let Some(fields) = Fields::of(node, &format!("{place}."), &mut problems) else {
            problems.push(Problem::new(place, node.kind(), "a release was expected"));
            continue;
        };
        let Some(version) = fields.version("release", &mut problems) else {
            problems.push(Problem::new(
                fields.name("release"),
                "",
                "the entry does not say which release it is",
            ));
            continue;
        };
        let dates = ReleaseDates {
            released: fields.date("releaseDate", &mut problems),
            maintenance: fields.date("maintenanceModeStartDate", &mut problems),
            end_of_life: fields.date("endOfLifeDate", &mut problems),
            final_patch: final_patch(&fields, version, &mut problems),
        };
        releases.push((version, dates));
    }
    Read { value: Some(releases), problems }
}

fn final_patch(fields: &Fields<'_>, version: MinorVersion, problems: &mut Vec<Problem>) -> Option<String> {
    let text = fields.text("finalPatchRelease", problems)?;
    let bare = text.strip_prefix('v').unwrap_or(text);
    let fits = semver::Version::parse(bare).is_ok() && bare.parse() == Ok(version);
    if !fits {
        problems.push(Problem::new(
            fields.name("finalPatchRelease"),
            text,
            "no patch version of the release",
        ));
    }
    fits.then(|| bare.to_owned())
}
