//! Hours on days, as stretches of time.

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::rotation::{Days, Hours};
use super::time::{Edge, Instant, Range, days_after, resolve};

/// A wall time that something begins or ends at, every day anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wall {
    pub zone: Tz,
    pub time: NaiveDateTime,
    pub edge: Edge,
}

impl Wall {
    pub fn instant(self) -> Instant {
        resolve(self.zone, self.time, self.edge)
    }

    /// The same on another day.
    pub fn moved(self, days: i64) -> Self {
        let time = TimeDelta::try_days(days).and_then(|d| self.time.checked_add_signed(d));
        Self { time: time.unwrap_or(self.time), ..self }
    }
}

/// The hours of one day.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub range: Range,
    pub start: Wall,
    pub end: Wall,
}

/// The windows that a range touches, whole and in order. A day that the clocks leave out has none.
pub fn windows(zone: Tz, days: Days, hours: Hours, range: Range) -> impl Iterator<Item = Window> {
    // A window is up to two days long, and no zone is a day from UTC.
    let (first, last) = (days_after(range.from.date_naive(), -3), days_after(range.to.date_naive(), 2));
    let count = if range.is_empty() { 0 } else { (last - first).num_days() };
    (0..count).map(move |n| days_after(first, n)).filter(move |d| days.contains(d.weekday())).filter_map(move |date| {
        let midnight = date.and_time(NaiveTime::MIN);
        let wall = |minutes: i64, edge| {
            let time = TimeDelta::try_minutes(minutes).and_then(|d| midnight.checked_add_signed(d));
            Wall { zone, time: time.unwrap_or(midnight), edge }
        };
        let (start, end) = (wall(hours.start, Edge::Start), wall(hours.end, Edge::End));
        let stretch = Range { from: start.instant(), to: end.instant() };
        (!stretch.is_empty() && stretch.common(range).is_some()).then_some(Window { range: stretch, start, end })
    })
}
