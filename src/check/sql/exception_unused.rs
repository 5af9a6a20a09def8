//! An exception excuses nothing.
//!
//! ## What it checks
//! Each of a standard's exceptions, where `migrations:` names folders: something in them breaks the rule at the place
//! that the exception names, and no exception before it excuses that already. Not looked at: exceptions that have
//! expired or are incomplete, which have findings of their own, and those of rules that people hold.
//!
//! ## Why
//! The next violation in that file would be excused by a reason that was given for another.
//!
//! ## Example
//! An exception for `migrations/V42__bootstrap.sql`, in which nothing breaks the rule any more
//!
//! ## How to fix
//! Delete it, or correct its path. Paths are relative to the handbook.

use super::exceptions;
use crate::check::prelude::*;
use crate::sql::Excuse;

pub const RULE: Rule = Rule {
    name: "sql/exception-unused",
    level: Level::Warning,
    manual: include_str!("exception_unused.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    if cx.sql.histories.is_empty() {
        return;
    }
    let files = || cx.sql.histories.iter().flat_map(|h| &h.files).map(|f| f.path.as_str());
    for (s, e, standard, exception) in exceptions(cx) {
        let rule = standard.rule(&exception.rule.value).map(|at| &standard.rules[at]);
        let is_used = || cx.sql.violations.iter().any(|v| v.standard == s && v.excuse == Some(Excuse::Exception(e)));
        if !exception.is_complete()
            || exception.is_expired(cx.handbook.today)
            || rule.is_none_or(|r| r.machine().is_none())
            || is_used()
        {
            continue;
        }
        let id = &exception.rule.value;
        let (place, message, help) = match &exception.path {
            Some(path) if !files().any(|file| exception.is_of(file)) => (
                path.span,
                format!("no migration is `{}`: this exception of {id} excuses nothing", path.value),
                match links::nearest_path(&path.value, files()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name a file of `migrations:` in handbook.yaml, relative to the handbook".to_owned(),
                },
            ),
            _ => (
                exception.rule.span,
                format!("this exception of {id} excuses nothing"),
                "delete it: nothing breaks the rule there, or another exception covers it".to_owned(),
            ),
        };
        found.push(Diagnostic::new(RULE.name, place, message).help(help));
    }
}
