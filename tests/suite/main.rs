//! Integration tests, one binary: one module for each area. `support` holds what they share.

#![allow(
    unreachable_pub,
    reason = "nothing outside can reach a test binary; `pub` marks what other modules use"
)]

mod architecture;
mod check;
mod cli;
mod content;
mod docs;
mod github;
mod lint;
mod load;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod support;
mod upstream;
