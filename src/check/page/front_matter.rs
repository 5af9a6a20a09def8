//! Front matter cannot be read.
//!
//! ## What it checks
//! The YAML between the `---` lines at the top of a document is valid, is a mapping, gives no key twice, and ends.
//!
//! ## Why
//! Everything the handbook knows of a document stands there: its owner, its date, its kind.
//!
//! ## Example
//! `title: Failover: the short version` (a value with `: ` in it needs quotes)
//!
//! ## How to fix
//! Quote the value, or close the block with a line of `---`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/front-matter", level: Level::Error, manual: include_str!("front_matter.rs"), check: None };
