//! Who could take a part of somebody's shift over.

use super::rotation::Rotation;
use super::schedule::{Shift, time_off};
use super::time::{Range, local};
use super::{Holidays, OnCall};
use crate::model::Register;
use crate::model::register::Person;

/// Somebody who could cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover<'a> {
    pub person: &'a str,
    /// They have a holiday in that time.
    pub holiday: bool,
}

/// A member of the same role and site who can take all of these parts of a shift: on the team, not off and not on call
/// in any rotation. Somebody without a holiday then goes first, and whoever has the fewest hours ahead.
pub fn cover_for<'a>(
    oncall: &OnCall,
    register: &Register,
    rotation: &'a Rotation,
    shift: &Shift,
    parts: &[Range],
) -> Option<Cover<'a>> {
    let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
    let shifts = |name: &str| {
        let own = name.to_owned();
        oncall.ahead.iter().flat_map(|s| &s.shifts).filter(move |s| *s.person == *own)
    };
    let clashes = |range: Range| parts.iter().any(|part| part.common(range).is_some());
    let free = colleagues(rotation, shift, *parts.first()?).filter_map(|name| {
        let person = register.known(name)?;
        let zone = person.zone().unwrap_or(fallback);
        let busy = shifts(name).any(|s| clashes(s.range));
        let holiday = parts.iter().any(|p| has_holiday(&oncall.written.holidays, person, zone, *p));
        (is_there(person, fallback, parts) && !busy).then_some(Cover { person: name, holiday })
    });
    let ahead = |name: &str| -> i64 { shifts(name).map(|s| s.range.elapsed().num_seconds()).sum() };
    free.min_by_key(|cover| (cover.holiday, ahead(cover.person)))
}

/// The members of a shift's site in the version of a time, whoever has the shift among them.
pub fn colleagues<'a>(rotation: &'a Rotation, shift: &Shift, part: Range) -> impl Iterator<Item = &'a str> {
    let (role, site) = (shift.role.clone(), shift.site.clone());
    let versions = rotation.versions.iter().enumerate();
    let sites = versions.flat_map(move |(at, version)| {
        let sites = version.role(&role).filter(|r| !r.on_demand).map_or(&[][..], |r| &r.sites);
        let (site, terms) = (site.clone(), move |zone| rotation.term(at, zone).contains(part.from));
        sites.iter().filter(move |s| s.name == site && terms(s.zone))
    });
    sites.flat_map(|s| &s.members).map(|m| &*m.person.value)
}

/// Whether somebody is on the team and not off in all of some ranges.
pub fn is_there(person: &Person, fallback: chrono_tz::Tz, parts: &[Range]) -> bool {
    let zone = person.zone().unwrap_or(fallback);
    let on_team = |at| person.is_here(local(zone, at).date());
    let off = time_off(person, fallback);
    parts.iter().all(|part| {
        on_team(part.from) && on_team(part.to) && off.iter().all(|(range, _)| range.common(*part).is_none())
    })
}

/// Whether somebody keeps a holiday in some part of a range.
pub fn has_holiday(holidays: &Holidays, person: &Person, zone: chrono_tz::Tz, range: Range) -> bool {
    holidays.of(person).is_some_and(|calendar| calendar.during(zone, range).next().is_some())
}
