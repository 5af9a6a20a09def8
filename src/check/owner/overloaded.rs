//! One person owns more documents than the handbook allows.
//!
//! ## What it checks
//! The number of documents whose first owner is one person, against `owners: {max_owned: N}` in handbook.yaml. Off when that is not set. Teams are not counted: their members share.
//!
//! ## Why
//! Whoever owns forty documents reviews none of them.
//!
//! ## Example
//! `owners: {max_owned: 20}` and a lead who owns 31 runbooks.
//!
//! ## How to fix
//! Hand documents to the team, or to the people who use them.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "owner/overloaded", level: Level::Warning, manual: include_str!("overloaded.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let Some(most) = cx.handbook.config.max_owned else { return };
    let mut owned: BTreeMap<usize, usize> = BTreeMap::new();
    for d in &cx.handbook.documents {
        if let Some(OwnerRef::Person(p)) = d.owners.first() {
            *owned.entry(*p).or_default() += 1;
        }
    }
    for (person, count) in owned.into_iter().filter(|(_, count)| *count > most.value) {
        let person = &cx.handbook.register.people[person];
        found.push(
            Diagnostic::new(
                RULE.name,
                person.id.span,
                format!("{} owns {count} documents, more than {}", person.name, most.value),
            )
            .help("hand some to a team, or to the people who use them; `rutter owners` lists them")
            .related(most.span, "the limit is set here"),
        );
    }
}
