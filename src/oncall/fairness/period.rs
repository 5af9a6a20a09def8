//! The stretches of time over which load is evened out: end to end from a first day.

use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;

use crate::dates::Period as Length;
use crate::oncall::Rotation;
use crate::oncall::policy::Fairness;
use crate::oncall::time::{Range, day_start, days_after};

/// Some whole days, from 00:00 of the first to the end of the last in the rotation's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    /// The last day, which is part of it.
    pub to: NaiveDate,
    pub range: Range,
}

impl Period {
    pub fn new(from: NaiveDate, to: NaiveDate, zone: Tz) -> Self {
        let range = Range::new(day_start(zone, from), day_start(zone, days_after(to, 1)));
        Self { from, to, range }
    }
}

/// The day on which a rotation's first period begins.
pub fn start(rotation: &Rotation, fairness: &Fairness) -> Option<NaiveDate> {
    let written = fairness.start.map(|start| start.value);
    written.or_else(|| rotation.versions.first().map(|first| first.from.value))
}

/// The period that a day is in; before the first period has begun, that one.
pub fn containing(rotation: &Rotation, fairness: &Fairness, day: NaiveDate) -> Option<Period> {
    let start = start(rotation, fairness)?;
    let length = fairness.period;
    let mut nth = guess(length, start, day);
    // Months that are too short make the guess one too many.
    while nth > 0 && begin(start, length, nth) > day {
        nth -= 1;
    }
    let (from, next) = (begin(start, length, nth), begin(start, length, nth + 1));
    Some(Period::new(from, days_after(next, -1), rotation.zone.unwrap_or(Tz::UTC)))
}

/// How many periods have begun by a day, give or take one.
fn guess(length: Length, start: NaiveDate, day: NaiveDate) -> u32 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let passed = match length.days {
        0 => (months(day) - months(start)) / i64::from(length.months.max(1)),
        days => (day - start).num_days() / i64::from(days),
    };
    u32::try_from(passed).unwrap_or(0)
}

/// The first day of a period.
fn begin(start: NaiveDate, length: Length, nth: u32) -> NaiveDate {
    match length.days {
        0 => start.checked_add_months(Months::new(length.months.saturating_mul(nth))).unwrap_or(NaiveDate::MAX),
        days => days_after(start, i64::from(days) * i64::from(nth)),
    }
}
