//! A document has no owner.
//!
//! ## What it checks
//! The document's `owner`, else its folder's under `folders:`, else its kind's.
//!
//! ## Why
//! What nobody owns, nobody corrects.
//!
//! ## Example
//! A runbook without `owner:` in a folder that gives none.
//!
//! ## How to fix
//! Add `owner: TEAM` to the front matter, or give the whole folder an owner in handbook.yaml: `folders: {"runbooks/**": {owner: dre}}`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/missing", level: Level::Error, manual: include_str!("missing.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in &cx.handbook.documents {
        if d.owner_written.is_empty() && !d.front.broken {
            let help = match cx.handbook.register.teams.first() {
                Some(team) => format!("add `owner: {}`, or give its folder an owner in handbook.yaml", team.id.value),
                None => "add `owner: …`, and the team or person to teams.yaml or people.yaml".to_owned(),
            };
            found.push(Diagnostic::at_top(RULE.name, d.file, "nobody owns this document").help(help));
        }
    }
}
