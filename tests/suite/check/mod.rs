//! `kepdb check`: reading, judging, the command.

mod action;
mod cli;
mod judge;
mod removals;
