//! One person has two roles at once.
//!
//! ## What it checks
//! The shifts of each person in one rotation, 13 weeks ahead: no two of different roles at the same time. Roles that are on demand have no shifts.
//!
//! ## Why
//! The second role is there for when the first one does not answer. One person cannot stand behind themselves.
//!
//! ## Example
//! `primary: {members: [ana, tomas]}` and `secondary: {members: [ana, tomas]}`: both begin with ana.
//!
//! ## How to fix
//! Begin one of the two lists with somebody else, so that the turns never meet; or hand one of the shifts over with an override.

use super::{ahead, series};
use crate::check::prelude::*;
use crate::oncall::{Range, Schedule, Shift};

pub const RULE: Rule =
    Rule { name: "oncall/two-roles", level: Level::Error, manual: include_str!("two_roles.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (_, schedule) in ahead(cx) {
        let keyed = doubles(schedule).into_iter().map(|(range, a, b)| ((&a.person, &a.role, &b.role), range, (a, b)));
        for ((person, first, second), series, (a, b)) in series(keyed) {
            let name = register.name(person);
            let message = format!("{name} is {first} and {second} at once {}", series.told());
            found.push(
                Diagnostic::new(RULE.name, b.named, message)
                    .help("begin one of the two lists with somebody else, or hand one of the shifts over")
                    .related(a.named, format!("named for {first} here")),
            );
        }
    }
}

/// Where two shifts of one person and different roles meet, in order of time; the two in order of their places.
fn doubles(schedule: &Schedule) -> Vec<(Range, &Shift, &Shift)> {
    let mut open: HashMap<&str, Vec<&Shift>> = HashMap::new();
    let mut out = Vec::new();
    for shift in &schedule.shifts {
        let own = open.entry(&*shift.person).or_default();
        own.retain(|s| s.range.to > shift.range.from);
        for other in own.iter().filter(|s| s.role != shift.role) {
            let Some(range) = other.range.common(shift.range) else { continue };
            let (a, b) = if other.named <= shift.named { (*other, shift) } else { (shift, *other) };
            out.push((range, a, b));
        }
        own.push(shift);
    }
    out.sort_by_key(|(range, a, b)| (*range, a.named, b.named));
    out
}
