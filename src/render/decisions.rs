//! The page of all decisions.

use super::lists::{Drawn, list};
use super::site::Press;

pub(super) fn page(press: &Press) -> Drawn {
    let description = "What was decided, what waits, and what took the place of what.";
    list(press, "health/decisions.html", "health/decisions/", "Decisions", description, |scope, context| {
        let input = press.input;
        let newest = scope.newest_decisions();
        context.insert("total", &newest.len());
        context.insert("boards", &scope.boards(&newest));
        let (waiting, more) = scope.waiting(&newest, input.findings);
        context.insert("waiting", &waiting);
        context.insert("waiting_more", &more);
        context.insert("pace", &scope.pace(&newest, &input.loaded.history));
        context.insert("timeline", &scope.timeline(&newest));
        context.insert("graph", &scope.graph(&newest));
        context.insert("shares", &scope.shares(&newest));
    })
}
