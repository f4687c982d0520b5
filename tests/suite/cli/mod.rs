//! The real binary on small projects.
