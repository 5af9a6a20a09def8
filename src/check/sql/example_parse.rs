//! An example of a standard is no SQL that PostgreSQL would take.
//!
//! ## What it checks
//! The fences ```` ```sql good ```` and ```` ```sql bad rule=ID ```` of standards. Of a slip that upsets the whole
//! statement only the first error is told. An example that cannot be read is held to no rule.
//!
//! ## Why
//! What does not parse breaks no rule, so a bad example that is mistyped proves nothing.
//!
//! ## Example
//! ```` ```sql bad rule=IDX-1 ```` around `CRATE INDEX orders_created_at_idx ON orders (created_at);`
//!
//! ## How to fix
//! Correct the statement. Leave out what is left out with a comment, `-- ...`, not with dots.

use super::block;
use crate::check::prelude::*;
use crate::sql::examples::{self, Verdict};

pub const RULE: Rule = Rule {
    name: "sql/example-parse",
    level: Level::Error,
    manual: include_str!("example_parse.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let of_standards = cx.sql.examples.iter().filter(|e| e.standard.is_some() && e.verdict != Verdict::None);
    for example in of_standards {
        let what = if example.verdict == Verdict::Good { "good" } else { "bad" };
        for error in example.errors() {
            let span = examples::span(block(cx, example), error.place.clone());
            found.push(Diagnostic::new(RULE.name, span, format!("this {what} example is no SQL: {}", error.message)));
        }
    }
}
