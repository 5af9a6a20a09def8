//! A decision names another that is not there.
//!
//! ## What it checks
//! What `supersedes`, `superseded_by`, `amends` and `amended_by` name, as a number, an id, a file or a link. Decisions of another handbook (`payments:0012`) are not looked for.
//!
//! ## Why
//! Whoever reads that a decision was superseded must be able to read by what.
//!
//! ## Example
//! `superseded_by: ["0113"]`, and there are 40 decisions.
//!
//! ## How to fix
//! Correct the number. If the decision was moved or deleted, say what took its place.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/missing-target",
    level: Level::Error,
    manual: include_str!("missing_target.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let list = &cx.decisions.list;
    for d in list {
        for r in lost(d) {
            let name = r.id.as_deref().unwrap_or(&r.text.value);
            // Among numbers the nearest is as good as any other.
            let is_word = name.contains(|c: char| c.is_alphabetic());
            let near = nearest(name, list.iter().map(|d| d.id.as_str())).filter(|_| is_word);
            let near = near.map(|id| format!("did you mean `{id}`?"));
            let renamed = r.path.as_deref().and_then(|path| cx.renamed_to(path));
            found.push(
                Diagnostic::new(RULE.name, r.text.span, format!("there is no decision `{name}`"))
                    .help("`rutter adr list` lists them")
                    .maybe_help(renamed.or(near)),
            );
        }
    }
}

/// What a decision says of others that are not there, and that should be.
fn lost(d: &Decision) -> impl Iterator<Item = &Reference> {
    let elsewhere =
        |r: &Reference| r.id.as_ref().is_some_and(|id| id.contains(':')) || paths::is_web_url(&r.text.value);
    d.tied().filter(move |r| r.target.is_none() && !elsewhere(r))
}

/// Whether a link of a document is such a reference. It is one mistake, and this rule tells what it means.
pub fn tells_of(cx: &Context, id: DocId, link: &markdown::Link) -> bool {
    let decision = cx.decisions.of(id).map(|at| &cx.decisions.list[at]);
    let is_in = |span: Span| span.file == link.span.file && span.start <= link.span.start && link.span.end <= span.end;
    decision.into_iter().flat_map(lost).any(|r| is_in(r.text.span))
}
