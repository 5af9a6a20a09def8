//! A comment hides what breaks a rule, and no exception covers it.
//!
//! ## What it checks
//! `-- squawk-ignore RULE` and `-- squawk-ignore-file RULE` in the files of `migrations:`. The comment hides what begins
//! on its line or the next, and the whole of a statement that begins there. RULE is squawk's name, ours, or the id of a
//! standard's rule; without one, all are meant. A comment that hides nothing is not looked at.
//!
//! ## Why
//! A comment has no owner and no end. An exception of the standard has both.
//!
//! ## Example
//! `-- squawk-ignore ban-drop-column` above `ALTER TABLE orders DROP COLUMN note;`, where a standard bans that
//!
//! ## How to fix
//! Mend the statement, or write the exception: `rutter sql except RULE PATH`. The comment may stay then, for squawk.

use super::{of, place_of_rule};
use crate::check::prelude::*;
use crate::sql::Excuse;

pub const RULE: Rule = Rule {
    name: "sql/uncovered-ignore",
    level: Level::Error,
    manual: include_str!("uncovered_ignore.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    // One finding for a rule at a comment, however often the rule is broken there.
    let mut seen = BTreeSet::new();
    for v in &cx.sql.violations {
        let Some(Excuse::Ignore { step, ignore }) = v.excuse else { continue };
        let (standard, rule) = of(cx, v);
        let file = &cx.sql.histories[v.history].files[v.file];
        let comment = &file.steps[step].script.ignores[ignore];
        let (Some(place), Some(broken)) = (super::span(file, &comment.place), super::span(file, &v.hit.place)) else {
            continue;
        };
        if rule.level == Level::Off || !seen.insert((v.history, v.file, step, ignore, v.standard, v.rule)) {
            continue;
        }
        let id = &rule.id.value;
        let message = format!("this comment hides {id}, and no exception covers it: {}", v.hit.message);
        let help = format!(
            "mend the statement, or run `rutter sql except {id} {}` with a reason, an owner and an end; {id} is explained in {}",
            file.path,
            place_of_rule(cx, standard, rule)
        );
        let finding =
            Diagnostic::new(RULE.name, place, message).help(help).related(broken, format!("this breaks {id}"));
        found.push(finding.owned_as(cx.handbook.document(standard.doc).file));
    }
}
