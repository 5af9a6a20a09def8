//! A key of the front matter is not known.
//!
//! ## What it checks
//! Each key, against those of the document's kind. What handbook.yaml lists under `aliases:` is known, and so is everything under `extra:`.
//!
//! ## Why
//! A mistyped key is ignored in silence everywhere else: `last_reveiwed` leaves the page undated, and nobody sees why.
//!
//! ## Example
//! `last_reveiwed: 2026-11-01`
//!
//! ## How to fix
//! Take the suggestion. For data of your own use `extra:`, or declare the key for the kind: `kinds: {runbook: {fields: {pager: text}}}`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/unknown-key", level: Level::Error, manual: include_str!("unknown_key.rs"), check: None };
