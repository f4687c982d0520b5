//! Integration tests, one binary. `support` holds what they share.

#![allow(
    unreachable_pub,
    reason = "nothing outside can reach a test binary; `pub` marks what other modules use"
)]

mod load;
mod support;
