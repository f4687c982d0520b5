//! What is done with what was fetched, and when nothing was.
