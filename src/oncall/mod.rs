//! On-call: who answers when, and what is left uncovered.
//!
//! 1. `read` takes a rotation's YAML into the [`Rotation`], and says what it does not understand; [`words`] are the
//!    times, days and lengths in it. [`policy`] is what a rotation asks of itself, [`holidays`] are the days that people
//!    keep.
//! 2. [`time`] resolves local times. [`windows`] and [`turns`] turn hours on days and handoffs into instants.
//! 3. [`roster()`] lays them over each other: shifts, overrides, time off; [`now`] asks who is on at an instant, and
//!    whom the ladder calls.
//! 4. [`cover`] and [`overlap`] say what is uncovered or covered twice, and whether clocks are to blame ([`border`]).
//!    [`schedule()`] is a roster with both.
//! 5. [`bands`] tell a person's nights, weekends and holidays apart. [`stretches`] are how long people are on at a
//!    time, [`rows`] how many turns they have one after another. [`handover`] is when somebody else takes over.
//!    [`cover_for`] finds somebody for a part of a shift.
//! 6. [`fairness`] says who carries how much, and [`mod@plan`] who should be next.
//! 7. [`calendar`] writes shifts and maintenance down for people's own calendars.
//! 8. [`pages`] are what people were called for.
//! 9. [`import`] makes rotations of what other tools export.
//!
//! Architecture invariant: instants in, shifts out. Nothing here asks what time it is, and the same rotation and range
//! give the same schedule.

pub mod bands;
pub mod border;
pub mod calendar;
pub mod cover;
pub mod cover_for;
pub mod fairness;
pub mod handover;
pub mod holidays;
pub mod import;
pub mod now;
pub mod overlap;
pub mod pages;
pub mod plan;
pub mod policy;
mod read;
pub mod rotation;
pub mod rows;
pub mod schedule;
pub mod stretches;
#[cfg(test)]
mod tests;
pub mod time;
pub mod turns;
pub mod windows;
pub mod words;

use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;

pub use fairness::{Judged, Ledger};
pub use holidays::Holidays;
pub use pages::{Incident, Page};
pub use rotation::Rotation;
pub use schedule::{Roster, Schedule, Shift, roster, schedule};
pub use time::{Instant, Range};

use crate::diag::Diagnostic;
use crate::model::register::Service;
use crate::model::{Handbook, Loaded};
use crate::yaml::Node;

/// The kind of document that is a rotation.
pub const KIND: &str = "rotation";

/// How far ahead schedules are judged, and how far back what leads into that time is followed, in days: 13 weeks.
const HORIZON: i64 = 13 * 7;

/// What a handbook says of on-call.
#[derive(Debug, Default)]
pub struct Written {
    /// In the order of paths.
    pub rotations: Vec<Rotation>,
    pub holidays: Holidays,
    /// Of each rotation, in the same order.
    pub ledgers: Vec<Ledger>,
    /// What people were called for, in the order of time.
    pub pages: Vec<Incident>,
    /// The YAML of a rotation is broken: nobody can say which ones there are.
    pub unread: bool,
}

impl Written {
    /// The rotation that a name stands for: its id, or the path of its file.
    pub fn find(&self, handbook: &Handbook, name: &str) -> Option<&Rotation> {
        self.rotations.iter().find(|r| r.id == name || handbook.document(r.doc).path == name)
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.rotations.iter().map(|r| r.id.as_str())
    }

    /// The services that a rotation answers for: those it lists, and those that name it.
    pub fn services<'a>(&self, rotation: &Rotation, handbook: &'a Handbook) -> impl Iterator<Item = &'a Service> {
        handbook.register.services.iter().filter(move |s| {
            let named = s.node.get("rotation").and_then(Node::scalar).and_then(|name| self.find(handbook, name));
            named.is_some_and(|r| r.doc == rotation.doc) || rotation.services.iter().any(|id| id.value == s.id.value)
        })
    }
}

/// Every rotation of a handbook, and the weeks to come.
#[derive(Debug, Default)]
pub struct OnCall {
    pub written: Written,
    /// The schedule of each rotation over the horizon, in the same order.
    pub ahead: Vec<Schedule>,
    /// The roster of each with as much time before it: what began before today counts whole.
    pub around: Vec<Roster>,
    /// Every page there was, duplicates counted once, in the order of time.
    pub paged: Vec<Page>,
    /// The open period of each, in the same order; None where there is nothing to judge.
    pub fairness: Vec<Option<Judged>>,
}

/// From the start of a day, in UTC, to 13 weeks later.
pub fn horizon(today: NaiveDate) -> Range {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    Range::new(midnight(today), midnight(time::days_after(today, HORIZON)))
}

/// Reads everything. The schedules are not expanded: a question is about a range of its own.
pub fn read(handbook: &Handbook, loaded: &Loaded) -> (Written, Vec<Diagnostic>) {
    let of_kind = handbook.ids().filter(|id| handbook.kind_of(*id).name == KIND);
    let (broken, whole): (Vec<_>, Vec<_>) = of_kind.partition(|id| handbook.document(*id).front.broken);
    let read = whole.into_iter().map(|id| read::rotation(handbook, id));
    let (rotations, found): (Vec<Rotation>, Vec<Vec<Diagnostic>>) = read.unzip();
    let (holidays, more) = holidays::read(handbook, loaded, &rotations);
    let ledgers = rotations.iter().map(|r| fairness::ledger::read(r, &handbook.register, loaded));
    let (ledgers, yet_more): (Vec<Ledger>, Vec<Vec<Diagnostic>>) = ledgers.unzip();
    let (pages, of_pages) = pages::read(handbook, loaded, &rotations);
    let found = found.into_iter().chain(yet_more).flatten().chain(more).chain(of_pages).collect();
    (Written { rotations, holidays, ledgers, pages, unread: !broken.is_empty() }, found)
}

/// Every rotation with its schedule over the horizon, and over the time before it, and the pages of the past.
pub fn ahead(handbook: &Handbook, written: Written) -> OnCall {
    let range = horizon(handbook.today);
    let before = horizon(time::days_after(handbook.today, -HORIZON));
    let around = Range { from: before.from, to: range.to };
    let rotations = written.rotations.par_iter();
    let expanded = rotations.map(|r| (schedule(r, &handbook.register, range), roster(r, &handbook.register, around)));
    let (ahead, around) = expanded.unzip();
    let paged = pages::counted(&written, &handbook.register);
    let fairness = (0..written.rotations.len()).into_par_iter();
    let fairness = fairness.map(|at| fairness::judge(handbook, &written, at, &paged)).collect();
    OnCall { written, ahead, around, fairness, paged }
}
