//! A decision went from one state to another that may not follow it.
//!
//! ## What it checks
//! In git, through renames: each commit that changed a decision's status, against the moves of its kind. For decisions: draft to proposed or rejected; proposed to accepted, rejected or draft; accepted to deprecated or superseded; deprecated to superseded or accepted; rejected to proposed. A kind with `states:` has its own.
//!
//! ## Why
//! A decision that was accepted and is "proposed" again leaves everyone who built on it in the air. Whoever wants it otherwise writes a new decision that supersedes it.
//!
//! ## Example
//! `status: accepted` became `status: proposed` in commit 3f2a1b9.
//!
//! ## How to fix
//! Put the status back and supersede the decision with a new one. A move that stands, because it corrected a slip, is settled by a line under `## Amendments` that names the commit.

use super::{is_settled, status_place, when};
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/bad-move", level: Level::Error, manual: include_str!("bad_move.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (d, past) in cx.decisions.list.iter().zip(&cx.decisions.pasts) {
        let document = cx.handbook.document(d.doc);
        let lifecycle = &cx.handbook.kind(document).lifecycle;
        for step in &past.steps {
            let Some(from) = &step.from else { continue };
            if lifecycle.may_become(from, &step.to) || is_settled(cx, document, step.change.as_ref()) {
                continue;
            }
            let may = match alternatives(lifecycle.moves(from)) {
                None => format!("nothing follows {from}"),
                Some(moves) => format!("{from} may become {moves}"),
            };
            let message = format!("it went from {from} to {}{}: {may}", step.to, when(step.change.as_ref()));
            let help = "put the status back and supersede it with a new decision; a move that stands is settled by a line under `## Amendments` that names the commit";
            found.push(Diagnostic::new(RULE.name, status_place(cx, d), message).help(help));
        }
    }
}
