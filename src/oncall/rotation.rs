//! What a rotation says, each value with its place.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::policy::{Fairness, Handover, Limits};
use super::time::{Instant, Range, day_start, days_after};
use crate::dates::counted;
use crate::model::DocId;
use crate::source::{Span, Spanned};

/// A team's plan of who answers when. What could not be read is left out of it, with a finding.
#[derive(Debug)]
pub struct Rotation {
    pub doc: DocId,
    pub id: String,
    pub name: String,
    /// For coverage, for roles without sites and for overrides without an offset. None where it is no zone.
    pub zone: Option<Tz>,
    pub coverage: Vec<Coverage>,
    /// By their first day.
    pub versions: Vec<Version>,
    /// In the order they are written: a later one lies over those before it.
    pub overrides: Vec<Override>,
    pub maintenance: Vec<Maintenance>,
    pub escalation: Vec<Step>,
    pub handover: Handover,
    /// None where nothing is said of it: then nobody is held to it.
    pub fairness: Option<Fairness>,
    pub limits: Limits,
    /// Ids of services.
    pub services: Vec<Spanned<String>>,
    /// Files with holidays, from the root of the handbook.
    pub holidays: Vec<Spanned<String>>,
    /// A zone or a version could not be read whole: what is uncovered then nobody can say.
    pub doubtful: bool,
}

/// What must be covered.
#[derive(Debug, Clone)]
pub struct Coverage {
    pub role: Spanned<Arc<str>>,
    /// At all hours of all days, where none is given. In the rotation's zone.
    pub windows: Vec<Spanned<(Days, Hours)>>,
}

/// How things are from a day on, until the next version.
#[derive(Debug)]
pub struct Version {
    /// It begins at 00:00 of this day in each site's zone.
    pub from: Spanned<NaiveDate>,
    pub roles: Vec<Role>,
}

#[derive(Debug)]
pub struct Role {
    pub name: Spanned<Arc<str>>,
    /// Its people are listed and can be called, and have no turns.
    pub on_demand: bool,
    /// A role without sites is one site without a name.
    pub sites: Vec<Site>,
}

/// The people of one place, who take turns.
#[derive(Debug)]
pub struct Site {
    pub name: Option<Arc<str>>,
    /// Where it is written.
    pub span: Span,
    pub zone: Tz,
    pub hours: Spanned<Hours>,
    /// The days that its hours begin on.
    pub days: Days,
    pub handoff: Handoff,
    pub members: Vec<Member>,
}

#[derive(Debug, Clone)]
pub struct Member {
    pub person: Spanned<Arc<str>>,
    /// In hundredths of a full share.
    pub capacity: u32,
}

/// Minutes after the midnight that a window's day begins with. The end may be on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub start: i64,
    pub end: i64,
}

/// Some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days(u8);

impl Days {
    pub fn all() -> Self {
        Self(0x7f)
    }

    /// Saturday and Sunday.
    pub fn weekend() -> Self {
        Self(0x60)
    }

    pub fn insert(&mut self, day: Weekday) {
        self.0 |= 1 << day.num_days_from_monday();
    }

    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.num_days_from_monday() != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// How long a turn is, on the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Not a multiple of a day.
    Hours(i64),
    Days(i64),
    Months(i64),
}

/// The day that handoffs fall on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Weekday(Weekday),
    /// In a month without that day, its last.
    DayOfMonth(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handoff {
    pub every: Length,
    pub on: Option<On>,
    pub at: NaiveTime,
}

/// A swap, or cover: who takes what part of a role over.
#[derive(Debug)]
pub struct Override {
    pub role: Arc<str>,
    /// Every site of the role, where none is named.
    pub site: Option<Arc<str>>,
    pub range: Range,
    pub person: Spanned<Arc<str>>,
    /// Only this person's part is taken over.
    pub replaces: Option<Spanned<Arc<str>>>,
    pub kind: Option<String>,
    pub reason: Option<String>,
}

/// When work that may disturb a service is done.
#[derive(Debug)]
pub struct Maintenance {
    pub site: Option<Arc<str>>,
    pub zone: Tz,
    pub days: Days,
    pub hours: Hours,
    pub note: Option<String>,
}

/// A step of the ladder that is climbed while nobody answers.
#[derive(Debug)]
pub struct Step {
    /// Minutes after the page.
    pub after: Spanned<i64>,
    pub notify: Spanned<Notify>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notify {
    Role(Arc<str>),
    Person(String),
    Team(String),
}

impl Rotation {
    /// When a version holds in a zone. The last one holds for good.
    pub fn term(&self, version: usize, zone: Tz) -> Range {
        let start = |v: &Version| day_start(zone, v.from.value);
        let end = self.versions.get(version + 1).map_or(Instant::MAX_UTC, start);
        Range { from: start(&self.versions[version]), to: end }
    }

    /// The version that holds at an instant, by the clocks of the rotation.
    pub fn version_at(&self, zone: Tz, at: Instant) -> Option<&Version> {
        (0..self.versions.len()).rfind(|v| self.term(*v, zone).from <= at).map(|v| &self.versions[v])
    }

    /// Every role of any version that has turns, in the order of their first mention.
    pub fn roles(&self) -> Vec<&Spanned<Arc<str>>> {
        let mut roles: Vec<&Spanned<Arc<str>>> = Vec::new();
        for role in self.versions.iter().flat_map(|v| &v.roles).filter(|r| !r.on_demand) {
            if !roles.iter().any(|known| known.value == role.name.value) {
                roles.push(&role.name);
            }
        }
        roles
    }

    /// The sites of a role in every version, with when they hold, in order of versions.
    pub fn sites<'a>(&'a self, role: &'a str) -> impl Iterator<Item = (Range, &'a Site)> + 'a {
        self.versions.iter().enumerate().flat_map(move |(at, version)| {
            let role = version.role(role).filter(|r| !r.on_demand);
            role.into_iter().flat_map(move |r| r.sites.iter().map(move |s| (self.term(at, s.zone), s)))
        })
    }
}

impl Step {
    /// `at once`, `after 10 minutes`.
    pub fn when(&self) -> String {
        let count = |n: i64, unit| counted(usize::try_from(n).unwrap_or(0), unit);
        match self.after.value {
            0 => "at once".to_owned(),
            n if n % 60 == 0 => format!("after {}", count(n / 60, "hour")),
            n => format!("after {}", count(n, "minute")),
        }
    }
}

impl Version {
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|r| &*r.name.value == name)
    }
}

impl Hours {
    pub const ALL_DAY: Self = Self { start: 0, end: super::words::DAY };

    /// Whether a clock that shows so many minutes after midnight is inside; the end is not.
    pub fn contains(self, minutes: i64) -> bool {
        let within = |m: i64| self.start <= m && m < self.end;
        within(minutes) || within(minutes + super::words::DAY)
    }

    /// Whether a time of the clock, in minutes, is inside or on an edge.
    pub fn touches(self, minutes: i64) -> bool {
        let within = |m: i64| self.start <= m && m <= self.end;
        within(minutes) || within(minutes + super::words::DAY)
    }
}

/// The last day of a month is what a day beyond it stands for. Months count from those of year 0.
pub fn day_of_month(month: i64, day: u32) -> NaiveDate {
    let year = i32::try_from(month.div_euclid(12)).unwrap_or(i32::MAX);
    let of_year = u32::try_from(month.rem_euclid(12)).unwrap_or(0) + 1;
    let first = NaiveDate::from_ymd_opt(year, of_year, 1).unwrap_or(NaiveDate::MAX);
    let wanted = days_after(first, i64::from(day) - 1);
    if wanted.month() == first.month() {
        return wanted;
    }
    (28..day).rev().find_map(|d| first.with_day(d)).unwrap_or(first)
}
