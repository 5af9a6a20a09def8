//! Indexes that are missing, and those that are too many.

pub mod duplicate;
pub mod foreign_key;
