//! Who is on at the same time for one role, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::TimeDelta;

use super::border::{Border, Calendar, Hour, Side};
use super::time::{Instant, Range};

/// Why two people are on at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubled {
    /// Clocks that change on different days.
    Dst,
    /// The hours of two sites, all year: a handover.
    Hours,
    /// An override that goes beyond the hours of its site.
    Override,
}

impl Doubled {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dst => "dst",
            Self::Hours => "hours",
            Self::Override => "override",
        }
    }
}

/// Time in which two people or more are on for one role.
#[derive(Debug, Clone)]
pub struct Overlap {
    pub range: Range,
    pub role: Arc<str>,
    pub people: BTreeSet<Arc<str>>,
    pub cause: Doubled,
    pub between: Option<Border>,
}

/// Where two people or more are on, in one sweep over everything that begins and ends.
pub fn doubled(
    role: &Arc<str>,
    present: &[(Range, &Arc<str>)],
    hours: &[Hour],
    calendar: &mut Calendar,
) -> Vec<Overlap> {
    let mut events: Vec<(Instant, bool, &Arc<str>)> = Vec::with_capacity(present.len() * 2);
    for (range, person) in present {
        events.push((range.from, true, person));
        events.push((range.to, false, person));
    }
    events.sort_unstable();
    let mut on: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    let mut pieces: Vec<(Range, BTreeSet<Arc<str>>)> = Vec::new();
    for pair in 0..events.len() {
        let (at, starts, person) = events[pair];
        match (starts, on.get_mut(person)) {
            (true, _) => *on.entry(person).or_default() += 1,
            (false, Some(count)) if *count > 1 => *count -= 1,
            (false, _) => drop(on.remove(person)),
        }
        let Some((next, ..)) = events.get(pair + 1).filter(|(next, ..)| *next > at && on.len() > 1) else { continue };
        let people: BTreeSet<Arc<str>> = on.keys().map(|p| (*p).clone()).collect();
        match pieces.last_mut() {
            Some((last, same)) if last.to == at && *same == people => last.to = *next,
            _ => pieces.push((Range { from: at, to: *next }, people)),
        }
    }
    let regular = regular_overlaps(hours);
    pieces.into_iter().flat_map(|(piece, people)| explain(role, piece, &people, &regular, calendar)).collect()
}

/// Where the hours of two sites lie over each other; by start.
fn regular_overlaps(hours: &[Hour]) -> Vec<(Range, &Hour, &Hour)> {
    let mut open: Vec<&Hour> = Vec::new();
    let mut out = Vec::new();
    for hour in hours {
        open.retain(|o| o.range.to > hour.range.from);
        let others = open.iter().filter(|o| o.owner != hour.owner);
        out.extend(others.filter_map(|o| Some((o.range.common(hour.range)?, *o, hour))));
        open.push(hour);
    }
    out
}

/// Splits an overlap where its cause changes. Hours that overlap all year say more than clocks do.
fn explain(
    role: &Arc<str>,
    piece: Range,
    people: &BTreeSet<Arc<str>>,
    regular: &[(Range, &Hour, &Hour)],
    calendar: &mut Calendar,
) -> Vec<Overlap> {
    // No window is longer than two days: what began earlier is over.
    let first = regular.partition_point(|(r, ..)| r.from < piece.from - TimeDelta::days(3));
    let near: Vec<&(Range, &Hour, &Hour)> = regular[first..]
        .iter()
        .take_while(|(r, ..)| r.from < piece.to)
        .filter(|(r, ..)| r.common(piece).is_some())
        .collect();
    let mut cuts: BTreeSet<Instant> = [piece.from, piece.to].into();
    cuts.extend(near.iter().flat_map(|(r, ..)| [r.from, r.to]).filter(|at| piece.contains(*at)));
    let cuts: Vec<_> = cuts.into_iter().collect();
    let mut out: Vec<Overlap> = Vec::new();
    for pair in cuts.windows(2) {
        let range = Range { from: pair[0], to: pair[1] };
        let causes = near.iter().filter(|(r, ..)| r.common(range).is_some());
        let found = causes.map(|(_, a, b)| made_by(a, b, calendar)).max_by_key(|(cause, _)| *cause);
        let (cause, between) = found.unwrap_or((Doubled::Override, None));
        match out.last_mut() {
            Some(last) if last.cause == cause => last.range.to = range.to,
            _ => out.push(Overlap { range, role: role.clone(), people: people.clone(), cause, between }),
        }
    }
    out
}

/// Whether the clocks lay one window over another, and at which border.
fn made_by(a: &Hour, b: &Hour, calendar: &mut Calendar) -> (Doubled, Option<Border>) {
    let border =
        |start: &Option<Side>, end: &Option<Side>| Some(Border { first: start.clone()?, second: end.clone()? });
    let ways = [border(&b.start, &a.end), border(&a.start, &b.end)];
    match ways.into_iter().flatten().find(|b| calendar.meets(b)) {
        Some(border) => (Doubled::Dst, Some(border)),
        None => (Doubled::Hours, None),
    }
}
