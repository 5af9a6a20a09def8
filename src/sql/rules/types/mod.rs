//! Types of columns.

pub mod forbid;
mod written;
