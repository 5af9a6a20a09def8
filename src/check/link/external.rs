//! A link to another site does not answer.
//!
//! ## What it checks
//! With `--external` only: every http and https link is asked for once, at most 16 at a time, 10 seconds each. An answer of 404 or 410, a name that does not resolve or a server that does not answer is a finding; a refusal (401, 403, 429) is not. Answers that were good are remembered for seven days in `.rutter/external.json`.
//!
//! ## Why
//! Other people's pages move. Whether they did is not worth a failed build at each commit, so it is asked on request.
//!
//! ## Example
//! `[the manual](https://www.postgresql.org/docs/currant/)`
//!
//! ## How to fix
//! Correct the URL, or link to an archived copy.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "link/external", level: Level::Warning, manual: include_str!("external.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, d) in cx.documents() {
        for (link, target) in cx.links(d) {
            if *target == Target::External
                && let Some(problem) = cx.loaded.external.get(&link.dest)
            {
                found.push(Diagnostic::new(RULE.name, link.span, format!("{problem}: {}", link.dest)));
            }
        }
    }
}
