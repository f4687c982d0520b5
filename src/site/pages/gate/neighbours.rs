//! Gates that are close to a gate: those of the same KEP, and those that came with it from the same SIG.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::super::Route;
use super::super::super::context::Context;
use super::super::super::view::{GateRef, NameRef, sig_refs};
use crate::kb::KnowledgeBase;
use crate::model::{Gate, MinorVersion};

/// How many gates of the same release are shown.
const MOST: usize = 12;

/// Gates by the version that introduced them and the SIG that owns them; found once for all pages.
#[derive(Debug)]
pub(super) struct Neighbours<'a> {
    by_origin: BTreeMap<(MinorVersion, &'a str), Vec<&'a Gate>>,
}

/// What a gate's page shows of its neighbours.
#[derive(Debug, Default, Serialize)]
pub(super) struct Relatives<'a> {
    same_kep: Vec<GateRef<'a>>,
    same_release: Vec<SameRelease<'a>>,
}

/// Gates of one SIG that came with the same release.
#[derive(Debug, Serialize)]
struct SameRelease<'a> {
    version: String,
    href: Option<String>,
    sig: Option<NameRef<'a>>,
    gates: Vec<GateRef<'a>>,
    /// How many are not shown.
    more: usize,
}

impl<'a> Neighbours<'a> {
    /// Sorts the gates of `kb`.
    pub(super) fn new(kb: &'a KnowledgeBase) -> Self {
        let mut by_origin: BTreeMap<(MinorVersion, &str), Vec<&Gate>> = BTreeMap::new();
        for gate in kb.gates() {
            let Some(version) = gate.introduced() else { continue };
            for sig in kb.sigs_of(gate) {
                by_origin.entry((version, sig)).or_default().push(gate);
            }
        }
        Self { by_origin }
    }

    /// The neighbours of `gate`.
    pub(super) fn of(&self, ctx: &Context<'a>, gate: &'a Gate) -> Relatives<'a> {
        let mut same_kep: Vec<&Gate> = Vec::new();
        for other in ctx.kb.keps_of(gate).flat_map(|kep| ctx.kb.gates_of(kep)) {
            if !std::ptr::eq(other, gate) && !same_kep.iter().any(|known| std::ptr::eq(*known, other)) {
                same_kep.push(other);
            }
        }
        let same_release = gate.introduced().into_iter().flat_map(|version| {
            let sigs = ctx.kb.sigs_of(gate);
            sigs.into_iter().filter_map(move |sig| self.same_release(ctx, gate, version, sig))
        });
        Relatives {
            same_release: same_release.collect(),
            same_kep: same_kep.into_iter().map(|gate| GateRef::new(ctx, gate)).collect(),
        }
    }

    fn same_release(
        &self,
        ctx: &Context<'a>,
        gate: &Gate,
        version: MinorVersion,
        sig: &'a str,
    ) -> Option<SameRelease<'a>> {
        let others: Vec<_> =
            self.by_origin.get(&(version, sig))?.iter().filter(|other| !std::ptr::eq(**other, gate)).collect();
        (!others.is_empty()).then(|| SameRelease {
            version: version.to_string(),
            href: ctx.kb.release(version).map(|_| ctx.href(&Route::Release(version))),
            sig: sig_refs(ctx, [sig]).pop(),
            gates: others.iter().take(MOST).map(|gate| GateRef::new(ctx, gate)).collect(),
            more: others.len().saturating_sub(MOST),
        })
    }
}
