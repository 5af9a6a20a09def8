//! The calendar of a rotation: thirteen weeks at a glance, and two months hour by hour.
//!
//! Months are drawn on the rotation's clocks. A script draws them anew on the reader's, from the same entries: they
//! are in the page as numbers ([`Calendar::data`]), because a shift of one day in Denver lies on two in Tokyo.

pub(super) mod month;
mod notes;
pub(super) mod weeks;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use serde_json::json;

use super::crew::{Crew, Mark};
use crate::oncall::overlap::Doubled;
use crate::oncall::time::{Range, day_start, days_after};
use crate::oncall::windows::windows;
use crate::oncall::{Rotation, Schedule};
use crate::view::Scope;
use month::Month;
use notes::OpenHours;
use weeks::Week;

#[derive(Serialize)]
pub struct Calendar {
    pub people: Vec<Mark>,
    /// The columns of the weeks: a role, and its site.
    pub lanes: Vec<Lane>,
    pub weeks: Vec<Week>,
    pub months: Vec<Month>,
    /// What is uncovered in the weeks.
    pub open: Vec<OpenHours>,
    /// How many more stretches are uncovered than are listed.
    pub open_more: usize,
    /// The entries for the script, as JSON.
    pub data: String,
}

#[derive(Serialize)]
pub struct Lane {
    pub role: String,
    pub site: Option<String>,
}

/// What an entry is; the script knows them by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Shift,
    Gap,
    Overlap,
    Away,
    Maintenance,
}

impl Sort {
    fn class(self) -> &'static str {
        match self {
            Self::Shift => "",
            Self::Gap => "gap",
            Self::Overlap => "over",
            Self::Away => "off",
            Self::Maintenance => "work",
        }
    }
}

/// A stretch of time in a row of the calendar.
struct Entry {
    range: Range,
    row: usize,
    sort: Sort,
    /// The place of somebody in the crew.
    who: Option<usize>,
    /// The place of a word in the list of words.
    word: Option<usize>,
    site: Option<usize>,
}

/// How many weeks are shown.
const WEEKS: i64 = 13;

/// How many uncovered stretches are listed.
const OPEN: usize = 30;

fn monday(date: NaiveDate) -> NaiveDate {
    days_after(date, -i64::from(date.weekday().num_days_from_monday()))
}

/// The first days of this month and of the next two.
fn months(today: NaiveDate) -> [NaiveDate; 3] {
    let first = today.with_day(1).unwrap_or(today);
    [0, 1, 2].map(|n| first.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX))
}

/// The days that the calendar shows: from the Monday on or before the first of the month to the end of the thirteenth
/// week, and at least to the end of the next month.
fn days(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let [first, _, after] = months(today);
    let end = days_after(monday(today), 7 * WEEKS).max(days_after(monday(days_after(after, -1)), 7));
    (monday(first), end)
}

/// The same as a range, on the clocks of a zone, with a day more: a reader's days begin earlier or end later.
pub(super) fn reach(zone: Tz, today: NaiveDate) -> Range {
    let (from, to) = days(today);
    Range::new(day_start(zone, days_after(from, -1)), day_start(zone, days_after(to, 1)))
}

impl Scope<'_> {
    /// None for a rotation in which nobody has turns.
    pub(super) fn calendar_of(&self, rotation: &Rotation, schedule: &Schedule, crew: &Crew) -> Option<Calendar> {
        let roles = rotation.roles();
        if roles.is_empty() {
            return None;
        }
        let draft = Draft::new(self, rotation, schedule, crew);
        let today = self.handbook.today;
        let [first, second, _] = months(today);
        Some(Calendar {
            people: draft.people.clone(),
            lanes: draft.lanes(),
            weeks: draft.weeks(),
            months: [first, second].map(|first| draft.month(first)).into(),
            open: draft.open_hours().take(OPEN).collect(),
            open_more: draft.open_hours().count().saturating_sub(OPEN),
            data: draft.data(),
        })
    }
}

/// What the parts of a calendar are drawn from.
struct Draft<'a> {
    scope: &'a Scope<'a>,
    rotation: &'a Rotation,
    schedule: &'a Schedule,
    crew: &'a Crew<'a>,
    people: Vec<Mark>,
    zone: Tz,
    /// The titles of the rows: roles, and maintenance.
    rows: Vec<String>,
    words: Vec<String>,
    sites: Vec<String>,
    entries: Vec<Entry>,
    /// What is to be said of a day: holidays, time off.
    days: BTreeMap<NaiveDate, BTreeSet<String>>,
}

/// The place of a text in a list that it joins if it is not there yet.
fn placed(list: &mut Vec<String>, text: &str) -> usize {
    list.iter().position(|known| known == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    })
}

impl<'a> Draft<'a> {
    fn new(scope: &'a Scope, rotation: &'a Rotation, schedule: &'a Schedule, crew: &'a Crew) -> Self {
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        let rows = rotation.roles().iter().map(|r| r.value.to_string()).collect();
        let (words, sites) = (Vec::new(), Vec::new());
        let mut draft = Self {
            scope,
            rotation,
            schedule,
            crew,
            people: crew.all(),
            zone,
            rows,
            words,
            sites,
            entries: Vec::new(),
            days: notes::days(scope, rotation, crew, schedule.range),
        };
        draft.enter();
        draft
    }

    fn enter(&mut self) {
        let row = |role: &str| self.rows.iter().position(|r| r == role).unwrap_or(0);
        let (mut words, mut sites, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for s in &self.schedule.shifts {
            let swap = s.by.map(|at| self.rotation.overrides[at].kind.as_deref().unwrap_or("override"));
            let word = swap.map(|word| placed(&mut words, word));
            let site = s.site.as_deref().map(|site| placed(&mut sites, site));
            let who = self.crew.place(&s.person);
            entries.push(Entry { range: s.range, row: row(&s.role), sort: Sort::Shift, who, word, site });
        }
        for a in &self.schedule.away {
            let shift = &self.schedule.shifts[a.shift];
            let word = Some(placed(&mut words, a.kind.as_deref().unwrap_or("off")));
            let who = self.crew.place(&shift.person);
            entries.push(Entry { range: a.range, row: row(&shift.role), sort: Sort::Away, who, word, site: None });
        }
        for g in &self.schedule.gaps {
            let word = Some(placed(&mut words, notes::nobody(g.cause)));
            entries.push(Entry { range: g.range, row: row(&g.role), sort: Sort::Gap, who: None, word, site: None });
        }
        // Where hours overlap all year, that is a handover, and meant.
        for o in self.schedule.overlaps.iter().filter(|o| o.cause != Doubled::Hours) {
            let word = Some(placed(&mut words, &format!("{} on", o.people.len())));
            entries.push(Entry { range: o.range, row: row(&o.role), sort: Sort::Overlap, who: None, word, site: None });
        }
        if !self.rotation.maintenance.is_empty() {
            self.rows.push("maintenance".to_owned());
        }
        for m in &self.rotation.maintenance {
            let word = m.site.as_deref().map(|site| placed(&mut words, site));
            let row = self.rows.len() - 1;
            let all = windows(m.zone, m.days, m.hours, self.schedule.range);
            let entry = |range| Entry { range, row, sort: Sort::Maintenance, who: None, word, site: None };
            entries.extend(all.map(|w| entry(w.range)));
        }
        entries.sort_by_key(|e| (e.range.from, e.row));
        (self.words, self.sites, self.entries) = (words, sites, entries);
    }

    fn lanes(&self) -> Vec<Lane> {
        let mut lanes: Vec<Lane> = Vec::new();
        for role in self.rotation.roles() {
            let mut add = |site: Option<&str>| {
                if !lanes.iter().any(|l| *l.role == *role.value && l.site.as_deref() == site) {
                    lanes.push(Lane { role: role.value.to_string(), site: site.map(str::to_owned) });
                }
            };
            let version = self.rotation.version_at(self.zone, crate::oncall::now::noon(self.scope.handbook.today));
            let sites = version.and_then(|v| v.role(&role.value)).map(|r| r.sites.as_slice()).unwrap_or_default();
            sites.iter().for_each(|s| add(s.name.as_deref()));
            let shifts = self.schedule.shifts.iter().filter(|s| s.role == role.value);
            shifts.for_each(|s| add(s.site.as_deref()));
        }
        lanes
    }

    /// The entries as numbers: row, sort, person, word, site, start in minutes after the base, minutes.
    fn data(&self) -> String {
        let base = self.schedule.range.from.timestamp() / 60;
        let place = |at: Option<usize>| at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
        let entry = |e: &Entry| {
            let (from, minutes) = (e.range.from.timestamp() / 60 - base, e.range.elapsed().num_minutes());
            json!([e.row, e.sort as u8, place(e.who), place(e.word), place(e.site), from, minutes])
        };
        let person = |m: &Mark| json!([m.name, m.initials, m.class, m.href]);
        let data = json!({
            "zone": self.zone.name(),
            "base": base,
            "roles": self.rotation.roles().len(),
            "people": self.people.iter().map(person).collect::<Vec<_>>(),
            "words": self.words,
            "sites": self.sites,
            "end": (self.schedule.range.to.timestamp() / 60) - base,
            "entries": self.entries.iter().map(entry).collect::<Vec<_>>(),
        });
        data.to_string()
    }
}
