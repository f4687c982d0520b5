//! `kepdb check`: reading and judging operators' files.

mod read;
