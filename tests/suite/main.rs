//! Tests of the whole crate: one binary, one module for each area.

mod lint;
