//! Gates that came with the same release from the same SIG.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::context::Context;
use super::super::view::{GateRef, NameRef, sig_refs};
use crate::kb::KnowledgeBase;
use crate::model::{Gate, MinorVersion};

/// How many gates of the same release are shown.
const MOST: usize = 12;

/// Gates by the version that introduced them and the SIG that owns them; found once for all pages.
#[derive(Debug)]
pub(super) struct Neighbours<'a> {
    by_origin: BTreeMap<(MinorVersion, &'a str), Vec<&'a Gate>>,
}

/// Gates of one SIG that came with the same release.
#[derive(Debug, Serialize)]
pub(super) struct SameRelease<'a> {
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
    pub(super) fn of(&self, ctx: &Context<'a>, gate: &'a Gate) -> Vec<SameRelease<'a>> {
        let Some(version) = gate.introduced() else { return Vec::new() };
        let sigs = ctx.kb.sigs_of(gate).into_iter();
        sigs.filter_map(|sig| self.same_release(ctx, gate, version, sig)).collect()
    }

    fn same_release(
        &self,
        ctx: &Context<'a>,
        gate: &Gate,
        version: MinorVersion,
        sig: &'a str,
    ) -> Option<SameRelease<'a>> {
        let others: Vec<_> = self
            .by_origin
            .get(&(version, sig))?
            .iter()
            .filter(|other| !std::ptr::eq(**other, gate))
            .collect();
        (!others.is_empty()).then(|| SameRelease {
            version: version.to_string(),
            href: ctx.release_href(version),
            sig: sig_refs(ctx, [sig]).pop(),
            gates: others.iter().take(MOST).map(|gate| GateRef::new(ctx, gate)).collect(),
            more: others.len().saturating_sub(MOST),
        })
    }
}
