//! What kinds of hours a stretch of time is made of, for the person who is on call in it.
//!
//! Nights, weekends and holidays are those of the person's own zone, and hours are elapsed hours: the night in which
//! the clocks go back has nine of them where others have eight.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::holidays::{Calendar, Holidays};
use super::policy::{Fairness, Weights};
use super::rotation::{Days, Hours};
use super::time::{Range, common, day_start, days_after, local, union};
use super::windows::windows;
use super::words;
use crate::model::register::Person;

/// What hours are besides hours. They may be several things at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Kinds {
    pub night: bool,
    pub weekend: bool,
    pub holiday: bool,
}

impl Kinds {
    /// Hundredths: the largest weight that applies.
    pub fn weight(self, weights: Weights) -> i64 {
        let of = |is: bool, weight| if is { weight } else { Weights::ONE };
        of(self.night, weights.night).max(of(self.weekend, weights.weekend)).max(of(self.holiday, weights.holiday))
    }
}

/// A person's nights, weekends and holidays.
#[derive(Debug, Clone)]
pub struct Bands<'a> {
    pub zone: Tz,
    night: Hours,
    weekend: Days,
    holidays: Option<&'a Calendar>,
}

impl<'a> Bands<'a> {
    /// Those of a person. Somebody whom the register does not know lives by the clocks of the rotation.
    pub fn of(person: Option<&Person>, fallback: Tz, fairness: &Fairness, holidays: &'a Holidays) -> Self {
        let mut weekend = Days::default();
        // A word that is no day is said where people are read.
        person
            .iter()
            .flat_map(|p| &p.weekend)
            .filter_map(|day| words::days(&day.value))
            .for_each(|d| weekend.extend(d));
        Self {
            zone: person.and_then(Person::zone).unwrap_or(fallback),
            night: fairness.night,
            weekend: if weekend.is_empty() { fairness.weekend } else { weekend },
            holidays: person.and_then(|p| holidays.of(p)),
        }
    }

    /// The nights in a range.
    pub fn nights(&self, range: Range) -> Vec<Range> {
        common(&union(windows(self.zone, Days::all(), self.night, range).map(|w| w.range).collect()), &[range])
    }

    /// The weekend days in a range.
    pub fn weekends(&self, range: Range) -> Vec<Range> {
        self.days(range, |day| self.weekend.contains(day.weekday()))
    }

    /// The holidays in a range.
    pub fn holidays(&self, range: Range) -> Vec<Range> {
        match self.holidays {
            Some(calendar) => self.days(range, |day| calendar.days.contains_key(&day)),
            None => Vec::new(),
        }
    }

    fn days(&self, range: Range, is: impl Fn(NaiveDate) -> bool) -> Vec<Range> {
        let (first, last) = (local(self.zone, range.from).date(), local(self.zone, range.to).date());
        let days = (0..=(last - first).num_days()).map(|n| days_after(first, n)).filter(|day| is(*day));
        let whole =
            days.map(|day| Range { from: day_start(self.zone, day), to: day_start(self.zone, days_after(day, 1)) });
        common(&union(whole.collect()), &[range])
    }

    /// Cuts a range where its kind changes.
    pub fn split(&self, range: Range) -> Vec<(Range, Kinds)> {
        if range.is_empty() {
            return Vec::new();
        }
        let (nights, weekends, holidays) = (self.nights(range), self.weekends(range), self.holidays(range));
        let edges = nights.iter().chain(&weekends).chain(&holidays).flat_map(|r| [r.from, r.to]);
        let mut cuts: Vec<_> = edges.chain([range.from, range.to]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let within = |ranges: &[Range], at| {
            let next = ranges.partition_point(|r| r.to <= at);
            ranges.get(next).is_some_and(|r| r.contains(at))
        };
        cuts.windows(2)
            .map(|pair| {
                let at = pair[0];
                let kinds = Kinds {
                    night: within(&nights, at),
                    weekend: within(&weekends, at),
                    holiday: within(&holidays, at),
                };
                (Range { from: at, to: pair[1] }, kinds)
            })
            .collect()
    }
}
