//! Names follow a pattern.

pub mod table;
