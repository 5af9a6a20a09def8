//! From a rotation to who is on call when.
//!
//! 1. The windows of each site, in the term of each version, cut by the turns: shifts.
//! 2. Overrides, laid over them in the order they are written.
//! 3. Time off, which takes nobody's shift away: it says where somebody has one and is not there.
//! 4. What is uncovered then, and what is covered twice ([`cover`](super::cover)), for those who ask.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::cover::{self, Gap};
use super::overlap::Overlap;
use super::rotation::{Rotation, Site};
use super::time::{Instant, Range, day_start, days_after, local, minus, union};
use super::turns::{Deal, Handoffs};
use super::windows::windows;
use crate::model::register::{Person, Register, TimeOff};
use crate::source::Span;

/// A stretch in which one person answers for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub range: Range,
    pub role: Arc<str>,
    /// None for a role without sites, and for an override of all of them.
    pub site: Option<Arc<str>>,
    pub person: Arc<str>,
    /// Where the person is named for it: among the members, or in the override.
    pub named: Span,
    /// The place of the override in [`Rotation::overrides`] that it comes from.
    pub by: Option<usize>,
    /// When the turn's shift, or the override, began that this is a part of, before anything was laid over it: on the
    /// clocks of the site, for an override of its own time in UTC. Whatever moves a shift's end leaves it as it is.
    pub begun: NaiveDateTime,
    /// The override after which it goes on, where one took the part before it.
    pub after: Option<usize>,
}

/// A part of a shift in which its person has time off.
#[derive(Debug, Clone)]
pub struct Away {
    pub range: Range,
    /// The place of the shift in [`Schedule::shifts`].
    pub shift: usize,
    /// `holiday`, `parental`: what it is called where it is written.
    pub kind: Option<String>,
    /// Where the time off is written.
    pub span: Span,
}

/// Who is on call in a range of time.
#[derive(Debug)]
pub struct Roster {
    pub range: Range,
    /// By start, role and site; cut off at both ends of the range.
    pub shifts: Vec<Shift>,
    pub away: Vec<Away>,
    /// Overrides that lie in the range and whose `replaces` is not on call at any of their time, by their places in
    /// [`Rotation::overrides`].
    pub idle: Vec<usize>,
}

/// A roster and what it leaves open or covers twice. To find that out costs several times what the roster does: who
/// asks for shifts alone takes the roster.
#[derive(Debug)]
pub struct Schedule {
    pub roster: Roster,
    pub gaps: Vec<Gap>,
    pub overlaps: Vec<Overlap>,
}

impl Deref for Schedule {
    type Target = Roster;

    fn deref(&self) -> &Roster {
        &self.roster
    }
}

impl Roster {
    /// Every shift with the parts of it in which its person is there, and not on time off.
    pub fn present(&self) -> Vec<(&Shift, Vec<Range>)> {
        present(&self.shifts, &self.away)
    }

    /// The shifts of a role at a site, in the order of time.
    pub fn of_site(&self, role: &str, site: Option<&str>) -> Vec<&Shift> {
        self.shifts.iter().filter(|s| &*s.role == role && s.site.as_deref() == site).collect()
    }

    /// Who is on call for a role at an instant, whether or not they are there.
    pub fn at<'a, 'r>(&'a self, role: &'r str, at: Instant) -> impl Iterator<Item = (usize, &'a Shift)> + use<'a, 'r> {
        let on = move |(_, s): &(usize, &Shift)| &*s.role == role && s.range.contains(at);
        self.shifts.iter().enumerate().filter(on)
    }
}

/// Shifts as they are before a range cuts them off.
#[derive(Debug, Default)]
pub struct Laid {
    /// All that touch the range, whole, and what overrides make of other times, in no order.
    pub shifts: Vec<Shift>,
    /// Parts that overrides took away, each with the place of the override that did.
    pub taken: Vec<(Shift, usize)>,
}

/// Expands a rotation and judges what is covered. Instants in, instants out: neither a clock nor `today` comes into it.
pub fn schedule(rotation: &Rotation, register: &Register, range: Range) -> Schedule {
    let roster = roster(rotation, register, range);
    let (gaps, overlaps) = cover::judge(rotation, &roster);
    Schedule { roster, gaps, overlaps }
}

/// Expands a rotation.
pub fn roster(rotation: &Rotation, register: &Register, range: Range) -> Roster {
    let within = |s: Shift| s.range.common(range).map(|range| Shift { range, ..s });
    let laid = lay(rotation, range);
    let idle = idle(rotation, &laid, range);
    let mut shifts: Vec<Shift> = laid.shifts.into_iter().filter_map(within).collect();
    shifts.sort_by(|a, b| {
        (a.range.from, &a.role, &a.site, a.range.to).cmp(&(b.range.from, &b.role, &b.site, b.range.to))
    });
    let away = away(rotation, register, &shifts);
    Roster { range, shifts, away, idle }
}

/// Overrides that take nothing off the person they name. Of one that the range cuts off, the other part may.
fn idle(rotation: &Rotation, laid: &Laid, range: Range) -> Vec<usize> {
    let took: BTreeSet<usize> = laid.taken.iter().map(|(_, at)| *at).collect();
    let all = rotation.overrides.iter().enumerate();
    let idle =
        all.filter(|(at, o)| o.replaces.is_some() && o.range.common(range) == Some(o.range) && !took.contains(at));
    idle.map(|(at, _)| at).collect()
}

/// The turns of a rotation, and its overrides over them.
pub fn lay(rotation: &Rotation, range: Range) -> Laid {
    let mut laid = Laid::default();
    for role in rotation.roles() {
        let mut by_site: BTreeMap<Option<Arc<str>>, Vec<Shift>> = BTreeMap::new();
        for (term, site) in rotation.sites(&role.value) {
            let more = site_shifts(&role.value, site, term, range);
            by_site.entry(site.name.clone()).or_default().extend(more);
        }
        lay_over(rotation, &role.value, by_site, &mut laid);
    }
    laid
}

/// The shifts of a site in the term of a version that touch a range, whole.
fn site_shifts(role: &Arc<str>, site: &Site, term: Range, range: Range) -> Vec<Shift> {
    let Some(term_in_range) = term.common(range) else { return Vec::new() };
    let handoffs = Handoffs::of(site, term);
    let (mut turn, last) = (handoffs.turn_at(term_in_range.from), handoffs.turn_at(term_in_range.to));
    // A shift is never longer than its turn, and what lies before the first handoff is part of turn 0.
    let begin = if turn == 0 { term.from } else { handoffs.at(turn) };
    let Some(whole) = Range::new(begin, handoffs.at(last + 1)).common(term) else { return Vec::new() };
    let days = union(windows(site.zone, site.days, site.hours.value, whole).map(|w| w.range).collect());
    let deal = Deal::new(&site.members, usize::try_from(last).unwrap_or(0).saturating_add(1));
    let mut shifts = Vec::new();
    let mut next = handoffs.at(turn + 1);
    for day in days.into_iter().filter_map(|d| d.common(whole)) {
        let mut from = day.from;
        while from < day.to {
            while next <= from {
                turn += 1;
                next = handoffs.at(turn + 1);
            }
            let to = next.min(day.to);
            if let Some(member) = deal.member(turn) {
                let person = &site.members[member].person;
                shifts.push(Shift {
                    range: Range { from, to },
                    role: role.clone(),
                    site: site.name.clone(),
                    person: person.value.clone(),
                    named: person.span,
                    by: None,
                    begun: local(site.zone, from),
                    after: None,
                });
            }
            from = to;
        }
    }
    shifts.retain(|s| s.range.common(range).is_some());
    shifts
}

/// Lays the overrides of a role over its shifts. With `replaces`, only that person's part changes hands; without, the
/// person has all of the override's time, beyond the site's hours too.
fn lay_over(rotation: &Rotation, role: &str, by_site: BTreeMap<Option<Arc<str>>, Vec<Shift>>, laid: &mut Laid) {
    let mut sites: BTreeMap<Option<Arc<str>>, BTreeMap<Instant, Shift>> = by_site
        .into_iter()
        .map(|(site, shifts)| (site, shifts.into_iter().map(|s| (s.range.from, s)).collect()))
        .collect();
    let only = (sites.len() == 1).then(|| sites.keys().next().cloned()).flatten();
    for (at, o) in rotation.overrides.iter().enumerate().filter(|(_, o)| &*o.role == role) {
        let mut taken = Vec::new();
        for (_, shifts) in sites.iter_mut().filter(|(site, _)| o.site.is_none() || **site == o.site) {
            cut(shifts, o.range, o.replaces.as_ref().map(|r| &*r.value), at, &mut taken);
        }
        let person = &o.person;
        let by = |part: Shift| Shift { person: person.value.clone(), named: person.span, by: Some(at), ..part };
        match &o.replaces {
            Some(_) => {
                for part in taken.iter().cloned().map(by) {
                    sites.entry(part.site.clone()).or_default().insert(part.range.from, part);
                }
            }
            None => {
                let whole = Shift {
                    range: o.range,
                    role: o.role.clone(),
                    site: o.site.clone().or_else(|| only.clone().flatten()),
                    person: person.value.clone(),
                    named: person.span,
                    by: Some(at),
                    begun: o.range.from.naive_utc(),
                    after: None,
                };
                sites.entry(whole.site.clone()).or_default().insert(whole.range.from, whole);
            }
        }
        laid.taken.extend(taken.into_iter().map(|shift| (shift, at)));
    }
    laid.shifts.extend(sites.into_values().flat_map(BTreeMap::into_values));
}

/// Takes the range of an override out of the shifts of one site, which do not overlap; only those of one person, if
/// one is named.
fn cut(shifts: &mut BTreeMap<Instant, Shift>, over: Range, person: Option<&str>, at: usize, taken: &mut Vec<Shift>) {
    let first = shifts.range(..=over.from).next_back().map_or(over.from, |(from, _)| *from);
    let hit: Vec<Instant> = shifts
        .range(first..over.to)
        .filter(|(_, s)| s.range.common(over).is_some() && person.is_none_or(|p| p == &*s.person))
        .map(|(from, _)| *from)
        .collect();
    for from in hit {
        let Some(shift) = shifts.remove(&from) else { continue };
        let part = |from, to| Shift { range: Range { from, to }, ..shift.clone() };
        if shift.range.from < over.from {
            shifts.insert(from, part(from, over.from));
        }
        if over.to < shift.range.to {
            shifts.insert(over.to, Shift { after: Some(at), ..part(over.to, shift.range.to) });
        }
        taken.push(part(shift.range.from.max(over.from), shift.range.to.min(over.to)));
    }
}

/// Shifts, each with the parts of it in which its person is there.
pub(super) fn present<'a>(shifts: &'a [Shift], away: &[Away]) -> Vec<(&'a Shift, Vec<Range>)> {
    let mut off: BTreeMap<usize, Vec<Range>> = BTreeMap::new();
    for away in away {
        off.entry(away.shift).or_default().push(away.range);
    }
    let parts = |(at, shift): (usize, &'a Shift)| match off.remove(&at) {
        Some(off) => (shift, minus(&[shift.range], &union(off))),
        None => (shift, vec![shift.range]),
    };
    shifts.iter().enumerate().map(parts).collect()
}

/// When a person has time off, each stretch with what is written of it. Days are those of the person's own zone, and
/// the last one is still off.
pub fn time_off(person: &Person, fallback: chrono_tz::Tz) -> Vec<(Range, &TimeOff)> {
    let zone = person.zone().unwrap_or(fallback);
    let range = |off: &TimeOff| Range::new(day_start(zone, off.from), day_start(zone, days_after(off.to, 1)));
    person.time_off.iter().map(|off| (range(off), off)).filter(|(range, _)| !range.is_empty()).collect()
}

fn away(rotation: &Rotation, register: &Register, shifts: &[Shift]) -> Vec<Away> {
    let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
    let mut known: BTreeMap<&str, Vec<(Range, &TimeOff)>> = BTreeMap::new();
    let mut away = Vec::new();
    for (shift, s) in shifts.iter().enumerate() {
        let off = known.entry(&s.person).or_insert_with(|| {
            register.person(&s.person).map_or_else(Vec::new, |p| time_off(&register.people[p], fallback))
        });
        let parts = off.iter().filter_map(|(range, off)| Some((range.common(s.range)?, off)));
        away.extend(parts.map(|(range, off)| Away { range, shift, kind: off.kind.clone(), span: off.span }));
    }
    away
}
