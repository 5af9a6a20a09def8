//! An exception does not say all that it must.
//!
//! ## What it checks
//! Each of a standard's `exceptions:` has a `rule`, a `path` or words of a `statement`, a `reason`, an `owner` and the
//! last day, `expires`. Blanks say nothing. One that lacks any of them excuses nothing.
//!
//! ## Why
//! Leave to break a rule that nobody answers for and that never ends is the end of the rule.
//!
//! ## Example
//! `{rule: IDX-1, path: migrations/V42__bootstrap.sql, reason: the table is empty}`, without an owner and an end
//!
//! ## How to fix
//! Say the rest. `rutter sql except` writes exceptions that are whole.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "sql/exception-incomplete",
    level: Level::Error,
    manual: include_str!("exception_incomplete.rs"),
    check: None,
};
