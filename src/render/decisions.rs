//! The page of all decisions.

use super::lists::{Drawn, list};
use super::site::Press;
use crate::view::decisions::WAITING;

pub(super) fn page(press: &Press) -> Drawn {
    let description = "What was decided, what waits, and what took the place of what.";
    list(press, "health/decisions.html", "health/decisions/", "Decisions", description, |scope, context| {
        let input = press.input;
        let newest = scope.newest_decisions();
        context.insert("total", &newest.len());
        context.insert("boards", &scope.boards(&newest));
        context.insert("waiting", &scope.waiting(&newest));
        let mut overdue = scope.overdue_decisions(input.findings, &input.loaded.sources);
        context.insert("overdue_more", &overdue.len().saturating_sub(WAITING));
        overdue.truncate(WAITING);
        context.insert("overdue", &overdue);
        context.insert("pace", &scope.pace(&newest, &input.loaded.history));
        context.insert("timeline", &scope.timeline(&newest));
        context.insert("graph", &scope.graph(&newest));
        context.insert("shares", &scope.shares(&newest));
    })
}
