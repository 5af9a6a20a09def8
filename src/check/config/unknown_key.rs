//! A key of handbook.yaml or of the register is not known.
//!
//! ## What it checks
//! Each key, against those that the file takes.
//!
//! ## Why
//! A mistyped key is a setting that nobody made.
//!
//! ## Example
//! `freshnes: {review_every: 3mo}`
//!
//! ## How to fix
//! Take the suggestion; data of your own goes under `extra:`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "config/unknown-key", level: Level::Error, manual: include_str!("unknown_key.rs"), check: None };
