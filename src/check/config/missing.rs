//! A required key of handbook.yaml or of the register is missing.
//!
//! ## What it checks
//! `title` in handbook.yaml; `id` and `name` of people and services; `id` and `name` of teams.
//!
//! ## Why
//! Nothing can refer to what has no id, and no reader knows what has no name.
//!
//! ## Example
//! A person without an `id`
//!
//! ## How to fix
//! Add the key.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "config/missing", level: Level::Error, manual: include_str!("missing.rs"), check: None };
