//! `drift.json`: where the sources disagree.

use serde::Serialize;

use super::super::Route;
use super::super::context::Context;
use super::facts::DriftV1;
use crate::model::{Drift, DriftClass, Subject};

#[derive(Debug, Serialize)]
pub(super) struct DriftListV1<'a> {
    classes: Vec<ClassV1>,
    entries: Vec<EntryV1<'a>>,
}

#[derive(Debug, Serialize)]
struct ClassV1 {
    class: &'static str,
    summary: &'static str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct EntryV1<'a> {
    /// `gate` or `kep`.
    kind: &'static str,
    /// The gate's name, or the KEP's key.
    subject: String,
    page: Option<String>,
    #[serde(flatten)]
    drift: DriftV1<'a>,
}

/// The document.
pub(super) fn list<'a>(ctx: &Context<'a>) -> DriftListV1<'a> {
    let drift = ctx.kb.drift();
    let class = |class: &DriftClass| ClassV1 {
        class: class.as_str(),
        summary: class.summary(),
        count: drift.iter().filter(|entry| entry.class == *class).count(),
    };
    DriftListV1 {
        classes: DriftClass::ALL.iter().map(class).collect(),
        entries: drift.iter().map(|entry| row(ctx, entry)).collect(),
    }
}

fn row<'a>(ctx: &Context<'a>, drift: &'a Drift) -> EntryV1<'a> {
    let (kind, subject, page) = match &drift.subject {
        Subject::Gate(name) => {
            let gate = ctx.kb.gate(name).filter(|gate| gate.name.as_str() == name);
            let page = gate.map(|gate| ctx.absolute(&Route::Gate(gate.name.value.clone())));
            ("gate", name.clone(), page)
        }
        Subject::Kep(number, record) => {
            let kep = ctx.kb.keps_numbered(*number).find(|kep| kep.key() == *record);
            let page = kep.map(|kep| ctx.absolute(&ctx.kep_route(kep)));
            ("kep", kep.map_or_else(|| record.clone(), |kep| ctx.kep_key(kep)), page)
        }
    };
    EntryV1 { kind, subject, page, drift: DriftV1::new(ctx.kb, drift) }
}
