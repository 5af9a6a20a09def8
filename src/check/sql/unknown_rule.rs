//! A standard is enforced by a rule that does not exist.
//!
//! ## What it checks
//! `enforce:` of every rule of a standard: a name that `rutter rules` lists, or `review`.
//!
//! ## Why
//! A rule that nothing enforces is a wish, and everybody believes that it holds.
//!
//! ## Example
//! `enforce: naming/indices`
//!
//! ## How to fix
//! Name a rule that exists; the help says which one is near. Where people hold the rule, write `enforce: review`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "sql/unknown-rule", level: Level::Error, manual: include_str!("unknown_rule.rs"), check: None };
