//! Reading records: what is accepted, what is reported, and what stays.

mod folder;
