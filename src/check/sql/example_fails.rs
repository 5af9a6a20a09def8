//! An example of a standard breaks a rule that it should not.
//!
//! ## What it checks
//! A fence ```` ```sql good ```` in a standard breaks none of the document's rules, and a bad one only those that it
//! names. Both are held to all rules of the document, whatever their `applies_to` and `since`.
//!
//! ## Why
//! People copy the good example. If it does not pass, neither does what they make of it, and they stop to believe the
//! page.
//!
//! ## Example
//! ```` ```sql good ```` around `CREATE INDEX orders_created_at_idx ON orders (created_at);`, where IDX-1 wants
//! `CONCURRENTLY`
//!
//! ## How to fix
//! Correct the example. Where a bad one breaks a second rule on purpose, name both: `rule=IDX-1,NAM-3`.

use super::told;
use crate::check::prelude::*;
use crate::sql::examples;

pub const RULE: Rule = Rule {
    name: "sql/example-fails",
    level: Level::Error,
    manual: include_str!("example_fails.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for told in told(cx) {
        let named = told.named();
        for v in &told.example.violations {
            let rule = &told.standard.rules[v.rule];
            let expected =
                named.is_some_and(|named| named.is_empty() || named.iter().any(|id| id.value == rule.id.value));
            if expected {
                // What a bad example without a name breaks is said where it names none.
                continue;
            }
            let (id, what) = (&rule.id.value, &v.hit.message);
            let message = match named {
                Some(_) => format!("this bad example breaks {id} as well, which it does not name: {what}"),
                None => format!("this good example breaks {id}: {what}"),
            };
            let finding = Diagnostic::new(RULE.name, examples::span(told.block, v.hit.place.clone()), message);
            found.push(finding.maybe_help(v.hit.help.clone()).related(rule.id.span, "the rule"));
        }
    }
}
