//! A level is set for a rule that does not exist.
//!
//! ## What it checks
//! The patterns under `rules:` in handbook.yaml, `group/name` or `group/*`, against the rules there are.
//!
//! ## Why
//! Whoever turned a rule off by a wrong name believes that it is off.
//!
//! ## Example
//! `rules: {freshness/old: off}`
//!
//! ## How to fix
//! Take the suggestion; `rutter rules` lists them all.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "config/unknown-rule",
    level: Level::Error,
    manual: include_str!("unknown_rule.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for set in &cx.handbook.config.levels {
        let (pattern, _) = &set.value;
        if !crate::check::is_known(pattern) {
            found.push(
                Diagnostic::new(RULE.name, set.span, format!("no rule `{pattern}`"))
                    .help(crate::check::suggest(pattern)),
            );
        }
    }
}
