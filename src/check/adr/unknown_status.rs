//! A decision's status is none of those that its kind knows.
//!
//! ## What it checks
//! The status of every decision, in whatever form it is written: `✅ Accepted`, `Superceded by [13](0013-x.md)` and "Decided." are understood. For a kind with `states:` of its own, its states.
//!
//! ## Why
//! Whether a decision holds is the first thing that its reader must know. A status that nobody understands is read as one that holds.
//!
//! ## Example
//! `status: acepted`
//!
//! ## How to fix
//! Write one of draft, proposed, accepted, rejected, deprecated, superseded. If a kind of yours has other states, declare them under `states:` in handbook.yaml.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/unknown-status", level: Level::Error, manual: include_str!("unknown_status.rs"), check: None };
