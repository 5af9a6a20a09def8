//! The owner has left.
//!
//! ## What it checks
//! Owners who are people, of documents and of services: `active: {to: …}` in people.yaml lies before today.
//!
//! ## Why
//! The name is still on the page, and nobody answers to it.
//!
//! ## Example
//! `owner: oskar`, who left on 2026-04-30
//!
//! ## How to fix
//! Hand the document over to a team, or to somebody who is here.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/inactive", level: Level::Error, manual: include_str!("inactive.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (written, owner) in cx.owners_written() {
        let Some(OwnerRef::Person(p)) = owner else { continue };
        let person = &register.people[*p];
        if let Some(to) = person.active_to.filter(|_| person.left(cx.handbook.today)) {
            found.push(
                Diagnostic::new(RULE.name, written.span, format!("{} left on {}", person.name, to.value))
                    .help("hand it over to a team, or to somebody who is here")
                    .related(to.span, "the last day"),
            );
        }
    }
}
