//! Borders: where one side's hours end and another's begin, and on which days the two meet.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::rotation::Rotation;
use super::time::{Range, days_after};
use super::windows::{Wall, windows};
use crate::source::Span;

/// Two wall times that meet on some days and not on others.
#[derive(Debug, Clone)]
pub struct Border {
    /// They meet where the first is no earlier than the second.
    pub first: Side,
    pub second: Side,
}

/// One side of a border.
#[derive(Debug, Clone)]
pub struct Side {
    pub wall: Wall,
    /// Whose hours they are; without one, those of the coverage or of a role without sites.
    pub site: Option<Arc<str>>,
    /// Where the hours are written.
    pub span: Span,
}

impl Border {
    /// Whether the two meet so many days later.
    fn meets(&self, days: i64) -> bool {
        self.first.wall.moved(days).instant() >= self.second.wall.moved(days).instant()
    }

    /// The days on which the two part, around the day of this border: the first and the last of the stretch, on the
    /// calendar of the first side.
    pub fn parted(&self) -> (NaiveDate, NaiveDate) {
        let day = self.first.wall.time.date();
        let edge = |step: i64| {
            let last = (1..=YEAR).take_while(|n| !self.meets(step * n)).last().unwrap_or(0);
            days_after(day, step * last)
        };
        (edge(-1), edge(1))
    }
}

/// Days of a year, and the most that a date may be away to be within it.
const YEAR: i64 = 365;

/// Days on which a border meets, remembered by its wall times of day.
pub struct Calendar {
    range: Range,
    known: HashMap<(Wall, Wall), Vec<NaiveDate>>,
}

impl Calendar {
    /// For borders in a range.
    pub fn new(range: Range) -> Self {
        Self { range, known: HashMap::new() }
    }

    /// Whether the two sides meet on some date within a year of this one. Clocks stay changed for more than a week, so
    /// a date a week is enough.
    pub fn meets(&mut self, border: &Border) -> bool {
        // All borders of one kind are moved to one day, to be told as the same.
        let day = border.first.wall.time.date();
        let back = -(day - NaiveDate::default()).num_days();
        let key = (border.first.wall.moved(back), border.second.wall.moved(back));
        let range = self.range;
        let dates = self.known.entry(key).or_insert_with(|| {
            let begin = (range.from.date_naive() - day).num_days() - YEAR;
            let end = (range.to.date_naive() - day).num_days() + YEAR;
            let step = (begin..=end).step_by(7);
            step.filter(|n| border.meets(*n)).map(|n| days_after(day, n)).collect()
        });
        let near = dates.partition_point(|d| *d < day);
        let beside = dates[near.saturating_sub(1)..].iter().take(2);
        beside.into_iter().any(|d| (*d - day).num_days().abs() <= YEAR)
    }
}

/// A window of a site in the term of its version, with the walls that are its own and not the version's.
pub struct Hour {
    pub range: Range,
    pub start: Option<Side>,
    pub end: Option<Side>,
    /// The site of a version: its place among all of the role's.
    pub owner: usize,
}

/// The windows of all sites of a role around a range, each in the term of its version; by start.
pub fn role_hours(rotation: &Rotation, role: &str, range: Range) -> Vec<Hour> {
    // What borders on the range from outside is part of the border.
    let wide = range.widened(8);
    let mut hours = Vec::new();
    for (owner, (term, site)) in rotation.sites(role).enumerate().filter(|(_, (_, s))| !s.members.is_empty()) {
        let Some(term) = term.common(wide) else { continue };
        for w in windows(site.zone, site.days, site.hours.value, term) {
            let Some(range) = w.range.common(term) else { continue };
            let side = |wall: Wall| Side { wall, site: site.name.clone(), span: site.hours.span };
            let start = (range.from == w.range.from).then(|| side(w.start));
            let end = (range.to == w.range.to).then(|| side(w.end));
            hours.push(Hour { range, start, end, owner });
        }
    }
    hours.sort_by_key(|h| (h.range, h.owner));
    hours
}
