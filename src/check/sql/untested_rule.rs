//! A rule of a standard has no example that proves it.
//!
//! ## What it checks
//! Every rule that a machine enforces has a bad example that names it, ```` ```sql bad rule=IDX-1 ````, and its document
//! has a good one, ```` ```sql good ````. Rules that people hold need none, and neither does one whose level is `off`.
//!
//! ## Why
//! Without a bad example nobody knows that the rule sees anything; without a good one nobody knows what to write.
//!
//! ## Example
//! A rule NAM-1 with `enforce: naming/table`, and no fence with `rule=NAM-1`.
//!
//! ## How to fix
//! Add the smallest statement that breaks the rule, and the one to write instead.

use crate::check::prelude::*;
use crate::sql::examples::Verdict;

pub const RULE: Rule = Rule {
    name: "sql/untested-rule",
    level: Level::Warning,
    manual: include_str!("untested_rule.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut by_standard: Vec<Vec<&Verdict>> = vec![Vec::new(); cx.sql.standards.len()];
    for example in &cx.sql.examples {
        if let Some(at) = example.standard {
            by_standard[at].push(&example.verdict);
        }
    }
    for (standard, verdicts) in cx.sql.standards.iter().zip(by_standard) {
        let verdicts = || verdicts.iter().copied();
        let has_good = verdicts().any(|v| *v == Verdict::Good);
        for rule in standard.rules.iter().filter(|r| r.machine().is_some() && r.level != Level::Off) {
            let id = &rule.id;
            let has_bad = verdicts().any(|v| matches!(v, Verdict::Bad(named) if named.contains(id)));
            let (message, help) = match (has_bad, has_good) {
                (true, true) => continue,
                (false, true) => (
                    format!("`{}` has no bad example", id.value),
                    format!("add a fence ```sql bad rule={} around what it is there to prevent", id.value),
                ),
                (true, false) => (
                    format!("`{}` has no good example beside it", id.value),
                    "add a fence ```sql good around what to write instead".to_owned(),
                ),
                (false, false) => (
                    format!("`{}` has no examples", id.value),
                    format!("add a fence ```sql bad rule={} and one ```sql good", id.value),
                ),
            };
            found.push(Diagnostic::new(RULE.name, id.span, message).help(help));
        }
    }
}
