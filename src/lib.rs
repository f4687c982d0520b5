//! The knowledge base of Kubernetes feature gates and enhancement proposals (KEPs).
//!
//! Modules in reading order; each uses only those above it. `ARCHITECTURE.md` has the picture and the invariants,
//! and a test holds the `use crate::` edges to them.
//!
//! | module | holds |
//! | --- | --- |
//! | [`source`] | the text that every span points into |
//! | [`diag`] | diagnostics, their codes and their renderers |
//! | [`model`] | minor versions, stages, gates, KEPs, releases, collections, drift |
//! | [`load`] | records in TOML to the model, with spans; edits that keep comments and order |
//! | [`kb`] | the joined, immutable knowledge base: state at a version, changes between versions |
//! | [`lint`] | rules on records, one file a rule |
//! | [`query`] | questions and answers as values, shared by terminal and site |
//! | [`search`] | full-text search: documents, index, grammar, ranking, the copy for browsers |
//! | [`check`] | operators' files: which gates they set, and how those fare at a version |
//! | [`site`] | pages and machine-readable files from the knowledge base, in memory; writing them |
//! | `serve` | the development server, behind the feature of that name |
//! | [`upstream`] | readers of upstream files, reconciliation, import |
//! | [`github`] | the status of tracking issues: client, cache, policy |

pub mod check;
pub mod diag;
pub mod github;
pub mod kb;
pub mod lint;
pub mod load;
pub mod model;
pub mod query;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod source;
pub mod upstream;
