//! A value of handbook.yaml or of the register does not fit its key.
//!
//! ## What it checks
//! handbook.yaml, people.yaml, teams.yaml and services.yaml: types, words from a fixed list, path patterns, time zones, and names that refer to something in the register.
//!
//! ## Why
//! A setting that is ignored in silence is a check that does not run.
//!
//! ## Example
//! `freshness: {review_every: quarterly}`
//!
//! ## How to fix
//! Take the suggestion.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "config/bad-value", level: Level::Error, manual: include_str!("bad_value.rs"), check: None };
