//! Integration tests, one binary. `support` holds what they share.

mod load;
mod support;
