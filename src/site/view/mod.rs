//! Small views that many pages share: how a KEP, a gate, a setting or a life over the releases is handed to a template.

mod drift;
mod link;
mod refs;
mod setting;
mod strip;

pub(super) use drift::DriftView;
pub(super) use link::{EditView, LinkView, SourceView, edit_view, gate_sources, kep_sources, link_views};
pub(super) use refs::{GateRef, KepRef, NameRef, component_refs, gate_refs, kep_refs, sig_refs, topic_refs};
pub(super) use setting::{SettingView, StateView};
pub(super) use strip::{StripCell, StripView, strip};
