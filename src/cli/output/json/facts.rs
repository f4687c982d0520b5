//! Parts that several documents share.

use jiff::civil::Date;
use serde::Serialize;

use kepdb::kb::{KepTarget, KnowledgeBase, Support};
use kepdb::model::{Gate, GateState, Kep, MinorVersion, Removal, Setting};

use super::super::super::words::support_key;
use super::issue::IssueV1;

/// A KEP as it is named in lists.
#[derive(Debug, Serialize)]
pub(crate) struct KepRefV1<'a> {
    pub(crate) number: u32,
    pub(crate) slug: &'a str,
    pub(crate) title: &'a str,
    pub(crate) sig: Option<&'a str>,
    pub(crate) status: Option<&'static str>,
}

impl<'a> KepRefV1<'a> {
    pub(crate) fn new(kep: &'a Kep) -> Self {
        Self {
            number: kep.number.0,
            slug: &kep.slug,
            title: &kep.title,
            sig: kep.sig.as_ref().map(|sig| sig.as_str()),
            status: kep.status.as_ref().map(|status| status.as_str()),
        }
    }
}

/// Stage, default and lock; `null` where no source records it.
#[derive(Debug, Serialize)]
pub(crate) struct SettingV1 {
    pub(crate) stage: &'static str,
    pub(crate) default: Option<bool>,
    pub(crate) locked: Option<bool>,
}

impl From<Setting> for SettingV1 {
    fn from(setting: Setting) -> Self {
        Self { stage: setting.stage.as_str(), default: setting.default, locked: setting.locked }
    }
}

/// A gate's state at one version.
#[derive(Debug, Serialize)]
pub(crate) struct StateV1 {
    /// `not-yet`, `present`, `unconfirmed` or `removed`.
    pub(crate) existence: &'static str,
    /// The setting where the gate exists, or is not known to be gone.
    pub(crate) setting: Option<SettingV1>,
}

impl From<GateState> for StateV1 {
    fn from(state: GateState) -> Self {
        let existence = match state {
            GateState::NotYet => "not-yet",
            GateState::Present(_) => "present",
            GateState::Unconfirmed(_) => "unconfirmed",
            GateState::Removed => "removed",
        };
        Self { existence, setting: state.setting().map(SettingV1::from) }
    }
}

/// The minor versions between which something happened; equal where it is certain.
#[derive(Debug, Serialize)]
pub(crate) struct WindowV1 {
    pub(crate) earliest: String,
    pub(crate) latest: String,
}

impl From<Removal> for WindowV1 {
    fn from(removal: Removal) -> Self {
        Self { earliest: removal.after.next().min(removal.by).to_string(), latest: removal.by.to_string() }
    }
}

/// A minor release: its dates, and whether it is supported on the day of the answer.
#[derive(Debug, Serialize)]
pub(crate) struct ReleaseV1 {
    pub(crate) release: String,
    pub(crate) released: Option<String>,
    pub(crate) planned: Option<String>,
    pub(crate) maintenance: Option<String>,
    pub(crate) end_of_life: Option<String>,
    /// `supported`, `maintenance`, `end-of-life`, `planned`, `unconfirmed` or `unknown`.
    pub(crate) support: &'static str,
}

impl ReleaseV1 {
    pub(crate) fn new(kb: &KnowledgeBase, version: MinorVersion, today: Date) -> Self {
        let release = kb.release(version);
        let day = |at: Option<kepdb::source::At<Date>>| at.map(|at| at.value.to_string());
        let support: Support = kb.support(version, today);
        Self {
            release: version.to_string(),
            released: release.and_then(|release| day(release.released)),
            planned: release.and_then(|release| day(release.planned)),
            maintenance: release.and_then(|release| day(release.maintenance)),
            end_of_life: release.and_then(|release| day(release.end_of_life)),
            support: support_key(support),
        }
    }
}

/// What a KEP plans for a version.
#[derive(Debug, Serialize)]
pub(crate) struct TargetV1<'a> {
    pub(crate) kep: KepRefV1<'a>,
    /// `alpha`, `beta`, `stable`, `deprecated`, `disabled` or `removed`.
    pub(crate) milestone: &'static str,
    /// The KEP's gates that are in the code or the docs.
    pub(crate) gates: Vec<&'a str>,
    /// The KEP's issue, where it is asked for and was fetched.
    pub(crate) issue: Option<IssueV1<'a>>,
}

impl<'a> TargetV1<'a> {
    pub(crate) fn new(kb: &'a KnowledgeBase, target: &KepTarget<'a>) -> Self {
        Self {
            kep: KepRefV1::new(target.kep),
            milestone: target.milestone.as_str(),
            gates: kb.gates_of(target.kep).iter().map(|gate| gate.name.as_str()).collect(),
            issue: None,
        }
    }
}

/// Slugs of the components that read `gate`.
pub(crate) fn components(gate: &Gate) -> Vec<&str> {
    gate.components.iter().map(|slug| slug.as_str()).collect()
}
