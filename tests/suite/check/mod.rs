//! `kepdb check`: reading and judging operators' files.

mod browser_reads;
mod read;
