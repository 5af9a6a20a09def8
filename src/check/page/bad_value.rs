//! A value of the front matter does not fit its key.
//!
//! ## What it checks
//! Types (dates, durations, lists, true or false), words from a fixed list, names of people, teams and services, required keys of the kind.
//!
//! ## Why
//! What cannot be read cannot be checked, drawn or searched.
//!
//! ## Example
//! `level: advanced` where the levels are intro, working and expert
//!
//! ## How to fix
//! Take the suggestion.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/bad-value", level: Level::Error, manual: include_str!("bad_value.rs"), check: None };
