//! Lists of statements.

pub mod allow;
mod entry;
pub mod forbid;
mod tags;
