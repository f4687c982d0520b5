//! `kepdb check`: reading, judging, the command.

mod action;
mod browser;
mod cli;
mod judge;
mod removals;
