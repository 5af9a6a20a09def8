//! A layer's turns as a handoff and a list of members, from the first day of a version on.
//!
//! A version begins with its first member at the last handoff on or before its first day. So the list is turned until
//! whoever has that turn comes first. A length that would begin in the middle of a turn is cut into equal parts, and
//! each member stands in the list as often as a turn has parts.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::week::{Row, WEEK, minute_of};
use crate::oncall::rotation::{Length, day_of_month};
use crate::oncall::time::days_after;
use crate::oncall::words::DAY;

/// More entries than this in a list of members help nobody.
pub const MOST: usize = 200;

/// How a row of a layer's hours hands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    pub every: Length,
    /// `mon`, or a day of the month; none where the version's own day is meant.
    pub on: Option<String>,
    pub at: NaiveTime,
    /// The turn of each member of the list, in its order.
    pub turns: Vec<usize>,
    /// The version's first day has a handoff, and its turn has the hours before it too.
    pub is_early: bool,
}

/// Fits turns that began at `anchor` into a version. `people` is how many turns there are before they begin again.
/// None where the list would be too long.
pub fn fit(anchor: NaiveDateTime, every: Length, people: usize, row: &Row, from: NaiveDate) -> Option<Fit> {
    let anchor = into_hours(anchor, every, row);
    match every {
        Length::Days(n) => (1..=n).rev().filter(|part| n % part == 0).find_map(|part| {
            let turn = (from - anchor.date()).num_days().div_euclid(part);
            let handoff = days_after(anchor.date(), turn * part);
            // `on` leads back to a handoff of the last seven days.
            if (from - handoff).num_days() >= 7 {
                return None;
            }
            let on = part % 7 == 0 || handoff != from;
            let on = on.then(|| short(handoff.weekday()));
            Some(Fit {
                every: Length::Days(part),
                on,
                at: anchor.time(),
                turns: list(turn, n / part, people)?,
                is_early: handoff == from && anchor.time() != NaiveTime::MIN,
            })
        }),
        Length::Hours(n) => (1..=n).rev().filter(|part| n % part == 0).find_map(|part| {
            let midnight = from.and_time(NaiveTime::MIN);
            let turn = (midnight - anchor).num_seconds().div_euclid(part * 3600);
            let after = |turns: i64| anchor.checked_add_signed(TimeDelta::try_hours((turn + turns) * part)?);
            let first = (0..=24).filter_map(after).filter(|at| at.date() == from);
            let touches = |at: &NaiveDateTime| row.hours.touches(i64::from(at.hour() * 60 + at.minute()));
            let at = first.clone().find(touches).or_else(|| first.clone().next())?;
            Some(Fit {
                every: Length::Hours(part),
                on: None,
                at: at.time(),
                turns: list(turn, n / part, people)?,
                is_early: false,
            })
        }),
        Length::Months(n) => {
            let month = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
            let this = day_of_month(month(from), anchor.day());
            let handoff = if this <= from { month(from) } else { month(from) - 1 };
            let turn = handoff - month(anchor.date());
            let (part, turn) = if turn.rem_euclid(n) == 0 { (n, turn.div_euclid(n)) } else { (1, turn) };
            let on = Some(anchor.day().to_string());
            Some(Fit {
                every: Length::Months(part),
                on,
                at: anchor.time(),
                turns: list(turn, n / part, people)?,
                is_early: this == from && anchor.time() != NaiveTime::MIN,
            })
        }
    }
}

pub fn short(day: chrono::Weekday) -> String {
    day.to_string().to_lowercase()
}

/// The list that begins with a part of a turn.
fn list(first: i64, parts: i64, people: usize) -> Option<Vec<usize>> {
    let people = i64::try_from(people).ok()?;
    let length = people.checked_mul(parts).filter(|l| usize::try_from(*l).is_ok_and(|l| 0 < l && l <= MOST))?;
    // One person has every turn, however it is cut.
    let length = if people == 1 { 1 } else { length };
    let turn = |at: i64| usize::try_from((first + at).div_euclid(parts).rem_euclid(people)).ok();
    (0..length).map(turn).collect()
}

/// Moves handoffs out of the time in which nobody is on call: nothing changes hands there.
fn into_hours(anchor: NaiveDateTime, every: Length, row: &Row) -> NaiveDateTime {
    let later = |minutes: i64| TimeDelta::try_minutes(minutes).and_then(|d| anchor.checked_add_signed(d));
    let week = row.week();
    let moved = match every {
        Length::Days(n) if n % 7 == 0 => week.next_from(minute_of(anchor)).and_then(later),
        Length::Days(_) | Length::Months(_) => {
            let minute = minute_of(anchor).rem_euclid(DAY);
            let wait = (row.hours.start - minute).rem_euclid(DAY);
            if row.hours.touches(minute) { None } else { later(wait) }
        }
        Length::Hours(_) => None,
    };
    moved.unwrap_or(anchor)
}

/// Turns that go by windows and not by the clock: each of so many windows of a week has a list of its own.
///
/// `start` is the first window of all, in minutes of the week. Gives for each window, in the order that they come from
/// there, its place in the week and who has it in week 0, 1, …, until the weeks begin again.
pub fn by_window(starts: &[i64], start: i64, each: usize, people: usize) -> Option<Vec<(i64, Vec<usize>)>> {
    let mut starts = starts.to_vec();
    starts.sort_by_key(|at| (at - start).rem_euclid(WEEK));
    let around = people.checked_mul(each)?;
    let weeks = around / gcd(around, starts.len()).max(1);
    if weeks == 0 || weeks > MOST {
        return None;
    }
    let count = starts.len();
    let list = |window: usize| (0..weeks).map(|w| (w * count + window) / each % people).collect();
    Some(starts.iter().enumerate().map(|(window, at)| (*at, list(window))).collect())
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
