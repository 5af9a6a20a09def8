//! Somebody was paged more often than the rotation allows.
//!
//! ## What it checks
//! The pages of the last 13 weeks (`oncall/pages.csv` and `oncall/pages/*.csv`) against `limits.max_pages_per_12h`: how many reached one person in any twelve hours, whenever they begin. Whoever has no `responder` is looked up in the schedule. What reaches the same person within 60 seconds of a page is the same page. Somebody who serves several rotations is held to the lowest limit among those that paged them.
//!
//! ## Why
//! An incident is six hours of work with everything that follows from it. Google's site reliability engineers allow two in a shift of twelve hours: after more, the next one gets half a person.
//!
//! ## Example
//! `max_pages_per_12h: 2`, and wei was paged at 01:10, 03:40 and 09:55
//!
//! ## How to fix
//! It is over, and no line here undoes it. See which of the pages needed somebody and quieten the alerts behind the others; agree on who takes over when the limit is reached, and give the person rest. The finding leaves with its pages, after 13 weeks.

use chrono::NaiveTime;

use super::stretch;
use crate::check::prelude::*;
use crate::oncall::pages::{Excess, excesses};
use crate::oncall::time::days_after;
use crate::oncall::{Page, Range};

pub const RULE: Rule =
    Rule { name: "oncall/pages", level: Level::Warning, manual: include_str!("pages.rs"), check: Some(check) };

/// How far back pages are judged, in days: 13 weeks. Those of today are.
const BACK: i64 = 13 * 7;

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let midnight = |days| days_after(cx.handbook.today, days).and_time(NaiveTime::MIN).and_utc();
    let written = &cx.oncall.written;
    let range = Range::new(midnight(-BACK), midnight(1));
    for excess in excesses(written, &cx.oncall.paged, range) {
        let pages: Vec<&Page> = excess.worst.iter().map(|at| &cx.oncall.paged[*at]).collect();
        let (Some(first), Some(last)) = (pages.first(), pages.last()) else { continue };
        let mut services: BTreeMap<&str, usize> = BTreeMap::new();
        for page in &pages {
            *services.entry(&written.pages[page.incident].service).or_default() += 1;
        }
        let services: Vec<String> = services.into_iter().map(|(id, count)| format!("{id} {count}")).collect();
        let when = stretch(Range { from: first.at, to: last.at });
        let message = format!(
            "{} was paged {} times within 12 h, {when}: {}; {} are allowed{}",
            cx.handbook.register.name(&excess.person),
            pages.len(),
            services.join(", "),
            excess.limit.value,
            others(&excess),
        );
        let help =
            "see which of them needed somebody and quieten the others; let the next of the site take over at the limit";
        let place = written.pages[first.incident].span;
        found.push(Diagnostic::new(RULE.name, place, message).help(help).related(excess.limit.span, "the limit"));
    }
}

/// `; and more than that on 2026-10-07 and 2026-11-01 too`.
fn others(excess: &Excess) -> String {
    let days: Vec<String> = excess.others.iter().map(|at| at.date_naive().to_string()).collect();
    match days.as_slice() {
        [] => String::new(),
        [day] => format!("; it was too many on {day} too"),
        [first, .., last] => format!("; it was too many {} times more from {first} to {last}", days.len()),
    }
}
