//! The status of the KEPs' tracking issues: asked from GitHub, kept in a cache, handed on as a
//! [`StatusBook`](crate::model::StatusBook).
//!
//! The entry point is [`status_book`]. It goes like this:
//!
//! 1. `cache` reads what earlier runs heard; a damaged file is reported and taken as empty;
//! 2. the numbers are put in order: what matters most first, then what nobody asked for longest;
//! 3. with a token `graphql` asks for a hundred issues a request, without one `rest` asks for one at a time, on
//!    condition that it changed, for as long as GitHub's limit lasts;
//! 4. `wire` turns each answer into an [`IssueStatus`](crate::model::IssueStatus), cut to size and cleaned;
//! 5. every batch goes into the cache, which is written whole or not at all.
//!
//! This is the only module that opens a connection, and it opens none unless the [`Policy`] says so. Whatever GitHub
//! does, a run ends within its time and with a book; why the book is not fresh is told as [`Trouble`].

mod api;
mod cache;
mod client;
mod failure;
mod graphql;
mod limits;
mod rest;
mod run;
mod token;
mod wire;

pub use api::{Api, ParseApiError, ParseRepositoryError, RepositoryName};
pub use failure::{Failure, Trouble};
pub use run::{Counts, Options, Policy, Progress, Refreshed, Unfinished, status_book};
pub use token::{Token, TokenError};
