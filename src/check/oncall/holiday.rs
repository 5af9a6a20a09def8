//! Somebody is on call on a public holiday that they keep and others at their site do not.
//!
//! ## What it checks
//! Every shift, 13 weeks ahead, against the calendar under `holidays` of the person who has it; days are those of the person's own zone. Not found is a holiday on which nobody else of the same role and site could be there instead, because all of them keep it too, are off or have left: somebody has to work. Not found is a shift that an override gives to this person by name: then they agreed. It is a warning, because working on a holiday is a matter of asking.
//!
//! ## Why
//! A rotation over several countries deals out Christmas by the order of a list. Somebody for whom it is an ordinary Friday would often have taken it, had anybody looked in time.
//!
//! ## Example
//! Ana keeps `pt` and is primary in Lisbon on 25 December; Tomas, in Prague, shares the role and keeps no such calendar.
//!
//! ## How to fix
//! The finding names somebody of the same role and site who is free and has no holiday then. Ask, and add the override. If the person wants to work, say so with an override that names them: `{role: primary, start: …, end: …, person: ana, kind: agreed}`.

use super::{ahead, take_over};
use crate::check::prelude::*;
use crate::oncall::cover_for::{Cover, colleagues, cover_for, has_holiday, is_there};
use crate::oncall::holidays::{Calendar, Holiday};
use crate::oncall::{Range, Rotation, Shift};

pub const RULE: Rule =
    Rule { name: "oncall/holiday", level: Level::Warning, manual: include_str!("holiday.rs"), check: Some(check) };

/// More than these are counted and not named.
const NAMED: usize = 6;

/// The parts of a person's shifts on one holiday.
struct Day<'a> {
    holiday: &'a Holiday,
    shift: &'a Shift,
    parts: Vec<Range>,
}

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (rotation, schedule) in ahead(cx) {
        let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
        let mut by_place: BTreeMap<Span, (&Calendar, BTreeMap<chrono::NaiveDate, Day>)> = BTreeMap::new();
        for shift in schedule.shifts.iter().filter(|s| s.by.is_none()) {
            let Some(person) = register.known(&shift.person) else { continue };
            let Some(calendar) = cx.oncall.written.holidays.of(person) else { continue };
            for (day, holiday, part) in calendar.during(person.zone().unwrap_or(fallback), shift.range) {
                if !others_could(cx, rotation, shift, part) {
                    continue;
                }
                let (_, days) = by_place.entry(shift.named).or_insert_with(|| (calendar, BTreeMap::new()));
                days.entry(day).or_insert_with(|| Day { holiday, shift, parts: Vec::new() }).parts.push(part);
            }
        }
        for (place, (calendar, days)) in by_place {
            found.extend(finding(cx, rotation, place, calendar, &days));
        }
    }
}

/// Whether somebody else of the site could be there who has no holiday then.
fn others_could(cx: &Context, rotation: &Rotation, shift: &Shift, part: Range) -> bool {
    let register = &cx.handbook.register;
    let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
    colleagues(rotation, shift, part).filter(|id| *id != &*shift.person).any(|id| {
        register.known(id).is_some_and(|p| {
            let zone = p.zone().unwrap_or(fallback);
            is_there(p, fallback, &[part]) && !has_holiday(&cx.oncall.written.holidays, p, zone, part)
        })
    })
}

fn finding(
    cx: &Context,
    rotation: &Rotation,
    place: Span,
    calendar: &Calendar,
    days: &BTreeMap<chrono::NaiveDate, Day>,
) -> Option<Diagnostic> {
    let shift = days.first_key_value()?.1.shift;
    let mut listed = String::new();
    let mut before = "";
    for (day, Day { holiday, .. }) in days.iter().take(NAMED) {
        match before {
            "" => listed.push_str(&format!("{} on {day}", holiday.name)),
            same if same == holiday.name => listed.push_str(&format!(" and {day}")),
            _ => listed.push_str(&format!(", {} on {day}", holiday.name)),
        }
        before = &holiday.name;
    }
    if days.len() > NAMED {
        listed.push_str(&format!(", and {} more", days.len() - NAMED));
    }
    let message = format!(
        "{} is {} on {} of {}: {listed}",
        cx.handbook.register.name(&shift.person),
        shift.role,
        counted(days.len(), "public holiday"),
        calendar.name
    );
    let overrides: Vec<String> = days
        .values()
        .take(NAMED)
        .filter_map(|d| {
            let whole = Range { from: d.parts.first()?.from, to: d.parts.last()?.to };
            let cover = cover_for(cx.oncall, &cx.handbook.register, rotation, d.shift, &d.parts);
            cover.filter(|c| !c.holiday).map(|Cover { person, .. }| take_over(d.shift, whole, person))
        })
        .collect();
    let help = match overrides.is_empty() {
        true => format!(
            "nobody else there is free then: ask another site; or let an override name {} if they agreed",
            shift.person
        ),
        false => format!(
            "with a yes, add to `overrides`: {}; or one that names {} if they agreed",
            overrides.join(", "),
            shift.person
        ),
    };
    let finding = Diagnostic::new(RULE.name, place, message).help(help);
    let written: BTreeSet<Span> = days.values().take(NAMED).map(|d| d.holiday.span).collect();
    Some(written.into_iter().fold(finding, |finding, span| finding.related(span, "the holiday")))
}
