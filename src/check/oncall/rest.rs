//! Somebody has too little rest between two stretches on call.
//!
//! ## What it checks
//! The time between two stretches on call of one person, over all roles, sites and rotations, for every stretch that begins in the 13 weeks from today. Shifts that touch or overlap are one stretch; a part of a shift that somebody else took over, by an override that `replaces` the person, is a break in it and no rest. The largest `limits.min_rest` of the rotations on both sides of the rest holds; where none of them sets one, nothing is checked. It is an error, because a swap mends it.
//!
//! ## Why
//! Eleven hours of rest in each 24 are the law in the EU (working time directive, article 3). Somebody who was up until 02:00 and starts at 08:00 makes the mistakes of somebody who has not slept.
//!
//! ## Example
//! `hours: "08:00-16:00"` leaves 16 h from one day to the next. An override until 22:00 leaves 10 h.
//!
//! ## How to fix
//! The finding points at the override that shortens the rest, or at the member whose turns lie too close. Hand one of the two over, or move the hours of one apart from the other's.

use super::{around, elapsed, series};
use crate::check::prelude::*;
use crate::oncall::stretches::{is_given_away, stretches};
use crate::oncall::{Range, Shift, horizon};

pub const RULE: Rule =
    Rule { name: "oncall/rest", level: Level::Error, manual: include_str!("rest.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let rotations = &cx.oncall.written.rotations;
    let horizon = horizon(cx.handbook.today);
    let shifts = around(cx).flat_map(|(at, _, schedule)| schedule.shifts.iter().map(move |s| (at, s)));
    for (person, own) in stretches(shifts) {
        let short = own.windows(2).filter(|pair| pair[1].range.from >= horizon.from).filter_map(|pair| {
            let ((at, before), (_, after)) = (pair[0].last()?, pair[1].first()?);
            let involved = pair.iter().flat_map(|s| &s.shifts).map(|(at, _)| &rotations[*at].limits);
            let limit = involved.filter_map(|l| l.min_rest.as_ref()).max_by_key(|l| l.value)?;
            let rest = pair[0].rest_before(&pair[1]);
            let range = Range { from: pair[0].range.to, to: pair[1].range.from };
            let short = rest.num_minutes() < limit.value
                && !is_given_away(&rotations[at], &cx.oncall.around[at], person, range);
            short.then_some(((before.named, after.named, limit.span), range, (before, after, limit)))
        });
        let short: Vec<_> = short.collect();
        for (key, series, (before, after, limit)) in series(short.iter().copied()) {
            let rests = short.iter().filter(|(k, ..)| *k == key).map(|(_, range, _)| range.elapsed());
            let (least, most) = (rests.clone().min(), rests.max());
            let least = least.unwrap_or_default();
            let span = match most.filter(|most| *most > least) {
                Some(most) => format!("{} to {}", elapsed(least), elapsed(most)),
                None => elapsed(least),
            };
            let message = format!(
                "{} has {span} of rest between two stretches on call, {}; {} is the least",
                cx.handbook.register.name(person),
                series.when(),
                elapsed(chrono::TimeDelta::minutes(limit.value))
            );
            let (cause, other, which) = cause(before, after);
            let finding = Diagnostic::new(RULE.name, cause.named, message)
                .help("hand one of the two over, or move the hours of one away from the other's")
                .related(limit.span, "the limit");
            found.push(match other.named == cause.named {
                true => finding,
                false => finding.related(other.named, format!("{} {which} the rest, named here", other.role)),
            });
        }
    }
}

/// The shift to blame, and the other one with the side it is on: an override is what changed, and the later turn is the
/// one that comes too soon.
fn cause<'a>(before: &'a Shift, after: &'a Shift) -> (&'a Shift, &'a Shift, &'static str) {
    match (before.by, after.by) {
        (Some(_), None) => (before, after, "after"),
        _ => (after, before, "before"),
    }
}
