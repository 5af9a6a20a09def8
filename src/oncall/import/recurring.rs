//! Windows that recur by a rule, and whoever has them in turn, as layers whose hours are the same every week.

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

use super::fit::by_window;
use super::outline::Layer;
use super::week::{WEEK, Week, minute_of};
use crate::oncall::rotation::Length;
use crate::oncall::time::days_after;
use crate::oncall::words::DAY;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
}

/// When whoever has the windows hands them on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// After so many windows.
    Windows(usize),
    /// When a week is over, which begins on this day.
    Week(Weekday),
}

/// A window that recurs. The first one is at `start`, on the wall.
#[derive(Debug, Clone)]
pub struct Recurring {
    pub start: NaiveDateTime,
    pub minutes: i64,
    pub frequency: Frequency,
    pub interval: i64,
    /// Only on these days; empty for all that the frequency has.
    pub days: Vec<Weekday>,
    pub turns: Vec<Vec<String>>,
    pub each: Each,
}

impl Recurring {
    /// The layers that it is. `base` has what they share; its hours, anchor and turns are put in here.
    pub fn layers(&self, base: &Layer) -> Result<Vec<Layer>, String> {
        if self.interval < 1 || self.interval > 1000 || self.minutes < 1 {
            return Err("it recurs at no interval that is known here, and is left out".to_owned());
        }
        let one = |hours, anchor, every| Layer { hours, anchor, every, turns: self.turns.clone(), ..base.clone() };
        let windows = match self.each {
            Each::Windows(n) => i64::try_from(n).unwrap_or(i64::MAX),
            Each::Week(_) => 1,
        };
        let times = |n: i64| self.interval.checked_mul(n).and_then(|n| n.checked_mul(windows)).unwrap_or(i64::MAX);
        // Windows that leave no time between them: only the turns matter.
        let (period, every) = match self.frequency {
            Frequency::Hourly => (60, hours(times(1))),
            Frequency::Daily => (DAY, Length::Days(times(1))),
            Frequency::Weekly => (WEEK, Length::Days(times(7))),
            Frequency::Monthly => (28 * DAY, Length::Months(times(1))),
        };
        // A week that names the day it begins on says nothing more than one that names none.
        let own_day = self.frequency == Frequency::Weekly && self.days == [self.start.weekday()];
        let is_whole = (self.days.is_empty() || own_day) && self.minutes >= period.saturating_mul(self.interval);
        if is_whole && is_length(every) {
            return Ok(vec![one(Week::all(), self.start, every)]);
        }
        let starts = self.starts()?;
        let mut week = Week::none();
        starts.iter().for_each(|start| week.add(*start, self.minutes));
        if self.turns.len() == 1 {
            return Ok(vec![one(week, self.start, Length::Days(7))]);
        }
        if self.frequency == Frequency::Hourly {
            if !is_length(every) {
                return Err("its turns are too long".to_owned());
            }
            return Ok(vec![one(week, self.start, every)]);
        }
        let each = match self.each {
            Each::Week(first) => return Ok(vec![one(week, self.week_start(first, &starts), Length::Days(7))]),
            Each::Windows(each) => each.max(1),
        };
        let weeks = i64::try_from(each / starts.len()).unwrap_or(0);
        if each % starts.len() == 0 && is_length(Length::Days(weeks.saturating_mul(7))) {
            return Ok(vec![one(week, self.start, Length::Days(weeks * 7))]);
        }
        if starts.len() == 7 && is_length(Length::Days(windows)) {
            return Ok(vec![one(week, self.start, Length::Days(windows))]);
        }
        // Turns that begin on another day every week: each day has a list of its own.
        let first = minute_of(self.start);
        let split = by_window(&starts, first, each, self.turns.len());
        let split = split.ok_or("its turns do not come round within a list that anybody could read: it is left out")?;
        let layer = |(at, turns): (i64, Vec<usize>)| {
            let mut hours = Week::none();
            hours.add(at, self.minutes);
            let later = TimeDelta::try_minutes((at - first).rem_euclid(WEEK));
            let anchor = later.and_then(|d| self.start.checked_add_signed(d)).unwrap_or(self.start);
            let turns = turns.into_iter().map(|t| self.turns[t].clone()).collect();
            let name = format!("{} {}", base.name, super::fit::short(super::week::day_of(at)));
            Layer { name, hours, anchor, every: Length::Days(7), turns, ..base.clone() }
        };
        Ok(split.into_iter().map(layer).collect())
    }

    /// Where in a week windows begin.
    fn starts(&self) -> Result<Vec<i64>, String> {
        let clock = i64::from(self.start.hour() * 60 + self.start.minute());
        let on = |day: Weekday| i64::from(day.num_days_from_monday()) * DAY + clock;
        let all = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        match self.frequency {
            Frequency::Hourly if self.interval <= 24 && 24 % self.interval == 0 && self.days.is_empty() => {
                let length = self.interval * 60;
                Ok((0..WEEK / length).map(|n| (clock + n * length).rem_euclid(WEEK)).collect())
            }
            Frequency::Daily if self.interval == 1 => {
                Ok(all.into_iter().filter(|d| self.days.is_empty() || self.days.contains(d)).map(on).collect())
            }
            Frequency::Weekly if self.interval == 1 => {
                let days = if self.days.is_empty() { vec![self.start.weekday()] } else { self.days.clone() };
                Ok(all.into_iter().filter(|d| days.contains(d)).map(on).collect())
            }
            Frequency::Monthly => {
                Err("it recurs on days of a month, and the hours of a site are the same every week: it is left out"
                    .to_owned())
            }
            _ => {
                let unit = match self.frequency {
                    Frequency::Hourly => "hours",
                    Frequency::Daily => "days",
                    _ => "weeks",
                };
                let n = self.interval;
                Err(format!(
                    "it recurs every {n} {unit}, and the hours of a site are the same every week: it is left out"
                ))
            }
        }
    }

    /// The first window of the week that the first window is in.
    fn week_start(&self, first: Weekday, starts: &[i64]) -> NaiveDateTime {
        let begin = days_after(self.start.date(), -i64::from(self.start.weekday().days_since(first)));
        let begin = begin.and_time(NaiveTime::MIN);
        let waits = starts.iter().map(|at| (at - minute_of(begin)).rem_euclid(WEEK));
        let wait = waits.min().and_then(TimeDelta::try_minutes).unwrap_or_default();
        begin.checked_add_signed(wait).unwrap_or(begin)
    }
}

/// So many hours; of whole days, the days.
pub fn hours(n: i64) -> Length {
    if n % 24 == 0 { Length::Days(n / 24) } else { Length::Hours(n) }
}

/// Whether a rotation takes a turn of this length: ten years are too much.
pub fn is_length(length: Length) -> bool {
    match length {
        Length::Hours(n) => (1..=87_600).contains(&n),
        Length::Days(n) => (1..=3_650).contains(&n),
        Length::Months(n) => (1..=120).contains(&n),
    }
}

/// The length of a turn in seconds, if it is one of whole hours.
pub fn of_seconds(seconds: i64) -> Option<Length> {
    let length = hours(seconds / 3600);
    (seconds % 3600 == 0 && is_length(length)).then_some(length)
}
