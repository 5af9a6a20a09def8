//! An exception's last day is over.
//!
//! ## What it checks
//! `expires` of each of a standard's exceptions. It holds on that day still. From the next day on it excuses nothing, so
//! what it excused is found again.
//!
//! ## Why
//! The day was a promise that the cause would be gone by then.
//!
//! ## Example
//! `expires: 2026-06-30`, in July 2026
//!
//! ## How to fix
//! Delete it where the rule is kept now. Else mend what breaks the rule, or ask its owner for a new reason and a new
//! day.

use super::exceptions;
use crate::check::prelude::*;
use crate::sql::exceptions::covers;

pub const RULE: Rule = Rule {
    name: "sql/exception-expired",
    level: Level::Error,
    manual: include_str!("exception_expired.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let today = cx.handbook.today;
    for (s, _, standard, exception) in exceptions(cx) {
        let Some(expires) = exception.expires.as_ref().filter(|_| exception.is_expired(today)) else { continue };
        let days = usize::try_from((today - expires.value).num_days()).unwrap_or_default();
        let still = cx.sql.violations.iter().filter(|v| v.standard == s).any(|v| {
            let file = &cx.sql.histories[v.history].files[v.file];
            covers(exception, &standard.rules[v.rule], file, v, &cx.loaded.sources)
        });
        let who = exception.owner.as_ref().map_or_else(String::new, |o| format!(" with {}", o.value));
        let help = if still {
            format!("mend what breaks {}, or agree{who} on a new reason and a new day", exception.rule.value)
        } else if cx.sql.histories.is_empty() {
            format!("delete it, or agree{who} on a new reason and a new day")
        } else {
            "delete it: nothing breaks the rule there any more".to_owned()
        };
        let message = format!(
            "the exception of {} expired on {}, {} ago",
            exception.rule.value,
            expires.value,
            counted(days, "day")
        );
        found.push(Diagnostic::new(RULE.name, expires.span, message).help(help));
    }
}
