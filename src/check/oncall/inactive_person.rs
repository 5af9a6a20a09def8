//! Somebody is on call who has left, or is not here yet.
//!
//! ## What it checks
//! Every shift, 13 weeks ahead, against `active` in people.yaml, in the person's own zone; and whoever is listed in a role that is on demand.
//!
//! ## Why
//! The page goes to an account that nobody reads any more.
//!
//! ## Example
//! `members: [ana, oskar]`, and oskar's last day is 2026-12-31: his first shift after it is on 11 January.
//!
//! ## How to fix
//! Begin a version on the day of the change, with the members as they are from then on: what was before it stays as it was. For single shifts an override is enough.

use super::{ahead, series};
use crate::check::prelude::*;
use crate::model::register::Person;
use crate::oncall::time::{day_start, days_after, local};
use crate::oncall::{Range, Shift};

pub const RULE: Rule = Rule {
    name: "oncall/inactive-person",
    level: Level::Error,
    manual: include_str!("inactive_person.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (rotation, schedule) in ahead(cx) {
        let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
        let known = |s: &Shift| register.known(&s.person);
        let keyed = schedule.shifts.iter().filter_map(|s| {
            let person = known(s)?;
            let (absent, gone) = absent(person, s.range, person.zone().unwrap_or(fallback))?;
            Some(((s.named, gone), absent, (s, person)))
        });
        for ((named, gone), series, (shift, person)) in series(keyed) {
            let message = match (gone, person.active_from, person.active_to) {
                (true, _, Some(to)) => format!(
                    "{} is {} {}, and has left by then: the last day is {}",
                    person.name,
                    shift.role,
                    series.told(),
                    to.value
                ),
                (_, Some(from), _) => format!(
                    "{} is {} {}, and is not here yet: the first day is {}",
                    person.name,
                    shift.role,
                    series.told(),
                    from.value
                ),
                _ => continue,
            };
            let written = if gone { person.active_to } else { person.active_from };
            let finding = Diagnostic::new(RULE.name, named, message)
                .help("begin a version on that day with the members there are then, or let somebody else cover");
            found.push(match written {
                Some(day) => finding.related(day.span, if gone { "the last day" } else { "the first day" }),
                None => finding,
            });
        }
        let today = cx.handbook.today;
        let terms = |v: usize| rotation.term(v, fallback).common(schedule.range).is_some();
        let listed = (0..rotation.versions.len()).filter(|v| terms(*v)).flat_map(|v| &rotation.versions[v].roles);
        let sites = listed.filter(|r| r.on_demand).flat_map(|r| r.sites.iter().map(move |s| (r, s)));
        for (role, member) in sites.flat_map(|(r, s)| s.members.iter().map(move |m| (r, m))) {
            let person = register.known(&member.person.value);
            let Some((person, to)) = person.and_then(|p| Some((p, p.active_to.filter(|_| p.left(today))?))) else {
                continue;
            };
            let message = format!("{} is {} on demand, and left on {}", person.name, role.name.value, to.value);
            found.push(
                Diagnostic::new(RULE.name, member.person.span, message)
                    .help("take the name out, or begin a version without it")
                    .related(to.span, "the last day"),
            );
        }
    }
}

/// The part of a shift in which its person is not on the team, and whether that is after their time.
fn absent(person: &Person, shift: Range, zone: chrono_tz::Tz) -> Option<(Range, bool)> {
    // Most people are here all the time; their days need no reckoning.
    let days = (local(zone, shift.from).date(), local(zone, shift.to).date());
    if person.is_here(days.0) && person.is_here(days.1) {
        return None;
    }
    let after = person.active_to.map(|to| Range { from: day_start(zone, days_after(to.value, 1)), to: shift.to });
    let before = person.active_from.map(|from| Range { from: shift.from, to: day_start(zone, from.value) });
    let part = |range: Option<Range>, gone| Some((range?.common(shift)?, gone));
    part(after, true).or_else(|| part(before, false))
}
