//! A check needs git history and there is none to read.
//!
//! ## What it checks
//! Whether the whole history can be seen, where a document here needs it: one that has `watches:`, or a decision, whose moves and edits are read from git. Said once.
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
    let (why, help) = match (&cx.loaded.history.reach, &cx.decisions.past_problem) {
        (Reach::Full, None) => return,
        (Reach::Full, Some(reason)) => (format!("git said: {reason}"), "`git cat-file --batch` must work here"),
        (Reach::Shallow, _) => {
            ("this is a shallow clone".to_owned(), "fetch the whole history: `git fetch --unshallow`")
        }
        (Reach::Nothing, _) => ("this is not a git repository".to_owned(), "put the handbook under git"),
        (Reach::Unread(reason), _) => (format!("git said: {reason}"), "`git log` must work here"),
    };
    let watch = cx.handbook.documents.iter().find_map(|d| d.front.get("watches")).map(|n| n.span);
    let watch = watch.filter(|_| cx.loaded.history.reach != Reach::Full);
    // A decision of today has no past.
    let is_older = |d: &&Decision| d.date.as_ref().is_none_or(|date| date.value < cx.handbook.today);
    let older: Vec<&Decision> = cx.decisions.list.iter().filter(is_older).collect();
    let first = older.first().map(|d| Span::top(cx.handbook.document(d.doc).file));
    let past = format!("the past of {}", counted(older.len(), "decision"));
    let (place, what) = match (watch, first) {
        (Some(place), Some(_)) => (place, format!("watched files and {past}")),
        (Some(place), None) => (place, "watched files".to_owned()),
        (None, Some(place)) => (place, past),
        (None, None) => return,
    };
    found.push(Diagnostic::new(RULE.name, place, format!("{what} could not be checked: {why}")).help(help));
}
