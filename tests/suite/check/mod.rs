//! `kepdb check`: reading and judging operators' files, and the command.

mod action;
mod browser;
mod browser_reads;
mod cli;
mod judge;
mod places;
mod read;
mod removals;
