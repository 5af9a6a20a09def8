//! The minutes of a week in which somebody is on call, by the clocks of one zone.

use chrono::{Datelike, NaiveDateTime, Timelike, Weekday};

use crate::oncall::rotation::{Days, Hours};
use crate::oncall::words::DAY;

/// Minutes of a week, from Monday 00:00.
pub const WEEK: i64 = 7 * DAY;

/// A set of minutes of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week(Vec<bool>);

/// Days of one window: a line of `days` and `hours` in a rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub days: Days,
    pub hours: Hours,
}

/// A place in the week: minutes from Monday 00:00.
pub fn minute_of(wall: NaiveDateTime) -> i64 {
    let day = i64::from(wall.weekday().num_days_from_monday());
    day * DAY + i64::from(wall.hour() * 60 + wall.minute())
}

/// The day of a place in the week.
pub fn day_of(minute: i64) -> Weekday {
    let day = u8::try_from(minute.rem_euclid(WEEK) / DAY).unwrap_or(0);
    Weekday::try_from(day).unwrap_or(Weekday::Mon)
}

fn place(minute: i64) -> usize {
    usize::try_from(minute.rem_euclid(WEEK)).unwrap_or(0)
}

impl Week {
    pub fn none() -> Self {
        Self(vec![false; place(WEEK - 1) + 1])
    }

    pub fn all() -> Self {
        Self(vec![true; place(WEEK - 1) + 1])
    }

    /// Adds minutes from a place in the week on; they may go over its end.
    pub fn add(&mut self, from: i64, minutes: i64) {
        for minute in 0..minutes.clamp(0, WEEK) {
            self.0[place(from + minute)] = true;
        }
    }

    /// The same minutes of every day.
    pub fn add_daily(&mut self, from: i64, minutes: i64) {
        (0..7).for_each(|day| self.add(day * DAY + from, minutes));
    }

    pub fn contains(&self, minute: i64) -> bool {
        self.0[place(minute)]
    }

    pub fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    pub fn is_all(&self) -> bool {
        !self.0.contains(&false)
    }

    pub fn minus(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, theirs)| *own && !theirs).collect())
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, theirs)| *own || *theirs).collect())
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(own, theirs)| *own && *theirs)
    }

    /// How far it is from a place to the first minute of the set, going forward.
    pub fn next_from(&self, minute: i64) -> Option<i64> {
        (0..WEEK).find(|more| self.contains(minute + more))
    }

    /// The set as lines of days and hours. A stretch of more than a day is cut where its first hour comes round again.
    pub fn rows(&self) -> Vec<Row> {
        if self.is_all() {
            return vec![Row { days: Days::all(), hours: Hours::ALL_DAY }];
        }
        let starts = (0..WEEK).filter(|m| self.contains(*m) && !self.contains(m - 1));
        let mut rows: Vec<Row> = Vec::new();
        for start in starts {
            let end = (start..start + WEEK).find(|m| !self.contains(*m)).unwrap_or(start);
            let mut from = start;
            while from < end {
                let to = end.min(from + DAY);
                let hours = Hours { start: from.rem_euclid(DAY), end: from.rem_euclid(DAY) + (to - from) };
                let row = match rows.iter().position(|r| r.hours == hours) {
                    Some(at) => &mut rows[at],
                    None => {
                        rows.push(Row { days: Days::default(), hours });
                        rows.last_mut().expect("invariant: a row was just added")
                    }
                };
                row.days.insert(day_of(from));
                from = to;
            }
        }
        rows
    }
}

impl Row {
    pub fn week(&self) -> Week {
        let mut week = Week::none();
        for day in (0..7).filter(|d| self.days.contains(day_of(d * DAY))) {
            week.add(day * DAY + self.hours.start, self.hours.end - self.hours.start);
        }
        week
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oncall::words;

    #[test]
    fn rows_are_the_set_again() {
        for seed in 0..200 {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut week = Week::none();
            for _ in 0..random.usize(1..5) {
                week.add(random.i64(0..WEEK), random.i64(1..4000));
            }
            let again = week.rows().iter().fold(Week::none(), |all, row| all.plus(&row.week()));
            assert_eq!(again, week, "{seed}");
        }
    }

    #[test]
    fn nights_and_weekends_are_two_rows() {
        let mut work = Week::none();
        (0..5).for_each(|day| work.add(day * DAY + 540, 480));
        let rows = Week::all().minus(&work).rows();
        let row = |days: &str, hours: &str| Row {
            days: words::days(days).expect("days"),
            hours: words::hours(hours).expect("hours"),
        };
        assert_eq!(rows, [row("mon-thu,sun", "17:00-09:00"), row("fri,sat", "17:00-17:00")]);
    }
}
