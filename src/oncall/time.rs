//! Local time: the one place where a wall clock is turned into an instant.
//!
//! Architecture invariant: nothing else calls `from_local_datetime`. The library gives no answer for a time that
//! does not exist and two for one that exists twice; which one is meant is decided here and nowhere else.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A moment, in UTC.
pub type Instant = DateTime<Utc>;

/// What a wall time is the edge of; it decides which instant is meant where the clock shows it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// A handoff, or the start of a window: the earlier instant.
    Start,
    /// The end of a window: the later one, so that what must be covered is never narrowed.
    End,
}

/// The instant of a wall time. One that does not exist is the first instant after the gap.
#[expect(clippy::disallowed_methods, reason = "this is the place where local times are resolved")]
pub fn resolve(zone: Tz, wall: NaiveDateTime, edge: Edge) -> Instant {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) => at.to_utc(),
        LocalResult::Ambiguous(a, b) => match edge {
            Edge::Start => a.min(b).to_utc(),
            Edge::End => a.max(b).to_utc(),
        },
        LocalResult::None => after_gap(zone, wall),
    }
}

/// Whether a zone's clocks ever show a wall time.
#[expect(clippy::disallowed_methods, reason = "this is the place where local times are resolved")]
pub fn exists(zone: Tz, wall: NaiveDateTime) -> bool {
    !matches!(zone.from_local_datetime(&wall), LocalResult::None)
}

/// What the clocks of a zone show.
pub fn local(zone: Tz, at: Instant) -> NaiveDateTime {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    at.naive_utc().checked_add_offset(offset).unwrap_or(at.naive_utc())
}

/// The first instant at which the clocks have passed a wall time that they never show. No offset has ever been more
/// than sixteen hours, so that the jump lies within as much of the wall time read as UTC.
fn after_gap(zone: Tz, wall: NaiveDateTime) -> Instant {
    let reach = TimeDelta::hours(16);
    let utc = wall.and_utc();
    let mut before = utc.checked_sub_signed(reach).unwrap_or(utc);
    let mut after = utc.checked_add_signed(reach).unwrap_or(utc);
    while after - before > TimeDelta::seconds(1) {
        let middle = before + (after - before) / 2;
        // Jumps are on whole seconds.
        let middle = DateTime::from_timestamp(middle.timestamp(), 0).unwrap_or(middle);
        if middle <= before {
            break;
        }
        if local(zone, middle) >= wall { after = middle } else { before = middle }
    }
    after
}

/// The start of a local day; of one whose midnight does not exist, the first instant that does.
pub fn day_start(zone: Tz, date: NaiveDate) -> Instant {
    resolve(zone, date.and_time(NaiveTime::MIN), Edge::Start)
}

/// Some days later (or earlier); at the end of the calendar, its end.
pub fn days_after(date: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(count) } else { date.checked_add_days(count) };
    moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// An instant `a` up to, and not with, an instant `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    pub from: Instant,
    pub to: Instant,
}

impl Range {
    /// A range within the years 1 to 9999, which is what every calculation here is made for. One that ends before
    /// it begins is empty.
    pub fn new(from: Instant, to: Instant) -> Self {
        let (first, last) =
            (DateTime::from_timestamp(-62_135_596_800, 0), DateTime::from_timestamp(253_402_300_799, 0));
        let within = |at: Instant| match (first, last) {
            (Some(first), Some(last)) => at.clamp(first, last),
            _ => at,
        };
        let from = within(from);
        Self { from, to: within(to).max(from) }
    }

    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// What two ranges have in common, if they have anything.
    pub fn common(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (!both.is_empty()).then_some(both)
    }

    /// Elapsed time, which is what people carry, and not the difference of two wall clocks.
    pub fn elapsed(self) -> TimeDelta {
        self.to - self.from
    }

    /// Elapsed time in hours, with their part.
    pub fn hours(self) -> f64 {
        self.elapsed().num_seconds() as f64 / 3600.0
    }

    /// The same range with some days more at either end.
    pub fn widened(self, days: i64) -> Self {
        let more = TimeDelta::days(days);
        let (from, to) = (self.from.checked_sub_signed(more), self.to.checked_add_signed(more));
        Self { from: from.unwrap_or(self.from), to: to.unwrap_or(self.to) }
    }
}

/// The union of ranges, sorted and without a seam between them.
pub fn union(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.retain(|r| !r.is_empty());
    ranges.sort_unstable();
    let mut out: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.from <= last.to => last.to = last.to.max(range.to),
            _ => out.push(range),
        }
    }
    out
}

/// What of one union is not in another.
pub fn minus(all: &[Range], taken: &[Range]) -> Vec<Range> {
    let mut out = Vec::new();
    let mut next = 0;
    for range in all {
        let mut from = range.from;
        while next < taken.len() && taken[next].to <= from {
            next += 1;
        }
        let mut at = next;
        while let Some(t) = taken.get(at).filter(|t| t.from < range.to) {
            if t.from > from {
                out.push(Range { from, to: t.from });
            }
            from = from.max(t.to);
            at += 1;
        }
        if from < range.to {
            out.push(Range { from, to: range.to });
        }
    }
    out
}

/// What two unions have in common.
pub fn common(a: &[Range], b: &[Range]) -> Vec<Range> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < a.len() && j < b.len() {
        out.extend(a[i].common(b[j]));
        if a[i].to < b[j].to { i += 1 } else { j += 1 }
    }
    out
}
