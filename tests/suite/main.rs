//! Integration tests, one binary. `support` holds what they share.

mod lint;
mod load;
mod support;
