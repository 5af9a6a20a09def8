//! A file that a document watches changed after the document's review.
//!
//! ## What it checks
//! Each path under `watches:`, relative to the handbook (it may climb out of it with `..` within the repository), against git: a commit later than the day of the review is drift. `freshness: {watches: error}` makes it an error.
//!
//! ## Why
//! The configuration moved and the text about it did not. Its date says fresh; the repository knows better.
//!
//! ## Example
//! `watches: [../infra/pgbouncer/**]`
//!
//! ## How to fix
//! Read the commit, correct the document, and run `rutter review PATH`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "freshness/drifted", level: Level::Warning, manual: include_str!("drifted.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in &cx.handbook.documents {
        for drift in d.drift.iter() {
            found.push(
                Diagnostic::new(
                    RULE.name,
                    drift.watch,
                    format!(
                        "`{}` changed on {} ({}, {}), after the review",
                        drift.path, drift.date, drift.commit, drift.author
                    ),
                )
                .help(format!("see what changed, correct the text and run `rutter review {}`", d.path)),
            );
        }
    }
}
