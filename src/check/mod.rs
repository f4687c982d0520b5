//! Operators' configuration, read and judged: does it still start after the upgrade?
//!
//! [`read`](read()) takes the bytes of one file and gives every gate that it sets, with the place it stands in. It
//! touches no file and knows no version of Kubernetes. [`judge`](judge()) takes what was read from all files and gives
//! what is to be said about it at a version. [`Report::ignore`] takes out what somebody has accepted.

mod ignore;
pub mod judge;
pub mod kubeadm_gates;
pub mod read;
pub mod setting;

pub use ignore::{Ignore, Ignored};
pub use judge::{Finding, Question, Report, Rule, UnknownVersion, judge};
pub use read::{read, text};
pub use setting::{Carrier, FeatureSet, Found, Place, Setting, Unread, Value, Who};
