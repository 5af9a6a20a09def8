//! An owner is not in the register.
//!
//! ## What it checks
//! Every owner is the id of a team or a person, a handle, an email or a team's channel in `people.yaml` or `teams.yaml`.
//!
//! ## Why
//! A name that resolves to nobody is a document without an owner that looks like it had one.
//!
//! ## Example
//! `owner: der` where the team is called `dre`
//!
//! ## How to fix
//! Correct the name, or add the person or team to the register.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/unknown", level: Level::Error, manual: include_str!("unknown.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    if register.incomplete {
        return;
    }
    for (written, owner) in cx.owners_written() {
        if owner.is_none() {
            let help = match register.nearest_owner(&written.value) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add the team to teams.yaml or the person to people.yaml".to_owned(),
            };
            found.push(
                Diagnostic::new(
                    RULE.name,
                    written.span,
                    format!("no team or person `{}` in the register", written.value),
                )
                .help(help),
            );
        }
    }
}
