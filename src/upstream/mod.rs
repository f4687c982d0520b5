//! Upstream checkouts to records: readers, reconciliation, import.
//!
//! [`plan`] is the entry. The readers ([`kep_yaml`], [`gate_page`], [`feature_list`], [`releases`],
//! [`prod_readiness`]) take a file's text and give what it says and what could not be read; no text makes them fail.
//! Only facts are taken over: names, numbers, versions, stages, dates. No sentence of an upstream file gets into a
//! record.

pub mod feature_list;
mod fields;
pub mod gate_page;
mod import;
pub mod kep_yaml;
mod lists;
pub mod prod_readiness;
mod provenance;
mod read;
mod reconcile;
mod records;
pub mod releases;
mod report;
mod stored;
mod tree;
mod yaml;

pub use fields::{Problem, Read};
pub use import::{ImportError, ImportInput, ImportPlan, import, plan};
pub use provenance::{ParseSourceNoteError, SourceNote};
pub use report::{DriftCount, ImportReport, JSON_VERSION, RecordChanges, SourceReport, Unreadable};
