//! One test binary: the real program and the real content, from outside.

mod architecture;
