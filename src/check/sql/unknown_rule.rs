//! A standard, an example or an exception names a rule that does not exist.
//!
//! ## What it checks
//! `enforce:` of every rule of a standard: a name that `rutter rules` lists, or `review`. The ids in `exceptions:` and
//! after `rule=` in a fence: those of the standard's own rules.
//!
//! ## Why
//! A rule that nothing enforces is a wish, and everybody believes that it holds.
//!
//! ## Example
//! `enforce: naming/indices`
//!
//! ## How to fix
//! Name a rule that exists; the help says which one is near. Where people hold the rule, write `enforce: review`.

use crate::check::prelude::*;
use crate::sql::{examples::Verdict, unknown_rule};

pub const RULE: Rule =
    Rule { name: "sql/unknown-rule", level: Level::Error, manual: include_str!("unknown_rule.rs"), check: Some(check) };

/// What front matter names has its finding from when it was read; here are the fences.
fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for example in &cx.sql.examples {
        let (Verdict::Bad(named), Some(at)) = (&example.verdict, example.standard) else { continue };
        let standard = &cx.sql.standards[at];
        let unknown = named.iter().filter(|id| standard.rule(&id.value).is_none());
        found.extend(unknown.map(|id| unknown_rule(standard, id)));
    }
}
