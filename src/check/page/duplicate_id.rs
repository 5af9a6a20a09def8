//! Two things have one id.
//!
//! ## What it checks
//! The `id:` of documents of one kind, and the ids in the register: people and teams together, because an owner may be either; the incidents in `oncall/pages.csv` and `oncall/pages/*.csv`, of which only the first with an id is counted.
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
    let number = |id: DocId| cx.decisions.of(id).and_then(|at| cx.decisions.list[at].number);
    let mut taken: HashMap<(usize, String), (DocId, Span)> = HashMap::new();
    for (doc, d) in cx.documents() {
        let Some(id) = d.front.text("id") else { continue };
        match taken.get(&(d.kind, id.value.clone())) {
            // Two decisions with one number are `adr/duplicate-number`'s.
            Some((first, _)) if number(doc).is_some() && number(doc) == number(*first) => {}
            Some((_, first)) => found.push(
                Diagnostic::new(
                    RULE.name,
                    id.span,
                    format!("`{}` is the id of another {} too", id.value, cx.handbook.kind(d).title.to_lowercase()),
                )
                .help("give one of the two another id")
                .related(*first, "the other one"),
            ),
            None => drop(taken.insert((d.kind, id.value), (doc, id.span))),
        }
    }
}
