pub mod bad_move;
pub mod cycle;
pub mod decision_overdue;
pub mod duplicate_number;
pub mod edited_after_acceptance;
pub mod front_matter;
pub mod missing_status;
pub mod missing_target;
pub mod no_successor;
pub mod nothing_read;
pub mod number_gap;
pub mod number_mismatch;
pub mod one_sided;
mod series;
pub mod undecided;
pub mod unknown_status;
pub mod unread;
pub mod unreasoned_rejection;

use std::collections::BTreeMap;

use super::prelude::*;
use crate::adr::{Decision, Unread};
use crate::model::Document;
use crate::model::history::Change;

/// Where a decision says its status, else its first line.
fn status_place(cx: &Context, d: &Decision) -> Span {
    let written = d.status.as_ref().map(|s| s.span).or_else(|| d.status_text.as_ref().map(|s| s.span));
    written.unwrap_or(Span::top(cx.handbook.document(d.doc).file))
}

/// Where a decision says its number, else its first line.
fn number_place(cx: &Context, d: &Decision) -> Span {
    d.stated_number.as_ref().map_or(Span::top(cx.handbook.document(d.doc).file), |n| n.span)
}

/// ` in 3f2a1b9 (Ana, 2026-05-01)`, after what happened.
fn when(change: Option<&Change>) -> String {
    match change {
        Some(c) => format!(" in {} ({}, {})", c.commit, c.author, c.date),
        None => " in what is not committed yet".to_owned(),
    }
}

/// Whether the decision's amendments name a commit: what it did was seen, and stands.
fn is_settled(cx: &Context, document: &Document, change: Option<&Change>) -> bool {
    let amended = |h: &&markdown::Heading| h.text.to_lowercase().starts_with("amend") && h.span.file == document.file;
    let heading = document.outline.headings.iter().find(amended);
    let text = heading.and_then(|h| cx.loaded.sources.text(document.file).get(h.span.range().end..));
    change.zip(text).is_some_and(|(change, text)| text.contains(&change.commit))
}

/// Who has to act on an open decision: its deciders, else its owner.
fn waits_for(cx: &Context, d: &Decision) -> String {
    let deciders: Vec<&str> = d.deciders.iter().map(|p| p.value.as_str()).collect();
    match cx.handbook.owner_name(cx.handbook.document(d.doc)) {
        _ if !deciders.is_empty() => deciders.join(", "),
        Some(owner) => owner,
        None => "nobody: it names no decider and has no owner".to_owned(),
    }
}

/// The folders in which nothing was read, with their files, in the order of paths.
fn unread_folders<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, Vec<&'a Unread>> {
    let folder = |path: &'a str| crate::paths::parent(path);
    let read: HashSet<&str> =
        cx.decisions.list.iter().map(|d| folder(cx.handbook.document(d.doc).path.as_str())).collect();
    let mut folders: BTreeMap<&str, Vec<&Unread>> = BTreeMap::new();
    for u in &cx.decisions.unread {
        let at = folder(cx.loaded.sources.path(u.file));
        let above = std::iter::successors(Some(at), |f| (!f.is_empty()).then(|| crate::paths::parent(f)));
        if !above.into_iter().any(|f| read.contains(f)) {
            folders.entry(at).or_default().push(u);
        }
    }
    folders
}
