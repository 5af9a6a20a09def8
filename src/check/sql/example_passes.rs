//! A bad example of a standard does not break the rules that it names.
//!
//! ## What it checks
//! A fence ```` ```sql bad rule=IDX-1 ```` in a standard breaks each rule that it names. It is held to all rules of its
//! document, whatever their `applies_to` and `since`, as a whole: several files in one fence, each below a line like
//! `-- 1.sql`, run one after another. A bad example names at least one rule, and none that people hold.
//!
//! ## Why
//! The example is the test of the rule. Where nothing catches it, nothing will catch the migration.
//!
//! ## Example
//! ```` ```sql bad rule=IDX-1 ```` around `CREATE INDEX CONCURRENTLY orders_created_at_idx ON orders (created_at);`
//!
//! ## How to fix
//! If the example is right, the rule is set up wrongly: look at `enforce:` and `with:`. If the rule is right, write what
//! it is there to prevent. An example that is bad for a rule of people is a plain fence with a title.

use super::told;
use crate::check::prelude::*;
use crate::sql::standard::Enforce;

pub const RULE: Rule = Rule {
    name: "sql/example-passes",
    level: Level::Error,
    manual: include_str!("example_passes.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for told in told(cx) {
        let Some(named) = told.named() else { continue };
        let broken = told.broken();
        let ids: Vec<String> = broken.iter().map(|id| format!("`{id}`")).collect();
        let raised = if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") };
        if named.is_empty() {
            let place = if told.block.info_span.range().is_empty() { told.block.span } else { told.block.info_span };
            let help = match broken.as_slice() {
                [] => "write `bad rule=ID`; it breaks no rule of this standard".to_owned(),
                ids => format!("it breaks {raised}: write `bad rule={}`", ids.join(",")),
            };
            found.push(Diagnostic::new(RULE.name, place, "this bad example names no rule").help(help));
        }
        for id in named {
            let Some(rule) = told.standard.rule(&id.value).map(|at| &told.standard.rules[at]) else { continue };
            let finding = match &rule.enforce {
                // Neither is told twice: what enforces nothing has its finding at `enforce:`.
                Enforce::Unknown => continue,
                Enforce::Machine { .. } if broken.contains(&id.value.as_str()) => continue,
                Enforce::Machine { rule: by, .. } => Diagnostic::new(
                    RULE.name,
                    id.span,
                    format!("this example does not break `{}`: it breaks {raised}", id.value),
                )
                .help(format!("make it a case of `{}`, or set up the rule so that it sees this", by.name)),
                Enforce::Review => Diagnostic::new(
                    RULE.name,
                    id.span,
                    format!("`{}` is held by people: nothing can see that this example breaks it", id.value),
                )
                .help("name only rules that have an `enforce:`, or make it a plain fence with a `title`"),
            };
            found.push(finding.related(rule.id.span, "the rule"));
        }
    }
}
