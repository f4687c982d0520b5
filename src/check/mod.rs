//! Operators' configuration, read and judged: does it still start after the upgrade?
//!
//! [`read`](read()) takes the bytes of one file and gives every gate that it sets, with the place it stands in. It
//! touches no file and knows no version of Kubernetes.

pub mod read;
pub mod setting;

pub use read::{read, text};
pub use setting::{Carrier, FeatureSet, Found, Place, Setting, Unread, Value, Who};
