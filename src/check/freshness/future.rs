//! A document was reviewed on a day that has not come yet.
//!
//! ## What it checks
//! `last_reviewed` is not after today.
//!
//! ## Why
//! A date in the future hides a document from every check until then. Most are slips of the year.
//!
//! ## Example
//! `last_reviewed: 2062-11-22`
//!
//! ## How to fix
//! Correct the date, or run `rutter review PATH`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "freshness/future", level: Level::Error, manual: include_str!("future.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in cx.with_state(State::Future) {
        let Some(last) = d.review.last else { continue };
        found.push(
            Diagnostic::new(RULE.name, last.span, format!("{} lies after today, {}", last.value, cx.handbook.today))
                .help(format!("correct the date, or run `rutter review {}`", d.path)),
        );
    }
}
