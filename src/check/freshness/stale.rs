//! A document is past its review date.
//!
//! ## What it checks
//! The day of the last review plus the review period, or an explicit `next_review`, lies before today. The period is the document's own `review_every`, else its folder's, else its kind's, else the site's.
//!
//! ## Why
//! Advice that nobody has looked at for that long is followed at 03:00 all the same.
//!
//! ## Example
//! With `last_reviewed: 2026-05-01` and `review_every: 90d`, the document is stale from 2026-07-31 on.
//!
//! ## How to fix
//! Read it, correct it, and run `rutter review PATH`. If the period is too short for what it says, set `review_every`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "freshness/stale", level: Level::Error, manual: include_str!("stale.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in cx.with_state(State::Stale) {
        let Some(due) = d.review.due.filter(|_| !cx.waits_for_decision(d)) else { continue };
        let overdue = counted((cx.handbook.today - due).num_days().unsigned_abs() as usize, "day");
        let message = match d.review.last {
            Some(last) => format!("last reviewed {}, due {due}: {overdue} overdue", last.value),
            None => format!("the review was due {due}: {overdue} overdue"),
        };
        found.push(cx.review_finding(RULE.name, d, message));
    }
}
