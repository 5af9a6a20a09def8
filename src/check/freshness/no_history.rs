//! A check needs git history and there is none to read.
//!
//! ## What it checks
//! Whether the whole history can be seen, where a document here needs it (`watches:`). Said once.
//!
//! ## Why
//! In a shallow clone the oldest commit seems to have written everything. A check that ran on that would report drift that is not there; one that kept silent would look like it had passed.
//!
//! ## Example
//! A CI job that fetched one commit.
//!
//! ## How to fix
//! Fetch the whole history: `fetch-depth: 0` for GitHub's checkout action, or `git fetch --unshallow`.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "freshness/no-history",
    level: Level::Warning,
    manual: include_str!("no_history.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let (why, help) = match &cx.loaded.history.reach {
        Reach::Full => return,
        Reach::Shallow => ("this is a shallow clone".to_owned(), "fetch the whole history: `git fetch --unshallow`"),
        Reach::Nothing => {
            ("this is not a git repository".to_owned(), "put the handbook under git, or take `watches` out")
        }
        Reach::Unread(reason) => (format!("git said: {reason}"), "`git log` must work here"),
    };
    let watch = cx.handbook.documents.iter().find_map(|d| d.front.get("watches"));
    if let Some(watch) = watch {
        found.push(
            Diagnostic::new(RULE.name, watch.span, format!("watched files could not be checked: {why}")).help(help),
        );
    }
}
