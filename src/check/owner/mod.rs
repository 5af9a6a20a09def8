//! Whether somebody answers for what is written.

pub mod codeowners;
pub mod empty_team;
pub mod inactive;
pub mod missing;
pub mod overloaded;
pub mod unknown;
