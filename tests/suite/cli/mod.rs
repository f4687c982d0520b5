//! The real binary on a small set of records, and on the packed ones.

mod diff;
mod formats;
mod globals;
mod import;
pub(crate) mod json_schema;
mod new;
mod other;
mod query;
pub mod records;
mod search;
mod show;
mod validate;
