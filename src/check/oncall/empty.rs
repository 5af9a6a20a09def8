//! Nobody is there to be on call.
//!
//! ## What it checks
//! Rotations without versions, versions without roles, roles and sites without members, and a `coverage` whose role has turns in no version.
//!
//! ## Why
//! An empty list is a schedule with nobody on it.
//!
//! ## Example
//! `secondary: {members: []}`
//!
//! ## How to fix
//! Name the people, or take the role out; in `coverage` name a role that takes turns.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "oncall/empty", level: Level::Error, manual: include_str!("empty.rs"), check: None };
