//! Somebody is on call and has time off.
//!
//! ## What it checks
//! Every shift, 13 weeks ahead, against the person's `time_off` in people.yaml. The last day is still off; days are those of the person's own zone. An override takes the shift off their hands.
//!
//! ## Why
//! A turn is never handed on in silence: whoever has time off keeps it until somebody else says yes. Until then nobody answers.
//!
//! ## Example
//! `time_off: [{from: 2026-12-21, to: 2026-12-31, kind: holiday}]`, and the week of 21 December is that person's.
//!
//! ## How to fix
//! The finding names a member of the same site who is free at that time and has the fewest hours ahead. Ask, and add the override it gives.

use super::{ahead, series, written};
use crate::check::prelude::*;
use crate::model::Register;
use crate::oncall::schedule::time_off;
use crate::oncall::time::local;
use crate::oncall::{Range, Rotation, Schedule, Shift};

pub const RULE: Rule =
    Rule { name: "oncall/time-off", level: Level::Error, manual: include_str!("time_off.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (rotation, schedule) in ahead(cx) {
        let keyed = schedule.away.iter().map(|a| {
            let shift = &schedule.shifts[a.shift];
            ((shift.named, a.span), a.range, (shift, a.kind.as_deref()))
        });
        for ((named, span), series, (shift, kind)) in series(keyed) {
            let name = register.name(&shift.person);
            let parts: Vec<Range> = schedule
                .away
                .iter()
                .filter(|a| a.span == span && schedule.shifts[a.shift].named == named)
                .map(|a| a.range)
                .collect();
            let whole = Range { from: series.first.from, to: series.last.to };
            let help = match cover(rotation, schedule, register, shift, &parts) {
                Some(free) => format!(
                    "{free} is free then; with a yes, add to `overrides`: `- {{role: {}, {}start: {}, end: {}, person: {free}, replaces: {}, kind: cover}}`",
                    shift.role,
                    shift.site.as_ref().map_or(String::new(), |site| format!("site: {site}, ")),
                    written(whole.from),
                    written(whole.to),
                    shift.person
                ),
                None => "nobody else there is free at that time: ask another site, and add an override".to_owned(),
            };
            let kind = kind.map_or(String::new(), |kind| format!(" ({kind})"));
            let message = format!("{name} is {} {}, and has time off{kind}", shift.role, series.told());
            found.push(Diagnostic::new(RULE.name, named, message).help(help).related(span, "the time off"));
        }
    }
}

/// Who of the same site could take all of it: here, not off and not on call then; whoever has the fewest hours ahead.
fn cover<'a>(
    rotation: &'a Rotation,
    schedule: &Schedule,
    register: &Register,
    shift: &'a Shift,
    parts: &[Range],
) -> Option<&'a str> {
    let first = parts.first()?.from;
    let sites = rotation.sites(&shift.role).filter(|(term, site)| term.contains(first) && site.name == shift.site);
    let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
    let clashes = |range: &Range| parts.iter().any(|part| part.common(*range).is_some());
    let is_free = |name: &str| {
        let Some(person) = register.person(name).map(|p| &register.people[p]) else { return false };
        let zone = person.zone().unwrap_or(fallback);
        let here = parts
            .iter()
            .all(|p| person.is_here(local(zone, p.from).date()) && person.is_here(local(zone, p.to).date()));
        let off = time_off(person, fallback).iter().any(|(range, _)| clashes(range));
        let busy = schedule.shifts.iter().any(|s| &*s.person == name && clashes(&s.range));
        here && !off && !busy
    };
    let ahead = |name: &str| -> i64 {
        schedule.shifts.iter().filter(|s| &*s.person == name).map(|s| s.range.elapsed().num_seconds()).sum()
    };
    let members = sites.flat_map(|(_, site)| &site.members).map(|m| &*m.person.value);
    members.filter(|name| is_free(name)).min_by_key(|name| ahead(name))
}
