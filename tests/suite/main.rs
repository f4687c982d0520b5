//! Integration tests, one binary: one module for each area. `support` holds what they share.

mod architecture;
mod cli;
mod docs;
mod lint;
mod load;
mod support;
