//! A time in a rotation is none, or cannot be meant.
//!
//! ## What it checks
//! Dates, times of the clock, hours, days and the length of turns; overrides: a local time that the clocks leave out, an end no later than its start, a start in a version that has no such role or site; a handoff outside of its site's hours. The times in `oncall/pages.csv`: they have an offset, and nothing ends before it began.
//!
//! ## Why
//! Whatever is left out for it is not on the schedule: a swap with a wrong month swaps nothing, and everyone believes that it did.
//!
//! ## Example
//! `start: 2026-03-29T01:30` in a rotation of Europe/London, where it does not exist
//!
//! ## How to fix
//! Correct the value. Local times are those of the rotation's `timezone`; with an offset (`2026-03-29T00:30Z`) a time is one instant everywhere.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "oncall/bad-time", level: Level::Error, manual: include_str!("bad_time.rs"), check: None };
