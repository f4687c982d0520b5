//! `kepdb check`: reading, judging, the command.

mod cli;
mod judge;
mod removals;
