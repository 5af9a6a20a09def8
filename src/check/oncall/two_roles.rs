//! One person has two roles at once.
//!
//! ## What it checks
//! The shifts of each person in all rotations, 13 weeks ahead: no two of different roles, or of different rotations, at the same time. Roles that are on demand have no shifts.
//!
//! ## Why
//! The second role is there for when the first one does not answer. One person cannot stand behind themselves. On call in two rotations, they are paged by two incidents and can run one.
//!
//! ## Example
//! `primary: {members: [ana, tomas]}` and `secondary: {members: [ana, tomas]}`: both begin with ana.
//!
//! ## How to fix
//! Begin one of the two lists with somebody else, so that the turns never meet; or hand one of the shifts over with an override.

use super::{ahead, series};
use crate::check::prelude::*;
use crate::oncall::{Range, Rotation, Shift};

pub const RULE: Rule =
    Rule { name: "oncall/two-roles", level: Level::Error, manual: include_str!("two_roles.rs"), check: Some(check) };

/// A shift and the rotation it is of.
type Duty<'a> = (&'a Rotation, &'a Shift);

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut duties: Vec<Duty> = ahead(cx).flat_map(|(r, s)| s.shifts.iter().map(move |shift| (r, shift))).collect();
    duties.sort_by_key(|(_, shift)| (shift.range, shift.named));
    let keyed = doubles(&duties).into_iter().map(|(range, a, b)| ((&a.1.person, id(a), id(b)), range, (a, b)));
    for ((person, ..), series, (a, b)) in series(keyed) {
        let across = a.0.doc != b.0.doc;
        let what = |(rotation, shift): Duty| match across {
            true => format!("{} of {}", shift.role, rotation.id),
            false => shift.role.to_string(),
        };
        let message =
            format!("{} is {} and {} at once {}", cx.handbook.register.name(person), what(a), what(b), series.told());
        found.push(
            Diagnostic::new(RULE.name, b.1.named, message)
                .help("begin one of the two lists with somebody else, or hand one of the shifts over")
                .related(a.1.named, format!("named for {} here", what(a))),
        );
    }
}

fn id<'a>((rotation, shift): Duty<'a>) -> (DocId, &'a str) {
    (rotation.doc, &*shift.role)
}

/// Where two shifts of one person meet that are of different roles, or of different rotations, in order of time; the two
/// in order of their places.
fn doubles<'a>(duties: &[Duty<'a>]) -> Vec<(Range, Duty<'a>, Duty<'a>)> {
    let mut open: HashMap<&str, Vec<Duty>> = HashMap::new();
    let mut out = Vec::new();
    for duty in duties {
        let own = open.entry(&*duty.1.person).or_default();
        own.retain(|(_, s)| s.range.to > duty.1.range.from);
        for other in own.iter().filter(|other| id(**other) != id(*duty)) {
            let Some(range) = other.1.range.common(duty.1.range) else { continue };
            let (a, b) = if other.1.named <= duty.1.named { (*other, *duty) } else { (*duty, *other) };
            out.push((range, a, b));
        }
        own.push(*duty);
    }
    out.sort_by_key(|(range, a, b)| (*range, a.1.named, b.1.named));
    out
}
