//! A document has no date of its last review, or one that cannot be read.
//!
//! ## What it checks
//! `last_reviewed`, or another name for it under `aliases:`, holds a date: `2026-11-22`, `2020-sep-21` or `21/09/2020`. Kinds that record the past (incident reviews, changes, decided ADRs) need none.
//!
//! ## Why
//! What has no date is never overdue, so it is the first to rot and the last to be noticed.
//!
//! ## Example
//! `last_reviewed: last spring`
//!
//! ## How to fix
//! Read the document and run `rutter review PATH`, which writes the date.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "freshness/undated", level: Level::Error, manual: include_str!("undated.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in cx.with_state(State::Undated) {
        let help = format!("review it and run `rutter review {}`", d.path);
        match &d.review.unreadable {
            Some(written) => found.push(
                Diagnostic::new(RULE.name, written.span, format!("`{}` is not a date", written.value))
                    .help(format!("write it as YYYY-MM-DD; or {help}")),
            ),
            None if d.front.broken => {}
            None => found
                .push(Diagnostic::at_top(RULE.name, d.file, "never reviewed: there is no `last_reviewed`").help(help)),
        }
    }
}
