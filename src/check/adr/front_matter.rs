//! A decision's front matter is no YAML; it was read line by line.
//!
//! ## What it checks
//! Front matter of decisions that a YAML parser refuses: an unquoted link as `status: [superseded by ADR-0005](0005-x.md)`, a second colon in a value, no closing `---`.
//!
//! ## Why
//! What a person can read in it is read here, so the decision is not lost. Other tools will not be as patient.
//!
//! ## Example
//! `status: {proposed | accepted}`
//!
//! ## How to fix
//! Put quotes around the value: `status: "superseded by [ADR-0005](0005-x.md)"`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/front-matter", level: Level::Warning, manual: include_str!("front_matter.rs"), check: None };
