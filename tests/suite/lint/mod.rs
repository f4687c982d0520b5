//! Every rule has one name: in `Code`, in `docs/lints.md` and in `tests/fixtures/lints/`. These tests walk them all.

mod docs;
mod fixtures;
mod odd_but_true;
