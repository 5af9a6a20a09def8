//! Who has which turn.
//!
//! Handoff `i` is the wall time of the first one plus `i` lengths, on the wall clock, and only then an instant: so a
//! handoff at 08:00 stays at 08:00 when the clocks change.
//!
//! Turn 0 begins with the version. It is the turn of the handoff that falls on the version's first day, else of the
//! last one before it; so a version that begins on a Monday gives its first member the whole of that week, whatever
//! the hour of the handoff is. Turns shorter than a day go by the instant: there the last handoff before 00:00 counts.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::rotation::{Handoff, Length, Member, On, Site, day_of_month};
use super::time::{Edge, Instant, Range, local, resolve};

/// The handoffs of a site in one version.
#[derive(Debug, Clone, Copy)]
pub struct Handoffs {
    zone: Tz,
    first: NaiveDateTime,
    every: Length,
    /// The day of the month that a month's handoff is on, where that month has it.
    day: u32,
}

impl Handoffs {
    /// The handoffs of a version that begins on a day.
    pub fn new(zone: Tz, handoff: Handoff, from: NaiveDate) -> Self {
        let Handoff { every, on, at } = handoff;
        let day = match on {
            Some(On::DayOfMonth(day)) => day,
            _ => from.day(),
        };
        let first = match (every, on) {
            (Length::Hours(hours), _) => {
                let midnight = from.and_time(chrono::NaiveTime::MIN);
                let length = hours * 3600;
                let ahead = (from.and_time(at) - midnight).num_seconds();
                // So many lengths back that it is no later than midnight.
                let back = (ahead + length - 1).div_euclid(length) * length;
                from.and_time(at).checked_sub_signed(TimeDelta::seconds(back)).unwrap_or(midnight)
            }
            (Length::Days(_), Some(On::Weekday(day))) => last_weekday(from, day).and_time(at),
            (Length::Days(_), _) => from.and_time(at),
            (Length::Months(_), _) => {
                let this = day_of_month(month_of(from), day);
                let last = if this <= from { this } else { day_of_month(month_of(from) - 1, day) };
                last.and_time(at)
            }
        };
        Self { zone, first, every, day }
    }

    /// Those of a site in the term of a version.
    pub fn of(site: &Site, term: Range) -> Self {
        Self::new(site.zone, site.handoff, local(site.zone, term.from).date())
    }

    /// The wall time of a handoff.
    pub fn wall(&self, index: i64) -> NaiveDateTime {
        let later = |seconds: i64| {
            let moved = index.checked_mul(seconds).and_then(TimeDelta::try_seconds);
            moved.and_then(|d| self.first.checked_add_signed(d)).unwrap_or(NaiveDateTime::MAX)
        };
        match self.every {
            Length::Hours(n) => later(n * 3600),
            Length::Days(n) => later(n * 86_400),
            Length::Months(n) => {
                let month = index.checked_mul(n).map_or(i64::MAX / 2, |m| m + month_of(self.first.date()));
                day_of_month(month, self.day).and_time(self.first.time())
            }
        }
    }

    /// The instant of a handoff.
    pub fn at(&self, index: i64) -> Instant {
        resolve(self.zone, self.wall(index), Edge::Start)
    }

    /// The turn that an instant is in. What lies before the first handoff is part of turn 0.
    pub fn turn_at(&self, at: Instant) -> i64 {
        let wall = local(self.zone, at);
        let elapsed = (wall - self.first).num_seconds();
        let guess = match self.every {
            Length::Hours(n) => elapsed.div_euclid(n * 3600),
            Length::Days(n) => elapsed.div_euclid(n * 86_400),
            Length::Months(n) => (month_of(wall.date()) - month_of(self.first.date())).div_euclid(n),
        };
        let mut index = guess.max(0);
        while index > 0 && self.at(index) > at {
            index -= 1;
        }
        // Of turns that have no length the last counts: the others are over.
        while self.at(index + 1) <= at && self.wall(index + 1) > self.wall(index) {
            index += 1;
        }
        index
    }
}

/// The turns of a site in the term of a version, those that a range touches: whole, in order, each as long as it is on
/// the calendar, whether or not anybody is on call in all of it. Turns without length are left out.
pub fn turns(site: &Site, term: Range, range: Range) -> impl Iterator<Item = Range> + use<> {
    let handoffs = Handoffs::of(site, term);
    let both = term.common(range);
    let first = both.map_or(0, |both| handoffs.turn_at(both.from));
    let all = (first..).map(move |turn| {
        // What lies before the first handoff is part of the first turn.
        let from = if turn == 0 { term.from } else { handoffs.at(turn) };
        Range { from, to: handoffs.at(turn + 1).min(term.to) }
    });
    all.take_while(move |turn| both.is_some_and(|both| turn.from < both.to)).filter(|turn| !turn.is_empty())
}

fn month_of(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

/// The last such day on or before a date.
fn last_weekday(from: NaiveDate, day: Weekday) -> NaiveDate {
    super::time::days_after(from, -i64::from(from.weekday().days_since(day)))
}

/// Whose turn each is: smooth weighted round robin. With every turn each member's credit grows by their capacity, the
/// largest credit goes next and pays the sum of all; ties go by the order of the list.
#[derive(Debug)]
pub struct Deal {
    /// One period; then it begins again, because all credits are nothing again.
    order: Vec<usize>,
}

impl Deal {
    /// Deals no more turns than are asked for.
    pub fn new(members: &[Member], turns: usize) -> Self {
        let shares: Vec<i64> = members.iter().map(|m| i64::from(m.capacity)).collect();
        let divisor = shares.iter().fold(0, |a, b| gcd(a, *b)).max(1);
        let shares: Vec<i64> = shares.into_iter().map(|s| s / divisor).collect();
        let sum: i64 = shares.iter().sum();
        let period = usize::try_from(sum).unwrap_or(0).min(turns);
        let mut credits = vec![0; shares.len()];
        let mut order = Vec::with_capacity(period);
        for _ in 0..period {
            for (credit, share) in credits.iter_mut().zip(&shares) {
                *credit += share;
            }
            let Some(next) = (0..credits.len()).rev().max_by_key(|at| credits[*at]) else { break };
            credits[next] -= sum;
            order.push(next);
        }
        Self { order }
    }

    /// The place in the list of the member who has a turn; nobody, where there are no members.
    pub fn member(&self, turn: i64) -> Option<usize> {
        let turn = usize::try_from(turn).ok()?;
        self.order.get(turn.checked_rem(self.order.len())?).copied()
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
