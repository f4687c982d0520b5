//! What the integration tests share: a project folder made of inline files, the real binary in a clean environment,
//! and files with expected text.

#![allow(dead_code, unused_imports, reason = "each area of the suite uses a part of it")]

mod expected;
mod kepdb;
mod project;

pub use expected::{assert_expected, fixtures};
pub use kepdb::{Kepdb, Run, kepdb};
pub use project::Project;
