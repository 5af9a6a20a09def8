//! A file of the handbook could not be read.
//!
//! ## What it checks
//! Files that are documents, data or assets: they can be opened, are UTF-8 where they are text, are not larger than 8 MiB, and are no link out of the handbook or in a circle.
//!
//! ## Why
//! A document that drops out in silence is a document nobody misses until 03:00.
//!
//! ## Example
//! A runbook saved as Latin-1.
//!
//! ## How to fix
//! As the message says: save it as UTF-8, split it, or copy the file that the link points at into the handbook.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/unreadable", level: Level::Error, manual: include_str!("unreadable.rs"), check: None };
