//! A time in a rotation is none, or cannot be meant.
//!
//! ## What it checks
//! Dates, times of the clock, hours, days and the length of turns; overrides: a local time that the clocks leave out, an end no later than its start, a start in a version that has no such role or site, a `replaces` who is not on call at any of its time (for overrides of the 13 weeks from today); a handoff outside of its site's hours. The times in `oncall/pages.csv`: they have an offset, and nothing ends before it began.
//!
//! ## Why
//! Whatever is left out for it is not on the schedule: a swap with a wrong month swaps nothing, and everyone believes that it did.
//!
//! ## Example
//! `start: 2026-03-29T01:30` in a rotation of Europe/London, where it does not exist
//!
//! ## How to fix
//! Correct the value. Local times are those of the rotation's `timezone`; with an offset (`2026-03-29T00:30Z`) a time is one instant everywhere.

use super::{around, stretch};
use crate::check::prelude::*;
use crate::oncall::horizon;

pub const RULE: Rule =
    Rule { name: "oncall/bad-time", level: Level::Error, manual: include_str!("bad_time.rs"), check: Some(check) };

/// What cannot be read is found while reading. Whether an override replaces somebody, only the schedule says.
fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let horizon = horizon(cx.handbook.today);
    for (_, rotation, schedule) in around(cx) {
        let idle = schedule.idle.iter().map(|at| &rotation.overrides[*at]);
        for o in idle.filter(|o| o.range.common(horizon).is_some()) {
            // Somebody whom the register does not know has a finding already.
            let known = |name: &str| cx.handbook.register.person(name).is_some();
            let Some(replaced) = o.replaces.as_ref().filter(|r| known(&r.value)) else { continue };
            let site = o.site.as_ref().map_or(String::new(), |site| format!(" at {site}"));
            let message = format!(
                "{} is never {}{site} {}: this override changes nothing",
                cx.handbook.register.name(&replaced.value),
                o.role,
                stretch(o.range)
            );
            let on = schedule.shifts.iter().filter(|s| s.role == o.role && s.range.common(o.range).is_some());
            let on = on.filter(|s| o.site.is_none() || s.site == o.site).map(|s| &*s.person);
            let on: BTreeSet<&str> = on.collect();
            let help = match on.is_empty() {
                true => "nobody is on call then: correct the time, or leave `replaces` out to add the hours".to_owned(),
                false => format!(
                    "correct the time or the person: on call then: {}",
                    on.into_iter().collect::<Vec<_>>().join(", ")
                ),
            };
            found.push(Diagnostic::new(RULE.name, replaced.span, message).help(help));
        }
    }
}
