//! Operators' configuration, read and judged: does it still start after the upgrade?
//!
//! [`judge`](judge()) takes the settings of all files and gives what is to be said about them at a version.

mod ignore;
pub mod judge;
pub mod kubeadm_gates;
pub mod setting;
mod simple;

pub use ignore::{Ignore, Ignored};
pub use judge::{Finding, Question, Report, Rule, UnknownVersion, judge};
pub use setting::{Carrier, FeatureSet, Found, Place, Setting, Unread, Value, Who};
pub use simple::{read, text};
