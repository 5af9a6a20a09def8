//! Two things have one id.
//!
//! ## What it checks
//! The `id:` of documents of one kind, and the ids in the register: people and teams together, because an owner may be either.
//!
//! ## Why
//! A reference to the id would lead to one of the two, and nobody could say to which.
//!
//! ## Example
//! Two decisions with `id: "0012"`
//!
//! ## How to fix
//! Give one of them another id, and correct what refers to it.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "page/duplicate-id",
    level: Level::Error,
    manual: include_str!("duplicate_id.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<(usize, String), Span> = HashMap::new();
    for d in &cx.handbook.documents {
        let Some(id) = d.front.text("id") else { continue };
        match taken.get(&(d.kind, id.value.clone())) {
            Some(first) => found.push(
                Diagnostic::new(
                    RULE.name,
                    id.span,
                    format!("`{}` is the id of another {} too", id.value, cx.handbook.kind(d).title.to_lowercase()),
                )
                .help("give one of the two another id")
                .related(*first, "the other one"),
            ),
            None => drop(taken.insert((d.kind, id.value), id.span)),
        }
    }
}
