//! The scorecard of on-call. A rotation's own page is that of its document.

use super::lists::{Drawn, list};
use super::site::Press;
use crate::oncall::calendar::Calendar;
use crate::view::Scope;

/// How many findings are listed.
const LISTED: usize = 30;

/// The link to a calendar that people subscribe to, where there is one.
pub(super) fn calendar(press: &Press, scope: &Scope, of: Calendar) -> Option<String> {
    let path = of.path();
    press.calendars().contains_key(&path).then(|| scope.hrefs.to(&path))
}

/// Who carries how much of each rotation's load, and how much of it was theirs.
pub(super) fn fairness(press: &Press) -> Drawn {
    let description = "Who carries how much, and how much of it was theirs to carry.";
    list(press, "health/fairness.html", "health/on-call/fairness/", "Fairness", description, |scope, context| {
        let input = press.input;
        let rules = ["oncall/unfair", "oncall/site-imbalance"];
        let found = scope.attention(input.findings, &input.loaded.sources, |rule| rules.contains(&rule));
        context.insert("rotations", &scope.fairness());
        context.insert("found", &found);
        context.insert("back", &scope.hrefs.to("health/on-call/"));
    })
}

pub(super) fn page(press: &Press) -> Drawn {
    let description = "What is covered in the next 13 weeks, and by whose hours.";
    list(press, "health/oncall.html", "health/on-call/", "On call", description, |scope, context| {
        let input = press.input;
        let mut found = scope.attention(input.findings, &input.loaded.sources, |rule| rule.starts_with("oncall/"));
        context.insert("found_more", &found.len().saturating_sub(LISTED));
        found.truncate(LISTED);
        context.insert("fairness", &scope.hrefs.to("health/on-call/fairness/"));
        context.insert("scores", &scope.scores());
        context.insert("load", &scope.page_load());
        context.insert("unanswered", &scope.unanswered());
        context.insert("found", &found);
    })
}
