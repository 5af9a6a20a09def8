//! The text of a decision was changed after it was accepted.
//!
//! ## What it checks
//! In git, through renames: commits that changed words of a decision which was accepted before and is in force, deprecated or superseded after. What may change: its front matter, status and links, what stands under `## Amendments`, and how the text is wrapped and marked up.
//!
//! ## Why
//! People act on what was decided. A decision that says something else tomorrow cannot be held against what was built on it.
//!
//! ## Example
//! Commit 3f2a1b9 changed "30 days" to "90 days" under `## Decision` a year after the decision was accepted.
//!
//! ## How to fix
//! Put the words back and write what changed under `## Amendments`, or supersede the decision. An edit that stands, a typing mistake put right, is settled by a line under `## Amendments` that names the commit; commits that only reformat are named in `.git-blame-ignore-revs`, where `git blame` looks for them too.

use super::{is_settled, status_place, when};
use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/edited-after-acceptance",
    level: Level::Warning,
    manual: include_str!("edited_after_acceptance.rs"),
    check: Some(check),
};

/// How many commits a finding names.
const NAMED: usize = 3;

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (d, past) in cx.decisions.list.iter().zip(&cx.decisions.pasts) {
        let document = cx.handbook.document(d.doc);
        let mut edits: Vec<_> = past.edits.iter().filter(|e| !is_settled(cx, document, e.change.as_ref())).collect();
        edits.reverse();
        let Some(newest) = edits.first() else { continue };
        let names: Vec<String> = newest.sections.iter().take(NAMED).map(|s| format!("`{s}`")).collect();
        let mut message =
            format!("{} changed{}, after it was accepted", names.join(", "), when(newest.change.as_ref()));
        let others: Vec<&str> = edits[1..].iter().filter_map(|e| Some(e.change.as_ref()?.commit.as_str())).collect();
        if !others.is_empty() {
            let listed = others.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = if others.len() > NAMED { ", …" } else { "" };
            message.push_str(&format!("; other words in {} more ({listed}{more})", counted(others.len(), "commit")));
        }
        let section = document.outline.headings.iter().find(|h| newest.sections.contains(&h.text));
        let place = section.filter(|h| h.span.file == document.file).map_or(status_place(cx, d), |h| h.span);
        let help = "write what changed under `## Amendments`, with the commit; or put the words back and supersede the decision";
        found.push(Diagnostic::new(RULE.name, place, message).help(help));
    }
}
