//! Small views that many pages share: how a KEP, a gate, a setting or a life over the releases is handed to a template.

mod change;
mod drift;
mod history;
mod issue;
mod link;
mod pins;
mod plan;
mod refs;
mod release;
mod rows;
mod setting;
mod strip;
mod timeline;
mod words;

pub(super) use change::{ChangeGroup, ChangeRow, change_groups};
pub(super) use drift::DriftView;
pub(super) use history::{HistoryView, history};
pub(super) use issue::{IssueView, issue_url, issue_view};
pub(super) use link::{EditView, LinkView, SourceView, edit_view, gate_sources, kep_sources, link_views};
pub(super) use pins::{PinView, pin_views};
pub(super) use plan::{PlanGroup, plan_group, plan_groups};
pub(super) use refs::{GateRef, KepRef, NameRef, component_refs, gate_refs, kep_refs, sig_refs, topic_refs};
pub(super) use release::ReleaseView;
pub(super) use rows::{GateRow, KepRow};
pub(super) use setting::{SettingView, StateView};
pub(super) use strip::{StripView, strip};
pub(super) use timeline::{TimelineView, timeline};
pub(super) use words::{counted, listed};
