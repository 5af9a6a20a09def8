//! A document's review comes up within the warning window.
//!
//! ## What it checks
//! The due date is today or within `freshness: {warn_before: …}` of it, 14 days unless set.
//!
//! ## Why
//! A review that is announced fits into a week's work; one that fails the build does not.
//!
//! ## Example
//! With a due date of 2026-12-01 and the window of 14 days, the warning starts on 2026-11-17.
//!
//! ## How to fix
//! Read the document, correct it, and run `rutter review PATH`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "freshness/due", level: Level::Warning, manual: include_str!("due.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in cx.with_state(State::Due) {
        let Some(due) = d.review.due else { continue };
        let left = (due - cx.handbook.today).num_days().unsigned_abs() as usize;
        let when = if left == 0 { "today".to_owned() } else { format!("in {}", counted(left, "day")) };
        found.push(cx.review_finding(RULE.name, d, format!("the review is due {when}, on {due}")));
    }
}
