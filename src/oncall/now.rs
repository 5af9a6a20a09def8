//! Who is on call at an instant, who comes next, and whom the ladder calls.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::rotation::{Notify, Rotation, Step};
use super::schedule::{Roster, Shift, roster};
use super::time::{Instant, Range};
use super::windows::windows;
use crate::model::register::Register;

/// How far the next shift is looked for, in days.
const AHEAD: i64 = 400;

/// How far takeovers are looked for, in days.
const TAKEOVERS: i64 = 28;

/// Noon UTC: what "now" means on a day whose hour is not given.
pub fn noon(day: NaiveDate) -> Instant {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12)
}

/// A rotation at an instant.
pub struct Now<'a> {
    pub rotation: &'a Rotation,
    pub at: Instant,
    register: &'a Register,
    roster: Roster,
}

/// The moment in which somebody takes a role over.
pub struct Takeover<'n> {
    /// Those who were on until then, or before the pause that ends then.
    pub from: Vec<&'n Shift>,
    pub to: &'n Shift,
}

impl<'a> Now<'a> {
    pub fn new(rotation: &'a Rotation, register: &'a Register, at: Instant) -> Self {
        let range = Range::new(at, at.checked_add_signed(TimeDelta::days(AHEAD)).unwrap_or(at));
        Self { rotation, at, register, roster: roster(rotation, register, range) }
    }

    /// Who is on for a role, and whether they have time off.
    pub fn on(&self, role: &str) -> Vec<(&Shift, bool)> {
        let away = |at: usize| self.roster.away.iter().any(|a| a.shift == at && a.range.contains(self.at));
        self.roster.at(role, self.at).map(|(at, shift)| (shift, away(at))).collect()
    }

    /// The next shift of a role, by somebody else or after a pause.
    pub fn next(&self, role: &str) -> Option<&Shift> {
        let on = self.on(role);
        let continues = |s: &Shift| on.iter().any(|(o, _)| o.person == s.person && o.range.to == s.range.from);
        self.roster.shifts.iter().find(|s| &*s.role == role && s.range.from > self.at && !continues(s))
    }

    /// The end of a stretch: shifts of one person that follow each other are one.
    pub fn until(&self, shift: &Shift) -> Option<Instant> {
        let own = self.roster.shifts.iter().filter(|s| s.person == shift.person && s.role == shift.role);
        let end = own.fold(shift.range.to, |end, s| if s.range.contains(end) { s.range.to } else { end });
        (end < self.roster.range.to).then_some(end)
    }

    /// The takeovers of the next four weeks, in their order. Somebody who goes on, or comes back alone, takes nothing over.
    pub fn takeovers(&self) -> impl Iterator<Item = Takeover<'_>> {
        let end = Range { from: self.at, to: self.at }.widened(TAKEOVERS).to;
        let coming = self.roster.shifts.iter().filter(|s| s.range.from > self.at);
        coming.take_while(move |s| s.range.from < end).filter_map(|to| {
            let from = self.before(to);
            let goes_on = from.iter().any(|s| s.person == to.person);
            (!from.is_empty() && !goes_on).then_some(Takeover { from, to })
        })
    }

    /// Whom a shift is taken over from: who had the same site's until then, else everyone on for the role, else who was
    /// last.
    fn before(&self, to: &Shift) -> Vec<&Shift> {
        let start = to.range.from;
        let earlier: Vec<&Shift> =
            self.roster.shifts.iter().take_while(|s| s.range.from < start).filter(|s| s.role == to.role).collect();
        let same: Vec<&Shift> = earlier.iter().copied().filter(|s| s.site == to.site && s.range.to == start).collect();
        if !same.is_empty() {
            return same;
        }
        let last = earlier.iter().map(|s| s.range.to.min(start)).max();
        earlier.into_iter().filter(|s| Some(s.range.to.min(start)) == last).collect()
    }

    /// The people of the roles that are on demand.
    pub fn on_demand(&self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let version = self.rotation.version_at(zone, self.at);
        version.into_iter().flat_map(|v| &v.roles).filter(|r| r.on_demand).map(|role| {
            let members = role.sites.iter().flat_map(|s| &s.members).map(|m| &*m.person.value);
            (&*role.name.value, members.collect())
        })
    }

    /// Who a step of the ladder calls at this instant.
    pub fn called<'s>(&'s self, step: &'s Step) -> Vec<&'s str> {
        match &step.notify.value {
            Notify::Person(id) => vec![id],
            Notify::Team(team) => {
                let members = self.register.team(team).map(|t| self.register.active_members(t, self.at.date_naive()));
                members.unwrap_or_default().into_iter().map(|p| self.register.people[p].id.value.as_str()).collect()
            }
            Notify::Role(role) => match self.on_demand().find(|(name, _)| **name == **role) {
                Some((_, people)) => people,
                None => self.on(role).into_iter().filter(|(_, away)| !away).map(|(s, _)| &*s.person).collect(),
            },
        }
    }

    pub fn zone_of(&self, person: &str) -> Tz {
        let own = self.register.person(person).and_then(|p| self.register.people[p].zone());
        own.or(self.rotation.zone).unwrap_or(chrono_tz::UTC)
    }

    /// The maintenance windows that are open, with their notes.
    pub fn maintenance(&self) -> Vec<(Range, Option<&'a str>)> {
        let now = Range { from: self.at, to: self.at }.widened(1);
        let open = self.rotation.maintenance.iter().filter_map(|m| {
            let window = windows(m.zone, m.days, m.hours, now).find(|w| w.range.contains(self.at))?;
            let site = m.site.as_deref();
            Some((window.range, m.note.as_deref().or(site)))
        });
        open.collect()
    }
}

/// Whom a step of the ladder names: a role by itself, `team dre`, or `person`.
pub fn notified(notify: &Notify) -> String {
    match notify {
        Notify::Role(role) => role.to_string(),
        Notify::Person(_) => "person".to_owned(),
        Notify::Team(team) => format!("team {team}"),
    }
}
