//! Whether the handbook is set up as it was meant.

pub mod bad_value;
pub mod missing;
pub mod template;
pub mod unknown_key;
pub mod unknown_rule;
