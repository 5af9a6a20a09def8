//! No document was found.
//!
//! ## What it checks
//! That the handbook holds at least one document.
//!
//! ## Why
//! A check that found nothing to check has not passed. An empty handbook is a wrong path far more often than a new team.
//!
//! ## Example
//! `rutter check` in a folder where all the Markdown is ignored by git
//!
//! ## How to fix
//! Write a document: `rutter new page "Start here" --owner TEAM`. Names that start with `.` or `_` are never read, nor is what git ignores.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "page/nothing-read",
    level: Level::Error,
    manual: include_str!("nothing_read.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    if cx.handbook.documents.is_empty() {
        found.push(
            Diagnostic::at_top(RULE.name, cx.handbook.config_file, "no document was read, so nothing was checked")
                .help("write one with `rutter new page \"Start here\"`, or point rutter at the folder that holds the documents"),
        );
    }
}
