//! An include cannot be followed.
//!
//! ## What it checks
//! `{{#include path}}`, `{{#include path:anchor}}` and `{{#include path:2:10}}`: the file is there, lies in the handbook, has the anchor, and does not include itself.
//!
//! ## Why
//! The page would show a line of braces where the steps should be.
//!
//! ## Example
//! `{{#include ../../secrets.env}}`
//!
//! ## How to fix
//! Correct the path or the anchor. Files outside the handbook are never included.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/include", level: Level::Error, manual: include_str!("include.rs"), check: None };
