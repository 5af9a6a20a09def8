//! A review period cannot be read.
//!
//! ## What it checks
//! `review_every` is a number and a unit: `90d`, `2w`, `6mo`, `1y`, or long, `6 months`. A single `m` could be minutes and is refused.
//!
//! ## Why
//! A period that is skipped in silence gives the document a clock nobody meant.
//!
//! ## Example
//! `review_every: quarterly`
//!
//! ## How to fix
//! Write `3mo`.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "freshness/bad-duration",
    level: Level::Error,
    manual: include_str!("bad_duration.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for written in cx.handbook.documents.iter().filter_map(|d| d.review.bad_period.as_ref()) {
        found.push(
            Diagnostic::new(RULE.name, written.span, format!("`{}` is not a duration", written.value))
                .help("write a number and a unit: 90d, 2w, 6mo, 1y"),
        );
    }
}
