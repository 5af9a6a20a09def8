//! A time zone is not one of IANA's.
//!
//! ## What it checks
//! `timezone` of a rotation and of its sites.
//!
//! ## Why
//! A site whose zone nobody knows has no hours: it is left out of the schedule, and what it leaves open is not judged. An offset or letters such as `PST` are no zone either, because they do not say when the clocks change.
//!
//! ## Example
//! `timezone: Pacific Time (US & Canada)`, as PagerDuty's older schedules have it
//!
//! ## How to fix
//! Write the name that the finding gives: `America/Los_Angeles`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "oncall/bad-zone", level: Level::Error, manual: include_str!("bad_zone.rs"), check: None };
