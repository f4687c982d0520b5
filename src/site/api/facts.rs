//! Parts that several documents of the API share. They say the same as those of `kepdb … --format json`, in the same
//! words, with addresses of the site beside them.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::super::Route;
use super::super::context::Context;
use crate::kb::{KepTarget, KnowledgeBase};
use crate::model::{
    Drift, FactSource, Gate, GateState, Kep, Link, MinorVersion, Pin, Provenance, Removal, Setting,
};
use crate::query::{support_key, upstream_url};
use crate::source::At;

/// A value that is written as its text: a version, a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<T>(pub(super) T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A day that may not be recorded.
pub(super) fn day(at: Option<At<Date>>) -> Option<Text<Date>> {
    at.map(|at| Text(at.value))
}

/// The words of a list of records' fields.
pub(super) fn words(list: &[At<String>]) -> Vec<&str> {
    list.iter().map(|word| word.as_str()).collect()
}

/// A KEP in a list.
#[derive(Debug, Serialize)]
pub(super) struct KepRefV1<'a> {
    /// What the KEP is called in addresses.
    pub(super) key: String,
    pub(super) number: u32,
    pub(super) slug: &'a str,
    pub(super) title: &'a str,
    pub(super) sig: Option<&'a str>,
    pub(super) status: Option<&'static str>,
    pub(super) page: String,
}

impl<'a> KepRefV1<'a> {
    pub(super) fn new(ctx: &Context<'_>, kep: &'a Kep) -> Self {
        let key = ctx.kep_key(kep);
        Self {
            number: kep.number.value.0,
            slug: &kep.slug,
            title: &kep.title,
            sig: kep.sig.as_ref().map(|sig| sig.as_str()),
            status: kep.status.as_ref().map(|status| status.as_str()),
            page: ctx.absolute(&Route::Kep(key.clone())),
            key,
        }
    }
}

/// Stage, default and lock; `null` where no source records it.
#[derive(Debug, Serialize)]
pub(super) struct SettingV1 {
    pub(super) stage: &'static str,
    pub(super) default: Option<bool>,
    pub(super) locked: Option<bool>,
}

impl From<Setting> for SettingV1 {
    fn from(setting: Setting) -> Self {
        Self { stage: setting.stage.as_str(), default: setting.default, locked: setting.locked }
    }
}

/// A gate's state at one version.
#[derive(Debug, Serialize)]
pub(super) struct StateV1 {
    /// `not-yet`, `present`, `unconfirmed` or `removed`.
    pub(super) existence: &'static str,
    pub(super) setting: Option<SettingV1>,
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
pub(super) struct WindowV1 {
    pub(super) earliest: Text<MinorVersion>,
    pub(super) latest: Text<MinorVersion>,
}

impl From<Removal> for WindowV1 {
    fn from(removal: Removal) -> Self {
        Self { earliest: Text(removal.after.next().min(removal.by)), latest: Text(removal.by) }
    }
}

/// A minor release: its dates, and whether it is supported on the site's day.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReleaseV1 {
    pub(super) release: Text<MinorVersion>,
    pub(super) released: Option<Text<Date>>,
    pub(super) planned: Option<Text<Date>>,
    pub(super) maintenance: Option<Text<Date>>,
    pub(super) end_of_life: Option<Text<Date>>,
    /// `supported`, `maintenance`, `end-of-life`, `planned`, `unconfirmed` or `unknown`.
    pub(super) support: &'static str,
}

impl ReleaseV1 {
    pub(super) fn new(kb: &KnowledgeBase, version: MinorVersion, today: Date) -> Self {
        let release = kb.release(version);
        Self {
            release: Text(version),
            released: release.and_then(|release| day(release.released)),
            planned: release.and_then(|release| day(release.planned)),
            maintenance: release.and_then(|release| day(release.maintenance)),
            end_of_life: release.and_then(|release| day(release.end_of_life)),
            support: support_key(kb.support(version, today)),
        }
    }
}

/// What a KEP plans for a version.
#[derive(Debug, Serialize)]
pub(super) struct PlanV1<'a> {
    pub(super) kep: KepRefV1<'a>,
    pub(super) milestone: &'static str,
    /// The KEP's gates that are in the code or the docs.
    pub(super) gates: Vec<&'a str>,
}

impl<'a> PlanV1<'a> {
    pub(super) fn new(ctx: &Context<'a>, target: &KepTarget<'a>) -> Self {
        Self {
            kep: KepRefV1::new(ctx, target.kep),
            milestone: target.milestone.as_str(),
            gates: gate_names(ctx.kb, target.kep),
        }
    }
}

/// One target of a KEP.
#[derive(Debug, Serialize)]
pub(super) struct TargetV1 {
    pub(super) milestone: &'static str,
    pub(super) release: Text<MinorVersion>,
}

/// What `kep` plans.
pub(super) fn targets(kep: &Kep) -> Vec<TargetV1> {
    let target = |target: &crate::model::Target| TargetV1 {
        milestone: target.milestone.as_str(),
        release: Text(target.version.value),
    };
    kep.targets.iter().map(target).collect()
}

/// The KEP's gates that are in the code or the docs.
pub(super) fn gate_names<'a>(kb: &'a KnowledgeBase, kep: &Kep) -> Vec<&'a str> {
    kb.gates_of(kep).iter().map(|gate| gate.name.as_str()).collect()
}

/// One disagreement.
#[derive(Debug, Serialize)]
pub(super) struct DriftV1<'a> {
    pub(super) class: &'static str,
    pub(super) field: &'a str,
    pub(super) says: Vec<SaysV1<'a>>,
    pub(super) nearest: Option<&'a str>,
    /// Why it is accepted; `null` where it is not.
    pub(super) waived: Option<&'a str>,
}

/// What one source says.
#[derive(Debug, Serialize)]
pub(super) struct SaysV1<'a> {
    pub(super) source: &'static str,
    pub(super) value: &'a str,
}

impl<'a> DriftV1<'a> {
    pub(super) fn new(kb: &'a KnowledgeBase, drift: &'a Drift) -> Self {
        let says = drift.says.iter().map(|says| SaysV1 { source: says.source.as_str(), value: &says.value });
        Self {
            class: drift.class.as_str(),
            field: &drift.field,
            says: says.collect(),
            nearest: drift.nearest.as_deref(),
            waived: kb.waiver(drift).map(|waiver| waiver.reason.as_str()),
        }
    }
}

/// A correction by hand.
#[derive(Debug, Serialize)]
pub(super) struct PinV1<'a> {
    pub(super) field: &'a str,
    pub(super) reason: &'a str,
    pub(super) url: Option<&'a str>,
}

/// The corrections of a record.
pub(super) fn pins(pins: &[Pin]) -> Vec<PinV1<'_>> {
    pins.iter()
        .map(|pin| PinV1 {
            field: &pin.field,
            reason: &pin.reason,
            url: pin.url.as_ref().map(|url| url.as_str()),
        })
        .collect()
}

/// A link for further reading.
#[derive(Debug, Serialize)]
pub(super) struct LinkV1<'a> {
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) url: &'a str,
}

/// The links of a record.
pub(super) fn links(links: &[Link]) -> Vec<LinkV1<'_>> {
    links.iter().map(|link| LinkV1 { kind: link.kind.as_str(), title: &link.title, url: &link.url }).collect()
}

/// The upstream file that facts of a record were read from.
#[derive(Debug, Serialize)]
pub(super) struct SourceV1<'a> {
    pub(super) source: &'static str,
    pub(super) path: &'a str,
    pub(super) commit: Option<&'a str>,
    pub(super) url: Option<String>,
}

/// The upstream files of `gate`.
pub(super) fn gate_sources<'a>(kb: &KnowledgeBase, gate: &'a Gate) -> Vec<SourceV1<'a>> {
    let files = [(FactSource::Code, &gate.code), (FactSource::Docs, &gate.docs)];
    files.into_iter().filter_map(|(kind, file)| Some(source(kb, kind, file.as_ref()?))).collect()
}

/// The upstream file of `kep`.
pub(super) fn kep_sources<'a>(kb: &KnowledgeBase, kep: &'a Kep) -> Vec<SourceV1<'a>> {
    kep.source.iter().map(|file| source(kb, FactSource::Kep, file)).collect()
}

fn source<'a>(kb: &KnowledgeBase, kind: FactSource, file: &'a Provenance) -> SourceV1<'a> {
    SourceV1 {
        source: kind.as_str(),
        path: &file.path,
        commit: file.commit.as_deref(),
        url: upstream_url(kb, kind, file),
    }
}
